package io.linkfleet.simulator.tsql;

import static io.linkfleet.simulator.tsql.GroupFixture.ENTER;
import static io.linkfleet.simulator.tsql.GroupFixture.GRANT;
import static io.linkfleet.simulator.tsql.GroupFixture.JOIN;
import static io.linkfleet.simulator.tsql.GroupFixture.SYNC;
import static io.linkfleet.simulator.tsql.GroupFixture.replica;
import static io.linkfleet.simulator.tsql.GroupFixture.state;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an availability group over two servers is refused, and with which numbers. */
class GroupRefusalsTest {
  private static final String MANUAL = SYNC + ", SEEDING_MODE = MANUAL";
  private static final String ALTER = "ALTER AVAILABILITY GROUP G ";

  @ParameterizedTest(name = "{0}")
  @MethodSource("handshakes")
  void aReplicaJoinsOnlyWhenTheEndpointsAgree(
      String what, Consumer<GroupFixture> breaking, int noted) {
    var g = new GroupFixture().created(SYNC);
    breaking.accept(g);
    assertThat(g.b.run(JOIN).errors()).containsExactly(47106);
    assertThat(g.b.ok("SELECT * FROM sys.availability_groups").results.get(0).rows).isEmpty();
    g.f.pass();
    assertThat(g.remote()).startsWith("SECONDARY DISCONNECTED");
    assertThat(g.a.value("last_connect_error_number"
        + " FROM sys.dm_hadr_availability_replica_states WHERE is_local = 0")).isEqualTo(noted);
  }

  static Stream<Arguments> handshakes() {
    return Stream.of(
        of("no endpoint", g -> g.b.ok("DROP ENDPOINT mirroring"), 35201),
        of("stopped", g -> g.b.ok("ALTER ENDPOINT mirroring STATE = STOPPED"), 35201),
        of("own endpoint stopped", g -> g.a.ok("ALTER ENDPOINT mirroring STATE = STOPPED"), 35201),
        of("another port", g -> g.b.ok(
            "ALTER ENDPOINT mirroring AS TCP (LISTENER_PORT = 5023)"), 35201),
        of("the network is cut", g -> g.f.network.cut("B"), 35201),
        of("role WITNESS", g -> g.b.ok(
            "ALTER ENDPOINT mirroring FOR DATABASE_MIRRORING (ROLE = WITNESS)"), 28028),
        of("RC4 only", g -> g.b.ok("ALTER ENDPOINT mirroring FOR DATABASE_MIRRORING"
            + " (ENCRYPTION = REQUIRED ALGORITHM RC4)"), 28028),
        of("B does not hold A's certificate", g -> g.b.ok("DROP CERTIFICATE A_cert"), 28028),
        of("A does not hold B's certificate", g -> g.a.ok("DROP CERTIFICATE B_cert"), 28035),
        of("no CONNECT on B", g -> g.b.ok(
            "REVOKE CONNECT ON ENDPOINT::mirroring FROM A_login"), 28028),
        of("no CONNECT on A", g -> g.a.ok(
            "REVOKE CONNECT ON ENDPOINT::mirroring FROM B_login"), 28034),
        of("expired", g -> g.f.world.clock.offset(java.time.Duration.ofDays(400)), 28028));
  }

  private static Arguments of(String what, Consumer<GroupFixture> breaking, int noted) {
    return Arguments.of(what, breaking, noted);
  }

  @Test
  void aDatabaseThatIsOfflineComesIntoNoGroup() {
    var g = new GroupFixture();
    g.a.ok("BACKUP DATABASE Sales TO DISK = '\\\\share\\Sales.bak' WITH INIT");
    g.a.ok("ALTER DATABASE Sales SET OFFLINE");
    assertThat(g.a.run(GroupFixture.create(SYNC)).errors()).containsExactly(942, 41152);
    g.a.ok("ALTER DATABASE Sales SET ONLINE");
    g.a.ok(GroupFixture.create(SYNC));
  }

  @Test
  void joinNeedsAPrimaryThatNamesThisServer() {
    var g = new GroupFixture();
    assertThat(g.b.run(JOIN).errors()).as("no such group").containsExactly(47106);
    g.created(SYNC);
    assertThat(g.f.w.run(JOIN).errors()).as("not a replica").containsExactly(47106);
    assertThat(g.b.run("ALTER AVAILABILITY GROUP G JOIN").errors())
        .as("not in a cluster").containsExactly(41044, 41158);
    assertThat(g.b.run("BEGIN TRAN; " + JOIN).errors()).containsExactly(574);
    g.b.ok("ROLLBACK");
    assertThat(g.b.run("USE tempdb; " + JOIN).errors()).containsExactly(35208);
    g.b.ok("USE master");
    assertThat(TestServer.run(g.b.as("nobody"), JOIN).errors()).containsExactly(15247);
    g.b.ok(JOIN);
    assertThat(g.b.run(JOIN).errors()).containsExactly(41106, 41158);
    assertThat(g.a.run(JOIN).errors()).containsExactly(41106, 41158);
    assertThat(g.f.w.run(GRANT).errors()).containsExactly(15151);
  }

  @Test
  void joinWaitsForAPrimaryToCome() throws Exception {
    var g = new GroupFixture();
    g.f.world.settings.initTimeout = java.time.Duration.ofSeconds(30);
    var waiting = new Thread(() -> g.b.ok(JOIN));
    waiting.start();
    g.created(SYNC);
    waiting.join(20_000);
    assertThat(waiting.isAlive()).isFalse();
    assertThat(g.b.value("name FROM sys.availability_groups")).isEqualTo("G");
  }

  @Test
  void anAddressThatLeadsElsewhereConnectsNobody() {
    var g = new GroupFixture();
    g.a.ok("BACKUP DATABASE Sales TO DISK = 'NUL'");
    g.a.ok("CREATE AVAILABILITY GROUP G WITH (CLUSTER_TYPE = NONE) FOR DATABASE Sales REPLICA ON "
        + replica("A", MirrorFixture.A, SYNC) + ", " + replica("B", MirrorFixture.W, SYNC));
    assertThat(g.b.run(JOIN).errors()).containsExactly(47106);
    g.f.pass();
    assertThat(g.remote()).isEqualTo("SECONDARY DISCONNECTED NOT_HEALTHY");
    g.a.ok(ALTER + "MODIFY REPLICA ON 'B' WITH (ENDPOINT_URL = '" + MirrorFixture.B + "')");
    g.b.ok(JOIN);
    g.f.pass();
    assertThat(g.remote()).startsWith("SECONDARY CONNECTED");
  }

  @Test
  void theConfigurationIsThePrimarysAlone() {
    var g = new GroupFixture().running(SYNC);
    g.b.database("Other");
    g.b.ok("BACKUP DATABASE Other TO DISK = 'NUL'");
    for (String statement :
        new String[] {
          "ADD DATABASE Other", "REMOVE DATABASE Sales", "REMOVE REPLICA ON 'A'",
          "ADD REPLICA ON " + replica("W", MirrorFixture.W, SYNC),
          "MODIFY REPLICA ON 'A' WITH (SESSION_TIMEOUT = 15)",
          "SET (REQUIRED_SYNCHRONIZED_SECONDARIES_TO_COMMIT = 1)"
        }) {
      assertThat(g.b.run(ALTER + statement).errors()).as(statement).containsExactly(41140);
    }
    assertThat(g.a.run(ALTER + "ADD REPLICA ON " + replica("B", MirrorFixture.B, SYNC)).errors())
        .containsExactly(35282);
    assertThat(g.a.run(ALTER + "ADD REPLICA ON 'W' WITH (" + SYNC + ")").errors())
        .containsExactly(35236);
    assertThat(g.a.run(ALTER + "REMOVE REPLICA ON 'W'").errors()).containsExactly(35283);
    assertThat(g.a.run(ALTER + "REMOVE REPLICA ON 'A'").errors()).containsExactly(35284);
    assertThat(g.a.run(ALTER + "MODIFY REPLICA ON 'W' WITH (SESSION_TIMEOUT = 15)").errors())
        .containsExactly(35210);
    assertThat(g.a.run(ALTER + "REMOVE DATABASE Other").errors()).containsExactly(35281);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("copies")
  void aCopyThatDoesNotFitDoesNotJoin(String what, Consumer<GroupFixture> prepare, int error) {
    var g = new GroupFixture();
    prepare.accept(g);
    assertThat(g.b.run(ENTER).errors()).startsWith(error);
    assertThat(g.b.ok("SELECT * FROM sys.dm_hadr_database_replica_states").results.get(0).rows)
        .isEmpty();
  }

  static Stream<Arguments> copies() {
    return Stream.of(
        of("no group", g -> g.f.prepared(), 15151),
        of("no copy", g -> started(g), 41148),
        of("online", g -> {
          started(g);
          g.b.database("Sales");
        }, 1464),
        of("of another database", g -> {
          started(g);
          g.a.database("Other");
          g.a.ok("BACKUP DATABASE Other TO DISK = '\\\\share\\o' WITH INIT");
          g.b.ok("RESTORE DATABASE Sales FROM DISK = '\\\\share\\o' WITH NORECOVERY");
        }, 1407),
        of("without the log backup", g -> {
          started(g);
          g.a.ok("BACKUP LOG Sales TO DISK = '\\\\share\\l' WITH INIT");
          g.b.ok("RESTORE DATABASE Sales FROM DISK = '\\\\share\\Sales.bak' WITH NORECOVERY");
        }, 1412),
        of("without any log backup", g -> {
          started(g);
          g.b.ok("RESTORE DATABASE Sales FROM DISK = '\\\\share\\Sales.bak' WITH NORECOVERY");
        }, 1478),
        of("the primary is away", g -> {
          g.f.prepared();
          g.a.ok(GroupFixture.create(MANUAL));
          g.b.ok(JOIN);
          g.f.network.cut("A");
        }, 35250),
        of("the group does not hold it", g -> {
          g.f.prepared();
          g.a.ok(GroupFixture.create(MANUAL));
          g.a.ok(ALTER + "REMOVE DATABASE Sales");
          g.b.ok(JOIN);
          g.f.pass();
        }, 41132));
  }

  private static void started(GroupFixture g) {
    g.created(MANUAL);
    g.b.ok(JOIN);
    g.f.pass();
  }

  @Test
  void setHadrOutsideAGroup() {
    var g = new GroupFixture();
    g.b.database("Plain");
    for (String action : new String[] {"OFF", "SUSPEND", "RESUME"}) {
      assertThat(g.b.run("ALTER DATABASE Plain SET HADR " + action).errors())
          .as(action).containsExactly(35242);
    }
    assertThat(g.b.run("ALTER DATABASE nowhere SET HADR OFF").errors()).containsExactly(5011, 5069);
    assertThat(g.b.run("ALTER DATABASE master SET HADR OFF").errors()).containsExactly(35249);
    assertThat(g.b.run("BEGIN TRAN; ALTER DATABASE Plain SET HADR OFF").errors())
        .containsExactly(226);
    g.b.ok("ROLLBACK");
    assertThat(g.b.run("ALTER DATABASE Plain SET HADR MAYBE").errors()).containsExactly(102);
    assertThat(TestServer.run(g.b.as("nobody"), ENTER).errors()).containsExactly(5011, 5069);
    assertThat(state(g.b)).isEqualTo("none");
  }
}
