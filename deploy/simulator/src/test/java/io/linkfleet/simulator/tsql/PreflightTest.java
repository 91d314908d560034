package io.linkfleet.simulator.tsql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person asks a database and its server before it is linked or mirrored. */
class PreflightTest {
  private final TestServer sql = new TestServer();

  @BeforeEach
  void database() {
    sql.database("Sales");
  }

  private Object setting(String column) {
    return sql.value(column + " FROM sys.databases WHERE name = 'Sales'");
  }

  @ParameterizedTest
  @CsvSource({
    "is_accelerated_database_recovery_on, SET ACCELERATED_DATABASE_RECOVERY = ON,"
        + " SET ACCELERATED_DATABASE_RECOVERY = OFF",
    "is_read_committed_snapshot_on, SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE,"
        + " SET READ_COMMITTED_SNAPSHOT OFF",
    "is_trustworthy_on, SET TRUSTWORTHY ON, SET TRUSTWORTHY OFF",
    "is_broker_enabled, SET ENABLE_BROKER WITH ROLLBACK IMMEDIATE, SET DISABLE_BROKER",
  })
  void aSettingIsTurnedOnAndOff(String column, String on, String off) {
    sql.ok("ALTER DATABASE Sales " + off);
    assertThat(setting(column)).isEqualTo(false);
    sql.ok("ALTER DATABASE Sales " + on);
    assertThat(setting(column)).isEqualTo(true);
  }

  @Test
  void aRestoredCopyHasItsBrokerOff() {
    assertThat(setting("is_broker_enabled")).isEqualTo(true);
    sql.ok("BACKUP DATABASE Sales TO DISK = 'C:\\s.bak'");
    sql.ok("DROP DATABASE Sales; RESTORE DATABASE Sales FROM DISK = 'C:\\s.bak'");
    assertThat(setting("is_broker_enabled")).isEqualTo(false);
  }

  @Test
  void aDatabaseThatIsNotOnlineHasNoCollation() {
    assertThat(setting("collation_name")).isEqualTo("SQL_Latin1_General_CP1_CI_AS");
    sql.ok("ALTER DATABASE Sales SET OFFLINE");
    assertThat(setting("collation_name")).isNull();
  }

  @Test
  void acceleratedRecoveryCameWith2019() {
    var older = new TestServer("sql1", "14.0.3490.10", true);
    older.database("Sales");
    assertThat(
            older.run("ALTER DATABASE Sales SET ACCELERATED_DATABASE_RECOVERY = ON").errors())
        .containsExactly(102);
    assertThat(
            older.run("SELECT is_accelerated_database_recovery_on FROM sys.databases").errors())
        .containsExactly(207);
    assertThat(
            new TestServer("sql1", "13.0.7000.253", true)
                .run("SELECT host_platform FROM sys.dm_os_host_info").errors())
        .containsExactly(208);
    assertThat(older.value("host_platform FROM sys.dm_os_host_info")).isEqualTo("Windows");
  }

  @Test
  void itHasOneFileOfEachKindInOneFilegroup() {
    assertThat(sql.value("COUNT(*) FROM Sales.sys.database_files WHERE type = 1")).isEqualTo(1);
    assertThat(sql.value("COUNT(*) FROM Sales.sys.database_files WHERE type = 2")).isEqualTo(0);
    assertThat(sql.value("type FROM Sales.sys.filegroups")).isEqualTo("FG");
    assertThat(
            sql.value(
                "COUNT(*) FROM sys.master_files m JOIN sys.databases d ON d.database_id ="
                    + " m.database_id WHERE d.name = 'Sales' AND m.size > 0"))
        .isEqualTo(2);
    assertThat(
            sql.value(
                "COUNT(*) FROM Sales.sys.tables WHERE is_memory_optimized = 1 OR is_filetable = 1"))
        .isEqualTo(0);
    assertThat(sql.value("COUNT(*) FROM sys.dm_database_encryption_keys")).isEqualTo(0);
  }

  @Test
  void theFillOfItsLogIsThatOfTheCounter() {
    sql.server.databases.get("Sales").logUsed = 0.5;
    Answer answer =
        sql.ok("USE Sales; SELECT used_log_space_in_percent, total_log_size_in_bytes"
            + " FROM sys.dm_db_log_space_usage");
    assertThat(answer.results.get(0).rows.get(0)).containsExactly(50f, 256L << 20);
  }

  @Test
  void whoListensIsSeen() {
    String mirroring =
        "COUNT(*) FROM sys.dm_tcp_listener_states WHERE type_desc = 'DATABASE_MIRRORING'"
            + " AND port = 5022 AND state_desc = 'ONLINE'";
    assertThat(sql.value("COUNT(*) FROM sys.dm_tcp_listener_states WHERE type_desc = 'TSQL'"))
        .isEqualTo(2);
    assertThat(sql.value(mirroring)).isEqualTo(0);
    sql.ok(
        "CREATE ENDPOINT e STATE = STARTED AS TCP (LISTENER_PORT = 5022) FOR DATABASE_MIRRORING"
            + " (ROLE = ALL)");
    assertThat(sql.value(mirroring)).isEqualTo(2);
    sql.ok("ALTER ENDPOINT e STATE = STOPPED");
    assertThat(sql.value(mirroring)).isEqualTo(0);
  }
}
