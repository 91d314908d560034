package io.linkfleet.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.linkfleet.acceptance.faults.FaultWorld.Pair;
import io.linkfleet.acceptance.faults.FaultWorld.Server;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Availability groups between two SQL Servers: the service killed as it makes them, and their life,
 * handed over, paused and resumed, forced onto the other server when one is lost, put right by a
 * person, and removed.
 */
@ExtendWith(SharedStack.class)
@Tag("long")
class GroupExperiment {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String ALTER = "ALTER AVAILABILITY GROUP ";
  private static final String GROUP = "availability-group";
  private static final String DISTRIBUTED = "distributed-availability-group";
  private static final String RESUME = "ALTER DATABASE [{database}] SET HADR RESUME";
  private static final String REPLICA =
      "N'{server}' WITH ( ENDPOINT_URL = N'TCP://{address}:5022',"
          + " AVAILABILITY_MODE = SYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL,"
          + " SEEDING_MODE = AUTOMATIC )";

  private static final String MEMBERS =
      " AVAILABILITY GROUP ON " + member("{group}") + ", " + member("{group}_{server}");

  /** What is changed to make each kind. */
  private static final Map<String, String[]> MADE =
      Map.of(
          GROUP,
          new String[] {
            "CREATE AVAILABILITY GROUP [{group}] WITH (CLUSTER_TYPE = NONE)"
                + " FOR DATABASE [{database}] REPLICA ON " + REPLICA + ", " + REPLICA,
            ALTER + "[{group}] JOIN WITH (CLUSTER_TYPE = NONE)",
            ALTER + "[{group}] GRANT CREATE ANY DATABASE"
          },
          DISTRIBUTED,
          new String[] {
            "CREATE AVAILABILITY GROUP [{group}] WITH (CLUSTER_TYPE = NONE)"
                + " FOR DATABASE [{database}] REPLICA ON " + REPLICA,
            "CREATE AVAILABILITY GROUP [{group}_{server}] WITH (CLUSTER_TYPE = NONE)"
                + " FOR REPLICA ON " + REPLICA,
            ALTER + "[{group}_{server}] GRANT CREATE ANY DATABASE",
            "CREATE AVAILABILITY GROUP [{distributed}] WITH (DISTRIBUTED)" + MEMBERS,
            ALTER + "[{distributed}] JOIN" + MEMBERS
          });

  private static String member(String group) {
    return "N'" + group + "' WITH ( LISTENER_URL = N'TCP://{address}:5022',"
        + " AVAILABILITY_MODE = SYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL,"
        + " SEEDING_MODE = AUTOMATIC )";
  }

  static IntStream seeds() {
    return IntStream.range(0, SharedStack.seeds(2));
  }

  /**
   * By turns a group and a distributed one. Whether a group may create databases is shown nowhere:
   * to allow it once more is no second effect.
   */
  @ParameterizedTest
  @MethodSource("seeds")
  void theServiceAtOneOfItsBoundaries(int seed, Stack stack) {
    Run run = Run.begin("group-kill-" + seed, stack, 7);
    String session = seed % 2 == 0 ? GROUP : DISTRIBUTED;
    Pair pair = FaultWorld.grouped(run.servers(), session);
    int turn = seed / 2;
    Boundary boundary = Boundary.values()[turn % Boundary.values().length];
    try (Victim victim = Victim.of(stack, "ag-service", boundary, pair, turn)) {
      victim.arm();
      Link link = run.mirror(List.of(pair)).get(0);
      victim.strike();
      run.awaitEnd();
      // killed after its event, it may still be on its way up when its link is connected
      stack.processes().awaitReady("ag-service");
      stack.learn(run.evidence()); // what is read of groups; what may change is said here
      run.judge(
          Expectations.NONE
              .changes(MADE.get(session))
              .twice(
                  ALTER + "[{group}] GRANT CREATE ANY DATABASE",
                  ALTER + "[{group}_{server}] GRANT CREATE ANY DATABASE"));
      String group = session.equals(GROUP) ? link.group() : link.distributedGroup();
      awaitServes(stack, link, group, pair.source(), pair.partner());
    } finally {
      stack.simulator().clearFaults();
    }
  }

  /** One group over both servers: who was forced beside the old primary starts anew. */
  @Test
  void oneGroupOverBothServers(Stack stack) {
    Run run = Run.begin("group", stack, 7);
    Pair pair = FaultWorld.grouped(run.servers(), GROUP);
    Link link = run.mirror(List.of(pair)).get(0);
    String group = link.group();
    judgeWithoutFaults(run, stack, MADE.get(GROUP));
    awaitServes(stack, link, group, pair.source(), pair.partner());

    handOver(
        stack, run, link, group, "OFFLINE",
        ALTER + "[{group}] SET (REQUIRED_SYNCHRONIZED_SECONDARIES_TO_COMMIT = 1)",
        ALTER + "[{group}] OFFLINE",
        ALTER + "[{group}] FORCE_FAILOVER_ALLOW_DATA_LOSS",
        ALTER + "[{group}] SET (ROLE = SECONDARY)",
        ALTER + "[{group}] SET (REQUIRED_SYNCHRONIZED_SECONDARIES_TO_COMMIT = 0)",
        RESUME);
    pauseAndResume(stack, run, link, group);

    String drop = "DROP AVAILABILITY GROUP [" + group + "];";
    String dropCopy = "DROP DATABASE [" + link.database() + "];";
    force(
        stack, run, link, group,
        drop + " " + dropCopy, ALTER + "[{group}] FORCE_FAILOVER_ALLOW_DATA_LOSS");

    stack.person().run(pair.partner(), drop, dropCopy);
    stack.person().run(pair.source(), drop);
    Run again = Run.begin("group-again", stack, List.of(pair.source(), pair.partner()));
    Link anew = again.mirror(List.of(pair)).get(0);
    again.awaitEnd();
    Mirrors.awaitShown(again, pair, "CONNECTED", "", "");
    awaitServes(stack, anew, group, pair.source(), pair.partner());
    judgeWithoutFaults(again, stack, MADE.get(GROUP));
    Run last = Run.begin("group-removed", stack, again.servers());
    remove(stack, again, anew, last, "DROP AVAILABILITY GROUP [{group}]");
  }

  /** A group on each and a distributed one above: who was forced stays, the old primary follows. */
  @Test
  void aGroupOnEachServerAndADistributedOne(Stack stack) {
    Run run = Run.begin("dag", stack, 7);
    Pair pair = FaultWorld.grouped(run.servers(), DISTRIBUTED);
    Link link = run.mirror(List.of(pair)).get(0);
    String group = link.distributedGroup();
    judgeWithoutFaults(run, stack, MADE.get(DISTRIBUTED));
    awaitServes(stack, link, group, pair.source(), pair.partner());

    handOver(
        stack, run, link, group, "SET ROLE SECONDARY",
        ALTER + "[{distributed}] SET (ROLE = SECONDARY)",
        ALTER + "[{distributed}] FORCE_FAILOVER_ALLOW_DATA_LOSS",
        RESUME);
    pauseAndResume(stack, run, link, group);

    String undo = ALTER + "[" + group + "] SET (ROLE = SECONDARY);";
    force(
        stack, run, link, group,
        undo, ALTER + "[{distributed}] FORCE_FAILOVER_ALLOW_DATA_LOSS");

    Run last = Run.begin("dag-again", stack, List.of(pair.source(), pair.partner()));
    stack.person().run(pair.partner(), undo);
    last.session(link, "{\"action\": \"resume\"}");
    Mirrors.awaitShown(run, pair, "CONNECTED", "", "");
    awaitServes(stack, link, group, pair.source(), pair.partner());
    remove(
        stack, run, link, last,
        RESUME,
        "DROP AVAILABILITY GROUP [{distributed}]",
        "DROP AVAILABILITY GROUP [{group}]",
        "DROP AVAILABILITY GROUP [{group}_{server}]");
  }

  /**
   * To the partner. The service is killed when nobody serves: it has just taken the role from the
   * source. What the servers suspend on that way is resumed, so it is judged by itself.
   */
  private static void handOver(
      Stack stack, Run asked, Link link, String group, String taken, String... changes) {
    Pair pair = link.pair();
    Run run = Run.begin(group + "-over", stack, List.of(pair.source(), pair.partner()));
    stack.simulator().sqlFault(
        """
        {"server":"%s","statement":"ALTER AVAILABILITY GROUP %s","when":"after","hang":true}
        """
            .formatted(pair.source().name(), taken));
    try {
      run.session(link, "{\"action\": \"failover\"}");
      await("the role is taken from " + pair.source().name())
          .atMost(LIMIT)
          .until(() -> stack.simulator().sqlFaults().get(0).path("struck").asInt() > 0);
      assertThat(role(stack, pair.source(), group)).isNotEqualTo("PRIMARY");
      assertThat(role(stack, pair.partner(), group)).isNotEqualTo("PRIMARY");
      stack.processes().restart("ag-service");
    } finally {
      stack.simulator().clearFaults();
    }
    awaitServes(stack, link, group, pair.partner(), pair.source());
    Mirrors.awaitShown(asked, pair, "CONNECTED", "", "");
    judgeWithoutFaults(run, stack, changes);
  }

  /** Where it now serves. */
  private static void pauseAndResume(Stack stack, Run asked, Link link, String group) {
    Pair pair = link.pair();
    Run run = Run.begin(group + "-paused", stack, List.of(pair.source(), pair.partner()));
    assertThat(run.session(link, "{\"action\": \"pause\"}").path("primary").asText())
        .isEqualTo(pair.partner().name());
    Mirrors.awaitShown(asked, pair, "PAUSED", "PAUSED", "");
    assertThat(isSuspended(stack, pair.partner(), link.database())).isTrue();
    run.session(link, "{\"action\": \"resume\"}");
    awaitServes(stack, link, group, pair.partner(), pair.source());
    Mirrors.awaitShown(asked, pair, "CONNECTED", "", "");
    judgeWithoutFaults(run, stack, "ALTER DATABASE [{database}] SET HADR SUSPEND", RESUME);
  }

  /** Onto the source while the partner is down; once it is back, somebody has to decide. */
  private static void force(
      Stack stack, Run asked, Link link, String group, String nextAction, String... changes) {
    Pair pair = link.pair();
    Run run = Run.begin(group + "-forced", stack, List.of(pair.source(), pair.partner()));
    stack.simulator().server(pair.partner().name(), "down");
    try {
      run.session(
          link,
          "{\"action\": \"force-service\", \"primary\": \"%s\", \"allowDataLoss\": true}"
              .formatted(pair.source().name()));
      await(pair.source().name() + " serves alone")
          .atMost(LIMIT)
          .untilAsserted(
              () -> assertThat(role(stack, pair.source(), group)).isEqualTo("PRIMARY"));
    } finally {
      stack.simulator().server(pair.partner().name(), "up");
    }
    Mirrors.awaitShown(asked, pair, "BLOCKED", "DATA_LOSS", nextAction);
    judgeWithoutFaults(run, stack, changes);
  }

  private static void remove(Stack stack, Run asked, Link link, Run run, String... changes) {
    Pair pair = link.pair();
    run.session(link, "{\"action\": \"remove\"}");
    Mirrors.awaitShown(asked, pair, "REMOVED", "REMOVED", "");
    for (Server server : List.of(pair.source(), pair.partner())) {
      assertThat(
              stack.person().read(
                  server, "SELECT TOP (1) name FROM sys.availability_groups"))
          .isNull();
    }
    assertThat(stack.person().state(pair.source(), link.database())).isEqualTo("ONLINE");
    assertThat(stack.person().state(pair.partner(), link.database())).isNotNull();
    judgeWithoutFaults(run, stack, changes);
  }

  /** Both servers say it themselves: who has which role, and that no commit would be lost. */
  private static void awaitServes(
      Stack stack, Link link, String group, Server primary, Server secondary) {
    await(primary.name() + " is the primary of " + group)
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              assertThat(role(stack, primary, group)).isEqualTo("PRIMARY");
              assertThat(role(stack, secondary, group)).isEqualTo("SECONDARY");
              assertThat(copy(stack, secondary, link.database(), "synchronization_state_desc"))
                  .isEqualTo("SYNCHRONIZED");
              assertThat(isSuspended(stack, secondary, link.database())).isFalse();
            });
  }

  private static String role(Stack stack, Server server, String group) {
    return stack.person().read(
        server,
        """
        SELECT s.role_desc
        FROM sys.dm_hadr_availability_replica_states AS s
        JOIN sys.availability_groups AS g ON g.group_id = s.group_id
        WHERE s.is_local = 1 AND g.name = N'%s'
        """
            .formatted(group));
  }

  private static boolean isSuspended(Stack stack, Server server, String database) {
    return !"0".equals(copy(stack, server, database, "is_suspended"));
  }

  /** What a server says of its own copy of a database. */
  private static String copy(Stack stack, Server server, String database, String what) {
    return stack.person().read(
        server,
        """
        SELECT s.%s
        FROM sys.dm_hadr_database_replica_states AS s
        JOIN sys.databases AS d ON d.database_id = s.database_id
        WHERE s.is_local = 1 AND d.name = N'%s'
        """
            .formatted(what, database));
  }

  /** It is the only run that shows what is read; what may change is said here. */
  private static void judgeWithoutFaults(Run run, Stack stack, String... changes) {
    run.awaitEnd();
    stack.learn(run.evidence());
    run.judge(Expectations.NONE.hand(Dba.LOGIN).changes(changes));
  }
}
