package io.linkfleet.simulator.tsql;

import static io.linkfleet.simulator.tsql.MirrorFixture.shown;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Copies on servers of two versions: they go to the newer one and never back. */
class MixedVersionsTest {
  private static final String SALES = "ALTER DATABASE Sales SET PARTNER ";

  private static Object version(TestServer server) {
    return server.value("DATABASEPROPERTYEX('Sales', 'Version')");
  }

  @Test
  void aSessionIsSuspendedOnceTheNewerServerServes() {
    MirrorFixture m = MirrorFixture.toNewer().synchronised();
    assertThat(shown(m.b)).startsWith("MIRROR SYNCHRONIZED");
    assertThat(version(m.a)).isEqualTo(904);

    m.a.ok(SALES + "FAILOVER");
    m.pass();

    assertThat(shown(m.b)).startsWith("PRINCIPAL SUSPENDED");
    assertThat(shown(m.a)).startsWith("MIRROR SUSPENDED");
    assertThat(version(m.b)).isEqualTo(957);
    m.b.ok("USE Sales");
    m.b.ok("USE master; " + SALES + "RESUME");
    m.pass();
    assertThat(shown(m.b)).startsWith("PRINCIPAL SUSPENDED");
    assertThat(m.b.run(SALES + "FAILOVER").errors()).hasSize(1);
  }

  @Test
  void soItIsAfterAForcedService() {
    MirrorFixture m = MirrorFixture.toNewer().synchronised();
    m.a.server.up = false;
    m.pass();
    m.b.ok(SALES + "FORCE_SERVICE_ALLOW_DATA_LOSS");
    m.a.server.up = true;
    m.pass();
    m.b.ok(SALES + "RESUME");
    m.pass();
    assertThat(shown(m.b)).startsWith("PRINCIPAL SUSPENDED");
  }

  @Test
  void anOlderServerIsNoMirrorOfItAnyMore() {
    MirrorFixture m = MirrorFixture.toNewer().synchronised();
    m.a.ok(SALES + "FAILOVER");
    m.pass();
    m.b.ok(SALES + "OFF");
    m.a.ok(SALES + "= '" + MirrorFixture.B + "'");
    assertThat(m.b.run(SALES + "= '" + MirrorFixture.A + "'").errors()).containsExactly(50992);

    m.b.ok("BACKUP DATABASE Sales TO DISK = '\\\\share\\New.bak'");
    m.a.ok(SALES + "OFF");
    assertThat(
            m.a.run(
                    "RESTORE DATABASE Sales FROM DISK = '\\\\share\\New.bak' WITH NORECOVERY,"
                        + " REPLACE")
                .errors())
        .containsExactly(3169, 3013);
  }

  @Test
  void aCopyOnANewerSecondaryIsNotReadUntilItServes() {
    GroupFixture g =
        new GroupFixture(MirrorFixture.toNewer())
            .running(GroupFixture.SYNC + ", SECONDARY_ROLE (ALLOW_CONNECTIONS = ALL)");
    assertThat(GroupFixture.database(g.a, 0)).isEqualTo("SYNCHRONIZED HEALTHY");
    assertThat(g.b.run("USE Sales").errors()).containsExactly(976);

    g.b.ok("ALTER AVAILABILITY GROUP G FORCE_FAILOVER_ALLOW_DATA_LOSS");
    g.b.ok("USE Sales; USE master");
    g.a.ok("ALTER AVAILABILITY GROUP G SET (ROLE = SECONDARY)");
    g.f.pass();
    g.b.ok("ALTER DATABASE Sales SET HADR RESUME");
    g.f.pass();
    assertThat(GroupFixture.database(g.b, 0))
        .isEqualTo("NOT SYNCHRONIZING NOT_HEALTHY SUSPEND_FROM_REDO");
  }

  @Test
  void aCopyOfTheSameVersionIsRead() {
    GroupFixture g =
        new GroupFixture()
            .running(GroupFixture.SYNC + ", SECONDARY_ROLE (ALLOW_CONNECTIONS = ALL)");
    g.b.ok("USE Sales");
  }
}
