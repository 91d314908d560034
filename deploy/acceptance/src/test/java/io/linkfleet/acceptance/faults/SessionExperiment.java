package io.linkfleet.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.acceptance.faults.FaultWorld.Pair;
import io.linkfleet.acceptance.faults.FaultWorld.Server;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Mirrored pairs as only some want them, and the life of a session until it is removed. */
@ExtendWith(SharedStack.class)
class SessionExperiment {
  private static final String DIRECTORY = "C:\\certificates";
  private static final String SET = "ALTER DATABASE [{database}] SET PARTNER ";

  @BeforeEach
  void calm(Stack stack) {
    Mirrors.calm(stack);
  }

  /** What lies on a drive of one server somebody has to copy to the other one. */
  @Test
  void certificatesAreHandedOverAsFilesThatAPersonCopies(Stack stack) {
    Run run = Run.begin("session-files", stack, 2);
    List<Pair> pairs = FaultWorld.pairs(run.servers(), 1);
    Pair pair = pairs.get(0);
    String options = "certificateDirectory: '" + DIRECTORY + "'";

    run.mirror(pairs, options);
    Mirrors.awaitShown(run, pair, "BLOCKED", "CERTIFICATE_CONFLICT", "Copy it there from");
    copyCertificate(stack, pair.source(), pair.partner());
    copyCertificate(stack, pair.partner(), pair.source());
    run.mirror(pairs, options);

    judgeWithoutFaults(
        run, stack,
        "BACKUP CERTIFICATE [{server}_cert] TO FILE = '" + file("{server}") + "'",
        "CREATE CERTIFICATE [{server}_cert] AUTHORIZATION [{server}_user] FROM FILE = '"
            + file("{server}") + "'");
    Mirrors.awaitMirrored(stack, pair);
    assertThat(changes(run, "BACKUP CERTIFICATE"))
        .containsExactlyInAnyOrder(pair.source().name(), pair.partner().name());
    assertThat(changes(run, "CREATE CERTIFICATE (?s).* FROM FILE"))
        .containsExactlyInAnyOrder(pair.source().name(), pair.partner().name());
    assertThat(changes(run, "CREATE CERTIFICATE (?s).* FROM BINARY")).isEmpty();
  }

  private static void copyCertificate(Stack stack, Server from, Server to) {
    stack.simulator().copy(from.name(), file(from.name()), to.name());
  }

  private static String file(String server) {
    return DIRECTORY + "\\" + server + "_cert.cer";
  }

  /** One server is known by the account of its computer, the other by one of the domain. */
  @Test
  void windowsAccountsNeedNoCertificates(Stack stack) {
    Pair pair = stack.windows();
    Run run = Run.begin("session-windows", stack, List.of(pair.source(), pair.partner()));

    run.mirror(List.of(pair), "authentication: windows");

    judgeWithoutFaults(
        run, stack,
        "CREATE ENDPOINT [database_mirroring_endpoint] STATE = STARTED AS TCP"
            + " (LISTENER_PORT = 5022, LISTENER_IP = ALL) FOR DATABASE_MIRRORING ( ROLE = ALL,"
            + " AUTHENTICATION = WINDOWS NEGOTIATE, ENCRYPTION = REQUIRED ALGORITHM AES )",
        "CREATE LOGIN [" + FaultWorld.ACCOUNT + "] FROM WINDOWS",
        "CREATE LOGIN [CORP\\{server}$] FROM WINDOWS",
        "GRANT CONNECT ON ENDPOINT::[database_mirroring_endpoint] TO ["
            + FaultWorld.ACCOUNT + "]",
        "GRANT CONNECT ON ENDPOINT::[database_mirroring_endpoint] TO [CORP\\{server}$]");
    Mirrors.awaitMirrored(stack, pair);
    assertThat(changes(run, "CREATE LOGIN")).hasSize(2);
    assertThat(changes(run, "CREATE (MASTER KEY|CERTIFICATE|USER)")).isEmpty();
  }

  /** Handed over, paused where it then is, forced back when that server is lost, and ended. */
  @Test
  void aSessionIsHandedOverPausedForcedAndRemoved(Stack stack) {
    // of one version: what a newer server has opened never goes back to an older one
    Run run = Run.begin("session-life", stack, 7);
    Pair pair = FaultWorld.grouped(run.servers(), "mirroring");
    Server first = pair.source();
    Server second = pair.partner();
    String database = pair.databases().get(0);
    Link link = run.mirror(List.of(pair)).get(0);
    run.judge();
    Mirrors.awaitMirrored(stack, pair);

    run.session(link, "{\"action\": \"failover\"}");
    Mirrors.awaitPrincipal(stack, second, database, "SYNCHRONIZED");
    Mirrors.awaitShown(run, pair, "CONNECTED", "", "");

    assertThat(run.session(link, "{\"action\": \"pause\"}").path("primary").asText())
        .isEqualTo(second.name());
    Mirrors.awaitShown(run, pair, "PAUSED", "PAUSED", "");
    Mirrors.awaitPrincipal(stack, second, database, "SUSPENDED");
    assertThat(run.session(link, "{\"action\": \"resume\"}").path("primary").asText())
        .isEqualTo(second.name());
    Mirrors.awaitShown(run, pair, "CONNECTED", "", "");
    Mirrors.awaitPrincipal(stack, second, database, "SYNCHRONIZED");

    stack.simulator().server(second.name(), "down");
    try {
      run.session(
          link,
          "{\"action\": \"force-service\", \"primary\": \"%s\", \"allowDataLoss\": true}"
              .formatted(first.name()));
      Mirrors.awaitPrincipal(stack, first, database, "DISCONNECTED");
    } finally {
      stack.simulator().server(second.name(), "up");
    }
    Mirrors.awaitShown(run, pair, "CONNECTED", "", "");
    Mirrors.awaitPrincipal(stack, first, database, "SYNCHRONIZED");

    run.session(link, "{\"action\": \"remove\"}");
    Mirrors.awaitShown(run, pair, "REMOVED", "REMOVED", "");
    run.judge(
        Expectations.NONE.hand(Dba.LOGIN).changes(
            SET + "FAILOVER",
            SET + "SUSPEND",
            SET + "RESUME",
            SET + "FORCE_SERVICE_ALLOW_DATA_LOSS",
            SET + "OFF"));
    for (Server server : List.of(first, second)) {
      assertThat(Mirrors.session(stack, server, database, "role")).isNull();
    }
    assertThat(stack.person().state(first, database)).isEqualTo("ONLINE");
    assertThat(stack.person().state(second, database)).isEqualTo("RESTORING");
  }

  /** It is the only run that shows what is read; what may change is said here. */
  private static void judgeWithoutFaults(Run run, Stack stack, String... changes) {
    run.awaitEnd();
    stack.learn(run.evidence());
    run.judge(Expectations.NONE.changes(changes));
  }

  /** The servers that were changed so. */
  private static List<String> changes(Run run, String statement) {
    return run.effects().stream()
        .filter(Effect::isChange)
        .filter(one -> one.text().matches("(?s)" + statement + ".*"))
        .map(Effect::where)
        .toList();
  }
}
