package io.linkfleet.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.linkfleet.acceptance.faults.FaultWorld.Pair;
import io.linkfleet.acceptance.faults.FaultWorld.Server;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Owns what the experiments with mirrored pairs wait for, and what they learn beforehand. */
final class Mirrors {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static Stack learned;

  private Mirrors() {}

  /** Pairs without a fault show what is read of them, once for each stack. */
  static synchronized void calm(Stack stack) {
    if (learned == stack) {
      return;
    }
    Run run = Run.begin("pair-calm", stack, 3);
    List<Pair> pairs = FaultWorld.pairs(run.servers(), 3);
    Pair pair = pairs.get(0);
    // so that a copy that is there is read as well
    stack.person().copy(pair.source(), pair.partner(), pair.databases().get(0));
    run.mirror(pairs);
    run.awaitEnd();
    stack.learn(run.evidence());
    run.judge(Expectations.NONE.hand(Dba.LOGIN));
    learned = stack;
  }

  /** Until the monitor shows every database of the pair so. */
  static void awaitShown(
      Run run, Pair pair, String status, String reason, String nextAction) {
    await(pair.source().name() + " is " + status + " " + reason)
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(100))
        .ignoreException(UncheckedIOException.class)
        .untilAsserted(
            () -> {
              List<JsonNode> links = new ArrayList<>();
              run.shown().path("links").forEach(links::add);
              assertThat(links)
                  .filteredOn(it -> it.path("server").asText().equals(pair.source().name()))
                  .hasSize(pair.databases().size())
                  .allSatisfy(
                      it -> {
                        assertThat(it.path("status").asText()).as("%s", it).isEqualTo(status);
                        assertThat(it.path("reason").asText()).as("%s", it).isEqualTo(reason);
                        assertThat(it.path("nextAction").asText())
                            .as("%s", it)
                            .contains(nextAction);
                      });
            });
  }

  /** Both servers say it themselves. */
  static void awaitMirrored(Stack stack, Pair pair) {
    for (String database : pair.databases()) {
      for (Server server : List.of(pair.source(), pair.partner())) {
        await(server.name() + " " + database)
            .atMost(LIMIT)
            .untilAsserted(
                () ->
                    assertThat(session(stack, server, database, "state"))
                        .isEqualTo("SYNCHRONIZED"));
      }
    }
  }

  /** Until that server is the principal of a session in that state. */
  static void awaitPrincipal(Stack stack, Server server, String database, String state) {
    await(server.name() + " is the principal of " + database)
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              assertThat(session(stack, server, database, "role")).isEqualTo("PRINCIPAL");
              assertThat(session(stack, server, database, "state")).isEqualTo(state);
            });
  }

  /**
   * What a server says of the session of a database, null without one.
   *
   * @param what role or state
   */
  static String session(Stack stack, Server server, String database, String what) {
    return stack.person().read(
        server,
        """
        SELECT m.mirroring_%s_desc
        FROM sys.database_mirroring AS m
        JOIN sys.databases AS d ON d.database_id = m.database_id
        WHERE d.name = N'%s'
        """
            .formatted(what, database.replace("'", "''")));
  }
}
