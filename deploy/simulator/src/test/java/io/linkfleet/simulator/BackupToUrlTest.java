package io.linkfleet.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Backups in blobs: from a server, and from an instance back to a server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BackupToUrlTest {
  private static final String CONTAINER = "https://store.blob.core.windows.net/backups";
  private static final String CREDENTIAL =
      "CREATE CREDENTIAL [" + CONTAINER + "] WITH IDENTITY = 'SHARED ACCESS SIGNATURE',"
          + " SECRET = 'sv=2024-11-04&sig=Very-Secret'";

  private LinkedWorld world;

  @BeforeAll
  void start() {
    world = new LinkedWorld().linked();
  }

  @AfterAll
  void stop() {
    world.close();
  }

  private static String url(String name) {
    return "URL = N'" + CONTAINER + "/" + name + "'";
  }

  @Test
  void anInstanceGivesACopyThatAServerRestores() {
    String copy = "BACKUP DATABASE Sales TO " + url("copy.bak");
    assertThat(world.error("mi-west", copy)).as("only COPY_ONLY").isEqualTo(41904);
    assertThat(world.error("mi-west", copy + " WITH COPY_ONLY")).as("credential").isEqualTo(3201);
    world.run("mi-west", CREDENTIAL);
    assertThat(world.error("mi-west", CREDENTIAL)).isEqualTo(15530);
    world.run("mi-west", copy + " WITH COPY_ONLY, CHECKSUM");
    assertThat(
            world.error("mi-west", "BACKUP DATABASE Sales TO DISK = 'C:\\s.bak' WITH COPY_ONLY"))
        .isEqualTo(50999);

    String restore = "RESTORE DATABASE Sales2 FROM " + url("copy.bak") + " WITH MOVE 'Sales' TO"
        + " 'C:\\s2.mdf', MOVE 'Sales_log' TO 'C:\\s2.ldf'";
    assertThat(world.error("SQL01", restore)).isEqualTo(3201);
    world.run("SQL01", CREDENTIAL);
    world.run("SQL01", restore);
    assertThat(world.one("SQL01", "SELECT state_desc FROM sys.databases WHERE name = 'Sales2'"))
        .isEqualTo("ONLINE");
    assertThat(
            world.one(
                "SQL01", "SELECT credential_identity FROM sys.credentials WHERE credential_id > 1"))
        .isEqualTo("SHARED ACCESS SIGNATURE");
    assertThat(world.simulator.world().record.all())
        .extracting(effect -> effect.text())
        .noneMatch(text -> text.contains("Very-Secret"));

    world.run("SQL01", "BACKUP DATABASE Sales2 TO " + url("again.bak"));
    assertThat(
            world.one(
                "SQL01",
                "SELECT f.device_type FROM msdb.dbo.backupset s JOIN msdb.dbo.backupmediafamily f"
                    + " ON f.media_set_id = s.media_set_id WHERE s.database_name = 'Sales2'"))
        .isEqualTo("9");
    assertThat(world.error("SQL01", "BACKUP DATABASE Sales2 TO URL = 'C:\\s.bak'"))
        .isEqualTo(3201);
    world.run("SQL01", "DROP CREDENTIAL [" + CONTAINER + "]");
    assertThat(world.error("SQL01", "DROP CREDENTIAL [" + CONTAINER + "]")).isEqualTo(15151);
  }

  @Test
  void anOlderServerCannotRestoreIt() {
    try (LinkedWorld older = new LinkedWorld("version: 2019").linked()) {
      older.run("mi-west", CREDENTIAL);
      older.run("SQL01", CREDENTIAL);
      older.run("mi-west", "BACKUP DATABASE Sales TO " + url("new.bak") + " WITH COPY_ONLY");
      assertThat(older.error("SQL01", "RESTORE DATABASE X FROM " + url("new.bak"))).isEqualTo(3169);
    }
  }
}
