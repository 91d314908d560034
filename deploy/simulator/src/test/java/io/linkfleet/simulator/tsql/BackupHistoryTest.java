package io.linkfleet.simulator.tsql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What msdb and the file say about a backup: its chain, its checksums and its name. */
class BackupHistoryTest {
  private final TestServer sql = new TestServer();

  @BeforeEach
  void makeDatabase() {
    sql.database("Sales");
  }

  private void full(String with) {
    sql.ok("BACKUP DATABASE Sales TO DISK = 'f.bak'" + with);
  }

  private void log(String with) {
    sql.ok("BACKUP LOG Sales TO DISK = 'f.bak'" + with);
  }

  private Answer.Rows history() {
    Answer answer =
        sql.ok("SELECT * FROM msdb.dbo.backupset ORDER BY backup_set_id");
    return answer.results.get(0);
  }

  private Answer.Rows header() {
    return sql.ok("RESTORE HEADERONLY FROM DISK = 'f.bak'").results.get(0);
  }

  @Test
  void onlyTheFirstLogBackupBeginsTheChain() {
    full("");
    log(" WITH COPY_ONLY");
    log("");
    log("");
    full("");
    log("");
    assertThat(history().values("begins_log_chain"))
        .containsExactly(false, false, true, false, false, false);
    assertThat(header().values("BeginsLogChain"))
        .containsExactly(false, false, true, false, false, false);
  }

  @Test
  void leavingTheSimpleModelBeginsAnotherChain() {
    full("");
    log("");
    sql.ok("ALTER DATABASE Sales SET RECOVERY SIMPLE");
    sql.ok("ALTER DATABASE Sales SET RECOVERY FULL");
    full("");
    log("");
    log("");
    assertThat(history().values("begins_log_chain"))
        .containsExactly(false, true, false, true, false);
  }

  @Test
  void aCopyThatWasRolledForwardGoesOnWithTheChain() {
    full("");
    log("");
    sql.ok("BACKUP LOG Sales TO DISK = 'tail.trn' WITH NORECOVERY");
    sql.ok("RESTORE DATABASE Sales FROM DISK = 'f.bak' WITH NORECOVERY");
    sql.ok("RESTORE LOG Sales FROM DISK = 'f.bak' WITH FILE = 2");
    log("");
    assertThat(history().values("begins_log_chain")).containsExactly(false, true, false, false);
  }

  @Test
  void checksumsAreThoseOfTheOptionOrOfTheDefault() {
    full("");
    full(" WITH CHECKSUM");
    full(" WITH COMPRESSION");
    sql.ok("EXEC sp_configure 'backup checksum default', 1");
    full("");
    sql.ok("RECONFIGURE");
    full("");
    full(" WITH NO_CHECKSUM");
    sql.ok("EXEC sp_configure 'backup checksum default', 0; RECONFIGURE");
    sql.ok("DBCC TRACEON(3023, -1)");
    log("");
    sql.ok("DBCC TRACEOFF(3023, -1)");
    log("");
    Boolean[] expected = {false, true, false, false, true, false, true, false};
    assertThat(history().values("has_backup_checksums")).containsExactly((Object[]) expected);
    assertThat(header().values("HasBackupChecksums")).containsExactly((Object[]) expected);
    assertThat(header().values("Flags").subList(0, 2)).containsExactly(512, 528);
  }

  @Test
  void whatHasNoChecksumsIsNotCheckedByThem() {
    full("");
    full(" WITH CHECKSUM");
    String verify = "RESTORE VERIFYONLY FROM DISK = 'f.bak' WITH CHECKSUM";
    assertThat(sql.run(verify).errors()).containsExactly(3187, 3013);
    sql.ok(verify + ", FILE = 2");
    String restore = "RESTORE DATABASE Sales FROM DISK = 'f.bak' WITH REPLACE, CHECKSUM";
    assertThat(sql.run(restore).errors()).containsExactly(3187, 3013);
    sql.ok(restore + ", FILE = 2");
  }

  @Test
  void optionsThatExcludeEachOtherAreRefused() {
    for (String with : new String[] {"CHECKSUM, NO_CHECKSUM", "NO_COMPRESSION, COMPRESSION"}) {
      assertThat(sql.run("BACKUP DATABASE Sales TO DISK = 'f.bak' WITH " + with).errors())
          .as(with)
          .containsExactly(3031, 3013);
    }
    assertThat(history().rows).isEmpty();
  }

  @Test
  void aBackupHasTheNameItWasGiven() {
    full("");
    full(" WITH NAME = N'weekly', INIT");
    assertThat(history().values("name")).containsExactly(null, "weekly");
    assertThat(header().values("BackupName")).containsExactly("weekly");
  }
}
