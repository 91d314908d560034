package io.linkfleet.simulator.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.linkfleet.simulator.wire.ConnectionFaults.Act;
import io.linkfleet.simulator.wire.ConnectionFaults.Moment;
import io.linkfleet.simulator.wire.ConnectionFaults.Strike;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Faults strike before or after the effect of a statement, as asked. */
@Timeout(60)
class ConnectionFaultsTest {
  @TempDir Path directory;
  private Wired wired;
  private volatile Strike next;
  private volatile boolean hung;
  private final List<ConnectionFaults.Request> asked = new CopyOnWriteArrayList<>();

  private final ConnectionFaults faults =
      new ConnectionFaults() {
        @Override
        public Optional<Strike> strike(Request request) {
          asked.add(request);
          return Optional.ofNullable(next);
        }

        @Override
        public boolean isHung(String server) {
          return hung;
        }
      };

  @BeforeEach
  void start() throws Exception {
    wired = new Wired(directory, WireLimits.DEFAULT, faults);
  }

  @AfterEach
  void stop() {
    wired.close();
  }

  @Test
  void aDropBeforeTheRequestHasNoEffect() throws Exception {
    try (Connection connection = wired.connect();
        var statement = connection.createStatement()) {
      next = new Strike(Moment.BEFORE, Act.DROP, Duration.ZERO, null);
      assertThatThrownBy(() -> statement.execute("SELECT 1")).isInstanceOf(SQLException.class);
    }
    assertThat(wired.toy.batches).isEmpty();
    assertThat(asked)
        .containsExactly(new ConnectionFaults.Request("TOY\\ONE", "sa", 51, "SELECT 1"));
  }

  @Test
  void aDropBeforeTheReplyHidesTheEffect() throws Exception {
    try (Connection connection = wired.connect();
        var statement = connection.createStatement()) {
      next = new Strike(Moment.AFTER, Act.DROP, Duration.ZERO, null);
      assertThatThrownBy(() -> statement.execute("SELECT 1")).isInstanceOf(SQLException.class);
    }
    assertThat(wired.toy.batches).containsExactly("SELECT 1");
  }

  @Test
  void aHangLastsUntilTheConnectionsAreDropped() throws Exception {
    try (Connection connection = wired.connect();
        var statement = connection.createStatement()) {
      next = new Strike(Moment.BEFORE, Act.HANG, Duration.ZERO, null);
      var failed =
          java.util.concurrent.CompletableFuture.supplyAsync(
              () -> {
                try {
                  return statement.execute("SELECT 1");
                } catch (SQLException e) {
                  return e;
                }
              });
      await().untilAsserted(() -> assertThat(asked).hasSize(1));
      assertThat(failed).isNotDone();
      wired.listener.dropConnections();
      await().untilAsserted(() -> assertThat(failed).isDone());
      assertThat(failed.get()).isInstanceOf(SQLException.class);
    }
    await().untilAsserted(() -> assertThat(wired.toy.open).hasValue(0));
  }

  @Test
  void aSilentServerAnswersLaterWhatItGotMeanwhile() throws Exception {
    try (Connection before = wired.connect();
        var statement = before.createStatement()) {
      hung = true;
      var answer =
          java.util.concurrent.CompletableFuture.supplyAsync(
              () -> {
                try (var rows = statement.executeQuery("SELECT 1")) {
                  return rows.next();
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      var login =
          java.util.concurrent.CompletableFuture.supplyAsync(
              () -> {
                try (Connection late = wired.connect()) {
                  return late.isValid(5);
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      await().until(() -> wired.listener.connectionCount() == 2);
      assertThat(asked).isEmpty();
      assertThat(answer).isNotDone();
      assertThat(login).isNotDone();

      hung = false;

      assertThat(answer.get()).isTrue();
      assertThat(login.get()).isTrue();
    }
  }
}
