package io.linkfleet.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A link that begins on the instance: what was cut over to it before comes back to the server. */
class InstanceFirstTest {
  private static final String FQDN = "mi-west.a1.database.windows.net";
  private static final String GROUP =
      """
      CREATE AVAILABILITY GROUP [AG_Sales] WITH (CLUSTER_TYPE = NONE) FOR REPLICA ON N'SQL01' WITH
        (ENDPOINT_URL = 'TCP://10.0.0.11:5022', AVAILABILITY_MODE = SYNCHRONOUS_COMMIT,
        FAILOVER_MODE = MANUAL, SEEDING_MODE = AUTOMATIC, SECONDARY_ROLE (ALLOW_CONNECTIONS = ALL))
      """;
  private static final String GRANT =
      "ALTER AVAILABILITY GROUP [AG_Sales] GRANT CREATE ANY DATABASE";
  private static final String MEMBERS =
      """
       AVAILABILITY GROUP ON 'mi-west' WITH (LISTENER_URL =
        'tcp://%s:5022;Server=[mi-west];Database=[Sales]', AVAILABILITY_MODE = ASYNCHRONOUS_COMMIT,
        FAILOVER_MODE = MANUAL, SEEDING_MODE = AUTOMATIC),
      'AG_Sales' WITH (LISTENER_URL = 'tcp://10.0.0.11:5022',
        AVAILABILITY_MODE = ASYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL, SEEDING_MODE = AUTOMATIC)
      """
          .formatted(FQDN);
  private static final String JOIN = "ALTER AVAILABILITY GROUP [DAG_Sales] JOIN" + MEMBERS;

  private LinkedWorld world;

  @AfterEach
  void stop() {
    world.close();
  }

  /** Sales lives on the instance alone. */
  private void cutOver(String version) {
    world = new LinkedWorld(version).linked();
    assertThat(world.end(world.azure("DELETE", "", null))).isEqualTo("Succeeded");
    world.run("SQL01", "DROP AVAILABILITY GROUP [DAG_Sales]");
    world.run("SQL01", "DROP AVAILABILITY GROUP [AG_Sales]");
    world.run("SQL01", "DROP DATABASE Sales");
  }

  private java.net.http.HttpResponse<String> create(String role) {
    return world.azure(
        "PUT",
        "",
        """
        {"properties":{"databases":[{"databaseName":"Sales"}],"instanceLinkRole":"%s",
          "partnerEndpoint":"TCP://10.0.0.11:5022","partnerAvailabilityGroupName":"AG_Sales",
          "instanceAvailabilityGroupName":"mi-west","seedingMode":"Automatic"}}
        """
            .formatted(role));
  }

  private String state() {
    var rows = world.rows("SQL01", "SELECT state_desc FROM sys.databases WHERE name = 'Sales'");
    return rows.isEmpty() ? "none" : rows.get(0);
  }

  @Test
  void theServerIsSeededAndFollows() {
    cutOver("version: 2022");
    world.run("SQL01", GROUP);
    world.run("SQL01", GRANT);
    world.run("SQL01", JOIN);
    assertThat(world.role("SQL01")).isEqualTo("SECONDARY");
    world.simulator.world().settings.seedingBytesPerSecond = 1;
    var accepted = create("Primary");

    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> state().equals("RESTORING"));
    assertThat(
            world.one(
                "SQL01",
                """
                SELECT ar.current_state, ar.is_source, ag.role_desc, ag.local_database_name
                FROM sys.dm_hadr_physical_seeding_stats AS ag
                INNER JOIN sys.dm_hadr_automatic_seeding AS ar
                  ON local_physical_seeding_id = operation_id
                """))
        .isEqualTo("SEEDING 0 Forwarder Sales");
    world.simulator.world().settings.seedingBytesPerSecond = 256L << 20;

    assertThat(world.end(accepted)).isEqualTo("Succeeded");
    assertThat(state()).isEqualTo("ONLINE");
    assertThat(world.link().at("/properties/instanceLinkRole").asText()).isEqualTo("Primary");
    assertThat(world.role("mi-west")).isEqualTo("PRIMARY");
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> world.hardened("SQL01").equals(world.hardened("mi-west")));
    assertThat(
            world.one(
                "SQL01",
                """
                SELECT drs.synchronization_state_desc, drs.synchronization_health_desc
                FROM sys.dm_hadr_database_replica_states drs
                JOIN sys.availability_groups ag ON ag.group_id = drs.group_id
                WHERE ag.is_distributed = 1
                """))
        .isEqualTo("SYNCHRONIZING HEALTHY");
    world.run("SQL01", "USE Sales; USE master");
    assertThat(world.error("SQL01", "BACKUP DATABASE Sales TO DISK = 'NUL'")).isEqualTo(3059);
  }

  @Test
  void afterAPlannedFailoverTheServerServes() {
    cutOver("version: 2022");
    world.run("SQL01", GROUP);
    world.run("SQL01", GRANT);
    world.run("SQL01", JOIN);
    assertThat(world.end(create("Primary"))).isEqualTo("Succeeded");

    assertThat(world.end(world.azure("POST", "/failover", "{\"failoverType\":\"Planned\"}")))
        .isEqualTo("Succeeded");

    assertThat(world.role("SQL01")).isEqualTo("PRIMARY");
    assertThat(world.role("mi-west")).isEqualTo("SECONDARY");
    world.run("SQL01", "BACKUP DATABASE Sales TO DISK = 'NUL'");
    assertThat(
            world.rows(
                "SQL01",
                """
                SELECT drs.is_local, drs.synchronization_health_desc
                FROM sys.dm_hadr_database_replica_states drs
                JOIN sys.availability_groups ag ON ag.group_id = drs.group_id
                WHERE ag.is_distributed = 1
                """))
        .containsExactly("0 HEALTHY");
  }

  @Test
  void aBrokenConnectionBeginsTheSeedingAgain() {
    cutOver("version: 2022");
    world.run("SQL01", GROUP);
    world.run("SQL01", GRANT);
    world.run("SQL01", JOIN);
    world.simulator.world().settings.seedingBytesPerSecond = 1;
    create("Primary");
    Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> state().equals("RESTORING"));

    world.simulator.network().cut("SQL01");
    Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> state().equals("none"));
    world.simulator.world().settings.seedingBytesPerSecond = 256L << 20;
    world.simulator.network().mend("SQL01");

    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> world.state().equals("LinkSynchronizing"));
    assertThat(state()).isEqualTo("ONLINE");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  void theLinkFailsAndTheInstanceKeepsItsDatabase(
      String what, String version, String[] statements, String code) {
    cutOver(version);
    for (String statement : statements) {
      world.run("SQL01", statement);
    }

    assertThat(world.end(create("Primary"))).isEqualTo(code);

    assertThat(world.one("mi-west", "SELECT state_desc FROM sys.databases WHERE name = 'Sales'"))
        .isEqualTo("ONLINE");
    world.run("mi-west", "USE Sales; USE master");
  }

  static Stream<Arguments> broken() {
    String recent = "version: 2022";
    return Stream.of(
        Arguments.of("no group", recent, new String[] {}, "41976"),
        Arguments.of("not joined", recent, new String[] {GROUP, GRANT}, "41976"),
        Arguments.of(
            "created in place of joined",
            recent,
            new String[] {
              GROUP, GRANT,
              "CREATE AVAILABILITY GROUP [DAG_Sales] WITH (DISTRIBUTED)" + MEMBERS
            },
            "41976"),
        Arguments.of(
            "the listener names no database",
            recent,
            new String[] {GROUP, GRANT, JOIN.replace(";Database=[Sales]", "")},
            "41976"),
        Arguments.of(
            "a build before CU10",
            "productVersion: 16.0.4085.2",
            new String[] {GROUP, GRANT, JOIN},
            "41976"),
        Arguments.of("no grant", recent, new String[] {GROUP, JOIN}, "41977"),
        Arguments.of(
            "a database of that name",
            recent,
            new String[] {GROUP, GRANT, JOIN, "CREATE DATABASE Sales"},
            "41977"));
  }

  @Test
  void theInstanceHasToHaveTheDatabase() {
    world = new LinkedWorld();
    assertThat(LinkedWorld.code(create("Primary"))).isEqualTo("404 ResourceNotFound");
    assertThat(LinkedWorld.code(create("Sideways"))).isEqualTo("400 InvalidParameterValue");
  }
}
