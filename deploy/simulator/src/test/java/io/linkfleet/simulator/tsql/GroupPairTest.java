package io.linkfleet.simulator.tsql;

import static io.linkfleet.simulator.tsql.GroupFixture.ASYNC;
import static io.linkfleet.simulator.tsql.GroupFixture.ENTER;
import static io.linkfleet.simulator.tsql.GroupFixture.GRANT;
import static io.linkfleet.simulator.tsql.GroupFixture.JOIN;
import static io.linkfleet.simulator.tsql.GroupFixture.SYNC;
import static io.linkfleet.simulator.tsql.GroupFixture.database;
import static io.linkfleet.simulator.tsql.GroupFixture.local;
import static io.linkfleet.simulator.tsql.GroupFixture.seeding;
import static io.linkfleet.simulator.tsql.GroupFixture.state;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** An availability group over two servers, from CREATE to a database that is synchronized. */
class GroupPairTest {
  private static final String AUTOMATIC = ", SEEDING_MODE = AUTOMATIC";
  private static final String MANUAL = ", SEEDING_MODE = MANUAL";

  @Test
  void aReplicaThatHasNotJoinedIsDisconnected() {
    var g = new GroupFixture().created(SYNC + AUTOMATIC);
    g.f.pass();
    assertThat(g.remote()).isEqualTo("SECONDARY DISCONNECTED NOT_HEALTHY");
    assertThat(g.a.value("last_connect_error_number"
        + " FROM sys.dm_hadr_availability_replica_states WHERE is_local = 0")).isEqualTo(35201);
    assertThat(g.a.ok("SELECT join_state_desc"
        + " FROM sys.dm_hadr_availability_replica_cluster_states ORDER BY replica_server_name")
        .results.get(0).values("join_state_desc"))
        .containsExactly("JOINED_STANDALONE", "NOT_JOINED");
    assertThat(database(g.a, 0)).isEqualTo("none");
    assertThat(state(g.b)).isEqualTo("none");
  }

  @Test
  void aJoinedReplicaIsSeededAndThenSynchronized() {
    var g = new GroupFixture();
    g.f.world.settings.seedingBytesPerSecond = g.f.database.sizeBytes;
    g.joined(SYNC + AUTOMATIC);
    g.f.look();
    g.f.look();
    assertThat(g.remote()).isEqualTo("SECONDARY CONNECTED NOT_HEALTHY");
    assertThat(seeding(g.a)).isEqualTo("SEEDING 1 - 1");
    assertThat(seeding(g.b)).isEqualTo("SEEDING 0 - 1");
    assertThat(state(g.b)).isEqualTo("RESTORING");
    assertThat(g.b.value("replica_id FROM sys.databases WHERE name = 'Sales'")).isNull();
    String progress =
        "p.role_desc + ' ' + p.local_database_name + ' ' + p.remote_machine_name"
            + " FROM sys.dm_hadr_physical_seeding_stats p JOIN sys.dm_hadr_automatic_seeding s"
            + " ON p.local_physical_seeding_id = s.operation_id"
            + " WHERE p.transferred_size_bytes > 0"
            + " AND p.transferred_size_bytes < p.database_size_bytes";
    assertThat(g.a.value(progress)).isEqualTo("Source Sales " + MirrorFixture.B);
    assertThat(g.b.value(progress)).isEqualTo("Destination Sales " + MirrorFixture.A);
    g.f.pass();
    assertThat(seeding(g.a)).isEqualTo("COMPLETED 1 - 1");
    assertThat(g.remote()).isEqualTo("SECONDARY CONNECTED HEALTHY");
    assertThat(local(g.b)).isEqualTo("SECONDARY CONNECTED HEALTHY");
    assertThat(database(g.a, 1)).isEqualTo("SYNCHRONIZED HEALTHY");
    assertThat(database(g.a, 0)).isEqualTo("SYNCHRONIZED HEALTHY");
    assertThat(database(g.b, 1)).isEqualTo("SYNCHRONIZED HEALTHY");
    assertThat(state(g.b)).isEqualTo("ONLINE");
    String hardened = "last_hardened_lsn FROM sys.dm_hadr_database_replica_states"
        + " WHERE is_primary_replica = 0";
    assertThat(g.b.value(hardened)).isEqualTo(g.a.value(hardened));
    assertThat(g.a.ok("SELECT * FROM sys.dm_hadr_physical_seeding_stats").results.get(0).rows)
        .isEmpty();
  }

  @Test
  void bothServersShowOneGroupAndTheSecondaryOnlyItsOwnStates() {
    var g = new GroupFixture().running(SYNC);
    for (String same :
        List.of(
            "SELECT group_id, name, cluster_type_desc, sequence_number"
                + " FROM sys.availability_groups",
            "SELECT replica_id, group_id, replica_server_name, endpoint_url, seeding_mode_desc"
                + " FROM sys.availability_replicas ORDER BY replica_server_name",
            "SELECT group_id, group_database_id, database_name"
                + " FROM sys.availability_databases_cluster",
            "SELECT group_database_id FROM sys.databases WHERE name = 'Sales'",
            "SELECT primary_replica, synchronization_health_desc"
                + " FROM sys.dm_hadr_availability_group_states")) {
      List<Object[]> there = g.b.ok(same).results.get(0).rows;
      assertThat(there).as(same).isNotEmpty();
      assertThat(there.toArray(new Object[0][]))
          .as(same)
          .isDeepEqualTo(g.a.ok(same).results.get(0).rows.toArray(new Object[0][]));
    }
    for (String view :
        List.of("sys.dm_hadr_availability_replica_states", "sys.dm_hadr_database_replica_states")) {
      String count = "COUNT(*) FROM " + view;
      assertThat(g.a.value(count)).as(view).isEqualTo(2);
      assertThat(g.b.value(count)).as(view).isEqualTo(1);
    }
    assertThat(g.b.value("is_failover_ready FROM sys.dm_hadr_database_replica_cluster_states"))
        .isEqualTo(true);
  }

  @Test
  void withoutSynchronousCommitItStaysSynchronizing() {
    var g = new GroupFixture().running(ASYNC);
    assertThat(database(g.a, 0)).isEqualTo("SYNCHRONIZING HEALTHY");
    assertThat(database(g.b, 1)).isEqualTo("SYNCHRONIZING HEALTHY");
    g.a.ok("ALTER AVAILABILITY GROUP G MODIFY REPLICA ON 'B' WITH"
        + " (AVAILABILITY_MODE = SYNCHRONOUS_COMMIT)");
    g.f.pass();
    assertThat(database(g.a, 0)).as("both have to").isEqualTo("SYNCHRONIZING HEALTHY");
    g.a.ok("ALTER AVAILABILITY GROUP G MODIFY REPLICA ON 'A' WITH"
        + " (AVAILABILITY_MODE = SYNCHRONOUS_COMMIT)");
    g.f.pass();
    assertThat(database(g.b, 1)).isEqualTo("SYNCHRONIZED HEALTHY");
    assertThat(g.b.value("availability_mode_desc FROM sys.availability_replicas"
        + " WHERE replica_server_name = 'A'")).isEqualTo("SYNCHRONOUS_COMMIT");
  }

  @Test
  void withoutThePermissionNothingIsSeeded() {
    var g = new GroupFixture().created(SYNC + AUTOMATIC);
    g.b.ok(JOIN);
    g.f.pass();
    assertThat(seeding(g.a)).isEqualTo("FAILED 1 Seeding Check Message Timeout 1");
    assertThat(g.a.value("failure_state FROM sys.dm_hadr_automatic_seeding")).isEqualTo(21);
    assertThat(g.f.noted(g.b)).contains("19506");
    assertThat(g.remote()).startsWith("SECONDARY CONNECTED");
    g.b.ok(GRANT);
    g.f.pass();
    assertThat(database(g.b, 1)).isEqualTo("SYNCHRONIZED HEALTHY");
  }

  @Test
  void aDatabaseOfThatNameStandsInTheWay() {
    var g = new GroupFixture();
    g.b.database("Sales");
    g.joined(SYNC + AUTOMATIC);
    g.f.pass();
    assertThat(seeding(g.a)).isEqualTo("FAILED 1 Database with name already exists 1");
    g.b.ok("DROP DATABASE Sales");
    g.f.pass();
    assertThat(seeding(g.a)).as("a failure for good").startsWith("FAILED");
    g.a.ok("ALTER AVAILABILITY GROUP G MODIFY REPLICA ON 'B' WITH (SEEDING_MODE = AUTOMATIC)");
    g.f.pass();
    assertThat(database(g.b, 1)).isEqualTo("SYNCHRONIZED HEALTHY");
  }

  @Test
  void seedingBeginsAgainAfterABrokenConnection() {
    var g = new GroupFixture();
    g.f.world.settings.seedingBytesPerSecond = g.f.database.sizeBytes / 10;
    g.joined(SYNC + AUTOMATIC);
    g.f.pass();
    g.f.network.cut("B");
    g.f.pass();
    assertThat(seeding(g.a)).isEqualTo("FAILED 1 SQL Error 1");
    assertThat(state(g.b)).isEqualTo("none");
    g.f.network.mend("B");
    g.f.world.settings.seedingBytesPerSecond = 1L << 40;
    g.f.pass();
    assertThat(seeding(g.a)).isEqualTo("COMPLETED 1 - 2");
  }

  @Test
  void manualSeedingIsBackupRestoreAndSetHadr() {
    var g = new GroupFixture();
    g.f.prepared();
    g.a.ok(GroupFixture.create(SYNC + MANUAL));
    g.b.ok(JOIN);
    g.f.pass();
    assertThat(g.a.ok("SELECT * FROM sys.dm_hadr_automatic_seeding").results.get(0).rows)
        .isEmpty();
    assertThat(state(g.b)).isEqualTo("RESTORING");
    g.b.ok(ENTER);
    g.f.pass();
    assertThat(database(g.b, 1)).isEqualTo("SYNCHRONIZED HEALTHY");
    assertThat(g.b.run(ENTER).messages.get(0).number()).isEqualTo(41145);
    assertThat(g.a.run(ENTER).errors()).containsExactly(35240);
  }

  @Test
  void aReadableSecondaryOpensAndAnotherDoesNot() {
    var g = new GroupFixture().running(SYNC);
    assertThat(g.b.run("USE Sales").errors()).containsExactly(976);
    g.a.ok("ALTER AVAILABILITY GROUP G MODIFY REPLICA ON 'B' WITH"
        + " (SECONDARY_ROLE (ALLOW_CONNECTIONS = ALL))");
    g.f.pass();
    g.b.ok("USE Sales; USE master");
    assertThat(g.b.run("BACKUP DATABASE Sales TO DISK = 'NUL'").errors())
        .containsExactly(3059, 3013);
    g.b.ok("BACKUP DATABASE Sales TO DISK = 'NUL' WITH COPY_ONLY");
    assertThat(g.b.run("DROP DATABASE Sales").errors()).containsExactly(3752);
    assertThat(g.b.run("ALTER DATABASE Sales SET RECOVERY SIMPLE").errors())
        .containsExactly(1468, 5069);
  }

  @Test
  void theArticleOnClusterlessGroupsRunsVerbatimOnLineBreaksAndCase() {
    var g = new GroupFixture();
    g.a.ok("BACKUP DATABASE Sales TO DISK = 'NUL'");
    g.a.ok("create availability group [G]\n with (cluster_type=none) for database [Sales]\n"
        + " replica on n'A' with (endpoint_url=n'tcp://a.corp.example:5022', failover_mode=manual,"
        + "availability_mode=synchronous_commit,seeding_mode=automatic),"
        + " n'B' with (seeding_mode=automatic, availability_mode=synchronous_commit,"
        + "endpoint_url=n'tcp://10.0.0.2:5022', failover_mode=manual)");
    g.b.ok("alter availability group [G] join with ( cluster_type = none );"
        + " ALTER AVAILABILITY GROUP\n[G] GRANT CREATE ANY DATABASE;");
    g.f.pass();
    assertThat(database(g.b, 1)).isEqualTo("SYNCHRONIZED HEALTHY");
  }

  @Test
  void rowsArriveWithTheLogAndGoTheirOwnWayAfterAForcedFailover() {
    var g = new GroupFixture().running(SYNC + ", SECONDARY_ROLE (ALLOW_CONNECTIONS = ALL)");
    g.a.ok("CREATE TABLE Sales.dbo.t (a int); INSERT Sales.dbo.t VALUES (1)");
    g.f.pass();
    assertThat(g.b.value("SUM(a) FROM Sales.dbo.t")).isEqualTo(1);
    assertThat(g.b.run("INSERT Sales.dbo.t VALUES (2)").errors()).containsExactly(3906);
    g.a.ok("ALTER AVAILABILITY GROUP G SET (ROLE = SECONDARY)");
    g.b.ok("ALTER AVAILABILITY GROUP G FORCE_FAILOVER_ALLOW_DATA_LOSS");
    g.f.pass();
    g.b.ok("INSERT Sales.dbo.t VALUES (3)");
    assertThat(g.b.value("SUM(a) FROM Sales.dbo.t")).isEqualTo(4);
    assertThat(g.a.value("SUM(a) FROM Sales.dbo.t")).as("suspended").isEqualTo(1);
    g.b.ok("ALTER DATABASE Sales SET HADR RESUME");
    g.a.ok("ALTER DATABASE Sales SET HADR RESUME");
    g.f.pass();
    assertThat(g.a.value("SUM(a) FROM Sales.dbo.t")).isEqualTo(4);
  }

  @Test
  void aTransactionDoesNotSurviveTheChangeOfRole() {
    var g = new GroupFixture().running(SYNC + ", SECONDARY_ROLE (ALLOW_CONNECTIONS = ALL)");
    g.a.ok("CREATE TABLE Sales.dbo.t (a int)");
    var writer = g.a.as("sa");
    TestServer.run(writer, "BEGIN TRAN; INSERT Sales.dbo.t VALUES (1)");
    g.f.pass();
    g.a.ok("ALTER AVAILABILITY GROUP G SET (ROLE = SECONDARY)");
    g.b.ok("ALTER AVAILABILITY GROUP G FORCE_FAILOVER_ALLOW_DATA_LOSS");
    assertThat(TestServer.run(writer, "COMMIT").errors()).containsExactly(50999);
    assertThat(TestServer.run(writer, "ROLLBACK").errors()).isEmpty();
    assertThat(g.b.value("COUNT(*) FROM Sales.dbo.t")).isEqualTo(0);
    assertThat(g.a.value("COUNT(*) FROM Sales.dbo.t")).isEqualTo(0);
  }
}
