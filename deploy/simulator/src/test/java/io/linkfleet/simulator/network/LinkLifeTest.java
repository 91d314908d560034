package io.linkfleet.simulator.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.simulator.engine.BackupSet;
import io.linkfleet.simulator.engine.Endpoint;
import io.linkfleet.simulator.engine.ManagedInstance;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What happens to a link over time: seeding, breaking, coming back, going. */
class LinkLifeTest {

  @Test
  void staysDisconnectedWithoutErrorWhileNoLinkExists() {
    var f = new LinkFixture();
    f.instance.links.clear();

    f.connected();

    assertThat(f.remote.connected).isFalse();
    assertThat(f.remote.lastErrorNumber).isZero();
    assertThat(f.replica.connected).as("the plain group").isTrue();
    assertThat(f.replica.health).isEqualTo(2);
  }

  @Test
  void seedsAtTheSpeedOfTheLineAndThenSynchronizes() {
    var f = new LinkFixture();
    f.world.settings.seedingBytesPerSecond = 16L << 20;

    f.pass(Duration.ofMillis(2350));

    assertThat(f.remote.connected).isTrue();
    assertThat(f.remote.seeding.state).isEqualTo("SEEDING");
    assertThat(f.remote.seeding.transferredBytes).isBetween(30L << 20, 34L << 20);
    assertThat(f.remote.seeding.bytesPerSecond).isEqualTo(16L << 20);
    assertThat(f.remote.health).isZero();
    assertThat(f.instance.databases).containsEntry("Sales", "Restoring");
    assertThat(f.link.state).isEqualTo("CreatingLink");

    f.pass(Duration.ofSeconds(3));

    assertThat(f.remote.seeding.state).isEqualTo("COMPLETED");
    assertThat(f.remote.seeding.transferredBytes).isEqualTo(f.database.sizeBytes);
    assertThat(f.remote.health).isEqualTo(2);
    assertThat(f.remote.synchronization).as("asynchronous commit").isEqualTo(1);
    assertThat(f.instance.databases).containsEntry("Sales", "Online");
    assertThat(f.link.state).isEqualTo("LinkSynchronizing");
  }

  @Test
  void sharesTheLineOfAServerAmongItsSeedings() {
    var f = new LinkFixture();
    f.world.settings.seedingBytesPerSecond = 16L << 20;
    var second = f.secondLink("Stock");

    f.pass(Duration.ofMillis(2350));

    assertThat(f.remote.seeding.transferredBytes).isBetween(14L << 20, 18L << 20);
    assertThat(second.seeding.transferredBytes).isBetween(14L << 20, 18L << 20);
  }

  @Test
  void doesNotSeedWhenAMemberSaysManual() {
    var f = new LinkFixture();
    f.remote.seedingMode = 1;

    f.pass(Duration.ofMinutes(6));

    assertThat(f.remote.seeding).isNull();
    assertThat(f.link.state).isEqualTo("LinkCreationError");
    assertThat(f.link.errorNumber).isEqualTo(41977);
  }

  @Test
  void startsSeedingFromZeroAfterTheConnectionBroke() {
    var f = new LinkFixture();
    f.world.settings.seedingBytesPerSecond = 16L << 20;
    f.pass(Duration.ofSeconds(2));
    long before = f.remote.seeding.transferredBytes;

    f.network.cut("SQL01");
    f.pass(Duration.ofMillis(200));

    assertThat(f.remote.connected).isFalse();
    assertThat(f.remote.lastErrorNumber).isIn(35206, 35201);
    assertThat(f.remote.seeding.state).isEqualTo("FAILED");

    f.network.mend("SQL01");
    f.pass(Duration.ofMillis(600));

    assertThat(f.remote.connected).isTrue();
    assertThat(f.remote.seeding.state).isEqualTo("SEEDING");
    assertThat(f.remote.seeding.attempts).isEqualTo(2);
    assertThat(f.remote.seeding.transferredBytes).isLessThan(before);
  }

  @Test
  void losesTheLinkWhenALogBackupTruncatesDuringSeeding() {
    var f = new LinkFixture();
    f.world.settings.seedingBytesPerSecond = 16L << 20;
    f.pass(Duration.ofSeconds(1));

    f.server.backups.add(logBackup("Sales"));
    f.pass(Duration.ofMillis(100));

    assertThat(f.link.state).isEqualTo("LinkCreationError");
    assertThat(f.link.errorNumber).isEqualTo(1412);
    assertThat(f.link.errorText).contains("\"Sales\"");
    assertThat(f.remote.seeding.state).isEqualTo("FAILED");
    assertThat(f.remote.seeding.errorCode).isEqualTo(1412);
    assertThat(f.instance.databases).doesNotContainKey("Sales");
  }

  @Test
  void survivesALogBackupDuringSeedingUnderTheTraceFlag() {
    var f = new LinkFixture();
    f.server.traceFlags.add(12381);
    f.world.settings.seedingBytesPerSecond = 16L << 20;
    f.pass(Duration.ofSeconds(1));

    f.server.backups.add(logBackup("Sales"));
    f.pass(Duration.ofSeconds(5));

    assertThat(f.link.state).isEqualTo("LinkSynchronizing");
  }

  @Test
  void doesNotMindALogBackupOfAnotherDatabaseOrAfterSeeding() {
    var f = new LinkFixture();
    f.world.settings.seedingBytesPerSecond = 16L << 20;
    f.pass(Duration.ofSeconds(1));
    f.server.backups.add(logBackup("Other"));
    f.pass(Duration.ofSeconds(5));

    f.server.backups.add(logBackup("Sales"));
    f.pass(Duration.ofSeconds(1));

    assertThat(f.link.state).isEqualTo("LinkSynchronizing");
  }

  @Test
  void losesTheLinkWhenTheDatabaseBecomesSimpleDuringSeeding() {
    var f = new LinkFixture();
    f.world.settings.seedingBytesPerSecond = 16L << 20;
    f.pass(Duration.ofSeconds(1));

    f.database.recoveryModel = "SIMPLE";
    f.pass(Duration.ofMillis(100));

    assertThat(f.link.errorNumber).isEqualTo(1408);
  }

  @Test
  void dropsTheConnectionWhenTheEndpointChangesAndComesBack() {
    var f = new LinkFixture().connected();

    f.endpoint.connectionAuth = 7;
    f.pass(Duration.ofMillis(100));
    assertThat(f.remote.connected).isFalse();
    assertThat(f.remote.health).isZero();
    assertThat(f.remote.lastErrorNumber).isEqualTo(35206);

    f.pass(Duration.ofSeconds(1));
    assertThat(f.remote.connected).isTrue();
    assertThat(f.remote.health).isEqualTo(2);
    assertThat(f.remote.seeding.attempts).as("no second seeding").isEqualTo(1);
  }

  @Test
  void keepsAConnectionOverTheExpiryOfACertificateUntilItMustBeMadeAgain() {
    var f = new LinkFixture().connected();

    f.world.clock.offset(Duration.ofDays(366));
    f.pass(Duration.ofSeconds(5));
    assertThat(f.remote.connected).isTrue();

    f.network.dropConnections("sql01");
    f.pass(Duration.ofSeconds(5));
    assertThat(f.remote.connected).isFalse();
    assertThat(f.remote.lastErrorText).contains("Certificate expired");
    assertThat(f.link.state).as("a link that worked is not undone").isEqualTo("LinkSynchronizing");
    assertThat(f.link.errorNumber).isEqualTo(41973);

    f.world.clock.offset(Duration.ZERO);
    f.pass(Duration.ofSeconds(2));
    assertThat(f.remote.connected).isTrue();
    assertThat(f.link.errorNumber).isZero();
  }

  @Test
  void disconnectsWhenTheServerStopsOrTheEndpointIsReplaced() {
    var f = new LinkFixture().connected();

    f.server.up = false;
    f.pass(Duration.ofMillis(100));
    assertThat(f.remote.connected).isFalse();

    f.server.up = true;
    f.server.endpoint = new Endpoint();
    f.pass(Duration.ofSeconds(2));
    assertThat(f.remote.connected).as("another endpoint").isFalse();
  }

  @Test
  void leavesASeededDatabaseOnTheInstanceWhenTheLinkIsDeleted() {
    var f = new LinkFixture().connected();

    f.instance.links.remove("DAG_Sales");
    f.pass(Duration.ofMillis(100));

    assertThat(f.remote.connected).isFalse();
    assertThat(f.instance.databases).containsEntry("Sales", "Online");
  }

  @Test
  void removesAHalfSeededDatabaseWhenTheLinkIsDeleted() {
    var f = new LinkFixture();
    f.world.settings.seedingBytesPerSecond = 1L << 20;
    f.connected();

    f.instance.links.remove("DAG_Sales");
    f.pass(Duration.ofMillis(100));

    assertThat(f.instance.databases).doesNotContainKey("Sales");
  }

  @Test
  void givesAFailedLinkAnotherChanceOnlyAsANewOne() {
    var f = new LinkFixture();
    var certificate = f.instance.trustCertificates.remove("Cert_SQL01_endpoint");
    f.connected();
    assertThat(f.link.errorNumber).isEqualTo(41973);

    f.instance.trustCertificates.put("Cert_SQL01_endpoint", certificate);
    f.pass(Duration.ofSeconds(10));
    assertThat(f.link.state).isEqualTo("LinkInitError");

    ManagedInstance.Link again = f.link("Sales");
    f.connected();
    assertThat(again.state).isEqualTo("LinkSynchronizing");
  }

  @Test
  void movesLogPositionsOnAndFillsALogThatNobodyBacksUp() {
    var f = new LinkFixture().connected();
    BigInteger first = f.remote.lastHardenedLsn;
    double used = f.database.logUsed;

    f.pass(Duration.ofSeconds(10));

    assertThat(f.remote.lastHardenedLsn).isGreaterThan(first).isEqualTo(f.database.endOfLogLsn);
    assertThat(new BigInteger(f.link.lastHardenedLsn)).isEqualTo(f.remote.lastHardenedLsn);
    assertThat(f.database.logUsed).isGreaterThan(used);
  }

  @Test
  void growsTheQueueWhileDisconnectedAndStopsAtAFullLog() {
    var f = new LinkFixture().connected();
    f.network.cut("SQL01");
    f.pass(Duration.ofSeconds(10));

    assertThat(f.remote.lagSeconds).isBetween(8L, 11L);
    assertThat(f.remote.logSendQueueKb).isPositive();

    f.network.mend("SQL01");
    f.database.logUsed = 1;
    f.pass(Duration.ofSeconds(2));
    BigInteger stopped = f.remote.lastHardenedLsn;
    f.pass(Duration.ofSeconds(5));
    assertThat(f.remote.lagSeconds).isZero();
    assertThat(f.remote.lastHardenedLsn).isEqualTo(stopped);
  }

  @Test
  void doesNotWaitForAServerThatIsBusy() throws Exception {
    var f = new LinkFixture();
    var other = new Thread(() -> f.server.lock.lock());
    other.start();
    other.join();

    f.pass(Duration.ofMillis(500));

    assertThat(f.remote.connected).isFalse();
  }

  @Test
  void recordsWhatTheNetworkDid() {
    var f = new LinkFixture().connected();

    assertThat(f.world.record.all())
        .extracting(effect -> effect.kind() + " " + effect.text() + " " + effect.outcome())
        .containsExactly(
            "NETWORK link DAG_Sales: connected to SQL01 OK",
            "NETWORK link DAG_Sales: seeded Sales OK");
  }

  private static BackupSet logBackup(String database) {
    return new BackupSet(
        9, database, 'L', false, "FULL", Instant.now(), Instant.now(), BigInteger.ONE,
        BigInteger.TEN, 1, "x.trn", "sa");
  }
}
