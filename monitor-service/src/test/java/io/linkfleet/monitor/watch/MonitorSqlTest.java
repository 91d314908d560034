package io.linkfleet.monitor.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.linkfleet.azure.Azure;
import io.linkfleet.event.ReplicaReading;
import io.linkfleet.event.SourceServer;
import io.linkfleet.simulator.network.AzureRoots;
import io.linkfleet.sqlserver.Sql;
import io.linkfleet.sqlserver.SqlConnection;
import io.linkfleet.sqlserver.SqlFailure;
import io.linkfleet.sqlserver.SqlServers;
import io.linkfleet.sqlserver.Statement;
import io.linkfleet.testing.SimulatedSite;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The query on a simulated server, over TLS with the real driver, as the monitor's own login. */
class MonitorSqlTest {
  private static final String DAG = "DAG_Sales_mi_west";

  private SimulatedSite site;
  private MonitorSql probe;

  @BeforeEach
  void start() {
    site = SimulatedSite.start();
    probe = new MonitorSql(site.servers());
  }

  @AfterEach
  void stop() {
    site.close();
  }

  private SourceServer as(String credentials) {
    SourceServer server = site.server("SQL01");
    return new SourceServer(server.name(), server.host(), server.port(), server.endpointHost(),
        server.endpointPort(), credentials);
  }

  private ReplicaReading replica() {
    return probe.read(as("sql-monitor")).replicas().get(DAG);
  }

  private void run(String... statements) {
    try (SqlConnection sql = site.servers().open(as("sql-admin"))) {
      for (String statement : statements) {
        sql.execute("preparing", Statement.of(statement));
      }
    }
  }

  private byte[] bytes(String query) {
    try (SqlConnection sql = site.servers().open(as("sql-admin"))) {
      return sql.query("reading a certificate", query, row -> row.getBytes(1)).get(0);
    }
  }

  private Azure.Instance instance() {
    return site.azure().instance(SimulatedSite.SUBSCRIPTION, "mi-west").orElseThrow();
  }

  private void serverSide(boolean knowsInstance) {
    Azure.Instance instance = instance();
    run(
        "CREATE MASTER KEY ENCRYPTION BY PASSWORD = 'Str0ng-enough!'",
        """
        CREATE CERTIFICATE [Cert_SQL01]
        WITH SUBJECT = 'Certificate for Cert_SQL01', EXPIRY_DATE = '20401231'
        """);
    site.azure()
        .putTrustCertificate(
            instance,
            "Cert_SQL01",
            bytes("SELECT CERTENCODED(CERT_ID('Cert_SQL01'))"),
            () -> {});
    if (knowsInstance) {
      run(
          "CREATE CERTIFICATE [" + instance.fqdn() + "] FROM BINARY = "
              + Sql.binary(site.azure().endpointCertificate(instance)));
      byte[] root = AzureRoots.named("DigiCertGlobalRootG2").der();
      run(
          "CREATE CERTIFICATE [DigiCertPKI] FROM BINARY = " + Sql.binary(root),
          """
          DECLARE @CERTID int
          SELECT @CERTID = CERT_ID('DigiCertPKI')
          EXEC sp_certificate_add_issuer @CERTID, N'*.database.windows.net'
          """);
    }
    run(
        """
        CREATE ENDPOINT database_mirroring_endpoint STATE = STARTED
        AS TCP (LISTENER_PORT = 5022, LISTENER_IP = ALL)
        FOR DATABASE_MIRRORING (ROLE = ALL, AUTHENTICATION = CERTIFICATE [Cert_SQL01],
          ENCRYPTION = REQUIRED ALGORITHM AES)
        """,
        """
        CREATE AVAILABILITY GROUP [AG_Sales] WITH (CLUSTER_TYPE = NONE)
        FOR DATABASE [Sales] REPLICA ON N'SQL01' WITH (
          ENDPOINT_URL = 'TCP://10.20.0.11:5022', AVAILABILITY_MODE = SYNCHRONOUS_COMMIT,
          FAILOVER_MODE = MANUAL, SEEDING_MODE = AUTOMATIC)
        """,
        """
        CREATE AVAILABILITY GROUP [DAG_Sales_mi_west] WITH (DISTRIBUTED) AVAILABILITY GROUP ON
        N'AG_Sales' WITH (LISTENER_URL = 'TCP://10.20.0.11:5022',
          AVAILABILITY_MODE = ASYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL,
          SEEDING_MODE = AUTOMATIC, SESSION_TIMEOUT = 20),
        N'mi-west' WITH (LISTENER_URL = 'tcp://%s:5022;Server=[mi-west]',
          AVAILABILITY_MODE = ASYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL,
          SEEDING_MODE = AUTOMATIC)
        """
            .formatted(instance.fqdn()));
  }

  private void link() {
    site.azure()
        .createLink(
            instance(),
            new Azure.NewLink(DAG, "Sales", "TCP://10.20.0.11:5022", "AG_Sales", "mi-west"),
            () -> {});
  }

  @Test
  void aServerWithoutGroupsStillTellsWhatTheLoginMaySee() {
    ReplicaProbe.Readings readings = probe.read(as("sql-monitor"));

    assertThat(readings.seesAll()).isTrue();
    assertThat(readings.replicas()).isEmpty();
  }

  @Test
  void oneQueryAnswersForAllGroupsOfAServer() {
    probe.read(as("sql-monitor"));
    long before = queries();

    probe.read(as("sql-monitor"));

    assertThat(queries() - before).isEqualTo(1);
  }

  private long queries() {
    return site.world().record.all().stream().filter(e -> e.login().equals("monitor")).count();
  }

  @Test
  void aReplicaIsDisconnectedBeforeItsLinkAndConnectedSeededAndHealthyAfterIt() {
    serverSide(true);
    assertThat(replica().connected()).isFalse();
    assertThat(replica().name()).isEqualTo("mi-west");
    assertThat(replica().lastErrorNumber()).isZero();

    link();
    await().atMost(Duration.ofSeconds(20)).until(() -> replica().connected());
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              ReplicaReading replica = replica();
              assertThat(replica.synchronizationState()).isEqualTo("SYNCHRONIZING");
              assertThat(replica.synchronizationHealth()).isEqualTo("HEALTHY");
              assertThat(replica.seedingState()).isEqualTo("COMPLETED");
              assertThat(replica.seedingPercent()).isNull();
              assertThat(replica.suspended()).isFalse();
              assertThat(replica.lastHardenedLsn()).matches("\\d+");
              assertThat(replica.logSendQueueKb()).isNotNull();
            });
  }

  @Test
  void whatKeepsAReplicaFromConnectingIsReadWithItsNumberAndTime() {
    serverSide(false);
    link();

    await().atMost(Duration.ofSeconds(20)).until(() -> replica().lastErrorNumber() != 0);
    ReplicaReading replica = replica();
    assertThat(replica.connected()).isFalse();
    assertThat(replica.lastErrorText()).isNotBlank();
    assertThat(replica.lastErrorAt())
        .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(5));
  }

  @Test
  void aGroupThatIsDroppedIsNotShownAnyMore() {
    serverSide(true);
    assertThat(replica()).isNotNull();

    run("DROP AVAILABILITY GROUP [DAG_Sales_mi_west]");

    assertThat(replica()).isNull();
  }

  @Test
  void aLoginThatMayNotReadTheViewsIsToldApartFromAServerThatIsDown() {
    run("CREATE LOGIN [nobody] WITH PASSWORD = 'Sim-3-only!'");
    SqlServers others = Servers.with(site, "nobody", "nobody", "Sim-3-only!");

    assertThatThrownBy(() -> new MonitorSql(others).read(as("nobody")))
        .isInstanceOfSatisfying(
            SqlFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(SqlFailure.Kind.PERMISSION));
  }
}
