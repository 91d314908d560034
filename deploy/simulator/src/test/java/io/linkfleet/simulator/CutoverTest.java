package io.linkfleet.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The scripted cutover of every version, what an operator watches, and the clean-up after it. */
class CutoverTest {
  private LinkedWorld world;

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void bothMembersSynchronousEqualPositionsThenTheLinkIsDeleted() {
    world = new LinkedWorld("version: 2016").linked();
    world.simulator.world().settings.workloadBytesPerSecond = 0;

    world.run(
        "SQL01",
        """
        ALTER AVAILABILITY GROUP [DAG_Sales] MODIFY AVAILABILITY GROUP ON
          'AG_Sales' WITH (AVAILABILITY_MODE = SYNCHRONOUS_COMMIT),
          'mi-west' WITH (AVAILABILITY_MODE = SYNCHRONOUS_COMMIT)
        """);
    assertThat(
            world.end(
                world.azure("PATCH", "", "{\"properties\":{\"replicationMode\":\"Sync\"}}")))
        .isEqualTo("Succeeded");
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> synchronization(), "SYNCHRONIZED"::equals);
    String lsn = world.hardened("SQL01");
    assertThat(world.hardened("mi-west")).isEqualTo(lsn);
    assertThat(world.link().at("/properties/replicationMode").asText()).isEqualTo("Sync");
    assertThat(backups()).isZero();

    assertThat(world.end(world.azure("DELETE", "", null))).isEqualTo("Succeeded");

    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> world.rows("mi-west", "SELECT 1 FROM sys.availability_groups").isEmpty());
    assertThat(
            world.one(
                "mi-west",
                "SELECT state_desc, group_database_id FROM sys.databases WHERE name = 'Sales'"))
        .isEqualTo("ONLINE null");
    assertThat(backups()).as("the service's first full backup").isOne();
    assertThat(world.role("SQL01")).as("independent now").isEqualTo("PRIMARY");
    world.run("SQL01", "USE Sales; USE master");
  }

  @Test
  void aLinkCannotBeMadeSynchronousWhileItSeeds() {
    world = new LinkedWorld();
    world.simulator.world().settings.seedingBytesPerSecond = 1;
    world.createLink();

    assertThat(
            LinkedWorld.code(
                world.azure("PATCH", "", "{\"properties\":{\"replicationMode\":\"Sync\"}}")))
        .isEqualTo("409 ConflictingDatabaseOperation");
    assertThat(LinkedWorld.code(world.azure("POST", "/failover",
            "{\"failoverType\":\"ForcedAllowDataLoss\"}")))
        .isEqualTo("409 ConflictingDatabaseOperation");
    assertThat(world.link().at("/properties/replicationMode").asText()).isEqualTo("Async");
  }

  @Test
  void theSeedingCanBeWatched() {
    world = new LinkedWorld();
    world.simulator.world().settings.seedingBytesPerSecond = 1 << 20;
    world.createLink();

    String query =
        """
        SELECT ag.local_database_name, ar.current_state, ag.role_desc,
          ag.transferred_size_bytes * 100 / ag.database_size_bytes
        FROM sys.dm_hadr_physical_seeding_stats AS ag
        INNER JOIN sys.dm_hadr_automatic_seeding AS ar ON local_physical_seeding_id = operation_id
        """;
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> !world.rows("SQL01", query).isEmpty());
    assertThat(world.rows("SQL01", query).get(0)).startsWith("Sales SEEDING Source ");
    assertThat(
            world.one(
                "SQL01",
                "SELECT command FROM sys.dm_exec_requests WHERE command = 'VDI_CLIENT_WORKER'"))
        .isEqualTo("VDI_CLIENT_WORKER");

    world.simulator.world().settings.seedingBytesPerSecond = 1 << 30;
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> world.state().equals("LinkSynchronizing"));

    assertThat(world.rows("SQL01", query)).isEmpty();
    assertThat(
            world.rows(
                "SQL01",
                "SELECT 1 FROM sys.dm_exec_requests WHERE command = 'VDI_CLIENT_WORKER'"))
        .isEmpty();
    assertThat(
            world.one(
                "SQL01",
                """
                SELECT ag.name, rs.synchronization_health_desc
                FROM sys.availability_groups ag
                JOIN sys.dm_hadr_availability_replica_states rs ON ag.group_id = rs.group_id
                WHERE rs.is_local = 0 AND rs.role = 2 AND ag.is_distributed = 1
                  AND ag.name = N'DAG_Sales'
                """))
        .isEqualTo("DAG_Sales HEALTHY");
    assertThat(world.rows("SQL01", "DBCC SQLPERF(LOGSPACE)")).anyMatch(r -> r.startsWith("Sales "));
  }

  @Test
  void theLogWaitsForAReplicaThatIsAway() {
    world = new LinkedWorld().linked();
    String query = "SELECT log_reuse_wait_desc FROM sys.databases WHERE name = 'Sales'";
    assertThat(world.one("SQL01", query)).isEqualTo("NOTHING");

    world.simulator.network().cut("SQL01");

    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> world.one("SQL01", query), "AVAILABILITY_REPLICA"::equals);
  }

  @Test
  void cleansUpFromTheLinkDownAndRefusesTheOtherOrder() {
    world = new LinkedWorld().linked();
    assertThat(world.error("SQL01", "DROP CERTIFICATE [Cert_SQL01_endpoint]"))
        .as("the endpoint uses it")
        .isEqualTo(15352);
    assertThat(world.error("SQL01", "DROP DATABASE Sales")).isEqualTo(3752);
    assertThat(world.end(world.azure("DELETE", "", null))).isEqualTo("Succeeded");
    assertThat(world.azure("DELETE", "", null).statusCode()).isEqualTo(204);

    world.run("SQL01", "DROP AVAILABILITY GROUP [DAG_Sales]");
    world.run("SQL01", "DROP AVAILABILITY GROUP [AG_Sales]");
    world.run("SQL01", "DROP CERTIFICATE [mi-west.a1.database.windows.net]");
    world.run("SQL01", "DROP CERTIFICATE [DigiCertPKI]");
    world.run("SQL01", "DROP ENDPOINT mirroring");
    world.run("SQL01", "DROP CERTIFICATE [Cert_SQL01_endpoint]");

    for (String gone :
        new String[] {
          "DROP AVAILABILITY GROUP [DAG_Sales]", "DROP ENDPOINT mirroring",
          "DROP CERTIFICATE [DigiCertPKI]"
        }) {
      assertThat(world.error("SQL01", gone)).as(gone).isEqualTo(15151);
    }
    assertThat(world.rows("SQL01", "SELECT 1 FROM sys.certificates WHERE name NOT LIKE '##%'"))
        .isEmpty();
    assertThat(world.one("SQL01", "SELECT state_desc FROM sys.databases WHERE name = 'Sales'"))
        .isEqualTo("ONLINE");
  }

  @Test
  void groupsAndEndpointMayGoBeforeTheLinkWhichIsThenAlone() {
    world = new LinkedWorld().linked();

    world.run("SQL01", "DROP AVAILABILITY GROUP [DAG_Sales]");
    world.run("SQL01", "DROP ENDPOINT mirroring");
    world.run("SQL01", "DROP AVAILABILITY GROUP [AG_Sales]");

    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                world.link().at("/properties/databases/0/connectedState").asText()
                    .equals("DISCONNECTED"));
    assertThat(world.end(world.azure("DELETE", "", null))).isEqualTo("Succeeded");
    assertThat(world.one("mi-west", "SELECT state_desc FROM sys.databases WHERE name = 'Sales'"))
        .isEqualTo("ONLINE");
  }

  private int backups() {
    return world.rows(
            "mi-west",
            "SELECT 1 FROM msdb.dbo.backupset WHERE database_name = 'Sales' AND type = 'D'")
        .size();
  }

  private String synchronization() {
    return world.one(
        "SQL01",
        """
        SELECT drs.synchronization_state_desc
        FROM sys.dm_hadr_database_replica_states drs
        JOIN sys.availability_groups ag ON ag.group_id = drs.group_id
        WHERE ag.is_distributed = 1
        """);
  }
}
