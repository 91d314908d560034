package io.linkfleet.simulator.tsql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each kind of statement does and answers the same, however it is written. */
class SpellingTest {
  /** What a DBA would look at afterwards, without what is new in every run. */
  private static final List<String> LOOK =
      List.of(
          "name, state_desc, recovery_model_desc, is_read_only, user_access_desc, is_in_standby,"
              + " is_master_key_encrypted_by_server FROM sys.databases",
          "name, subject, CASE WHEN expiry_date > '20300101' THEN 1 END, pvt_key_encryption_type, is_active_for_begin_dialog"
              + " FROM sys.certificates",
          "name, state_desc, role_desc, connection_auth_desc, encryption_algorithm_desc,"
              + " is_encryption_enabled FROM sys.database_mirroring_endpoints",
          "port, ip_address FROM sys.tcp_endpoints",
          "name, type_desc, is_disabled FROM sys.server_principals",
          "name, type_desc FROM sys.database_principals",
          "permission_name, state_desc, class_desc FROM sys.server_permissions",
          "name, is_distributed, automated_backup_preference_desc, cluster_type_desc,"
              + " db_failover FROM sys.availability_groups",
          "replica_server_name, endpoint_url, availability_mode_desc, failover_mode_desc,"
              + " seeding_mode_desc, session_timeout, secondary_role_allow_connections_desc"
              + " FROM sys.availability_replicas",
          "database_name, type, is_copy_only, name, recovery_model FROM msdb.dbo.backupset",
          "name, value, value_in_use FROM sys.configurations",
          "DB_NAME(), @@TRANCOUNT");

  private static final String GROUP =
      "CREATE AVAILABILITY GROUP [AG] FOR DATABASE [Sales] REPLICA ON N'sql1' WITH (ENDPOINT_URL ="
          + " N'TCP://10.0.0.4:5022', FAILOVER_MODE = MANUAL, AVAILABILITY_MODE ="
          + " SYNCHRONOUS_COMMIT)";
  private static final String DISTRIBUTED =
      "CREATE AVAILABILITY GROUP [DAG] WITH (DISTRIBUTED) AVAILABILITY GROUP ON N'AG' WITH"
          + " (LISTENER_URL = N'TCP://10.0.0.4:5022', AVAILABILITY_MODE = ASYNCHRONOUS_COMMIT,"
          + " FAILOVER_MODE = MANUAL, SEEDING_MODE = AUTOMATIC, SESSION_TIMEOUT = 20), N'AG_MI' WITH"
          + " (LISTENER_URL = N'tcp://mi.z.database.windows.net:5022;Server=[mi]',"
          + " AVAILABILITY_MODE = ASYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL, SEEDING_MODE ="
          + " AUTOMATIC)";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DROP MASTER KEY",
        "ALTER MASTER KEY DROP ENCRYPTION BY SERVICE MASTER KEY",
        "CREATE CERTIFICATE [c x] WITH SUBJECT = N'it''s c', EXPIRY_DATE = N'20301231'",
        "CREATE CERTIFICATE [c] AUTHORIZATION [U] FROM FILE = N'C:\\own.cer'",
        "ALTER CERTIFICATE [own] WITH ACTIVE FOR BEGIN_DIALOG = OFF",
        "BACKUP CERTIFICATE [own] TO FILE = N'C:\\other.cer'",
        "DROP CERTIFICATE [own]",
        "CREATE ENDPOINT [e] STATE = STARTED AS TCP (LISTENER_PORT = 5023, LISTENER_IP = ALL) FOR"
            + " DATABASE_MIRRORING (AUTHENTICATION = CERTIFICATE [own], ENCRYPTION = REQUIRED"
            + " ALGORITHM AES, ROLE = ALL)",
        "CREATE LOGIN [new one] WITH PASSWORD = N'Str0ng-enough!'",
        "ALTER LOGIN [L] DISABLE",
        "DROP LOGIN [free]",
        "CREATE USER [F] FOR LOGIN [free]",
        "DROP USER [U]",
        "GRANT VIEW SERVER STATE, VIEW ANY DEFINITION TO [L]",
        "ALTER SERVER ROLE [sysadmin] ADD MEMBER [L]",
        "CREATE DATABASE [New Db]",
        "DROP DATABASE IF EXISTS [Other], [Nowhere]",
        "ALTER DATABASE [Other] SET RECOVERY FULL, READ_ONLY",
        "BACKUP DATABASE [Sales] TO DISK = N'C:\\s.bak' WITH COPY_ONLY, CHECKSUM, NAME = N'n', STATS"
            + " = 50",
        "BACKUP LOG [Sales] TO DISK = N'C:\\s.trn' WITH INIT, COMPRESSION",
        "RESTORE DATABASE [Copy] FROM DISK = N'C:\\f.bak' WITH NORECOVERY, MOVE N'Sales' TO"
            + " N'C:\\c.mdf', MOVE N'Sales_log' TO N'C:\\c.ldf', STATS = 50",
        "RESTORE HEADERONLY FROM DISK = N'nowhere.bak'",
        GROUP,
        GROUP + "; " + DISTRIBUTED,
        GROUP + "; ALTER AVAILABILITY GROUP [AG] MODIFY REPLICA ON N'sql1' WITH (SEEDING_MODE ="
            + " AUTOMATIC)",
        GROUP + "; ALTER AVAILABILITY GROUP [AG] REMOVE DATABASE [Sales]",
        GROUP + "; DROP AVAILABILITY GROUP [AG]",
        "DBCC TRACESTATUS (-1)",
        "DBCC SQLPERF (LOGSPACE)",
        "EXEC sp_configure @configname = N'clr enabled', @configvalue = 1; RECONFIGURE",
        "EXEC sys.sp_get_endpoint_certificate @endpoint_type = 3",
        "DECLARE @r int; EXEC @r = sp_getapplock @Resource = N'x', @LockMode = 'Exclusive',"
            + " @LockOwner = 'Session'; SELECT @r AS [locked]",
        "USE [Sales]; CREATE USER [X] WITHOUT LOGIN",
        "SET XACT_ABORT ON; BEGIN TRAN; CREATE LOGIN [t] WITH PASSWORD = N'Str0ng-enough!';"
            + " ROLLBACK TRAN",
        "BEGIN TRY; RAISERROR(N'no %s', 16, 3, N'way'); END TRY BEGIN CATCH; SELECT"
            + " ERROR_NUMBER() AS [n], ERROR_MESSAGE() AS [m]; END CATCH",
        "IF EXISTS (SELECT 1 FROM sys.certificates WHERE name = N'own') PRINT N'there' ELSE"
            + " PRINT N'missing'",
        "SELECT TOP (2) d.[name], COUNT(*) AS [n] FROM sys.databases AS d LEFT JOIN"
            + " sys.availability_groups AS g ON g.[name] = d.[name] WHERE d.database_id > 1 GROUP"
            + " BY d.[name] ORDER BY d.[name] DESC",
        "DECLARE @s nvarchar(100) = N'SELECT @a + 1'; EXEC sp_executesql @s, N'@a int', @a = 2",
        "SELECT CASE WHEN SERVERPROPERTY('IsHadrEnabled') = 1 THEN N'on' ELSE N'off' END",
      })
  void doesTheSameHoweverItIsWritten(String statement) {
    List<Object> expected = run(statement);
    for (String other : Spellings.of(statement)) {
      assertThat(run(other)).as(other).isEqualTo(expected);
    }
  }

  private static List<Object> run(String statement) {
    var server = new TestServer();
    server.database("Sales");
    server.database("Other").recoveryModel = "SIMPLE";
    server.server.certificates.put("own", TestCertificates.own("own", 256));
    server.server.files.put("C:\\own.cer", TestCertificates.own("else", 300).der);
    server.ok(
        "BACKUP DATABASE Sales TO DISK = 'C:\\f.bak';"
            + " CREATE MASTER KEY ENCRYPTION BY PASSWORD = 'Str0ng-enough!';"
            + " CREATE LOGIN L WITH PASSWORD = 'Str0ng-enough!'; CREATE USER U FOR LOGIN L;"
            + " CREATE LOGIN free WITH PASSWORD = 'Str0ng-enough!'");
    Answer answer = server.run(statement);
    var seen = new ArrayList<Object>();
    answer.messages.forEach(m -> seen.add(m.number() + " " + textOf(m.number(), m.text())));
    answer.results.forEach(rows -> seen.add(texts(rows)));
    LOOK.forEach(look -> seen.add(texts(server.ok("SELECT " + look).results.get(0))));
    seen.add(List.copyOf(server.server.files.keySet()));
    return seen;
  }

  /** How long a backup took differs from run to run. */
  private static String textOf(int number, String text) {
    return number == 3014 ? text.replaceAll("in \\d.*", "") : text;
  }

  private static List<List<String>> texts(Answer.Rows rows) {
    return rows.rows.stream()
        .map(row -> java.util.Arrays.stream(row).map(String::valueOf).toList())
        .toList();
  }
}
