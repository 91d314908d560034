package io.linkfleet.simulator.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.linkfleet.simulator.wire.ConnectionFaults.Decision;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
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
  private volatile Decision before = Decision.CONTINUE;
  private volatile Decision after = Decision.CONTINUE;
  private final List<ConnectionFaults.Request> asked = new CopyOnWriteArrayList<>();

  private final ConnectionFaults faults =
      new ConnectionFaults() {
        @Override
        public Decision beforeRequest(Request request) {
          asked.add(request);
          return before;
        }

        @Override
        public Decision beforeReply(Request request) {
          return after;
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
      before = Decision.DROP;
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
      after = Decision.DROP;
      assertThatThrownBy(() -> statement.execute("SELECT 1")).isInstanceOf(SQLException.class);
    }
    assertThat(wired.toy.batches).containsExactly("SELECT 1");
  }

  @Test
  void aHangLastsUntilTheConnectionsAreDropped() throws Exception {
    try (Connection connection = wired.connect();
        var statement = connection.createStatement()) {
      before = Decision.HANG;
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
}
