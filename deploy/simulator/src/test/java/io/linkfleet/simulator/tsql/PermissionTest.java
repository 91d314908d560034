package io.linkfleet.simulator.tsql;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.simulator.engine.Login;
import io.linkfleet.simulator.session.SqlServerPort.LoginRequest;
import io.linkfleet.simulator.session.SqlServerPort.LoginResult;
import io.linkfleet.simulator.session.SqlSession;
import java.math.BigInteger;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What sysadmin, monitor and nobody see and may do. */
class PermissionTest {
  private final TestServer server = new TestServer();

  @BeforeEach
  void something() {
    server.server.masterKey = true;
    server.server.certificates.put("own", TestCertificates.own("own", 256));
    server.database("db1").lastLogBackupLsn = BigInteger.TEN;
    server.ok(
        "CREATE ENDPOINT e AS TCP (LISTENER_PORT = 5022)"
            + " FOR DATABASE_MIRRORING (ROLE = ALL, AUTHENTICATION = CERTIFICATE own)");
    server.ok(
        "CREATE AVAILABILITY GROUP ag FOR DATABASE db1 REPLICA ON 'sql1' WITH (ENDPOINT_URL ="
            + " 'TCP://10.0.0.4:5022', AVAILABILITY_MODE = SYNCHRONOUS_COMMIT,"
            + " FAILOVER_MODE = MANUAL)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sys.certificates", "sys.symmetric_keys", "sys.database_mirroring_endpoints",
        "sys.availability_groups", "sys.availability_replicas"
      })
  void catalogViewsHideWhatMayNotBeSeen(String view) {
    String count = "SELECT COUNT(*) FROM " + view;
    assertThat((Integer) server.ok(count).value()).isPositive();
    assertThat((Integer) TestServer.run(server.as("monitor"), count).value()).isPositive();
    assertThat(TestServer.run(server.as("nobody"), count).value()).isEqualTo(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sys.dm_hadr_availability_replica_states", "sys.dm_hadr_database_replica_states",
        "sys.dm_hadr_automatic_seeding", "sys.dm_exec_sessions", "sys.dm_os_performance_counters"
      })
  void managementViewsNeedServerState(String view) {
    String query = "SELECT * FROM " + view;
    assertThat(TestServer.run(server.as("monitor"), query).errors()).isEmpty();
    Answer denied = TestServer.run(server.as("nobody"), query);
    assertThat(denied.errors()).containsExactly(300, 297);
    assertThat(denied.messages.get(0).text())
        .isEqualTo("VIEW SERVER PERFORMANCE STATE permission was denied on object 'server',"
            + " database 'master'.");
    assertThat(denied.results).isEmpty();
  }

  @Test
  void everybodySeesDatabasesButOnlyAnAdministratorTheBackups() {
    SqlSession nobody = server.as("nobody");
    assertThat(TestServer.run(nobody, "SELECT COUNT(*) FROM sys.databases").value()).isEqualTo(5);
    assertThat(TestServer.run(nobody, "SELECT * FROM msdb.dbo.backupset").errors())
        .containsExactly(229);
    assertThat(TestServer.run(nobody, "USE db1").errors()).containsExactly(916);
    assertThat(TestServer.run(nobody, "SELECT CERT_ID('own')").value()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "CREATE MASTER KEY ENCRYPTION BY PASSWORD = 'Passw0rd!' | 15247",
        "CREATE CERTIFICATE c WITH SUBJECT = 's' | 15247",
        "DROP CERTIFICATE own | 15151",
        "BACKUP CERTIFICATE own TO FILE = 'C:\\x' | 15151",
        "CREATE ENDPOINT x AS TCP (LISTENER_PORT=5023) FOR DATABASE_MIRRORING (ROLE=ALL) | 15247",
        "ALTER ENDPOINT e STATE = STOPPED | 15151",
        "DROP ENDPOINT e | 15151",
        "GRANT CONNECT ON ENDPOINT::e TO monitor | 15151",
        "GRANT VIEW SERVER STATE TO nobody | 15247",
        "CREATE LOGIN l WITH PASSWORD = 'Passw0rd!' | 15247",
        "CREATE USER u FOR LOGIN nobody | 15247",
        "CREATE DATABASE d | 262",
        "DROP DATABASE db1 | 3701",
        "ALTER DATABASE db1 SET RECOVERY SIMPLE | 5011, 5069",
        "BACKUP DATABASE db1 TO DISK = 'x' | 262, 3013",
        "CREATE AVAILABILITY GROUP g FOR REPLICA ON 'sql1' WITH (ENDPOINT_URL = 'TCP://a:5022',"
            + " AVAILABILITY_MODE = SYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL) | 15247",
        "DROP AVAILABILITY GROUP ag | 15247",
        "EXEC sp_certificate_add_issuer 256, N'x' | 15247",
        "DBCC TRACEON (12381, -1) | 2571",
      })
  void aMonitorChangesNothing(String statement, String numbers) {
    assertThat(TestServer.run(server.as("monitor"), statement).errors())
        .isEqualTo(Arrays.stream(numbers.split(", ")).map(Integer::valueOf).toList());
  }

  @Test
  void permissionsCanBeGranted() {
    server.ok("GRANT VIEW SERVER STATE, ALTER ANY ENDPOINT TO nobody");
    SqlSession nobody = server.as("nobody");
    assertThat(TestServer.run(nobody, "ALTER ENDPOINT e STATE = STARTED").errors()).isEmpty();
    assertThat(
            TestServer.run(
                    nobody,
                    "SELECT HAS_PERMS_BY_NAME(NULL, NULL, 'VIEW SERVER STATE'),"
                        + " HAS_PERMS_BY_NAME(NULL, NULL, 'CONTROL SERVER'),"
                        + " IS_SRVROLEMEMBER('sysadmin')")
                .results.get(0).rows.get(0))
        .containsExactly(1, 0, 0);
    server.ok("CREATE LOGIN p WITH PASSWORD = 'Passw0rd!' GRANT CONNECT ON ENDPOINT::[E] TO p");
    assertThat(
            server.ok(
                    """
                    SELECT e.name, l.name, p.permission_name, p.state_desc
                    FROM sys.server_permissions p
                    JOIN sys.endpoints e ON p.major_id = e.endpoint_id
                    JOIN sys.server_principals l ON l.principal_id = p.grantee_principal_id
                    WHERE p.class = 105
                    """)
                .results.get(0).rows.get(0))
        .containsExactly("e", "p", "CONNECT", "GRANT");
    server.ok("REVOKE CONNECT ON ENDPOINT::e FROM p");
    assertThat(server.server.endpoint.connectGrantedTo).isEmpty();
  }

  @Test
  void aLoginNeedsItsPasswordAndItsDatabase() {
    assertThat(refusal("sa", "wrong", "")).containsExactly(18456);
    assertThat(refusal("unknown", TestServer.PASSWORD, "")).containsExactly(18456);
    assertThat(refusal("sa", TestServer.PASSWORD, "none")).containsExactly(4060, 18456);
    assertThat(refusal("nobody", TestServer.PASSWORD, "db1")).containsExactly(4060, 18456);
    server.login("off", Login.Permission.SYSADMIN).disabled = true;
    assertThat(refusal("off", TestServer.PASSWORD, "")).containsExactly(18456);
    var accepted =
        (LoginResult.Accepted)
            server.port.login(new LoginRequest("SA", TestServer.PASSWORD, "MSDB", "a", "h"));
    assertThat(accepted.session().database()).isEqualTo("msdb");
  }

  private java.util.List<Integer> refusal(String user, String password, String database) {
    var result = server.port.login(new LoginRequest(user, password, database, "a", "h"));
    return ((LoginResult.Refused) result).messages().stream().map(m -> m.number()).toList();
  }
}
