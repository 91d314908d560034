package io.linkfleet.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.resourcemanager.sql.fluent.SqlManagementClient;
import com.azure.resourcemanager.sql.fluent.models.DistributedAvailabilityGroupInner;
import com.azure.resourcemanager.sql.fluent.models.ServerTrustCertificateInner;
import io.linkfleet.simulator.azure.SdkFixture;
import io.linkfleet.simulator.control.Control;
import io.linkfleet.simulator.engine.X509;
import io.linkfleet.simulator.network.AzureRoots;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One database linked from nothing, with the real driver and the real SDK, as the article does it. */
class LinkEndToEndTest {
  private static final String FQDN = "mi-west.a1.database.windows.net";
  private Simulator simulator;
  private Connection sql;
  private SqlManagementClient azure;

  @BeforeEach
  void start() throws SQLException {
    simulator = Simulator.start(SdkFixture.ESTATE);
    azure = SdkFixture.client(simulator);
    sql =
        DriverManager.getConnection(
            "jdbc:sqlserver://localhost:%d;user=admin;password=Secret-1;encrypt=true;"
                    .formatted(simulator.tdsPort("SQL01"))
                + "trustStore=%s;trustStorePassword=%s"
                    .formatted(simulator.trustStore(), Simulator.TRUST_STORE_PASSWORD));
  }

  @AfterEach
  void stop() throws SQLException {
    sql.close();
    simulator.close();
  }

  @Test
  void connectsADatabaseAndShowsItInTheViews() throws Exception {
    trust();
    run(
        """
        CREATE ENDPOINT database_mirroring_endpoint STATE = STARTED
        AS TCP (LISTENER_PORT = 5022, LISTENER_IP = ALL)
        FOR DATABASE_MIRRORING (ROLE = ALL, AUTHENTICATION = CERTIFICATE [Cert_SQL01_endpoint],
          ENCRYPTION = REQUIRED ALGORITHM AES)
        """);
    groups(FQDN);
    assertThat(state()).as("before the link").isEqualTo("DISCONNECTED");

    createLink();

    Awaitility.await().atMost(Duration.ofSeconds(20)).until(this::state, "CONNECTED"::equals);
    assertThat(
            one(
                """
                SELECT drs.synchronization_state_desc + ' ' + drs.synchronization_health_desc
                FROM sys.dm_hadr_database_replica_states drs
                JOIN sys.availability_groups ag ON ag.group_id = drs.group_id
                WHERE ag.name = N'DAG_Sales' AND drs.is_local = 0
                """))
        .isEqualTo("SYNCHRONIZING HEALTHY");
    assertThat(
            one("SELECT current_state FROM sys.dm_hadr_automatic_seeding WHERE is_source = 1"))
        .isEqualTo("COMPLETED");
    assertThat(
            one(
                """
                SELECT c.state_desc + ' ' + c.login_state_desc + ' ' + s.name
                FROM sys.dm_db_mirroring_connections c
                JOIN sys.certificates s ON s.certificate_id = c.peer_certificate_id
                """))
        .isEqualTo("CONNECTED ONLINE " + FQDN);
    run("ALTER ENDPOINT database_mirroring_endpoint STATE = STOPPED");
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> one("SELECT COUNT(*) FROM sys.dm_db_mirroring_connections"), "0"::equals);
  }

  @Test
  void seedsAtTheSpeedThatIsSetOverHttp() throws Exception {
    Control control = new Control(simulator);
    control.put("/settings", "{\"seedingBytesPerSecond\": 1000}");
    trust();
    run(
        """
        CREATE ENDPOINT database_mirroring_endpoint STATE = STARTED
        AS TCP (LISTENER_PORT = 5022, LISTENER_IP = ALL)
        FOR DATABASE_MIRRORING (ROLE = ALL, AUTHENTICATION = CERTIFICATE [Cert_SQL01_endpoint],
          ENCRYPTION = REQUIRED ALGORITHM AES)
        """);
    groups(FQDN);
    var created = CompletableFuture.runAsync(this::createLink);
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> transferred() > 0);
    assertThat(transferred()).as("of 8 MB").isLessThan(100_000);
    assertThat(created).isNotDone();

    control.put("/settings", "{\"seedingBytesPerSecond\": 100000000}");

    created.get(20, TimeUnit.SECONDS);
    assertThat(
            one("SELECT current_state FROM sys.dm_hadr_automatic_seeding WHERE is_source = 1"))
        .isEqualTo("COMPLETED");
  }

  private long transferred() throws SQLException {
    return Long.parseLong(
        one(
            """
            SELECT COALESCE(MAX(transferred_size_bytes), 0)
            FROM sys.dm_hadr_physical_seeding_stats
            """));
  }

  private void trust() throws Exception {
    run("CREATE MASTER KEY ENCRYPTION BY PASSWORD = 'Str0ng-enough!'");
    run(
        """
        CREATE CERTIFICATE [Cert_SQL01_endpoint]
        WITH SUBJECT = 'Certificate for Cert_SQL01_endpoint', EXPIRY_DATE = '20401231'
        """);
    String own = bytes("SELECT CERTENCODED(CERT_ID('Cert_SQL01_endpoint'))");
    azure
        .getServerTrustCertificates()
        .createOrUpdate(
            "rg-west",
            "mi-west",
            "Cert_SQL01_endpoint",
            new ServerTrustCertificateInner().withPublicBlob(own));
    String theirs =
        azure.getEndpointCertificates().get("rg-west", "mi-west", "DATABASE_MIRRORING")
            .publicBlob();
    run("CREATE CERTIFICATE [" + FQDN + "] FROM BINARY = 0x" + theirs);
    String root = X509.hex(AzureRoots.named("DigiCertGlobalRootG2").der());
    run("CREATE CERTIFICATE [DigiCertPKI] FROM BINARY = 0x" + root);
    run(
        """
        DECLARE @CERTID int
        SELECT @CERTID = CERT_ID('DigiCertPKI')
        EXEC sp_certificate_add_issuer @CERTID, N'*.database.windows.net'
        """);
  }

  private void groups(String fqdn) throws SQLException {
    run(
        """
        CREATE AVAILABILITY GROUP [AG_Sales] WITH (CLUSTER_TYPE = NONE)
        FOR DATABASE [Sales] REPLICA ON N'SQL01' WITH (
          ENDPOINT_URL = 'TCP://10.0.0.11:5022', AVAILABILITY_MODE = SYNCHRONOUS_COMMIT,
          FAILOVER_MODE = MANUAL, SEEDING_MODE = AUTOMATIC)
        """);
    run(
        """
        CREATE AVAILABILITY GROUP [DAG_Sales] WITH (DISTRIBUTED) AVAILABILITY GROUP ON
        N'AG_Sales' WITH (LISTENER_URL = 'TCP://10.0.0.11:5022',
          AVAILABILITY_MODE = ASYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL,
          SEEDING_MODE = AUTOMATIC, SESSION_TIMEOUT = 20),
        N'mi-west' WITH (LISTENER_URL = 'tcp://%s:5022;Server=[mi-west]',
          AVAILABILITY_MODE = ASYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL,
          SEEDING_MODE = AUTOMATIC)
        """
            .formatted(fqdn));
  }

  private void createLink() {
    azure
        .getDistributedAvailabilityGroups()
        .createOrUpdate(
            "rg-west",
            "mi-west",
            "DAG_Sales",
            new DistributedAvailabilityGroupInner()
                .withTargetDatabase("Sales")
                .withSourceEndpoint("TCP://10.0.0.11:5022")
                .withPrimaryAvailabilityGroupName("AG_Sales")
                .withSecondaryAvailabilityGroupName("mi-west"));
  }

  private String state() throws SQLException {
    return one(
        """
        SELECT rs.connected_state_desc
        FROM sys.dm_hadr_availability_replica_states rs
        JOIN sys.availability_replicas r ON rs.replica_id = r.replica_id
        WHERE r.replica_server_name = N'mi-west'
        """);
  }

  private void run(String text) throws SQLException {
    try (Statement statement = sql.createStatement()) {
      statement.execute(text);
    }
  }

  private String one(String query) throws SQLException {
    try (Statement statement = sql.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      assertThat(rows.next()).as("a row for %s", query).isTrue();
      return rows.getString(1);
    }
  }

  private String bytes(String query) throws SQLException {
    try (Statement statement = sql.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return X509.hex(rows.getBytes(1));
    }
  }
}
