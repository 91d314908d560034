package io.linkfleet.simulator.tsql;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** White space, case, comments, option order and quoting never change what a statement does. */
class SameStatementTest {
  private final TestServer server = new TestServer();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE ENDPOINT [e] STATE = STARTED AS TCP (LISTENER_PORT = 5023, LISTENER_IP ="
            + " (10.0.0.4)) FOR DATABASE_MIRRORING (ROLE = PARTNER, AUTHENTICATION = CERTIFICATE"
            + " [own] WINDOWS NTLM, ENCRYPTION = SUPPORTED ALGORITHM RC4 AES)",
        "create endpoint e state=started as tcp(listener_ip=('10.0.0.4'),listener_port=5023)for"
            + " data_mirroring(encryption=supported algorithm rc4 aes,authentication=certificate"
            + " own windows ntlm,role=partner);",
        "CREATE/**/ENDPOINT \"e\" -- comment\nSTATE\t=\r\nSTARTED AS TCP (LISTENER_PORT\n= 5023 ,"
            + " LISTENER_IP = ( 10.0.0.4 ) ) FOR DATABASE_MIRRORING ( AUTHENTICATION ="
            + " CERTIFICATE own WINDOWS NTLM ENCRYPTION = SUPPORTED ALGORITHM RC4 AES,"
            + " ROLE = PARTNER );;",
      })
  void anEndpointIsTheSameHoweverItIsWritten(String statement) {
    server.server.certificates.put("own", TestCertificates.own("own", 256));
    server.ok(statement);
    assertThat(
            server.ok(
                    "SELECT e.name, e.state_desc, e.role_desc, e.connection_auth,"
                        + " e.encryption_algorithm_desc, t.port, t.ip_address"
                        + " FROM sys.database_mirroring_endpoints e, sys.tcp_endpoints t"
                        + " WHERE t.endpoint_id = e.endpoint_id")
                .results.get(0).rows.get(0))
        .containsExactly("e", "STARTED", "PARTNER", 8, "NONE, RC4, AES", 5023, "10.0.0.4");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AUTHENTICATION = WINDOWS | 3 | 0",
        "AUTHENTICATION = WINDOWS NTLM | 1 | 0",
        "AUTHENTICATION = WINDOWS KERBEROS | 2 | 0",
        "AUTHENTICATION = CERTIFICATE own | 4 | 256",
        "AUTHENTICATION = WINDOWS NTLM CERTIFICATE own | 5 | 256",
        "AUTHENTICATION = WINDOWS KERBEROS CERTIFICATE own | 6 | 256",
        "AUTHENTICATION = WINDOWS CERTIFICATE own | 7 | 256",
        "AUTHENTICATION = CERTIFICATE own WINDOWS KERBEROS | 9 | 256",
        "AUTHENTICATION = CERTIFICATE own WINDOWS NEGOTIATE | 10 | 256",
        "ENCRYPTION = DISABLED | 3 | 0",
      })
  void alterKeepsWhatItDoesNotName(String option, int authentication, int certificate) {
    server.server.certificates.put("own", TestCertificates.own("own", 256));
    server.ok("CREATE ENDPOINT e AS TCP (LISTENER_PORT = 5024) FOR DATABASE_MIRRORING"
        + " (ROLE = PARTNER)");
    server.ok("ALTER ENDPOINT e FOR DATABASE_MIRRORING (" + option + ")");
    var endpoint = server.server.endpoint;
    assertThat(endpoint.port).isEqualTo(5024);
    assertThat(endpoint.role).isEqualTo(1);
    assertThat(endpoint.state).as("stopped unless it says otherwise").isEqualTo(1);
    assertThat(endpoint.connectionAuth).isEqualTo(authentication);
    assertThat(endpoint.certificateId).isEqualTo(certificate);
    assertThat(endpoint.encryptionAlgorithm).isEqualTo(option.contains("DISABLED") ? 0 : 2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "with space", "it's", "a]b", "[x]", "\"q\"", "顧客", "Ünïcode", "semi;colon--", "/*", "GO",
        "select", "@@version", "a.b"
      })
  void anyNameIsAName(String name) {
    checkName(name);
  }

  @Test
  void aNameMayHave128Characters() {
    checkName("x".repeat(128));
    for (String quoted : new String[] {"[%s]", "\"%s\"", "%s"}) {
      Answer answer = server.run("DROP LOGIN " + quoted.formatted("y".repeat(129)));
      assertThat(answer.errors()).containsExactly(103);
      assertThat(answer.messages.get(0).severity()).isEqualTo(15);
      assertThat(answer.messages.get(0).text())
          .isEqualTo("The identifier that starts with '" + "y".repeat(128)
              + "' is too long. Maximum length is 128.");
    }
  }

  private void checkName(String name) {
    String quoted = "[" + name.replace("]", "]]") + "]";
    String literal = "N'" + name.replace("'", "''") + "'";
    server.database(name).recoveryModel = "SIMPLE";
    server.ok("ALTER DATABASE " + quoted + " SET RECOVERY FULL");
    server.ok("BACKUP DATABASE " + quoted + " TO DISK = N'C:\\b.bak'");
    server.ok(
        "CREATE AVAILABILITY GROUP " + quoted + " FOR DATABASE " + quoted + " REPLICA ON N'sql1'"
            + " WITH (ENDPOINT_URL = N'TCP://10.0.0.4:5022', FAILOVER_MODE = MANUAL,"
            + " AVAILABILITY_MODE = SYNCHRONOUS_COMMIT)");
    assertThat(
            server.ok(
                    "SELECT g.name FROM sys.availability_groups g WHERE g.name = " + literal
                        + " AND QUOTENAME(g.name) = N'" + quoted.replace("'", "''") + "'")
                .value())
        .isEqualTo(name);
    assertThat(server.value("DB_ID(" + literal + ")"))
        .isEqualTo(server.server.databases.get(name).id);
    server.ok("DROP AVAILABILITY GROUP " + quoted.toLowerCase(Locale.ROOT));
    server.ok("USE " + quoted + "; USE master");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "20301231 | 2030-12-31T00:00",
        "12/31/2030 | 2030-12-31T00:00",
        "2030-12-31 | 2030-12-31T00:00",
        "2030-12-31T23:59:58 | 2030-12-31T23:59:58",
        "20301231 11:30 PM | 2030-12-31T23:30",
      })
  void certificateDatesAreReadInEveryForm(String date, String expected) {
    server.server.masterKey = true;
    server.ok(
        "CREATE CERTIFICATE c WITH EXPIRY_DATE = '" + date + "', SUBJECT = 's',"
            + " START_DATE = '20260101'");
    assertThat(
            server.ok("SELECT expiry_date, start_date, subject, issuer_name FROM sys.certificates")
                .results.get(0).rows.get(0))
        .extracting(String::valueOf)
        .containsExactly(expected, "2026-01-01T00:00", "s", "s");
  }

  @Test
  void aBackupTakesItsOptionsInAnyOrder() {
    server.database("db1");
    Answer answer =
        server.ok(
            "DECLARE @p nvarchar(100) = N'C:\\x.bak', @d sysname = N'db1'\n"
                + "BACKUP DATABASE @d TO DISK = @p, DISK = 'C:\\y.bak' WITH STATS = 50, NAME ="
                + " N'n', CHECKSUM, FORMAT, INIT, COMPRESSION, COPY_ONLY");
    assertThat(answer.messages).extracting(m -> m.number()).containsExactly(3211, 3211, 4035, 3014);
    assertThat(server.server.databases.get("db1").lastLogBackupLsn)
        .as("a copy-only backup starts no chain")
        .isNull();
    server.ok("BACKUP DATABASE db1 TO DISK = 'C:\\x.bak'");
    assertThat(server.server.databases.get("db1").lastLogBackupLsn).isGreaterThan(BigInteger.ZERO);
    server.ok("BACKUP LOG db1 TO DISK = 'NUL'");
    assertThat(
            server
                .ok(
                    "SELECT s.type, s.is_copy_only, f.physical_device_name FROM msdb.dbo.backupset"
                        + " s JOIN msdb..backupmediafamily f ON f.media_set_id = s.media_set_id")
                .results
                .get(0)
                .rows)
        .extracting(r -> r[0] + " " + r[1] + " " + r[2])
        .containsExactly("D true C:\\x.bak", "D false C:\\x.bak", "L false NUL");
    server.ok("ALTER DATABASE db1 SET RECOVERY SIMPLE; ALTER DATABASE db1 SET RECOVERY FULL");
    assertThat(server.ok("SELECT last_log_backup_lsn FROM sys.database_recovery_status"
        + " WHERE database_id = DB_ID('db1')").value()).as("pseudo-simple").isNull();
    assertThat(server.run("BACKUP LOG db1 TO DISK = 'NUL'").errors()).containsExactly(4214, 3013);
  }
}
