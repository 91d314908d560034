package io.linkfleet.simulator.tsql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The last log of a database, standby copies, and stopping at a moment. */
class TailLogTest {
  private static final String STATE =
      "state_desc + ' ' + CAST(is_in_standby AS char(1)) + CAST(is_read_only AS char(1))"
          + " FROM sys.databases WHERE name = 'Sales'";
  private final TestServer server = new TestServer();

  @BeforeEach
  void makeDatabase() {
    server.database("Sales");
    server.ok("BACKUP DATABASE Sales TO DISK = 'f.bak'");
  }

  private String state() {
    return (String) server.value(STATE);
  }

  @Test
  void theTailLeavesTheDatabaseRestoring() {
    server.ok("BACKUP LOG Sales TO DISK = 'tail.trn' WITH NORECOVERY, INIT");
    assertThat(state()).isEqualTo("RESTORING 00");
    assertThat(server.run("BACKUP LOG Sales TO DISK = 'x.trn'").errors())
        .containsExactly(927, 3013);
    server.ok("RESTORE DATABASE Sales FROM DISK = 'f.bak' WITH NORECOVERY");
    server.ok("RESTORE LOG Sales FROM DISK = 'tail.trn' WITH RECOVERY");
    assertThat(state()).isEqualTo("ONLINE 00");
  }

  @Test
  void theTailNeedsTheDatabaseForItself() {
    var other = server.as("sa");
    TestServer.run(other, "USE Sales");
    assertThat(server.run("BACKUP LOG Sales TO DISK = 't.trn' WITH NORECOVERY").errors())
        .containsExactly(3101, 3013);
    assertThat(state()).isEqualTo("ONLINE 00");
    assertThat(server.run("BACKUP DATABASE Sales TO DISK = 't' WITH NORECOVERY").errors())
        .containsExactly(3032, 3013);
    assertThat(
            server.run("BACKUP LOG Sales TO DISK = 't' WITH NORECOVERY, STANDBY = 'u'").errors())
        .containsExactly(3031, 3013);
  }

  @Test
  void aStandbyIsReadBetweenTwoLogs() {
    server.ok("BACKUP LOG Sales TO DISK = 'l1.trn'");
    server.ok("BACKUP LOG Sales TO DISK = 'l2.trn' WITH STANDBY = 'undo.dat'");
    assertThat(state()).isEqualTo("ONLINE 11");
    server.ok("RESTORE DATABASE Sales FROM DISK = 'f.bak' WITH STANDBY = 'undo.dat'");
    server.ok("USE Sales; SELECT DB_NAME(); USE master");
    assertThat(server.run("BACKUP DATABASE Sales TO DISK = 'x'").errors())
        .containsExactly(3036, 3013);
    server.ok("RESTORE LOG Sales FROM DISK = 'l1.trn' WITH STANDBY = 'undo.dat'");
    assertThat(state()).isEqualTo("ONLINE 11");
    server.ok("RESTORE LOG Sales FROM DISK = 'l2.trn' WITH NORECOVERY");
    assertThat(state()).isEqualTo("RESTORING 00");
    server.ok("RESTORE DATABASE Sales WITH RECOVERY");
    assertThat(state()).isEqualTo("ONLINE 00");
  }

  @Test
  void logsAreRestoredUpToAMoment() {
    server.ok("BACKUP LOG Sales TO DISK = 'l1.trn' WITH NORECOVERY");
    LocalDateTime now =
        LocalDateTime.ofInstant(
            server.world.clock.instant().truncatedTo(ChronoUnit.SECONDS), ZoneOffset.UTC);
    String full = "RESTORE DATABASE Sales FROM DISK = 'f.bak' WITH NORECOVERY";
    assertThat(server.run(full + ", STOPAT = '" + now.minusDays(1) + "'").errors())
        .as("the full backup was taken later")
        .containsExactly(4338, 3013);
    server.ok(full);
    var short_ = server.ok(
        "RESTORE LOG Sales FROM DISK = 'l1.trn' WITH RECOVERY, STOPAT = '" + now.plusDays(1) + "'");
    assertThat(short_.messages.get(short_.messages.size() - 2).text())
        .startsWith("This backup set contains records that were logged before");
    assertThat(state()).as("the log does not reach that moment").isEqualTo("RESTORING 00");
    assertThat(
            server
                .run(
                    "RESTORE LOG Sales FROM DISK = 'l1.trn' WITH STOPAT = '" + now.minusDays(1)
                        + "'")
                .errors())
        .containsExactly(4338, 3013);
  }

  @Test
  void twoBackupsOfOneDatabaseAtATimeAreRefused() {
    server.world.statementLatencyNanos.put("BACKUP DATABASE", Duration.ofMinutes(1).toNanos());
    var other = server.as("sa");
    var first =
        CompletableFuture.supplyAsync(
            () -> TestServer.run(other, "BACKUP DATABASE Sales TO DISK = 'a.bak'"));
    await().until(() -> server.server.databases.get("Sales").backingUp);
    assertThat(server.run("BACKUP DATABASE Sales TO DISK = 'b.bak'").errors())
        .containsExactly(3023, 3013);
    server.ok("BACKUP LOG Sales TO DISK = 'l.trn'");
    other.cancel();
    first.join();
    server.world.statementLatencyNanos.clear();
    server.ok("BACKUP DATABASE Sales TO DISK = 'b.bak'");
  }
}
