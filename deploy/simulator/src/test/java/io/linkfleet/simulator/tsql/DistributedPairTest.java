package io.linkfleet.simulator.tsql;

import static io.linkfleet.simulator.tsql.GroupFixture.ASYNC;
import static io.linkfleet.simulator.tsql.GroupFixture.SYNC;
import static io.linkfleet.simulator.tsql.GroupFixture.replica;
import static io.linkfleet.simulator.tsql.GroupFixture.state;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A distributed availability group between two SQL Servers: AG1 on A, AG2 on B, over them D. */
class DistributedPairTest {
  private static final String AUTOMATIC = ", SEEDING_MODE = AUTOMATIC";
  private static final String ALTER = "ALTER AVAILABILITY GROUP D ";
  private static final String FORCE = ALTER + "FORCE_FAILOVER_ALLOW_DATA_LOSS";

  private final MirrorFixture f = new MirrorFixture();
  private final TestServer a = f.a;
  private final TestServer b = f.b;

  private static String single(String group, String server, String url, String databases) {
    return "CREATE AVAILABILITY GROUP " + group + " WITH (CLUSTER_TYPE = NONE) FOR " + databases
        + " REPLICA ON " + replica(server, url, SYNC + AUTOMATIC);
  }

  private static String member(String group, String url, String options) {
    return "'" + group + "' WITH (LISTENER_URL = '" + url + "', " + options + ")";
  }

  private static String members(String options) {
    return " AVAILABILITY GROUP ON " + member("AG1", MirrorFixture.A, options) + ", "
        + member("AG2", MirrorFixture.B, options);
  }

  private static String create(String options) {
    return "CREATE AVAILABILITY GROUP D WITH (DISTRIBUTED)" + members(options);
  }

  private static String join(String options) {
    return ALTER + "JOIN" + members(options);
  }

  private DistributedPairTest groups() {
    a.ok("BACKUP DATABASE Sales TO DISK = '\\\\share\\Sales.bak' WITH INIT");
    a.ok(single("AG1", "A", MirrorFixture.A, "DATABASE Sales"));
    b.ok(single("AG2", "B", MirrorFixture.B, ""));
    b.ok("ALTER AVAILABILITY GROUP AG2 GRANT CREATE ANY DATABASE");
    return this;
  }

  private DistributedPairTest running(String options) {
    groups();
    a.ok(create(options));
    b.ok(join(options));
    f.pass();
    return this;
  }

  private static String replicas(TestServer server) {
    return server.ok("SELECT r.replica_server_name + ' ' + s.role_desc + ' '"
        + " + s.connected_state_desc + ' ' + s.synchronization_health_desc AS line"
        + " FROM sys.availability_groups g"
        + " JOIN sys.availability_replicas r ON r.group_id = g.group_id"
        + " JOIN sys.dm_hadr_availability_replica_states s ON s.replica_id = r.replica_id"
        + " WHERE g.is_distributed = 1 ORDER BY r.replica_server_name").results.get(0)
        .values("line").toString();
  }

  private static String databases(TestServer server) {
    return server.ok("SELECT DB_NAME(s.database_id) + ' ' + s.synchronization_state_desc + ' '"
        + " + s.synchronization_health_desc AS line"
        + " FROM sys.dm_hadr_database_replica_states s"
        + " JOIN sys.availability_groups g ON g.group_id = s.group_id"
        + " WHERE g.is_distributed = 1").results.get(0).values("line").toString();
  }

  private static Object hardened(TestServer server) {
    return server.value("MAX(last_hardened_lsn) FROM sys.dm_hadr_database_replica_states");
  }

  @Test
  void withoutAPartnerItIsDisconnected() {
    groups();
    a.ok(create(ASYNC + AUTOMATIC));
    f.pass();
    assertThat(replicas(a)).isEqualTo(
        "[AG1 PRIMARY CONNECTED HEALTHY, AG2 SECONDARY DISCONNECTED NOT_HEALTHY]");
    assertThat(a.value("s.last_connect_error_number FROM sys.dm_hadr_availability_replica_states s"
        + " WHERE s.is_local = 0")).isEqualTo(35201);
  }

  @Test
  void theForwarderIsSeededAndSynchronizing() {
    f.world.settings.seedingBytesPerSecond = f.database.sizeBytes;
    groups();
    a.ok(create(ASYNC + AUTOMATIC));
    b.ok(join(ASYNC + AUTOMATIC));
    f.look();
    f.look();
    assertThat(state(b)).isEqualTo("RESTORING");
    assertThat(GroupFixture.seeding(a)).isEqualTo("SEEDING 1 - 1");
    assertThat(GroupFixture.seeding(b)).isEqualTo("SEEDING 0 - 1");
    assertThat(b.value("role_desc FROM sys.dm_hadr_physical_seeding_stats"))
        .isEqualTo("Forwarder");
    f.pass();
    assertThat(replicas(a)).isEqualTo(
        "[AG1 PRIMARY CONNECTED HEALTHY, AG2 SECONDARY CONNECTED HEALTHY]");
    assertThat(replicas(b)).isEqualTo(
        "[AG1 PRIMARY CONNECTED HEALTHY, AG2 SECONDARY CONNECTED HEALTHY]");
    assertThat(databases(a)).isEqualTo("[Sales SYNCHRONIZING HEALTHY]");
    assertThat(databases(b)).isEqualTo("[Sales SYNCHRONIZING HEALTHY]");
    assertThat(state(b)).isEqualTo("ONLINE");
    assertThat(b.run("USE Sales").errors()).containsExactly(976);
    assertThat(b.run("BACKUP DATABASE Sales TO DISK = 'NUL'").errors())
        .containsExactly(3059, 3013);
    assertThat(hardened(b)).isEqualTo(hardened(a));
  }

  @Test
  void itIsSynchronousOnlyWhenBothSidesSaySo() {
    running(ASYNC + AUTOMATIC);
    String synchronous = ALTER + "MODIFY AVAILABILITY GROUP ON 'AG1' WITH"
        + " (AVAILABILITY_MODE = SYNCHRONOUS_COMMIT), 'AG2' WITH"
        + " (AVAILABILITY_MODE = SYNCHRONOUS_COMMIT)";
    a.ok(synchronous);
    f.pass();
    assertThat(databases(a)).isEqualTo("[Sales SYNCHRONIZING HEALTHY]");
    b.ok(synchronous);
    f.pass();
    assertThat(databases(a)).isEqualTo("[Sales SYNCHRONIZED HEALTHY]");
    assertThat(databases(b)).isEqualTo("[Sales SYNCHRONIZED HEALTHY]");
  }

  @Test
  void theArticlesFailoverToTheSecondGroup() {
    running(SYNC + AUTOMATIC);
    assertThat(a.run(ALTER + "FAILOVER").errors()).containsExactly(19504);
    a.ok(ALTER + "SET (ROLE = SECONDARY)");
    a.ok(ALTER + "SET (REQUIRED_SYNCHRONIZED_SECONDARIES_TO_COMMIT = 1)");
    f.pass();
    assertThat(replicas(a)).contains("AG1 SECONDARY");
    assertThat(databases(b)).isEqualTo("[Sales NOT SYNCHRONIZING NOT_HEALTHY]");
    assertThat(hardened(b)).isEqualTo(hardened(a));
    b.ok(FORCE);
    a.ok(ALTER + "SET (REQUIRED_SYNCHRONIZED_SECONDARIES_TO_COMMIT = 0)");
    f.pass();
    String swapped = "[AG1 SECONDARY CONNECTED HEALTHY, AG2 PRIMARY CONNECTED HEALTHY]";
    assertThat(replicas(a)).isEqualTo(swapped);
    assertThat(replicas(b)).isEqualTo(swapped);
    b.ok("USE Sales; USE master");
    assertThat(a.run("USE Sales").errors()).containsExactly(976);
    assertThat(databases(a)).isEqualTo("[Sales SYNCHRONIZED HEALTHY]");
  }

  @Test
  void anOutageAndTwoPrimaries() {
    running(ASYNC + AUTOMATIC);
    f.network.cut("A");
    f.pass();
    assertThat(replicas(a)).contains("AG2 SECONDARY DISCONNECTED NOT_HEALTHY");
    assertThat(replicas(b)).contains("AG1 PRIMARY DISCONNECTED NOT_HEALTHY");
    b.ok(FORCE);
    f.network.mend("A");
    f.pass();
    assertThat(replicas(a)).isEqualTo(
        "[AG1 PRIMARY CONNECTED HEALTHY, AG2 SECONDARY CONNECTED NOT_HEALTHY]");
    assertThat(databases(a)).isEqualTo("[Sales NOT SYNCHRONIZING NOT_HEALTHY]");
    a.ok(ALTER + "SET (ROLE = SECONDARY)");
    f.pass();
    assertThat(databases(b)).isEqualTo("[Sales SYNCHRONIZING HEALTHY]");
  }

  @Test
  void manualSeedingNamesTheDistributedGroup() {
    groups();
    String manual = ASYNC + ", SEEDING_MODE = MANUAL";
    a.ok(create(manual));
    b.ok(join(manual));
    f.pass();
    a.ok("BACKUP LOG Sales TO DISK = '\\\\share\\Sales.trn' WITH INIT");
    b.ok("RESTORE DATABASE Sales FROM DISK = '\\\\share\\Sales.bak' WITH NORECOVERY");
    assertThat(b.run("ALTER DATABASE Sales SET HADR AVAILABILITY GROUP = D").errors())
        .containsExactly(1412);
    b.ok("RESTORE LOG Sales FROM DISK = '\\\\share\\Sales.trn' WITH NORECOVERY");
    b.ok("ALTER DATABASE Sales SET HADR AVAILABILITY GROUP = D");
    f.pass();
    assertThat(databases(a)).isEqualTo("[Sales SYNCHRONIZING HEALTHY]");
  }

  @Test
  void manualModeCancelsARunningSeeding() {
    f.world.settings.seedingBytesPerSecond = 1;
    running(ASYNC + AUTOMATIC);
    assertThat(GroupFixture.seeding(a)).startsWith("SEEDING");
    a.ok(ALTER + "MODIFY AVAILABILITY GROUP ON 'AG2' WITH (SEEDING_MODE = MANUAL)");
    f.pass();
    assertThat(GroupFixture.seeding(a)).startsWith("FAILED");
    assertThat(state(b)).isEqualTo("none");
  }

  @Test
  void theForwarderHandsTheDatabaseOnToItsOwnSecondary() {
    groups();
    b.ok("ALTER AVAILABILITY GROUP AG2 ADD REPLICA ON "
        + replica("W", MirrorFixture.W, SYNC + AUTOMATIC));
    f.w.ok("ALTER AVAILABILITY GROUP AG2 JOIN WITH (CLUSTER_TYPE = NONE)");
    f.w.ok("ALTER AVAILABILITY GROUP AG2 GRANT CREATE ANY DATABASE");
    a.ok(create(ASYNC + AUTOMATIC));
    b.ok(join(ASYNC + AUTOMATIC));
    f.pass().pass();
    assertThat(GroupFixture.database(f.w, 1)).isEqualTo("SYNCHRONIZED HEALTHY");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mismatches")
  void bothSidesHaveToAgree(String what, Consumer<DistributedPairTest> make) {
    groups();
    make.accept(this);
    f.pass();
    assertThat(replicas(a)).contains("AG2 SECONDARY DISCONNECTED NOT_HEALTHY");
    assertThat(state(b)).isEqualTo("none");
  }

  static Stream<Arguments> mismatches() {
    return Stream.of(
        of("another name", t -> {
          t.a.ok(create(ASYNC + AUTOMATIC));
          t.b.ok(join(ASYNC + AUTOMATIC).replace("GROUP D ", "GROUP E "));
        }),
        of("the way back leads elsewhere", t -> {
          t.a.ok(create(ASYNC + AUTOMATIC));
          t.b.ok(join(ASYNC + AUTOMATIC).replace("a.corp", "w.corp"));
        }),
        of("another member", t -> {
          t.a.ok(create(ASYNC + AUTOMATIC));
          t.b.ok(join(ASYNC + AUTOMATIC).replace("'AG1'", "'AG7'"));
        }),
        of("no trust", t -> {
          t.b.ok("DROP CERTIFICATE A_cert");
          t.a.ok(create(ASYNC + AUTOMATIC));
          t.b.ok(join(ASYNC + AUTOMATIC));
        }));
  }

  private static Arguments of(String what, Consumer<DistributedPairTest> make) {
    return Arguments.of(what, make);
  }

  @Test
  void withoutTheGrantNothingIsSeeded() {
    groups();
    b.ok("ALTER AVAILABILITY GROUP AG2 DENY CREATE ANY DATABASE");
    a.ok(create(ASYNC + AUTOMATIC));
    b.ok(join(ASYNC + AUTOMATIC));
    f.pass();
    assertThat(GroupFixture.seeding(a)).isEqualTo("FAILED 1 Seeding Check Message Timeout 1");
    b.ok("ALTER AVAILABILITY GROUP AG2 GRANT CREATE ANY DATABASE");
    f.pass();
    assertThat(state(b)).isEqualTo("ONLINE");
  }

  @Test
  void joinIsRefused() {
    groups();
    String join = join(ASYNC + AUTOMATIC);
    assertThat(f.w.run(join).errors()).as("no member here").containsExactly(19501, 41158);
    a.ok("ALTER AVAILABILITY GROUP AG1 GRANT CREATE ANY DATABASE");
    assertThat(a.run(join).errors()).as("AG1 is not empty").containsExactly(19511, 41158);
    assertThat(b.run(join.replace("TCP://b", "b")).errors()).containsExactly(19499, 41158);
    assertThat(b.run(join.replace(", FAILOVER_MODE = MANUAL", "")).errors())
        .containsExactly(41197);
    b.ok(join);
    assertThat(b.run(join).errors()).as("it is here").containsExactly(19502, 41158);
    assertThat(b.run(join.replace("GROUP D ", "GROUP E ")).errors())
        .containsExactly(19507, 41158);
  }

  @Test
  void aMemberGroupIsNotDroppedBeforeTheDistributedOne() {
    running(ASYNC + AUTOMATIC);
    assertThat(b.run("DROP AVAILABILITY GROUP AG2").errors()).containsExactly(50994);
    assertThat(a.run("DROP AVAILABILITY GROUP AG1").errors()).containsExactly(50994);
    a.ok("DROP AVAILABILITY GROUP D");
    f.pass();
    assertThat(replicas(b)).contains("AG1 PRIMARY DISCONNECTED NOT_HEALTHY");
    b.ok("DROP AVAILABILITY GROUP D; DROP AVAILABILITY GROUP AG2");
    a.ok("DROP AVAILABILITY GROUP AG1; USE Sales; USE master");
  }

  @Test
  void anExpiredCertificateCountsAtTheNextConnection() {
    running(ASYNC + AUTOMATIC);
    f.world.clock.offset(Duration.ofDays(400));
    f.pass();
    assertThat(replicas(a)).contains("AG2 SECONDARY CONNECTED HEALTHY");
    f.network.dropConnections("B");
    f.pass();
    assertThat(replicas(a)).contains("AG2 SECONDARY DISCONNECTED NOT_HEALTHY");
  }
}
