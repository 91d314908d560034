package io.linkfleet.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.linkfleet.simulator.engine.X509;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A managed instance over TDS: what it calls itself, its side of a link, what it refuses. */
class ManagedInstanceTest {
  private static final String FQDN = "mi-west.a1.database.windows.net";
  private final LinkedWorld world = new LinkedWorld();

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void saysThatItIsAManagedInstance() {
    assertThat(
            world.rows(
                "mi-west",
                """
                SELECT @@SERVERNAME, SERVERPROPERTY('EngineEdition'), SERVERPROPERTY('Edition'),
                  SERVERPROPERTY('ProductVersion'), SERVERPROPERTY('InstanceName')
                """))
        .containsExactly(FQDN + " 8 SQL Azure 12.0.2000.8 null");
    assertThat(world.one("mi-west", "SELECT @@VERSION")).startsWith("Microsoft SQL Azure (RTM)");
  }

  @Test
  void givesTheCertificateThatAzureGives() {
    assertThat(world.one("mi-west", "EXEC sp_get_endpoint_certificate 4"))
        .isEqualToIgnoringCase(X509.hex(world.instance.endpointCertificate().der));
  }

  @Test
  void hasTheLoginsOfTheEstate() {
    assertThatThrownBy(() -> world.connect("mi-west", "nobody", "master"))
        .hasMessageContaining("Login failed for user 'nobody'");
    assertThat(world.connect("mi-west", "watcher", "master")).isNotNull();
  }

  @Test
  void showsItsSideOfALinkFromTheFirstByteToTheCopy() {
    world.simulator.world().settings.seedingBytesPerSecond = 1;
    world.createLink();

    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> world.rows("mi-west", "SELECT 1 FROM sys.databases WHERE database_id > 4")
            .size() == 1);
    assertThat(world.one("mi-west", "SELECT state_desc FROM sys.databases WHERE name = 'Sales'"))
        .isEqualTo("RESTORING");
    assertThat(world.error("mi-west", "USE Sales")).isEqualTo(927);

    world.simulator.world().settings.seedingBytesPerSecond = 256L << 20;
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> world.state().equals("LinkSynchronizing"));

    assertThat(world.one("mi-west", "SELECT state_desc FROM sys.databases WHERE name = 'Sales'"))
        .isEqualTo("ONLINE");
    assertThat(world.role("mi-west")).isEqualTo("SECONDARY");
    assertThat(world.role("SQL01")).isEqualTo("PRIMARY");
    assertThat(
            world.rows(
                "mi-west",
                """
                SELECT ag.name, r.replica_server_name, rs.is_local, rs.connected_state_desc,
                  rs.synchronization_health_desc
                FROM sys.availability_groups ag
                JOIN sys.availability_replicas r ON r.group_id = ag.group_id
                JOIN sys.dm_hadr_availability_replica_states rs ON rs.replica_id = r.replica_id
                WHERE ag.is_distributed = 1 ORDER BY rs.is_local
                """))
        .containsExactly(
            "DAG_Sales AG_Sales 0 CONNECTED HEALTHY", "DAG_Sales mi-west 1 CONNECTED HEALTHY");
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> world.hardened("mi-west").equals(world.hardened("SQL01")));
    world.run("mi-west", "USE Sales; USE master");
  }

  @Test
  void noticesThatItsPartnerIsGone() {
    world.linked();

    world.simulator.network().cut("SQL01");

    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                world.one(
                    "mi-west",
                    """
                    SELECT rs.connected_state_desc
                    FROM sys.dm_hadr_availability_replica_states rs
                    JOIN sys.availability_groups ag ON ag.group_id = rs.group_id
                    WHERE ag.is_distributed = 1 AND rs.is_local = 0
                    """),
            "DISCONNECTED"::equals);
    assertThat(world.link().at("/properties/databases/0/connectedState").asText())
        .isEqualTo("DISCONNECTED");
    assertThat(world.one("mi-west", "SELECT state_desc FROM sys.databases WHERE name = 'Sales'"))
        .as("the copy stays")
        .isEqualTo("ONLINE");
  }

  @Test
  void leavesGroupsAndEndpointsToTheService() {
    for (String statement :
        List.of(
            "CREATE AVAILABILITY GROUP g WITH (DISTRIBUTED) AVAILABILITY GROUP ON 'a' WITH"
                + " (LISTENER_URL = 'tcp://a:5022', AVAILABILITY_MODE = ASYNCHRONOUS_COMMIT,"
                + " FAILOVER_MODE = MANUAL)",
            "ALTER AVAILABILITY GROUP DAG_Sales FAILOVER",
            "ALTER AVAILABILITY GROUP DAG_Sales FORCE_FAILOVER_ALLOW_DATA_LOSS",
            "DROP AVAILABILITY GROUP DAG_Sales",
            "ALTER AVAILABILITY GROUP DAG_Sales JOIN WITH (CLUSTER_TYPE = NONE)",
            "ALTER DATABASE Sales SET PARTNER = 'TCP://sql01.corp.example:5022'",
            "ALTER DATABASE Sales SET PARTNER FAILOVER",
            "ALTER DATABASE Sales SET WITNESS OFF",
            "ALTER DATABASE Sales SET HADR AVAILABILITY GROUP = DAG_Sales",
            "ALTER DATABASE Sales SET HADR SUSPEND",
            "CREATE ENDPOINT e STATE = STARTED AS TCP (LISTENER_PORT = 5022)"
                + " FOR DATABASE_MIRRORING (ROLE = ALL)",
            "CREATE LOGIN early WITH PASSWORD = 'Str0ng-enough!'"
                + " IF 1 = 0 BEGIN DROP ENDPOINT e END")) {
      assertThat(world.error("mi-west", statement)).as(statement).isEqualTo(41906);
    }
    assertThat(world.rows("mi-west", "SELECT 1 FROM sys.server_principals WHERE name = 'early'"))
        .as("nothing of such a batch runs")
        .isEmpty();
  }

  @Test
  void takesItsBackupsItself() {
    world.linked();

    assertThat(world.error("mi-west", "BACKUP DATABASE Sales TO DISK = 'x.bak'"))
        .isEqualTo(41904);
    assertThat(world.error("mi-west", "EXEC sp_certificate_add_issuer 256, N'*.example'"))
        .isEqualTo(2812);
  }
}
