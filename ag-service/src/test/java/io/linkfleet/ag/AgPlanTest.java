package io.linkfleet.ag;

import static io.linkfleet.ag.AgStates.DISTRIBUTED;
import static io.linkfleet.ag.AgStates.GROUP;
import static io.linkfleet.ag.AgStates.LISTENER;
import static io.linkfleet.ag.AgStates.LOCAL;
import static io.linkfleet.ag.AgStates.REMOTE;
import static io.linkfleet.ag.AgStates.REPLICA;
import static io.linkfleet.ag.AgStates.URL;
import static io.linkfleet.ag.AgStates.asked;
import static io.linkfleet.ag.AgStates.database;
import static io.linkfleet.ag.AgStates.distributed;
import static io.linkfleet.ag.AgStates.group;
import static io.linkfleet.ag.AgStates.in;
import static io.linkfleet.ag.AgStates.member;
import static io.linkfleet.ag.AgStates.mirrored;
import static io.linkfleet.ag.AgStates.odd;
import static io.linkfleet.ag.AgStates.ready;
import static io.linkfleet.ag.AgStates.recovering;
import static io.linkfleet.ag.AgStates.replica;
import static io.linkfleet.ag.AgStates.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.linkfleet.ag.AgState.Database;
import io.linkfleet.ag.AgState.LogChain;
import io.linkfleet.ag.AgState.Member;
import io.linkfleet.ag.AgState.Server;
import io.linkfleet.event.LinkEvent.EndpointReady;
import io.linkfleet.plan.Plan;
import io.linkfleet.plan.Step;
import io.linkfleet.sqlserver.Statement;
import io.linkfleet.testing.PlanText;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The plan for every named starting state, as a DBA would review it. */
class AgPlanTest {
  private static final Duration LIMIT = Duration.ofHours(24);

  private static Plan plan(EndpointReady event, AgState observed) {
    return AgPlan.of(event, observed, LIMIT);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"databases", "groups", "distributedGroups"})
  void eachStartingStateHasItsPlan(String name, EndpointReady event, AgState observed) {
    PlanText.assertGolden(name, plan(event, observed));
  }

  static Stream<Arguments> databases() {
    Database simple = recovering("SIMPLE", LogChain.NOT_STARTED);
    Database noBackup = recovering("FULL", LogChain.NOT_STARTED);
    return Stream.of(
        arguments("ready", asked(), ready()),
        arguments("simple-recovery", asked(), state(simple)),
        arguments("simple-recovery-2016", asked(), state(new Server(13, true, null), simple)),
        arguments(
            "bulk-logged-recovery", asked(), state(recovering("BULK_LOGGED", LogChain.STARTED))),
        arguments("no-backup", asked(), state(noBackup)),
        arguments(
            "no-backup-directory-of-request",
            AgStates.askedWithBackupTo("D:\\It's backups\\"),
            state(noBackup)),
        arguments("no-backup-no-directory", asked(), state(new Server(16, true, null), noBackup)),
        arguments("ready-2016", asked(), state(new Server(13, true, null), database("Sales"))),
        arguments("ready-named-instance", AgStates.askedOf("SQL02\\PAYROLL"), ready()),
        arguments(
            "hadr-disabled", asked(), state(new Server(16, false, "/var/opt/mssql/data"), simple)),
        arguments("database-missing", asked("a]; DROP DATABASE x--"), state((Database) null)),
        arguments("database-of-the-system", asked("model"), state(systemDatabase())),
        arguments("database-mirrored", asked(), state(mirrored("PRINCIPAL", "ONLINE"))),
        arguments("database-is-a-mirror", asked(), state(mirrored("MIRROR", "RESTORING"))),
        arguments("database-restoring", asked(), state(in("RESTORING", "MULTI_USER"))),
        arguments("database-recovering", asked(), state(in("RECOVERING", "MULTI_USER"))),
        arguments("database-offline", asked(), state(in("OFFLINE", "MULTI_USER"))),
        arguments("database-suspect", asked(), state(in("SUSPECT", "MULTI_USER"))),
        arguments("database-read-only", asked(), state(odd(true, false))),
        arguments("database-auto-close", asked(), state(odd(false, true))),
        arguments("database-single-user", asked(), state(in("ONLINE", "SINGLE_USER"))),
        arguments("database-restricted-user", asked(), state(in("ONLINE", "RESTRICTED_USER"))),
        arguments(
            "log-chain-not-visible", asked(), state(recovering("FULL", LogChain.NOT_VISIBLE))));
  }

  private static Database systemDatabase() {
    return new Database(
        3, "model", "ONLINE", "MULTI_USER", false, false, "FULL", LogChain.STARTED, null);
  }

  static Stream<Arguments> groups() {
    Member second = member("SQL09", "TCP://10.10.1.19:5022", false, "SECONDARY");
    Member otherModes =
        new Member("SQL01", URL, "SYNCHRONOUS_COMMIT", "AUTOMATIC", "MANUAL", true, "PRIMARY");
    return Stream.of(
        arguments("group-right", asked(), ready(GROUP)),
        arguments(
            "group-of-another-name",
            asked(),
            ready(group("payroll and [sales]", List.of(REPLICA), "Sales"))),
        arguments(
            "group-of-another-case",
            asked(),
            ready(group("AG_Sales", List.of(replica("sql01", "tcp://10.10.1.11:5022", "PRIMARY")),
                "Sales"))),
        arguments(
            "group-not-primary",
            asked(),
            ready(group("AG_Sales", List.of(replica("SQL01", URL, "SECONDARY")), "Sales"))),
        arguments(
            "group-resolving",
            asked(),
            ready(group("AG_Sales", List.of(replica("SQL01", URL, "RESOLVING")), "Sales"))),
        arguments(
            "group-of-two-replicas",
            asked(),
            ready(group("AG_Sales", List.of(REPLICA, second), "Sales"))),
        arguments(
            "group-of-two-databases",
            asked(),
            ready(group("AG_Sales", List.of(REPLICA), "Sales", "Stock"))),
        arguments(
            "group-at-another-address",
            asked(),
            ready(
                group("AG_Sales", List.of(replica("SQL01", "TCP://sql01:5023", "PRIMARY")),
                    "Sales"))),
        arguments(
            "group-of-other-modes",
            asked(),
            ready(group("AG_Sales", List.of(otherModes), "Sales"))),
        arguments(
            "group-name-taken", asked(), ready(group("ag_sales", List.of(REPLICA), "Stock"))),
        arguments(
            "group-name-taken-and-empty", asked(), ready(group("AG_Sales", List.of(REPLICA)))),
        arguments(
            "group-name-taken-by-distributed",
            asked(),
            ready(distributed("AG_Sales", member("AG_X", URL, true, "PRIMARY"), REMOTE))),
        arguments(
            "group-names-alike", AgStates.askedWithNames("Link_Sales", "LINK_SALES"), ready()));
  }

  static Stream<Arguments> distributedGroups() {
    Member sync =
        new Member(
            "AG_Sales", URL, "SYNCHRONOUS_COMMIT", "MANUAL", "AUTOMATIC", true, "PRIMARY");
    return Stream.of(
        arguments("both-groups-right", asked(), ready(GROUP, DISTRIBUTED)),
        arguments(
            "both-groups-of-other-names",
            asked(),
            ready(
                group("My AG", List.of(REPLICA), "Sales"),
                distributed("my-link", member("My AG", URL, true, "PRIMARY"), REMOTE))),
        arguments(
            "second-instance",
            asked(),
            ready(
                GROUP,
                distributed(
                    "DAG_Sales_mi_east",
                    LOCAL,
                    member(
                        "mi-east",
                        "tcp://mi-east.6d710bcf372b.database.windows.net:5022;Server=[mi-east]",
                        false,
                        "SECONDARY")))),
        arguments(
            "distributed-without-server",
            asked(),
            ready(
                GROUP,
                distributed(
                    "DAG_Sales_mi_west", LOCAL, member("mi-west", LISTENER, false, "SECONDARY")))),
        arguments(
            "distributed-at-another-address",
            asked(),
            ready(
                GROUP,
                distributed(
                    "DAG_Sales_mi_west",
                    member("AG_Sales", "TCP://10.10.1.99:5022", true, "PRIMARY"),
                    REMOTE))),
        arguments(
            "distributed-synchronous",
            asked(),
            ready(GROUP, distributed("DAG_Sales_mi_west", sync, REMOTE))),
        arguments(
            "distributed-failed-over",
            asked(),
            ready(
                GROUP,
                distributed(
                    "DAG_Sales_mi_west",
                    member("AG_Sales", URL, true, "SECONDARY"),
                    member("mi-west", LISTENER + ";Server=[mi-west]", false, "PRIMARY")))),
        arguments(
            "distributed-of-other-members",
            asked(),
            ready(
                GROUP,
                distributed(
                    "DAG_Sales_mi_west", member("AG_Stock", URL, true, "PRIMARY"), REMOTE))),
        arguments(
            "distributed-name-taken-by-group",
            asked(),
            ready(GROUP, group("DAG_Sales_mi_west", List.of(REPLICA), "Stock"))));
  }

  static Stream<Arguments> nastyNames() {
    return Stream.of(
        arguments("name-with-space", "Order archive"),
        arguments("name-with-quote", "O'Brien's"),
        arguments("name-with-bracket", "a]b[c"),
        arguments("name-that-attacks", "a]; DROP DATABASE x--"),
        arguments("name-not-latin", "Продажи_売上"),
        arguments("name-right-to-left", "مبيعات"),
        arguments("name-of-128", "x".repeat(127) + "]"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("nastyNames")
  void aDatabaseMayBeCalledAnything(String golden, String name) {
    Database started =
        new Database(
            5, name, "ONLINE", "MULTI_USER", false, false, "SIMPLE", LogChain.NOT_STARTED, null);
    PlanText.assertGolden(golden, plan(asked(name), state(started)));
  }

  @Test
  void theServersSpellingOfTheDatabaseIsUsed() {
    Plan.Steps steps = (Plan.Steps) plan(asked("sALES"), ready());
    assertThat(steps.steps().get(0).action().shown()).contains("FOR DATABASE [Sales]");
  }

  @Test
  void onlyTheBackupMayTakeADay() {
    Plan.Steps steps =
        (Plan.Steps) plan(asked(), state(recovering("SIMPLE", LogChain.NOT_STARTED)));
    assertThat(steps.steps())
        .extracting(Step::action)
        .extracting(action -> ((Statement) action).limit())
        .containsExactly(Statement.USUAL, LIMIT, Statement.USUAL, Statement.USUAL);
  }

  @Test
  void namesThatCannotBeAndHostsThatAreNoneAreRefused() {
    assertThatThrownBy(() -> plan(AgStates.askedWithNames("a".repeat(129), "b"), ready()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("128");
    EndpointReady event = asked();
    var evil =
        new io.linkfleet.event.Evidence.Trust("SQL01", "c", "t", "mi.example;Server=[x]", "rg");
    assertThatThrownBy(
            () ->
                plan(
                    new EndpointReady(event.link(), evil, event.endpoint(), event.at()), ready()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("host name");
  }
}
