package io.linkfleet.simulator.tsql;

import static io.linkfleet.simulator.tsql.MirrorFixture.A;
import static io.linkfleet.simulator.tsql.MirrorFixture.B;
import static io.linkfleet.simulator.tsql.MirrorFixture.W;
import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.simulator.engine.ServerDescription;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** SET PARTNER = and SET WITNESS =: what has to be right about the two copies. */
class MirroringPartnerTest {
  private static final String SET_A = "ALTER DATABASE Sales SET PARTNER = '" + A + "'";
  private static final String SET_B = "ALTER DATABASE Sales SET PARTNER = '" + B + "'";

  @Test
  void theMirrorWaitsForItsPrincipalAndTalksToNobody() {
    var f = new MirrorFixture().prepared();
    f.a.server.up = false;
    f.b.ok(SET_A);
    assertThat(MirrorFixture.shown(f.b)).isEqualTo("MIRROR DISCONNECTED UNKNOWN");
    assertThat(f.world.peerConnections).isEmpty();
    assertThat(f.b.run("USE Sales").errors()).containsExactly(954);
    assertThat(f.b.run(SET_A).errors()).containsExactly(1405);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  void aSessionIsRefusedOnThePrincipal(String what, Consumer<MirrorFixture> breaking, int error) {
    var f = new MirrorFixture();
    breaking.accept(f);
    assertThat(f.setPartnerOnA().errors()).containsExactly(error);
    assertThat(f.database.mirroring).isNull();
  }

  private static final String FULL = "BACKUP DATABASE Sales TO DISK = '\\\\share\\f' WITH INIT";
  private static final String LOG = "BACKUP LOG Sales TO DISK = '\\\\share\\l' WITH INIT";
  private static final String RESTORE =
      "RESTORE DATABASE Sales FROM DISK = '\\\\share\\f' WITH NORECOVERY";
  private static final String ROLL =
      "RESTORE LOG Sales FROM DISK = '\\\\share\\l' WITH NORECOVERY";

  static Stream<Arguments> broken() {
    return Stream.of(
        of("no full backup", f -> { }, 1475),
        of("not in full recovery", f -> f.a.ok("ALTER DATABASE Sales SET RECOVERY SIMPLE"), 1465),
        of("read-only", f -> f.prepared().database.readOnly = true, 1466),
        of("single user", f -> f.prepared().database.singleUser = true, 1488),
        of("closes by itself", f -> f.prepared().database.autoClose = true, 1469),
        of("no copy", f -> f.a.ok(FULL), 1448),
        of("copy is offline", f -> {
          f.a.ok(FULL);
          f.b.database("Sales").state = "OFFLINE";
        }, 1419),
        of("copy is online", f -> {
          f.prepared();
          f.b.ok("RESTORE DATABASE Sales WITH RECOVERY");
        }, 1464),
        of("the mirror was not told first", MirrorFixture::prepared, 1416),
        of("the mirror waits for another", f -> {
          f.prepared();
          f.b.ok("ALTER DATABASE Sales SET PARTNER = '" + W + "'");
        }, 1460),
        of("copy of another database", f -> {
          f.a.database("Other");
          f.a.ok("BACKUP DATABASE Other TO DISK = '\\\\share\\f' WITH INIT");
          f.b.ok(RESTORE);
          f.b.ok(SET_A);
          f.a.ok(FULL);
        }, 1407),
        of("only the full backup was restored", f -> {
          run(f.a, FULL);
          run(f.b, RESTORE, SET_A);
        }, 1478),
        of("the log backup was not restored", f -> {
          run(f.a, FULL, LOG);
          run(f.b, RESTORE, SET_A);
        }, 1412),
        of("a later log backup was not restored", f -> {
          run(f.a, FULL, LOG);
          run(f.b, RESTORE, ROLL, SET_A);
          run(f.a, LOG);
        }, 1412),
        of("the chain was broken since", f -> {
          run(f.a, FULL, LOG);
          run(f.b, RESTORE, ROLL, SET_A);
          run(f.a, "ALTER DATABASE Sales SET RECOVERY SIMPLE",
              "ALTER DATABASE Sales SET RECOVERY FULL", FULL);
        }, 1408));
  }

  private static Arguments of(String what, Consumer<MirrorFixture> breaking, int error) {
    return Arguments.of(what, breaking, error);
  }

  private static void run(TestServer server, String... statements) {
    for (String statement : statements) {
      server.ok(statement);
    }
  }

  @Test
  void theMissingLogBackupIsAllThatWasMissing() {
    var f = new MirrorFixture();
    run(f.a, FULL, LOG);
    run(f.b, RESTORE, SET_A);
    assertThat(f.setPartnerOnA().errors()).containsExactly(1412);
    // a waiting mirror cannot be restored any further
    assertThat(f.b.run(ROLL).errors()).containsExactly(3104, 3013);
    run(f.b, "ALTER DATABASE Sales SET PARTNER OFF", ROLL, SET_A);
    assertThat(f.setPartnerOnA().errors()).isEmpty();
  }

  @Test
  void theStatementItselfIsCheckedFirst() {
    var f = new MirrorFixture().mirrored();
    assertThat(f.a.run(SET_B).errors()).containsExactly(1405);
    assertThat(f.a.run("ALTER DATABASE nowhere SET PARTNER = '" + B + "'").errors())
        .containsExactly(5011, 5069);
    assertThat(f.a.run("ALTER DATABASE master SET PARTNER = '" + B + "'").errors())
        .containsExactly(5058, 5069);
    assertThat(f.a.run("BEGIN TRANSACTION; " + SET_B).errors()).containsExactly(226);
    f.a.run("ROLLBACK");
    f.a.database("Plain");
    String plain = "ALTER DATABASE Plain SET PARTNER ";
    assertThat(f.a.run(plain + "= 'b.corp.example'").errors()).containsExactly(1449);
    assertThat(f.a.run(plain + "= '" + A + "'").errors()).containsExactly(1452);
    for (String action : new String[] {"OFF", "SUSPEND", "RESUME", "FAILOVER", "SAFETY OFF",
        "TIMEOUT 20", "FORCE_SERVICE_ALLOW_DATA_LOSS"}) {
      assertThat(f.a.run(plain + action).errors()).as(action).containsExactly(1416);
    }
    assertThat(f.a.run("ALTER DATABASE Plain SET WITNESS OFF").errors()).containsExactly(1416);
    assertThat(f.a.run(plain + "MAYBE").errors()).containsExactly(102);
    var nobody = f.a.as("nobody");
    assertThat(TestServer.run(nobody, SET_B).errors()).containsExactly(5011, 5069);
  }

  @Test
  void expressCannotMirrorAndStandardCannotTurnSafetyOff() {
    var express =
        new TestServer(
            new ServerDescription(
                "E", "16.0.4165.4", "Express Edition (64-bit)", 4, "SQL_Latin1_General_CP1_CI_AS",
                false, false, "e.corp.example", "10.0.0.9", 0, Set.of()));
    express.database("Sales");
    assertThat(express.run(SET_B).errors()).containsExactly(1463);

    var f = new MirrorFixture("Standard Edition (64-bit)", 2).mirrored();
    assertThat(f.a.run("ALTER DATABASE Sales SET PARTNER SAFETY OFF").errors())
        .containsExactly(1473);
  }

  @Test
  void aDatabaseIsMirroredOnce() {
    var f = new MirrorFixture().mirrored();
    f.w.ok("RESTORE DATABASE Sales FROM DISK = '\\\\share\\Sales.bak' WITH NORECOVERY");
    f.w.ok("RESTORE DATABASE Sales WITH RECOVERY");
    f.w.ok("BACKUP DATABASE Sales TO DISK = '\\\\share\\w'");
    assertThat(f.w.run(SET_B).errors()).containsExactly(1410);
  }

  @Test
  void aWitnessHasToBeReachedByBothPartners() {
    var f = new MirrorFixture().synchronised();
    String set = "ALTER DATABASE Sales SET WITNESS = '" + W + "'";
    assertThat(f.b.run(set).errors()).containsExactly(1470);
    assertThat(f.a.run("ALTER DATABASE Sales SET WITNESS OFF").errors()).containsExactly(1439);
    assertThat(f.a.run("ALTER DATABASE Sales SET WITNESS = '" + B + "'").errors())
        .containsExactly(1429);
    f.w.server.up = false;
    assertThat(f.a.run(set).errors()).containsExactly(1456);
    f.w.server.up = true;
    f.w.ok("ALTER ENDPOINT mirroring FOR DATABASE_MIRRORING (ROLE = PARTNER)");
    assertThat(f.a.run(set).errors()).containsExactly(1427);
    f.w.ok("ALTER ENDPOINT mirroring FOR DATABASE_MIRRORING (ROLE = WITNESS)");
    f.w.ok("REVOKE CONNECT ON ENDPOINT::mirroring FROM B_login");
    assertThat(f.a.run(set).errors()).containsExactly(1426);
    f.w.ok("GRANT CONNECT ON ENDPOINT::mirroring TO B_login");
    f.a.ok(set);
    f.pass();
    assertThat(MirrorFixture.shown(f.a)).isEqualTo("PRINCIPAL SYNCHRONIZED CONNECTED");
    assertThat(MirrorFixture.shown(f.b)).isEqualTo("MIRROR SYNCHRONIZED CONNECTED");
    assertThat(
            f.w.value(
                "principal_server_name + ' ' + mirror_server_name + ' ' + partner_sync_state_desc"
                    + " FROM sys.database_mirroring_witnesses"))
        .isEqualTo("A B SYNCHRONIZED");
    assertThat(f.a.ok(set).messages.get(0).number()).isEqualTo(1446);
    f.a.ok("ALTER DATABASE Sales SET WITNESS OFF");
    assertThat(f.pass().w.ok("SELECT * FROM sys.database_mirroring_witnesses").results.get(0).rows)
        .isEmpty();
    assertThat(MirrorFixture.shown(f.b)).isEqualTo("MIRROR SYNCHRONIZED UNKNOWN");
  }
}
