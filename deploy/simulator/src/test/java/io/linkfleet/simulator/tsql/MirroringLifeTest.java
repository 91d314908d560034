package io.linkfleet.simulator.tsql;

import static io.linkfleet.simulator.tsql.MirrorFixture.shown;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A mirroring session from its first state to its end. */
class MirroringLifeTest {
  private static final String ALTER = "ALTER DATABASE Sales SET PARTNER ";

  @Test
  void fullSafetySynchronises() {
    var f = new MirrorFixture().mirrored();
    assertThat(shown(f.a)).isEqualTo("PRINCIPAL SYNCHRONIZING UNKNOWN");
    assertThat(shown(f.b)).isEqualTo("MIRROR SYNCHRONIZING UNKNOWN");
    f.pass();
    assertThat(shown(f.a)).isEqualTo("PRINCIPAL SYNCHRONIZED UNKNOWN");
    assertThat(shown(f.b)).isEqualTo("MIRROR SYNCHRONIZED UNKNOWN");
    String both =
        "SELECT mirroring_guid, mirroring_safety_level_desc, mirroring_failover_lsn,"
            + " mirroring_role_sequence, mirroring_connection_timeout"
            + " FROM sys.database_mirroring WHERE mirroring_guid IS NOT NULL";
    assertThat(f.a.ok(both).results.get(0).rows.get(0))
        .containsExactly(f.b.ok(both).results.get(0).rows.get(0));
    assertThat(f.a.value("mirroring_partner_name + ' ' + mirroring_partner_instance"
        + " FROM sys.database_mirroring WHERE mirroring_guid IS NOT NULL"))
        .isEqualTo("TCP://b.corp.example:5022 B");
  }

  @Test
  void withoutSafetyItStaysSynchronising() {
    var f = new MirrorFixture().synchronised();
    assertThat(f.b.run(ALTER + "SAFETY OFF").errors()).containsExactly(1470);
    f.a.ok(ALTER + "SAFETY OFF");
    f.pass();
    assertThat(shown(f.a)).isEqualTo("PRINCIPAL SYNCHRONIZING UNKNOWN");
    assertThat(f.b.value("mirroring_safety_level_desc FROM sys.database_mirroring"
        + " WHERE mirroring_guid IS NOT NULL")).isEqualTo("OFF");
    assertThat(f.a.run(ALTER + "FAILOVER").errors()).containsExactly(1477);
    f.a.ok(ALTER + "SAFETY FULL");
    assertThat(shown(f.pass().b)).isEqualTo("MIRROR SYNCHRONIZED UNKNOWN");
  }

  @Test
  void aTimeoutIsFiveSecondsAtLeast() {
    var f = new MirrorFixture().synchronised();
    f.a.ok(ALTER + "TIMEOUT 2");
    assertThat(f.b.value("mirroring_connection_timeout FROM sys.database_mirroring"
        + " WHERE mirroring_guid IS NOT NULL")).isEqualTo(5);
    assertThat(f.a.run(ALTER + "TIMEOUT 40000").errors()).containsExactly(1476);
    assertThat(f.b.run(ALTER + "TIMEOUT 20").errors()).containsExactly(1470);
  }

  @Test
  void suspendedOnEitherSideResumedOnThePrincipal() {
    var f = new MirrorFixture().synchronised();
    f.b.ok(ALTER + "SUSPEND");
    assertThat(shown(f.pass().a)).isEqualTo("PRINCIPAL SUSPENDED UNKNOWN");
    assertThat(f.a.run(ALTER + "FAILOVER").errors()).containsExactly(1422);
    assertThat(f.b.run(ALTER + "RESUME").errors()).containsExactly(1470);
    f.a.ok(ALTER + "RESUME");
    assertThat(shown(f.a)).isEqualTo("PRINCIPAL SYNCHRONIZING UNKNOWN");
    assertThat(shown(f.pass().b)).isEqualTo("MIRROR SYNCHRONIZED UNKNOWN");
  }

  @Test
  void theCountersShowWhatTheMirrorHasNotGot() {
    var f = new MirrorFixture().synchronised();
    long sent = counter(f.a, "Log Bytes Sent/sec");
    f.a.ok(ALTER + "SUSPEND");
    f.pass().pass();
    long kept = counter(f.a, "Log Send Queue KB");
    assertThat(kept).isGreaterThanOrEqualTo(3 * 8);
    assertThat(counter(f.a, "Log Bytes Sent/sec")).isEqualTo(sent);
    f.a.ok(ALTER + "RESUME");
    f.pass();
    assertThat(counter(f.a, "Log Send Queue KB")).isLessThan(kept);
    assertThat(counter(f.a, "Log Bytes Sent/sec")).isGreaterThanOrEqualTo(sent + (kept << 10));
    assertThat(counter(f.b, "Log Bytes Received/sec"))
        .isEqualTo(counter(f.a, "Log Bytes Sent/sec"));
    assertThat(counter(f.b, "Log Send Queue KB")).isZero();
  }

  private static long counter(TestServer server, String name) {
    Object value =
        server.value(
            "cntr_value FROM sys.dm_os_performance_counters WHERE instance_name = 'Sales'"
                + " AND object_name = 'SQLServer:Database Mirroring' AND counter_name = '"
                + name
                + "'");
    return ((Number) value).longValue();
  }

  @Test
  void aManualFailoverSwapsTheRoles() {
    var f = new MirrorFixture().synchronised();
    assertThat(f.b.run(ALTER + "FAILOVER").errors()).containsExactly(1470);
    f.a.ok("CREATE TABLE Sales.dbo.t (a int); INSERT Sales.dbo.t VALUES (1)");
    f.a.ok(ALTER + "FAILOVER");
    assertThat(shown(f.a)).isEqualTo("PRINCIPAL PENDING_FAILOVER UNKNOWN");
    f.pass();
    assertThat(shown(f.a)).isEqualTo("MIRROR SYNCHRONIZED UNKNOWN");
    assertThat(shown(f.b)).isEqualTo("PRINCIPAL SYNCHRONIZED UNKNOWN");
    assertThat(f.a.run("USE Sales").errors()).containsExactly(954);
    f.b.ok("USE Sales; USE master");
    assertThat(f.b.value("a FROM Sales.dbo.t")).as("written right before it").isEqualTo(1);
    // the log chain goes on at the new principal
    f.b.ok("BACKUP LOG Sales TO DISK = 'x.trn'");
    f.b.ok(ALTER + "FAILOVER");
    assertThat(shown(f.pass().a)).isEqualTo("PRINCIPAL SYNCHRONIZED UNKNOWN");
    assertThat(f.a.value("mirroring_role_sequence FROM sys.database_mirroring"
        + " WHERE mirroring_guid IS NOT NULL")).isEqualTo(3);
  }

  @Test
  void withoutAWitnessThePrincipalServesOnAlone() {
    var f = new MirrorFixture().synchronised();
    f.b.server.up = false;
    assertThat(shown(f.pass().a)).isEqualTo("PRINCIPAL DISCONNECTED UNKNOWN");
    f.a.ok("USE Sales; USE master");
    assertThat(f.a.run(ALTER + "FAILOVER").errors()).containsExactly(1447);
    assertThat(f.a.run(ALTER + "SAFETY OFF").errors()).containsExactly(1447);
    f.b.server.up = true;
    assertThat(shown(f.pass().b)).isEqualTo("MIRROR SYNCHRONIZED UNKNOWN");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER ENDPOINT mirroring STATE = STOPPED",
        "ALTER ENDPOINT mirroring FOR DATABASE_MIRRORING (ENCRYPTION = REQUIRED ALGORITHM RC4)",
        "DROP ENDPOINT mirroring"
      })
  void anEndpointOutOfOrderDisconnects(String statement) {
    var f = new MirrorFixture().synchronised();
    f.b.ok(statement);
    f.pass();
    assertThat(shown(f.a)).isEqualTo("PRINCIPAL DISCONNECTED UNKNOWN");
    assertThat(shown(f.b)).isEqualTo("MIRROR DISCONNECTED UNKNOWN");
    assertThat(f.a.ok("SELECT * FROM sys.dm_db_mirroring_connections").results.get(0).rows)
        .isEmpty();
  }

  @Test
  void anAlteredEndpointDisconnectsForAMomentOnly() {
    var f = new MirrorFixture().synchronised();
    f.b.ok("ALTER ENDPOINT mirroring FOR DATABASE_MIRRORING (ENCRYPTION = SUPPORTED)");
    f.look();
    assertThat(shown(f.a)).isEqualTo("PRINCIPAL DISCONNECTED UNKNOWN");
    assertThat(shown(f.pass().a)).isEqualTo("PRINCIPAL SYNCHRONIZED UNKNOWN");
    f.b.ok("ALTER ENDPOINT mirroring STATE = STOPPED");
    f.pass();
    f.b.ok("ALTER ENDPOINT mirroring STATE = STARTED");
    assertThat(shown(f.pass().b)).isEqualTo("MIRROR SYNCHRONIZED UNKNOWN");
  }

  @Test
  void anExpiredCertificateCountsAtTheNextConnection() {
    var f = new MirrorFixture().synchronised();
    f.world.clock.offset(java.time.Duration.ofDays(400));
    assertThat(shown(f.pass().a)).isEqualTo("PRINCIPAL SYNCHRONIZED UNKNOWN");
    f.network.dropConnections("B");
    assertThat(shown(f.pass().a)).isEqualTo("PRINCIPAL DISCONNECTED UNKNOWN");
    assertThat(f.noted(f.b)).contains("Certificate expired");
  }

  @Test
  void aWitnessMakesTheMirrorTakeOver() {
    var f = new MirrorFixture().withWitness();
    f.a.server.up = false;
    f.pass();
    assertThat(shown(f.b)).isEqualTo("PRINCIPAL DISCONNECTED CONNECTED");
    f.b.ok("USE Sales; USE master");
    assertThat(f.w.value("principal_server_name FROM sys.database_mirroring_witnesses"))
        .isEqualTo("B");
    f.a.server.up = true;
    f.pass();
    assertThat(shown(f.a)).isEqualTo("MIRROR SYNCHRONIZED CONNECTED");
    assertThat(shown(f.b)).isEqualTo("PRINCIPAL SYNCHRONIZED CONNECTED");
    assertThat(f.a.run("USE Sales").errors()).containsExactly(954);
  }

  @Test
  void nothingTakesOverWithoutAWitnessOrWithoutSafety() {
    var f = new MirrorFixture().synchronised();
    f.a.server.up = false;
    assertThat(shown(f.pass().b)).isEqualTo("MIRROR DISCONNECTED UNKNOWN");

    var unsafe = new MirrorFixture().withWitness();
    unsafe.a.ok(ALTER + "SAFETY OFF");
    unsafe.pass();
    unsafe.a.server.up = false;
    assertThat(shown(unsafe.pass().b)).isEqualTo("MIRROR DISCONNECTED CONNECTED");
  }

  @Test
  void aMirrorThatIsNotCaughtUpDoesNotTakeOver() {
    var f = new MirrorFixture().withWitness();
    f.a.ok(ALTER + "SUSPEND");
    f.pass();
    f.a.ok(ALTER + "RESUME");
    f.look();
    assertThat(shown(f.b)).isEqualTo("MIRROR SYNCHRONIZING CONNECTED");
    f.a.server.up = false;
    assertThat(shown(f.pass().b)).isEqualTo("MIRROR DISCONNECTED CONNECTED");
  }

  @Test
  void aPrincipalThatSeesNobodyStopsServing() {
    var f = new MirrorFixture().withWitness();
    f.network.cut("A");
    f.pass();
    assertThat(f.a.run("USE Sales").errors()).containsExactly(955);
    assertThat(shown(f.a)).isEqualTo("PRINCIPAL DISCONNECTED DISCONNECTED");
    assertThat(shown(f.b)).isEqualTo("PRINCIPAL DISCONNECTED CONNECTED");
    f.network.mend("A");
    f.pass();
    assertThat(shown(f.a)).isEqualTo("MIRROR SYNCHRONIZED CONNECTED");
  }

  @Test
  void aLostWitnessIsNoLossOfService() {
    var f = new MirrorFixture().withWitness();
    f.w.server.up = false;
    assertThat(shown(f.pass().a)).isEqualTo("PRINCIPAL SYNCHRONIZED DISCONNECTED");
    f.a.ok("USE Sales; USE master");
    f.b.server.up = false;
    f.pass();
    assertThat(f.a.run("USE Sales").errors()).containsExactly(955);
    f.w.server.up = true;
    f.pass();
    f.a.ok("USE Sales; USE master");
  }

  @Test
  void serviceIsForcedOnlyWhenThePrincipalIsLost() {
    var f = new MirrorFixture().synchronised();
    String force = ALTER + "FORCE_SERVICE_ALLOW_DATA_LOSS";
    assertThat(f.b.run(force).errors()).containsExactly(1455);
    assertThat(f.a.run(force).errors()).containsExactly(1455);
    f.a.server.up = false;
    f.pass();
    f.b.ok(force);
    assertThat(shown(f.b)).isEqualTo("PRINCIPAL DISCONNECTED UNKNOWN");
    f.a.server.up = true;
    f.pass();
    assertThat(shown(f.a)).isEqualTo("MIRROR SUSPENDED UNKNOWN");
    assertThat(shown(f.b)).isEqualTo("PRINCIPAL SUSPENDED UNKNOWN");
    f.b.ok(ALTER + "RESUME");
    assertThat(shown(f.pass().a)).isEqualTo("MIRROR SYNCHRONIZED UNKNOWN");
  }

  @Test
  void aSessionRemovedOnEitherSideIsGoneOnBoth() {
    var f = new MirrorFixture().synchronised();
    f.b.ok(ALTER + "OFF");
    for (TestServer server : List.of(f.a, f.b)) {
      assertThat(
              server.ok("SELECT 1 FROM sys.database_mirroring WHERE mirroring_guid IS NOT NULL")
                  .results.get(0).rows)
          .isEmpty();
    }
    assertThat(f.pass().world.peerConnections).isEmpty();
    f.a.ok("USE Sales; USE master");
    assertThat(f.b.run("USE Sales").errors()).containsExactly(927);
    f.b.ok("RESTORE DATABASE Sales WITH RECOVERY");
    f.b.ok("USE Sales; USE master");
  }

  @Test
  void aMirroredDatabaseRefusesWhatWouldBreakIt() {
    var f = new MirrorFixture().synchronised();
    assertThat(f.a.run("DROP DATABASE Sales").errors()).containsExactly(3743);
    assertThat(f.a.run("ALTER DATABASE Sales SET RECOVERY SIMPLE").errors())
        .containsExactly(1468, 5069);
    assertThat(f.b.run("ALTER DATABASE Sales SET ONLINE").errors()).containsExactly(5052, 5069);
    assertThat(f.b.run("BACKUP DATABASE Sales TO DISK = 'x'").errors())
        .containsExactly(954, 3013);
    assertThat(f.a.run("RESTORE DATABASE Sales FROM DISK = '\\\\share\\Sales.bak' WITH REPLACE")
        .errors()).containsExactly(3104, 3013);
  }

  @Test
  void logIsKeptForAMirrorThatIsAway() {
    var f = new MirrorFixture().synchronised();
    String reuse = "log_reuse_wait_desc FROM sys.databases WHERE name = 'Sales'";
    f.database.logUsed = 0.4;
    f.b.server.up = false;
    f.pass();
    f.a.ok("BACKUP LOG Sales TO DISK = 'x.trn'");
    assertThat(f.a.value(reuse)).isEqualTo("DATABASE_MIRRORING");
    assertThat(f.database.logUsed).isGreaterThanOrEqualTo(0.4);
    f.b.server.up = true;
    f.pass();
    assertThat(f.a.value(reuse)).isEqualTo("NOTHING");
    f.a.ok("BACKUP LOG Sales TO DISK = 'x.trn'");
    assertThat(f.database.logUsed).isLessThan(0.1);
  }

  @Test
  void whatAMirrorKnowsNeedsAnAdministrator() {
    var f = new MirrorFixture().synchronised();
    String query = "SELECT 1 FROM sys.database_mirroring WHERE mirroring_guid IS NOT NULL";
    assertThat(TestServer.run(f.a.as("monitor"), query).results.get(0).rows).hasSize(1);
    assertThat(TestServer.run(f.b.as("monitor"), query).results.get(0).rows).isEmpty();
  }
}
