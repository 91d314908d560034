package io.linkfleet.simulator.tsql;

import java.time.Duration;
import java.util.List;

/** A database on A in an availability group G that names B as its other replica. */
final class GroupFixture {
  static final String JOIN = "ALTER AVAILABILITY GROUP G JOIN WITH (CLUSTER_TYPE = NONE)";
  static final String GRANT = "ALTER AVAILABILITY GROUP G GRANT CREATE ANY DATABASE";
  static final String ENTER = "ALTER DATABASE Sales SET HADR AVAILABILITY GROUP = G";
  static final String SYNC =
      "AVAILABILITY_MODE = SYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL";
  static final String ASYNC =
      "AVAILABILITY_MODE = ASYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL";

  final MirrorFixture f;
  final TestServer a;
  final TestServer b;

  GroupFixture() {
    this(new MirrorFixture());
  }

  GroupFixture(MirrorFixture servers) {
    f = servers;
    a = f.a;
    b = f.b;
    f.world.settings.initTimeout = Duration.ofMillis(50);
  }

  static String replica(String name, String url, String options) {
    return "N'" + name + "' WITH (ENDPOINT_URL = N'" + url + "', " + options + ")";
  }

  static String create(String options) {
    return "CREATE AVAILABILITY GROUP G WITH (CLUSTER_TYPE = NONE) FOR DATABASE Sales REPLICA ON "
        + replica("A", MirrorFixture.A, options)
        + ", "
        + replica("B", MirrorFixture.B, options);
  }

  /** The group exists on A. */
  GroupFixture created(String options) {
    a.ok("BACKUP DATABASE Sales TO DISK = '\\\\share\\Sales.bak' WITH INIT");
    a.ok(create(options));
    return this;
  }

  /** B hosts its replica and may create databases. */
  GroupFixture joined(String options) {
    created(options);
    b.ok(JOIN);
    b.ok(GRANT);
    return this;
  }

  /** Seeded, and in the state that the modes allow. */
  GroupFixture running(String options) {
    joined(options + ", SEEDING_MODE = AUTOMATIC");
    f.pass();
    return this;
  }

  /** The other replica as A shows it. */
  String remote() {
    return text(a, "s.role_desc + ' ' + s.connected_state_desc + ' '"
        + " + s.synchronization_health_desc FROM sys.dm_hadr_availability_replica_states s"
        + " JOIN sys.availability_replicas r ON r.replica_id = s.replica_id"
        + " WHERE r.replica_server_name = 'B'");
  }

  /** Roles of the local replicas, state and suspension of the local databases. */
  static String local(TestServer server) {
    return text(server, "s.role_desc + ' ' + s.connected_state_desc + ' '"
        + " + s.synchronization_health_desc FROM sys.dm_hadr_availability_replica_states s"
        + " WHERE s.is_local = 1");
  }

  static String database(TestServer server, int isLocal) {
    List<Object[]> rows =
        server.ok("SELECT synchronization_state_desc + ' ' + synchronization_health_desc"
            + " + CASE WHEN is_suspended = 1 THEN ' ' + suspend_reason_desc ELSE '' END"
            + " FROM sys.dm_hadr_database_replica_states WHERE is_local = " + isLocal)
            .results.get(0).rows;
    return rows.isEmpty() ? "none" : (String) rows.get(0)[0];
  }

  static String state(TestServer server) {
    List<Object[]> rows =
        server.ok("SELECT state_desc FROM sys.databases WHERE name = 'Sales'").results.get(0).rows;
    return rows.isEmpty() ? "none" : (String) rows.get(0)[0];
  }

  static String seeding(TestServer server) {
    return text(server, "current_state + ' ' + CAST(is_source AS varchar(1)) + ' '"
        + " + ISNULL(failure_state_desc, '-') + ' ' + CAST(number_of_attempts AS varchar(5))"
        + " FROM sys.dm_hadr_automatic_seeding");
  }

  private static String text(TestServer server, String query) {
    return (String) server.value(query);
  }
}
