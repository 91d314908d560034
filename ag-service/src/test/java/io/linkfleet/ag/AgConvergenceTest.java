package io.linkfleet.ag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.linkfleet.event.LinkEvent.DagCreated;
import io.linkfleet.event.LinkEvent.EndpointReady;
import io.linkfleet.plan.Plan;
import io.linkfleet.plan.Reason;
import io.linkfleet.sqlserver.Sql;
import io.linkfleet.testing.PhaseRuns;
import io.linkfleet.testing.SimulatedSite;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** From every starting state, and from a crash after each step, the phase gets there. */
class AgConvergenceTest {
  /**
   * A kind of database to start from.
   *
   * @param server where it is
   * @param name how it is called; {@code #} is where the number of the case goes
   * @param properties how it is, in the words of an estate
   * @param changes the beginnings of the statements it needs, in order
   */
  private record Start(String server, String name, String properties, List<String> changes) {
    String database(int crash) {
      return name.replace("#", Integer.toString(crash));
    }
  }

  private static final String FULL = "ALTER DATABASE ";
  private static final String BACKUP = "BACKUP DATABASE ";
  private static final String GROUP = "CREATE AVAILABILITY GROUP [AG_";
  private static final String DISTRIBUTED = "CREATE AVAILABILITY GROUP [DAG_";
  private static final List<String> EVERYTHING = List.of(FULL, BACKUP, GROUP, DISTRIBUTED);

  private static final List<Start> STARTS =
      List.of(
          new Start("SQL01", "ready#", "", List.of(GROUP, DISTRIBUTED)),
          new Start("SQL03", "ready#", "", List.of(GROUP, DISTRIBUTED)),
          new Start("SQL01", "simple#", "recovery: SIMPLE", EVERYTHING),
          new Start("SQL03", "simple#", "recovery: SIMPLE", EVERYTHING),
          new Start("SQL01", "bulk#", "recovery: BULK_LOGGED", List.of(FULL, GROUP, DISTRIBUTED)),
          new Start("SQL01", "fresh#", "backup: none", List.of(BACKUP, GROUP, DISTRIBUTED)),
          new Start("SQL01", "copied#", "backup: copy-only", List.of(BACKUP, GROUP, DISTRIBUTED)),
          new Start("SQL01", "Order archive #", "recovery: SIMPLE", EVERYTHING),
          new Start("SQL01", "O'Brien's #", "recovery: SIMPLE", EVERYTHING),
          new Start("SQL01", "a]b[c#", "recovery: SIMPLE", EVERYTHING),
          new Start("SQL01", "a]; DROP DATABASE ready0--#", "recovery: SIMPLE", EVERYTHING),
          new Start("SQL01", "Продажи_売上#", "recovery: SIMPLE", EVERYTHING),
          new Start("SQL01", "مبيعات#", "recovery: SIMPLE", EVERYTHING),
          new Start("SQL01", "x".repeat(126) + "]#", "recovery: SIMPLE", EVERYTHING));

  private static SimulatedSite site;
  private static AgPhase phase;

  @BeforeAll
  static void start() {
    site = SimulatedSite.start(estate());
    phase = AgSite.phase(site);
  }

  @AfterAll
  static void stop() {
    site.close();
  }

  private static String estate() {
    String head = SimulatedSite.ESTATE.substring(0, SimulatedSite.ESTATE.indexOf("servers:"));
    return head
        + """
        servers:
          - name: SQL01
            version: 2022
            port: 21401
            ip: 10.20.0.11
            databases:
        %s
          - name: SQL03
            version: 2016
            port: 21403
            ip: 10.20.0.13
            databases:
        %s
          - name: SQL04
            version: 2019
            port: 21404
            ip: 10.20.0.14
            hadr: false
            databases: [{name: Sales, size: 1 MB, recovery: SIMPLE}]
        """
            .formatted(databases("SQL01"), databases("SQL03"));
  }

  private static String databases(String server) {
    List<String> lines = new ArrayList<>();
    for (Start start : STARTS) {
      for (int crash = 0; crash <= start.changes().size(); crash++) {
        if (start.server().equals(server)) {
          lines.add(entry(start.database(crash), start.properties()));
        }
      }
    }
    List.of("named", "twice", "Spelled", "locked", "single", "readonly", "closing", "taken")
        .forEach(name -> lines.add(entry(name, "")));
    lines.add(entry("old", "backup: none"));
    return String.join("\n", lines);
  }

  private static String entry(String name, String properties) {
    return "      - {name: '%s', size: 1 MB%s}"
        .formatted(name.replace("'", "''"), properties.isEmpty() ? "" : ", " + properties);
  }

  static Stream<Arguments> crashes() {
    return STARTS.stream()
        .flatMap(
            start ->
                IntStream.rangeClosed(0, start.changes().size())
                    .mapToObj(crash -> arguments(start, crash)));
  }

  @ParameterizedTest(name = "{0} crashing after {1}")
  @MethodSource("crashes")
  void aCrashAfterAnyStepIsRepairedAndNothingIsDoneTwice(Start start, int crash) {
    EndpointReady event = asked(start.server(), start.database(crash), "mi-west");
    int before = site.changes().size();

    assertThat(PhaseRuns.take(phase, event, crash)).hasSize(crash);
    PhaseRuns.take(phase, event, 9);

    assertThat(PhaseRuns.plan(phase, event).isConverged()).isTrue();
    List<String> changes = site.changes().subList(before, site.changes().size());
    assertThat(changes).hasSameSizeAs(start.changes());
    for (int i = 0; i < changes.size(); i++) {
      assertThat(changes.get(i)).startsWith(start.changes().get(i));
    }
    DagCreated created = PhaseRuns.converged(phase, event);
    assertThat(created.groups().availabilityGroup())
        .isEqualTo(event.link().names().availabilityGroup());
    assertThat(created.groups().distributedAvailabilityGroup())
        .isEqualTo(event.link().names().distributedAvailabilityGroup());
  }

  @Test
  void sqlServer2016IsNotToldAClusterType() {
    EndpointReady event = asked("SQL03", "named", "mi-west");
    int before = site.changes().size();
    PhaseRuns.take(phase, event, 9);
    assertThat(site.changes().subList(before, site.changes().size()))
        .hasSize(2)
        .noneMatch(statement -> statement.contains("CLUSTER_TYPE"));
  }

  @Test
  void anOldServerPutsABareFileNameIntoItsDefaultBackupDirectory() {
    PhaseRuns.take(phase, asked("SQL03", "old", "mi-west"), 1);
    assertThat(site.changes().get(site.changes().size() - 1))
        .containsPattern("TO DISK = N'old_[0-9a-f]{8}_[0-9TZ]+\\.bak'");
    var files = site.world().servers.get("SQL03").files.keySet();
    assertThat(files).anyMatch(file -> file.matches(".*\\\\Backup\\\\old_[^\\\\]+\\.bak"));
  }

  @Test
  void aNewServerIsToldTheWholePath() {
    PhaseRuns.take(phase, asked("SQL01", "old", "mi-west"), 1);
    assertThat(site.changes().get(site.changes().size() - 1))
        .containsPattern("TO DISK = N'C:\\\\.*\\\\Backup\\\\old_[0-9a-f]{8}_[0-9TZ]+\\.bak'");
  }

  @Test
  void anExistingGroupIsUsedWhateverItsNameAndTheNextPhaseLearnsIt() {
    EndpointReady event = asked("SQL01", "named", "mi-west");
    AgSite.run(
        site,
        "SQL01",
        AgSql.createGroup("group's [own]", true, "named", "SQL01", event.endpoint().address())
            .text());
    assertThat(PhaseRuns.take(phase, event, 9)).hasSize(1);
    assertThat(PhaseRuns.plan(phase, event).isConverged()).isTrue();
    assertThat(PhaseRuns.converged(phase, event).groups().availabilityGroup())
        .isEqualTo("group's [own]");
  }

  @Test
  void aSecondInstanceSharesTheGroup() {
    EndpointReady west = asked("SQL01", "twice", "mi-west");
    EndpointReady north = asked("SQL01", "twice", "mi-north");
    assertThat(PhaseRuns.take(phase, west, 9)).hasSize(2);
    assertThat(PhaseRuns.take(phase, north, 9)).hasSize(1);
    assertThat(PhaseRuns.plan(phase, west).isConverged()).isTrue();
    assertThat(PhaseRuns.plan(phase, north).isConverged()).isTrue();
    var groups = PhaseRuns.converged(phase, north).groups();
    assertThat(groups.availabilityGroup())
        .isEqualTo(PhaseRuns.converged(phase, west).groups().availabilityGroup());
    assertThat(groups.distributedAvailabilityGroup()).contains("mi_north");
  }

  @Test
  void theServersSpellingIsUsedWhenTheFleetFileDiffersInCase() {
    EndpointReady event = asked("SQL01", "sPELLED", "mi-west");
    int before = site.changes().size();
    PhaseRuns.take(phase, event, 9);
    assertThat(PhaseRuns.plan(phase, event).isConverged()).isTrue();
    assertThat(site.changes().get(before)).contains("FOR DATABASE [Spelled]");
  }

  @Test
  void withoutAlwaysOnNothingIsChanged() {
    int before = site.changes().size();
    EndpointReady event = asked("SQL04", "Sales", "mi-west");
    assertThat(PhaseRuns.take(phase, event, 9)).isEmpty();
    assertThat(reason(event)).isEqualTo(Reason.HADR_DISABLED);
    assertThat(site.changes()).hasSize(before);
  }

  static Stream<Arguments> unfit() {
    return Stream.of(
        arguments("single", "SINGLE_USER", "MULTI_USER"),
        arguments("readonly", "READ_ONLY", "READ_WRITE"),
        arguments("closing", "AUTO_CLOSE ON", "AUTO_CLOSE OFF"),
        arguments("locked", "OFFLINE", "ONLINE"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("unfit")
  void theStatementForThePersonUnblocksTheLink(String database, String option, String remedy) {
    EndpointReady event = asked("SQL01", database, "mi-west");
    AgSite.run(site, "SQL01", AgSql.set(database, option).text());
    Plan.Blocked blocked = (Plan.Blocked) PhaseRuns.plan(phase, event);
    assertThat(blocked.reason()).isEqualTo(Reason.DATABASE_STATE);
    String offered = AgSql.set(database, remedy).text();
    assertThat(blocked.nextAction()).contains(offered);
    AgSite.run(site, "SQL01", offered);
    assertThat(PhaseRuns.take(phase, event, 9)).hasSize(2);
    assertThat(PhaseRuns.plan(phase, event).isConverged()).isTrue();
  }

  @Test
  void aDatabaseThatIsMissingBlocks() {
    assertThat(reason(asked("SQL01", "nowhere", "mi-west"))).isEqualTo(Reason.DATABASE_NOT_FOUND);
    assertThat(reason(asked("SQL01", "msdb", "mi-west"))).isEqualTo(Reason.DATABASE_STATE);
  }

  @Test
  void aTakenNameBlocksAndStaysAsItIs() {
    EndpointReady event = asked("SQL03", "taken", "mi-west");
    String name = event.link().names().availabilityGroup();
    AgSite.run(
        site,
        "SQL03",
        AgSql.createGroup(name, false, "twice", "SQL03", event.endpoint().address()).text());
    int before = site.changes().size();
    assertThat(PhaseRuns.take(phase, event, 9)).isEmpty();
    Plan.Blocked blocked = (Plan.Blocked) PhaseRuns.plan(phase, event);
    assertThat(blocked.reason()).isEqualTo(Reason.GROUP_CONFLICT);
    assertThat(blocked.sentence()).contains(Sql.name(name)).contains("[twice]");
    assertThat(site.changes()).hasSize(before);
  }

  private static Reason reason(EndpointReady event) {
    return ((Plan.Blocked) PhaseRuns.plan(phase, event)).reason();
  }

  private static EndpointReady asked(String server, String database, String instance) {
    return AgSite.asked(site, server, database, instance);
  }
}
