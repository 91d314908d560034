package io.linkfleet.simulator.tsql;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.simulator.engine.ServerDescription;
import io.linkfleet.simulator.engine.World;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Backups that go from one server to another. */
class RestoreTest {
  private final World world = new World();
  private final TestServer from = server("from", "16.0.4165.4");
  private final TestServer to = server("to", "16.0.4165.4");

  private TestServer server(String name, String version) {
    return new TestServer(
        world,
        new ServerDescription(
            name, version, "Developer Edition (64-bit)", 3, "SQL_Latin1_General_CP1_CI_AS", true,
            true, name + ".corp.example", "10.0.0.1", 0, Set.of()));
  }

  @BeforeEach
  void makeDatabase() {
    from.database("Sales");
  }

  private static String full(String file) {
    return "BACKUP DATABASE Sales TO DISK = '\\\\share\\" + file + "'";
  }

  private static String log(String file) {
    return "BACKUP LOG Sales TO DISK = '\\\\share\\" + file + "'";
  }

  private static String restore(String file, String with) {
    return "RESTORE DATABASE Sales FROM DISK = '\\\\share\\" + file + "' WITH " + with;
  }

  private static String roll(String file) {
    return "RESTORE LOG Sales FROM DISK = '\\\\share\\" + file + "' WITH NORECOVERY";
  }

  @Test
  void aBackupIsRestoredElsewhereAndRolledForward() {
    from.ok(full("f"));
    from.ok(log("l1"));
    from.ok(log("l2"));
    var told = to.ok(restore("f", "NORECOVERY, STATS = 50"));
    assertThat(told.messages).extracting(m -> m.number())
        .containsExactly(3211, 3211, 4035, 4035, 3014);
    assertThat(told.messages.get(4).text())
        .startsWith("RESTORE DATABASE successfully processed 8192 pages in ");
    assertThat(to.value("state_desc FROM sys.databases WHERE name = 'Sales'"))
        .isEqualTo("RESTORING");
    assertThat(to.run("USE Sales").errors()).containsExactly(927);
    to.ok(roll("l1"));
    to.ok(roll("l2"));
    String family =
        "family_guid FROM sys.database_recovery_status WHERE database_id = DB_ID('Sales')";
    assertThat(to.value(family)).isEqualTo(from.value(family));
    to.ok("RESTORE DATABASE Sales WITH RECOVERY");
    to.ok("USE Sales; USE master");
    assertThat(to.run(roll("l2")).errors()).containsExactly(3117, 3013);
    assertThat(to.run("RESTORE DATABASE Sales").errors()).containsExactly(3153, 3013);
  }

  @Test
  void logsFollowEachOtherWithoutAGap() {
    from.ok(full("f"));
    from.ok(log("l1"));
    from.ok(log("l2"));
    from.ok(full("later"));
    to.ok(restore("f", "NORECOVERY"));
    var gap = to.run(roll("l2"));
    assertThat(gap.errors()).containsExactly(4305, 3013);
    assertThat(gap.messages.get(0).text())
        .matches("The log in this backup set begins at LSN \\d+, which is too recent to apply to"
            + " the database. An earlier log backup that includes LSN \\d+ can be restored.");
    to.ok(roll("l1"));
    to.ok(roll("l1"));
    to.ok(roll("l2"));
    to.ok(restore("later", "NORECOVERY"));
    assertThat(to.run(roll("l1")).errors()).containsExactly(4326, 3013);
  }

  @Test
  void theFilesAndTheHistoryTellHowFarACopyIs() {
    from.ok(full("f"));
    from.ok(log("f"));
    var sets =
        from.ok(
                "SELECT type, position, last_lsn, last_recovery_fork_guid FROM msdb.dbo.backupset"
                    + " WHERE backup_size > 0 ORDER BY backup_set_id DESC")
            .results.get(0);
    assertThat(sets.values("type").subList(0, 2)).containsExactly("L", "D");
    assertThat(sets.values("position").subList(0, 2)).containsExactly(2, 1);
    assertThat(sets.values("last_recovery_fork_guid").get(0))
        .isEqualTo(
            from.value(
                "recovery_fork_guid FROM sys.database_recovery_status"
                    + " WHERE database_id = DB_ID('Sales')"));
    String redo =
        "SELECT name, physical_name, redo_start_lsn FROM sys.master_files"
            + " WHERE database_id = DB_ID('Sales') ORDER BY file_id";
    assertThat(from.ok(redo).results.get(0).values("redo_start_lsn")).containsExactly(null, null);
    to.ok(restore("f", "NORECOVERY, MOVE 'Sales' TO 'D:\\s.mdf'"));
    var files = to.ok(redo).results.get(0);
    Object full = sets.values("last_lsn").get(1);
    assertThat(files.values("redo_start_lsn")).containsExactly(full, full);
    assertThat(files.values("name")).containsExactly("Sales", "Sales_log");
    assertThat(files.values("physical_name")).contains("D:\\s.mdf");
    to.ok(roll("f") + ", FILE = 2");
    Object log = sets.values("last_lsn").get(0);
    assertThat(to.ok(redo).results.get(0).values("redo_start_lsn")).containsExactly(log, log);
    assertThat(
            to.ok("SELECT restore_type FROM msdb.dbo.restorehistory ORDER BY restore_history_id")
                .results.get(0).values("restore_type"))
        .containsExactly("D", "L");
    to.ok("RESTORE DATABASE Sales WITH RECOVERY");
    assertThat(to.ok(redo).results.get(0).values("redo_start_lsn")).containsExactly(null, null);
  }

  @Test
  void theLongestNameStillHasALogWhoseNameFits() {
    String longest = "x".repeat(128);
    from.database(longest);

    assertThat(from.value("name FROM sys.master_files WHERE file_id = 2"
            + " AND database_id = DB_ID('" + longest + "')"))
        .isEqualTo("x".repeat(124) + "_log");
  }

  @Test
  void aRecoveredCopyGoesItsOwnWay() {
    from.ok(full("f"));
    from.ok(log("l1"));
    to.ok(restore("f", "RECOVERY"));
    assertThat(to.run(restore("f", "NORECOVERY")).errors()).containsExactly(3159, 3013);
    from.ok(log("l2"));
    to.ok("BACKUP DATABASE Sales TO DISK = '\\\\share\\own'");
    to.ok(restore("own", "NORECOVERY, REPLACE"));
    // its position lies inside this log, but the log is the other copy's
    assertThat(to.run(roll("l2")).errors()).containsExactly(4330, 3013);
  }

  @Test
  void anotherDatabaseIsOverwrittenOnlyWhenAsked() {
    from.ok(full("f"));
    to.database("Sales");
    assertThat(to.run(restore("f", "NORECOVERY")).errors()).containsExactly(3154, 3013);
    var session = to.as("sa");
    TestServer.run(session, "USE Sales");
    assertThat(to.run(restore("f", "REPLACE, NORECOVERY")).errors()).containsExactly(3101, 3013);
    assertThat(TestServer.run(session, restore("f", "REPLACE")).errors())
        .containsExactly(3102, 3013);
    session.close();
    to.ok(restore("f", "REPLACE, NORECOVERY"));
  }

  @Test
  void aDifferentialNeedsItsOwnFullBackup() {
    from.ok(full("f1"));
    from.ok(full("f2"));
    from.ok(full("d") + " WITH DIFFERENTIAL");
    to.ok(restore("f1", "NORECOVERY"));
    assertThat(to.run(restore("d", "NORECOVERY")).errors()).containsExactly(3136, 3013);
    to.ok(restore("f2", "NORECOVERY"));
    to.ok(restore("d", "NORECOVERY"));
  }

  @Test
  void pathsThatAreTakenHaveToBeMoved() {
    from.ok(full("f"));
    to.ok("RESTORE DATABASE One FROM DISK = '\\\\share\\f'");
    assertThat(to.run("RESTORE DATABASE Two FROM DISK = '\\\\share\\f'").errors())
        .containsExactly(1834, 3156, 3119, 3013);
    assertThat(
            to.run("RESTORE DATABASE Two FROM DISK = '\\\\share\\f' WITH MOVE 'x' TO 'D:\\x'")
                .errors())
        .containsExactly(3234, 3013);
    to.ok(
        """
        RESTORE DATABASE Two FROM DISK = N'\\\\share\\f' WITH FILE = 1, NORECOVERY, NOUNLOAD,
          MOVE N'Sales' TO N'D:\\Two.mdf', MOVE N'Sales_log' TO N'L:\\Two.ldf', STATS = 5
        """);
    to.ok("BACKUP DATABASE One TO DISK = '\\\\share\\one'");
    assertThat(
            to.ok("RESTORE FILELISTONLY FROM DISK = '\\\\share\\one'")
                .results.get(0).values("LogicalName"))
        .containsExactly("Sales", "Sales_log");
  }

  @Test
  void aFileHoldsSeveralSets() {
    from.ok(full("f"));
    from.ok(log("f"));
    var header = from.ok("RESTORE HEADERONLY FROM DISK = '\\\\share\\f'").results.get(0);
    assertThat(header.values("BackupTypeDescription"))
        .containsExactly("Database", "Transaction Log");
    assertThat(header.values("Position")).containsExactly(1, 2);
    assertThat(header.values("ServerName")).containsExactly("from", "from");
    to.ok(restore("f", "NORECOVERY"));
    assertThat(to.run(roll("f")).errors()).containsExactly(3135, 3013);
    to.ok(roll("f") + ", FILE = 2");
    assertThat(to.run(roll("f") + ", FILE = 3").errors()).containsExactly(4038, 3013);
    assertThat(to.ok("RESTORE VERIFYONLY FROM DISK = '\\\\share\\f'").messages.get(0).text())
        .isEqualTo("The backup set on file 1 is valid.");
  }

  @Test
  void filesOnAServersOwnDriveHaveToBeCopied() {
    from.ok("BACKUP DATABASE Sales TO DISK = 'C:\\Backup\\Sales.bak'");
    String restore = "RESTORE DATABASE Sales FROM DISK = 'D:\\Sales.bak' WITH NORECOVERY";
    assertThat(to.run(restore).errors()).containsExactly(3201, 3013);
    assertThat(world.copyFile(from.server, "C:\\none", to.server, "D:\\Sales.bak")).isFalse();
    assertThat(world.copyFile(from.server, "c:\\backup\\sales.bak", to.server, "D:\\Sales.bak"))
        .isTrue();
    to.ok(restore);
  }

  @Test
  void aBackupThatCannotBeWrittenIsNotInTheHistory() {
    world.writeFile(from.server, "C:\\x", new byte[] {1, 2, 3});
    int before = from.server.backups.size();
    assertThat(from.run("BACKUP DATABASE Sales TO DISK = 'C:\\x'").errors()).contains(3013);
    assertThat(from.server.backups).hasSize(before);
  }

  @Test
  void whatIsNoBackupOrTooNewIsRefused() {
    world.writeFile(to.server, "C:\\x", new byte[] {1, 2, 3});
    assertThat(to.run("RESTORE DATABASE Sales FROM DISK = 'C:\\x'").errors())
        .containsExactly(3241, 3013);
    from.ok(full("f"));
    from.ok("BACKUP DATABASE Sales TO DISK = '\\\\share\\1', DISK = '\\\\share\\2'");
    assertThat(to.run(restore("1", "NORECOVERY")).errors()).containsExactly(3132, 3013);
    var old = server("old", "15.0.4312.2");
    assertThat(old.run(restore("f", "NORECOVERY")).errors()).containsExactly(3169, 3013);
    assertThat(TestServer.run(to.as("nobody"), restore("f", "NORECOVERY")).errors())
        .containsExactly(262, 3013);
    assertThat(to.run(roll("f")).errors()).containsExactly(3135, 3013);
    from.ok(log("l"));
    assertThat(to.run(roll("l")).errors()).containsExactly(3118, 3013);
    assertThat(to.run("BEGIN TRANSACTION; " + restore("f", "NORECOVERY")).errors())
        .containsExactly(3021, 3013);
    to.run("ROLLBACK");
    assertThat(to.run(restore("f", "STOPATMARK = 'x'")).errors()).isEqualTo(List.of(50999));
  }

  @Test
  void theRowsAreThoseOfTheBackupAndOfTheLogsAfterIt() {
    from.ok("CREATE TABLE Sales.dbo.t (a int); INSERT Sales.dbo.t VALUES (1)");
    from.ok(full("f"));
    from.ok("INSERT Sales.dbo.t VALUES (2)");
    var open = from.as("sa");
    TestServer.run(open, "USE Sales; BEGIN TRAN; INSERT t VALUES (9)");
    from.ok(log("l1"));
    TestServer.run(open, "ROLLBACK");
    from.ok("INSERT Sales.dbo.t VALUES (3)");
    to.ok(restore("f", "RECOVERY"));
    assertThat(to.value("SUM(a) FROM Sales.dbo.t")).isEqualTo(1);
    to.ok(restore("f", "NORECOVERY, REPLACE"));
    to.ok(roll("l1"));
    to.ok("RESTORE DATABASE Sales WITH RECOVERY");
    assertThat(to.value("SUM(a) FROM Sales.dbo.t")).isEqualTo(3);
    assertThat(from.value("SUM(a) FROM Sales.dbo.t")).isEqualTo(6);
    to.ok("DROP DATABASE Sales");
    to.database("Sales");
    assertThat(to.run("SELECT * FROM Sales.dbo.t").errors()).containsExactly(208);
  }
}
