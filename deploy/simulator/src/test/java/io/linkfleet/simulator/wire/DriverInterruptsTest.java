package io.linkfleet.simulator.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.linkfleet.simulator.session.Column;
import io.linkfleet.simulator.session.SqlType;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Timeouts, cancels and clients that leave end what runs, and nothing else. */
@Timeout(60)
class DriverInterruptsTest {
  @TempDir Path directory;
  private Wired wired;
  private ToyServer toy;
  private Connection connection;

  @BeforeEach
  void start() throws Exception {
    wired = new Wired(directory);
    toy = wired.toy;
    connection = wired.connect();
  }

  @AfterEach
  void stop() throws Exception {
    connection.close();
    wired.close();
  }

  @Test
  void aQueryTimeoutStopsTheStatementAndKeepsTheConnection() throws Exception {
    try (var statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      assertThatThrownBy(() -> statement.execute("wait")).isInstanceOf(SQLTimeoutException.class);
      statement.setQueryTimeout(0);
      assertThat(statement.execute("SELECT 1")).isTrue();
    }
    assertThat(toy.sessions.get(0).cancelled.getCount()).isZero();
  }

  @Test
  void cancelFromAnotherThreadStopsAPreparedStatementToo() throws Exception {
    toy.scripts.put("wait @P0", toy.scripts.get("wait"));
    try (var statement = connection.prepareStatement("wait ?")) {
      statement.setInt(1, 1);
      var cancelled =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  statement.execute();
                  return "ended";
                } catch (SQLException e) {
                  return e.getSQLState();
                }
              });
      assertThat(toy.sessions.get(0).waiting.await(5, TimeUnit.SECONDS)).isTrue();
      statement.cancel();
      assertThat(cancelled.get(5, TimeUnit.SECONDS)).isEqualTo("HY008");
    }
    assertThat(connection.isValid(5)).isTrue();
  }

  @Test
  void cancellingAnEndlessResultEndsIt() throws Exception {
    toy.on(
        "endless",
        (s, p, reply) -> {
          reply.columns(List.of(new Column("n", SqlType.INT, 0)));
          long rows = 0;
          while (s.cancelled.getCount() > 0) {
            reply.row(new Object[] {1});
            rows++;
          }
          reply.done(rows, 0xC1, true);
        });
    try (var statement = connection.createStatement()) {
      var rows = statement.executeQuery("endless");
      for (int i = 0; i < 10_000; i++) {
        assertThat(rows.next()).isTrue();
      }
      statement.cancel();
      assertThatThrownBy(
              () -> {
                while (rows.next()) {
                  assertThat(rows.getInt(1)).isEqualTo(1);
                }
              })
          .isInstanceOf(SQLException.class);
    }
    assertThat(connection.isValid(5)).isTrue();
  }

  @Test
  void aClientThatLeavesEndsItsRunningStatement() throws Exception {
    // Without encryption, as the driver's abort of an encrypted connection waits for its reader.
    Connection plain = wired.connect("false");
    CompletableFuture.runAsync(
        () -> {
          try (var statement = plain.createStatement()) {
            statement.execute("wait");
          } catch (SQLException expected) {
            assertThat(expected.getMessage()).isNotEmpty();
          }
        });
    assertThat(toy.sessions.get(1).waiting.await(5, TimeUnit.SECONDS)).isTrue();
    plain.abort(Runnable::run);
    await().untilAsserted(() -> assertThat(toy.open).hasValue(1));
    assertThat(toy.sessions.get(1).closed).isTrue();
  }
}
