package io.linkfleet.simulator.tsql;

import static io.linkfleet.simulator.tsql.GroupFixture.ASYNC;
import static io.linkfleet.simulator.tsql.GroupFixture.JOIN;
import static io.linkfleet.simulator.tsql.GroupFixture.SYNC;
import static io.linkfleet.simulator.tsql.GroupFixture.database;
import static io.linkfleet.simulator.tsql.GroupFixture.local;
import static io.linkfleet.simulator.tsql.GroupFixture.replica;
import static io.linkfleet.simulator.tsql.GroupFixture.state;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * An availability group over two servers while it lives: outages, suspension, failover, its end.
 */
class GroupLifeTest {
  private static final String ALTER = "ALTER AVAILABILITY GROUP G ";
  private static final String HADR = "ALTER DATABASE Sales SET HADR ";

  @Test
  void anOutageShowsOnBothSidesAndHeals() {
    var g = new GroupFixture().running(SYNC);
    g.f.network.cut("B");
    g.f.pass();
    assertThat(g.remote()).isEqualTo("SECONDARY DISCONNECTED NOT_HEALTHY");
    assertThat(local(g.b)).isEqualTo("SECONDARY DISCONNECTED NOT_HEALTHY");
    assertThat(database(g.a, 0)).isEqualTo("NOT SYNCHRONIZING NOT_HEALTHY");
    assertThat(database(g.b, 1)).isEqualTo("NOT SYNCHRONIZING NOT_HEALTHY");
    assertThat(database(g.a, 1)).as("the primary serves on").isEqualTo("SYNCHRONIZED HEALTHY");
    assertThat(g.a.value("log_reuse_wait_desc FROM sys.databases WHERE name = 'Sales'"))
        .isEqualTo("AVAILABILITY_REPLICA");
    assertThat((Long) g.a.value("log_send_queue_size FROM sys.dm_hadr_database_replica_states"
        + " WHERE is_local = 0")).isPositive();
    g.f.network.mend("B");
    g.f.pass();
    assertThat(g.remote()).isEqualTo("SECONDARY CONNECTED HEALTHY");
    assertThat(database(g.b, 1)).isEqualTo("SYNCHRONIZED HEALTHY");
    assertThat(g.a.value("log_send_queue_size FROM sys.dm_hadr_database_replica_states"
        + " WHERE is_local = 0")).isEqualTo(0L);
  }

  @Test
  void anExpiredCertificateCountsAtTheNextConnection() {
    var g = new GroupFixture().running(SYNC);
    g.f.world.clock.offset(java.time.Duration.ofDays(400));
    g.f.pass();
    assertThat(g.remote()).isEqualTo("SECONDARY CONNECTED HEALTHY");
    g.f.network.dropConnections("B");
    g.f.pass();
    assertThat(g.remote()).isEqualTo("SECONDARY DISCONNECTED NOT_HEALTHY");
  }

  @Test
  void suspendedOnThePrimaryItStopsEverywhere() {
    var g = new GroupFixture().running(SYNC);
    g.a.ok(HADR + "SUSPEND");
    g.f.pass();
    assertThat(database(g.a, 0)).isEqualTo("NOT SYNCHRONIZING NOT_HEALTHY SUSPEND_FROM_USER");
    g.a.ok(HADR + "RESUME");
    g.f.pass();
    assertThat(database(g.b, 1)).isEqualTo("SYNCHRONIZED HEALTHY");
  }

  @Test
  void suspendedOnTheSecondaryOnlyTheSecondaryResumesIt() {
    var g = new GroupFixture().running(SYNC);
    g.b.ok(HADR + "SUSPEND");
    g.a.ok(HADR + "RESUME");
    g.f.pass();
    assertThat(database(g.b, 1)).isEqualTo("NOT SYNCHRONIZING NOT_HEALTHY SUSPEND_FROM_USER");
    assertThat(database(g.a, 0)).startsWith("NOT SYNCHRONIZING NOT_HEALTHY");
    g.b.ok(HADR + "RESUME");
    g.f.pass();
    assertThat(database(g.a, 0)).isEqualTo("SYNCHRONIZED HEALTHY");
  }

  @Test
  void aDatabaseIsAddedAndRemovedOnThePrimary() {
    var g = new GroupFixture().running(SYNC);
    g.a.database("More");
    g.a.ok("BACKUP DATABASE More TO DISK = 'NUL'");
    g.a.ok(ALTER + "MODIFY REPLICA ON 'B' WITH (SEEDING_MODE = AUTOMATIC)");
    g.a.ok(ALTER + "ADD DATABASE More");
    g.f.pass();
    assertThat(g.b.value("COUNT(*) FROM sys.dm_hadr_database_replica_states"
        + " WHERE synchronization_state_desc = 'SYNCHRONIZED'")).isEqualTo(2);
    g.a.ok(ALTER + "REMOVE DATABASE Sales");
    g.f.pass();
    assertThat(state(g.a)).isEqualTo("ONLINE");
    assertThat(state(g.b)).isEqualTo("RESTORING");
    assertThat(g.b.value("database_name FROM sys.availability_databases_cluster"))
        .isEqualTo("More");
    // and back again by hand, since the copy is still there
    g.a.ok(ALTER + "MODIFY REPLICA ON 'B' WITH (SEEDING_MODE = MANUAL)");
    g.a.ok(ALTER + "ADD DATABASE Sales");
    g.f.pass();
    g.b.ok(GroupFixture.ENTER);
    g.f.pass();
    assertThat(state(g.b)).isEqualTo("ONLINE");
  }

  @Test
  void setHadrOffTakesASecondaryDatabaseOut() {
    var g = new GroupFixture().running(SYNC);
    g.a.ok(ALTER + "MODIFY REPLICA ON 'B' WITH (SEEDING_MODE = MANUAL)");
    g.f.pass();
    assertThat(g.a.run(HADR + "OFF").errors()).containsExactly(35240);
    g.b.ok(HADR + "OFF");
    g.f.pass();
    assertThat(state(g.b)).isEqualTo("RESTORING");
    assertThat(database(g.a, 0)).isEqualTo("none");
    assertThat(g.remote()).isEqualTo("SECONDARY CONNECTED NOT_HEALTHY");
    g.b.ok(GroupFixture.ENTER);
    g.f.pass();
    assertThat(database(g.a, 0)).isEqualTo("SYNCHRONIZED HEALTHY");
  }

  @Test
  void aReplicaIsAddedAndRemoved() {
    var g = new GroupFixture().running(SYNC);
    g.a.ok(ALTER + "ADD REPLICA ON "
        + replica("W", MirrorFixture.W, ASYNC + ", SEEDING_MODE = AUTOMATIC"));
    g.f.w.ok(JOIN);
    g.f.w.ok(GroupFixture.GRANT);
    g.f.pass();
    assertThat(database(g.f.w, 1)).isEqualTo("SYNCHRONIZING HEALTHY");
    assertThat(g.b.value("COUNT(*) FROM sys.availability_replicas")).isEqualTo(3);
    g.a.ok(ALTER + "REMOVE REPLICA ON 'B'");
    g.f.pass();
    assertThat(g.a.value("COUNT(*) FROM sys.availability_replicas")).isEqualTo(2);
    assertThat(local(g.b)).isEqualTo("SECONDARY DISCONNECTED NOT_HEALTHY");
    g.b.ok("DROP AVAILABILITY GROUP G");
    assertThat(state(g.b)).isEqualTo("RESTORING");
    g.b.ok("DROP DATABASE Sales");
  }

  @Test
  void droppingThePrimaryLeavesTheSecondaryToBeDropped() {
    var g = new GroupFixture().running(SYNC);
    g.a.ok("DROP AVAILABILITY GROUP G");
    g.f.pass();
    assertThat(state(g.a)).isEqualTo("ONLINE");
    g.a.ok("USE Sales; USE master");
    assertThat(local(g.b)).isEqualTo("SECONDARY DISCONNECTED NOT_HEALTHY");
    g.b.ok("DROP AVAILABILITY GROUP G");
    assertThat(state(g.b)).isEqualTo("RESTORING");
    assertThat(g.b.ok("SELECT * FROM sys.availability_groups").results.get(0).rows).isEmpty();
  }

  @Test
  void theArticlesFailoverWithoutLoss() {
    var g = new GroupFixture().running(SYNC);
    assertThat(g.b.run(ALTER + "FAILOVER").errors()).containsExactly(47122);
    assertThat(g.a.run(ALTER + "FAILOVER").errors()).containsExactly(41122);
    g.a.ok(ALTER + "SET (REQUIRED_SYNCHRONIZED_SECONDARIES_TO_COMMIT = 1)");
    g.f.pass();
    assertThat(g.b.value("required_synchronized_secondaries_to_commit"
        + " FROM sys.availability_groups")).isEqualTo(1);
    g.a.ok(ALTER + "OFFLINE");
    g.f.pass();
    assertThat(local(g.a)).isEqualTo("RESOLVING DISCONNECTED NOT_HEALTHY");
    assertThat(g.a.run("USE Sales").errors()).containsExactly(983);
    g.b.ok(ALTER + "FORCE_FAILOVER_ALLOW_DATA_LOSS");
    g.a.ok(ALTER + "SET (ROLE = SECONDARY)");
    g.f.pass();
    assertThat(local(g.b)).isEqualTo("PRIMARY CONNECTED HEALTHY");
    assertThat(local(g.a)).isEqualTo("SECONDARY CONNECTED NOT_HEALTHY");
    assertThat(database(g.a, 1)).isEqualTo("NOT SYNCHRONIZING NOT_HEALTHY SUSPEND_FROM_PARTNER");
    g.b.ok(HADR + "RESUME");
    g.f.pass();
    assertThat(database(g.a, 1)).isEqualTo("SYNCHRONIZED HEALTHY");
    g.b.ok("USE Sales; USE master");
    g.b.ok("BACKUP LOG Sales TO DISK = 'x.trn'");
    assertThat(g.a.run("USE Sales").errors()).containsExactly(976);
    assertThat(g.a.run(ALTER + "REMOVE REPLICA ON 'B'").errors()).containsExactly(41140);
  }

  @Test
  void afterALossBothArePrimaryUntilTheOldOneStepsDown() {
    var g = new GroupFixture().running(ASYNC);
    g.a.server.up = false;
    g.f.pass();
    g.b.ok(ALTER + "FORCE_FAILOVER_ALLOW_DATA_LOSS");
    g.a.server.up = true;
    g.f.pass();
    assertThat(local(g.a)).startsWith("PRIMARY");
    assertThat(local(g.b)).startsWith("PRIMARY");
    assertThat(g.remote()).isEqualTo("SECONDARY DISCONNECTED NOT_HEALTHY");
    assertThat(g.b.run(ALTER + "FORCE_FAILOVER_ALLOW_DATA_LOSS").errors()).containsExactly(41122);
    g.a.ok(ALTER + "OFFLINE");
    g.b.ok(ALTER + "REMOVE REPLICA ON 'A'");
    g.a.ok("DROP AVAILABILITY GROUP G");
    assertThat(state(g.a)).isEqualTo("RESTORING");
    g.a.ok("DROP DATABASE Sales");
    g.b.ok(ALTER + "ADD REPLICA ON "
        + replica("A", MirrorFixture.A, ASYNC + ", SEEDING_MODE = AUTOMATIC"));
    g.a.ok(JOIN);
    g.a.ok(GroupFixture.GRANT);
    g.f.pass();
    assertThat(database(g.a, 1)).isEqualTo("SYNCHRONIZING HEALTHY");
  }

  @Test
  void aRestartKeepsGroupsAndRoles() {
    var g = new GroupFixture().running(SYNC);
    g.b.server.up = false;
    g.f.pass();
    g.b.server.up = true;
    g.f.network.dropConnections("B");
    g.f.pass();
    assertThat(g.remote()).isEqualTo("SECONDARY CONNECTED HEALTHY");
  }
}
