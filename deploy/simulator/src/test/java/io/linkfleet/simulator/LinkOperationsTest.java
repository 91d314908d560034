package io.linkfleet.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.simulator.engine.Certificate;
import io.linkfleet.simulator.engine.ManagedInstance.TrustCertificate;
import io.linkfleet.simulator.engine.X509;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator asks a linked pair, from the checks before the link to its certificates. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LinkOperationsTest {
  private LinkedWorld world;

  @BeforeAll
  void start() {
    world = new LinkedWorld().linked();
    world.server.masterKey = true;
    world.run("SQL01", "CREATE LOGIN partner WITH PASSWORD = 'Str0ng-enough!'");
    world.run("SQL01", "GRANT CONNECT ON ENDPOINT::mirroring TO partner");
  }

  @AfterAll
  void stop() {
    world.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "build and edition | SQL01 | SELECT SERVERPROPERTY('ProductVersion'),"
            + " SERVERPROPERTY('EngineEdition'), SERVERPROPERTY('Edition')"
            + " | 16\\.0\\.\\d+\\.\\d+ 3 Developer Edition \\(64-bit\\)",
        "its procedures | SQL01 | SELECT name FROM sys.system_objects WHERE name IN"
            + " ('sp_certificate_add_issuer', 'sp_get_endpoint_certificate') ORDER BY name"
            + " | sp_certificate_add_issuer;sp_get_endpoint_certificate",
        "administrator | SQL01 | SELECT IS_SRVROLEMEMBER('sysadmin') | 1",
        "groups are possible | SQL01 | SELECT SERVERPROPERTY('IsHadrEnabled') | 1",
        "groups, for a reader | SQL01 | DECLARE @enabled sql_variant ="
            + " (SELECT SERVERPROPERTY('IsHadrEnabled')) SELECT CASE @enabled WHEN 0 THEN 'no'"
            + " WHEN 1 THEN 'yes' ELSE '?' END | yes",
        "trace flags | SQL01 | DBCC TRACESTATUS (1800, 9567) WITH NO_INFOMSGS"
            + " | 1800 0 0 0;9567 0 0 0",
        "master key | SQL01 | SELECT symmetric_key_id, algorithm_desc FROM"
            + " master.sys.symmetric_keys WHERE name = '##MS_DatabaseMasterKey##' | 101 AES_256",
        "that opens by itself | SQL01 | SELECT is_master_key_encrypted_by_server FROM"
            + " sys.databases WHERE name = 'master' | 1",
        "endpoint | SQL01 | SELECT d.name, d.state_desc, d.role_desc, d.connection_auth_desc,"
            + " d.is_encryption_enabled, d.encryption_algorithm_desc, t.port, t.ip_address FROM"
            + " sys.database_mirroring_endpoints d JOIN sys.tcp_endpoints t ON t.endpoint_id ="
            + " d.endpoint_id | mirroring STARTED ALL CERTIFICATE 1 AES 5022 null",
        "who may connect | SQL01 | SELECT e.name, p.permission_name, p.state_desc, g.name FROM"
            + " sys.server_permissions p JOIN sys.endpoints e ON e.endpoint_id = p.major_id JOIN"
            + " sys.server_principals g ON g.principal_id = p.grantee_principal_id WHERE"
            + " p.class_desc = 'ENDPOINT' | mirroring CONNECT GRANT partner",
        "certificates | SQL01 | SELECT name, pvt_key_encryption_type_desc, CASE WHEN expiry_date >"
            + " GETUTCDATE() AND start_date < GETUTCDATE() THEN 'valid' END FROM sys.certificates"
            + " WHERE name LIKE 'Cert[_]%' | Cert_SQL01_endpoint ENCRYPTED_BY_MASTER_KEY valid",
        "log chain | SQL01 | SELECT CASE WHEN last_log_backup_lsn IS NULL THEN 'none' ELSE 'yes'"
            + " END FROM sys.database_recovery_status WHERE database_id = DB_ID('Sales') | yes",
        "connected | SQL01 | SELECT rs.connected_state_desc, rs.last_connect_error_number FROM"
            + " sys.dm_hadr_availability_replica_states rs JOIN sys.availability_replicas r ON"
            + " r.replica_id = rs.replica_id WHERE r.replica_server_name = 'mi-west'"
            + " | CONNECTED null",
        "health | SQL01 | SELECT ag.name, rs.synchronization_health_desc FROM"
            + " sys.availability_groups ag JOIN sys.dm_hadr_availability_replica_states rs ON"
            + " ag.group_id = rs.group_id WHERE rs.is_local = 0 AND rs.role = 2 AND"
            + " ag.is_distributed = 1 | DAG_Sales HEALTHY",
        "lag | SQL01 | SELECT drs.synchronization_state_desc, drs.secondary_lag_seconds,"
            + " drs.log_send_queue_size, drs.redo_queue_size FROM"
            + " sys.dm_hadr_database_replica_states drs JOIN sys.availability_groups ag ON"
            + " ag.group_id = drs.group_id WHERE ag.is_distributed = 1 AND drs.is_local = 0"
            + " | SYNCHRONIZING \\d+ \\d+ \\d+",
        "why the log is kept | SQL01 | SELECT log_reuse_wait_desc FROM sys.databases WHERE name ="
            + " 'Sales' | NOTHING",
        "log space | SQL01 | DBCC SQLPERF(LOGSPACE) | .*Sales \\d.*",
        "role | SQL01 | SELECT rs.role_desc FROM sys.dm_hadr_availability_replica_states rs JOIN"
            + " sys.availability_groups ag ON ag.group_id = rs.group_id WHERE ag.is_distributed = 1"
            + " AND rs.is_local = 1 | PRIMARY",
        "role there | mi-west | SELECT rs.role_desc FROM sys.dm_hadr_availability_replica_states rs"
            + " JOIN sys.availability_groups ag ON ag.group_id = rs.group_id WHERE"
            + " ag.is_distributed = 1 AND rs.is_local = 1 | SECONDARY",
        "position there | mi-west | SELECT ag.name, CASE WHEN drs.last_hardened_lsn > 0 THEN"
            + " 'moves' END FROM sys.dm_hadr_database_replica_states drs JOIN sys.databases db ON"
            + " db.database_id = drs.database_id JOIN sys.availability_groups ag ON ag.group_id ="
            + " drs.group_id WHERE ag.is_distributed = 1 AND drs.is_primary_replica = 1 AND db.name"
            + " = 'Sales' | DAG_Sales moves",
        "first backup there | mi-west | SELECT COUNT(*) FROM msdb.dbo.backupset WHERE type = 'D'"
            + " AND database_name = 'Sales' | 0",
        "the instance | mi-west | SELECT SERVERPROPERTY('EngineEdition') | 8",
      })
  void answers(String what, String server, String query, String pattern) {
    assertThat(String.join(";", world.rows(server, query))).matches("(?s)" + pattern);
  }

  @Test
  void theEndpointsCertificateCanBeUploadedAndDownloaded() {
    assertThat(world.one("SQL01", "EXEC sp_get_endpoint_certificate 4"))
        .isEqualTo(world.one("SQL01", "SELECT CERTENCODED(CERT_ID('Cert_SQL01_endpoint'))"));
    assertThat(world.one("mi-west", "EXEC sp_get_endpoint_certificate 4"))
        .isEqualTo(
            world.one(
                "SQL01", "SELECT CERTENCODED(CERT_ID('mi-west.a1.database.windows.net'))"));
    world.run("SQL01", "EXEC sp_validate_certificate_ca_chain 257");
  }

  @Test
  void theLogIsKeptWhileATraceFlagSaysSo() {
    world.run("SQL01", "DBCC TRACEON (12381, -1)");
    assertThat(world.rows("SQL01", "DBCC TRACESTATUS (12381)")).containsExactly("12381 1 1 0");
    world.run("SQL01", "DBCC TRACEOFF (12381, -1)");
    assertThat(world.rows("SQL01", "DBCC TRACESTATUS (12381)")).containsExactly("12381 0 0 0");
  }

  /** Views that the pages on the link name and whose columns they do not describe. */
  @ParameterizedTest
  @CsvSource({
    "sys.dm_hadr_fabric_config_parameters, 4",
    "sys.dm_hadr_fabric_partitions, 1",
    "sys.dm_hadr_fabric_replicas, 1",
    "sys.dm_hadr_fabric_nodes, 1",
  })
  void theFabricIsSeenFromTheInstanceAlone(String view, int rows) {
    assertThat(world.rows("mi-west", "SELECT * FROM " + view)).hasSize(rows);
    assertThat(world.error("SQL01", "SELECT * FROM " + view)).isEqualTo(50999);
    assertThat(
            world.one(
                "SQL01",
                "SELECT COUNT(*) FROM sys.system_objects WHERE 'sys.' + name = '" + view + "'"))
        .isEqualTo("0");
  }

  @Test
  void theServersCertificateIsReplacedWhileTheLinkStands() throws Exception {
    try (LinkedWorld pair = new LinkedWorld().linked()) {
      pair.server.masterKey = true;
      pair.run("SQL01", "CREATE CERTIFICATE next WITH SUBJECT = 'next', EXPIRY_DATE = '20991231'");
      Certificate next = pair.server.certificates.get("next");
      pair.instance.trustCertificates.put(
          next.name, new TrustCertificate(next.name, next.der, X509.hex(next.der)));

      pair.run(
          "SQL01",
          "ALTER ENDPOINT mirroring FOR DATABASE_MIRRORING (AUTHENTICATION = CERTIFICATE next)");

      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> pair.link().at(certificate("certificateName")).asText().equals("next")
                  && pair.link().at("/properties/databases/0/connectedState").asText()
                      .equals("CONNECTED"));
      pair.run("SQL01", "DROP CERTIFICATE [Cert_SQL01_endpoint]");
      assertThat(pair.one("SQL01", "SELECT name FROM sys.certificates WHERE name = 'next'"))
          .isEqualTo("next");
      assertThat(pair.link().at(certificate("expiryDate")).asText()).startsWith("2099-12-31");
      assertThat(pair.one("SQL01", "SELECT port FROM sys.tcp_endpoints WHERE name = 'mirroring'"))
          .as("what was not named stays")
          .isEqualTo("5022");
    }
  }

  private static String certificate(String field) {
    return "/properties/databases/0/partnerAuthCertValidity/" + field;
  }

  @Test
  void theEndOfASeedingCanBeEstimated() {
    try (LinkedWorld pair = new LinkedWorld()) {
      pair.simulator.world().settings.seedingBytesPerSecond = 1 << 16;
      pair.createLink();
      String query =
          "SELECT DISTINCT CONVERT(varchar(8), DATEADD(second, DATEDIFF(second, start_time_utc,"
              + " estimate_time_complete_utc), 0), 108) FROM sys.dm_hadr_physical_seeding_stats"
              + " WHERE transfer_rate_bytes_per_second > 0";
      List<String> estimate =
          Awaitility.await()
              .atMost(Duration.ofSeconds(20))
              .until(() -> pair.rows("SQL01", query), rows -> !rows.isEmpty());
      assertThat(estimate).singleElement().asString().matches("00:\\d\\d:\\d\\d");
      assertThat(
              pair.one(
                  "SQL01",
                  """
                  SELECT s.local_database_name, a.current_state, a.is_source,
                    s.database_size_bytes / 1024 / 1024, s.is_compression_enabled,
                    a.completion_time, a.number_of_attempts
                  FROM sys.dm_hadr_physical_seeding_stats AS s
                  INNER JOIN sys.dm_hadr_automatic_seeding AS a
                    ON local_physical_seeding_id = operation_id
                  """))
          .isEqualTo("Sales SEEDING 1 8 0 null 1");
    }
  }

  @Test
  void aProcedureWithParametersIsCalledByTheDriver() throws Exception {
    world.run("SQL01", "CREATE PROCEDURE twice @n int, @twice int OUTPUT AS"
        + " SET @twice = 2 * @n RETURN 7");
    try (var call = world.sql("SQL01").prepareCall("{? = call twice(?, ?)}")) {
      call.registerOutParameter(1, java.sql.Types.INTEGER);
      call.setInt(2, 21);
      call.registerOutParameter(3, java.sql.Types.INTEGER);
      call.execute();
      assertThat(call.getInt(1)).isEqualTo(7);
      assertThat(call.getInt(3)).isEqualTo(42);
    }
  }

  /** What the page on troubleshooting asks before a log backup and before a link is dropped. */
  @Test
  void thePageOnTroubleshootingIsAnswered() {
    world.run("SQL01", "BACKUP LOG Sales TO DISK = 'Sales.trn'");
    assertThat(
            world.one(
                "SQL01",
                """
                DECLARE @last datetime
                SELECT TOP 1 @last = b.backup_finish_date
                FROM master.sys.sysdatabases d
                LEFT OUTER JOIN msdb..backupSET b ON b.database_name = d.name AND b.type = 'L'
                WHERE d.name = 'Sales'
                ORDER BY backup_finish_date DESC
                SELECT DATEDIFF(minute, @last, CURRENT_TIMESTAMP)
                """))
        .isIn("0", "1");
    assertThat(
            world.one(
                "SQL01",
                """
                SELECT TOP (100)
                  CONVERT (NUMERIC (20, 2),
                    CASE WHEN bs.compressed_backup_size > 0
                      THEN CONVERT (FLOAT, bs.backup_size)
                        / CONVERT (FLOAT, bs.compressed_backup_size)
                      ELSE NULL END) AS [Compression Ratio],
                  bs.is_copy_only, bs.has_backup_checksums, bmf.physical_block_size
                FROM msdb.dbo.backupset AS bs WITH (NOLOCK)
                INNER JOIN msdb.dbo.backupmediafamily AS bmf WITH (NOLOCK)
                  ON bs.media_set_id = bmf.media_set_id
                WHERE bs.[type] = 'L'
                ORDER BY bs.backup_finish_date DESC
                OPTION (RECOMPILE)
                """))
        .isEqualTo("1.00 0 0 512");
  }
}
