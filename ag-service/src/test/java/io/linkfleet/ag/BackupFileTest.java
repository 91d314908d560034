package io.linkfleet.ag;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackupFileTest {
  private static final Instant AT = Instant.parse("2026-11-21T10:11:12.345Z");

  private static String path(String directory, String server, String database) {
    return BackupFile.path(directory, server, database, AT);
  }

  @ParameterizedTest
  @CsvSource({
    "C:\\Backups,C:\\Backups\\",
    "C:\\Backups\\,C:\\Backups\\",
    "\\\\share\\sql,\\\\share\\sql\\",
    "/var/opt/mssql/data,/var/opt/mssql/data/",
    "/backups/,/backups/",
    "C:/Backups,C:/Backups/"
  })
  void theSeparatorIsThatOfTheServersPlatform(String directory, String start) {
    assertThat(path(directory, "SQL01", "Sales")).startsWith(start + "Sales_").endsWith(".bak");
  }

  @Test
  void withoutADirectoryItIsABareFileName() {
    assertThat(path(null, "SQL01", "Sales")).matches("Sales_[0-9a-f]{8}_20261121T101112Z\\.bak");
  }

  @Test
  void noNameLeavesTheDirectoryOrMakesThePathLong() {
    assertThat(path("/b", "SQL01", "../../etc/passwd")).matches("/b/[A-Za-z0-9_-]+\\.bak");
    assertThat(path("/b", "SQL01", "x".repeat(128))).hasSizeLessThan(110);
  }

  @Test
  void databasesServersAndSecondsNeverShareAFile() {
    String one = path("/b", "SQL01", "a b");
    assertThat(path("/b", "SQL01", "a_b")).isNotEqualTo(one);
    assertThat(path("/b", "SQL02", "a b")).isNotEqualTo(one);
    assertThat(BackupFile.path("/b", "SQL01", "a b", AT.plusSeconds(1))).isNotEqualTo(one);
    assertThat(path("/b", "SQL01", "a b")).isEqualTo(one);
  }
}
