package io.linkfleet.simulator.tsql.catalog;

import static io.linkfleet.simulator.tsql.catalog.SystemView.dmv;
import static io.linkfleet.simulator.tsql.catalog.SystemView.row;

import io.linkfleet.simulator.engine.AvailabilityGroup;
import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.engine.Replica;
import io.linkfleet.simulator.engine.ReplicaDatabase;
import io.linkfleet.simulator.engine.Seeding;
import io.linkfleet.simulator.tsql.state.SessionState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The DMVs on automatic seeding.
 *
 * <p>current_state is text: the documentation's table says bit, its own examples compare with
 * 'COMPLETED'. internal_state_desc was never seen on a real server.
 */
final class SeedingViews {
  static final List<SystemView> VIEWS =
      List.of(
          dmv(
              "sys.dm_hadr_automatic_seeding",
              """
              start_time datetime, completion_time datetime, ag_id uniqueidentifier,
              ag_db_id uniqueidentifier, ag_remote_replica_id uniqueidentifier,
              operation_id uniqueidentifier, is_source bit, current_state nvarchar(60),
              performed_seeding bit, failure_state int, failure_state_desc nvarchar(60),
              error_code int, number_of_attempts int
              """,
              SeedingViews::automatic),
          dmv(
              "sys.dm_hadr_physical_seeding_stats",
              """
              local_physical_seeding_id uniqueidentifier,
              remote_physical_seeding_id uniqueidentifier, local_database_id int,
              local_database_name nvarchar(128), remote_machine_name nvarchar(128),
              role_desc nvarchar(60), internal_state_desc nvarchar(60),
              transfer_rate_bytes_per_second bigint, transferred_size_bytes bigint,
              database_size_bytes bigint, start_time_utc datetime, end_time_utc datetime,
              estimate_time_complete_utc datetime, total_disk_io_wait_time_ms bigint,
              total_network_wait_time_ms bigint, failure_code int,
              failure_message nvarchar(512), failure_time_utc datetime, is_compression_enabled bit
              """,
              SeedingViews::physical));

  private SeedingViews() {}

  /**
   * One seeding as one server sees it.
   *
   * @param remote the replica at the other end
   * @param databaseId of the local database; null while there is none
   */
  private record Seen(
      AvailabilityGroup group, Replica remote, Integer databaseId, String database,
      UUID groupDatabaseId, boolean source, Seeding seeding) {

    UUID operation() {
      return source ? seeding.operationId : seeding.remoteOperationId;
    }

    UUID remoteOperation() {
      return source ? seeding.remoteOperationId : seeding.operationId;
    }
  }

  private interface Shown {
    Object[] row(Seen seen, Seeding seeding);
  }

  private static List<Object[]> each(SessionState session, Shown shown) {
    var rows = new ArrayList<Object[]>();
    for (Seen seen : all(session)) {
      Object[] row = shown.row(seen, seen.seeding);
      if (row != null) {
        rows.add(row);
      }
    }
    return rows;
  }

  private static List<Seen> all(SessionState session) {
    var all = new ArrayList<Seen>();
    for (AvailabilityGroup g : session.server.groups.values()) {
      for (Replica r : g.replicas) {
        if (r.seeding != null && !r.local) {
          for (Database d : GroupViews.databasesOf(g, session.server)) {
            all.add(new Seen(g, r, d.id, d.name, d.groupDatabaseId, true, r.seeding));
          }
        }
        for (ReplicaDatabase there : r.databases.values()) {
          if (there.seeding != null) {
            Database d = session.server.databases.get(there.name);
            all.add(
                new Seen(
                    g, r, d == null ? null : d.id, there.name, there.groupDatabaseId,
                    there.source, there.seeding));
          }
        }
      }
    }
    return all;
  }

  private static List<Object[]> automatic(SessionState session) {
    return each(
        session,
        (seen, s) ->
            row(
                Moments.datetime(s.startedAt), Moments.datetime(s.completedAt), seen.group.id,
                seen.groupDatabaseId, seen.remote.id, seen.operation(), seen.source, s.state,
                s.state.equals("COMPLETED"), s.failureState == 0 ? null : s.failureState,
                s.failureText, s.errorCode, s.attempts));
  }

  /** Only a seeding that runs or has failed on its way has a row. */
  private static List<Object[]> physical(SessionState session) {
    return each(
        session,
        (seen, s) -> {
          boolean failed = s.state.equals("FAILED");
          if (s.state.equals("COMPLETED") || failed && s.databaseBytes == 0) {
            return null;
          }
          return row(
              seen.operation(), seen.remoteOperation(), seen.databaseId, seen.database,
              seen.remote.endpointUrl, role(seen),
              failed ? "Failed" : "CheckingIfBackupIsComplete", s.bytesPerSecond,
              s.transferredBytes, s.databaseBytes, Moments.datetime(s.startedAt),
              Moments.datetime(s.completedAt), Moments.datetime(estimate(s)), 0L, 0L,
              failed ? s.errorCode : 0, failed ? s.failureText : null,
              failed ? Moments.datetime(s.completedAt) : null, false);
        });
  }

  private static String role(Seen seen) {
    if (seen.source) {
      return "Source";
    }
    return seen.group.distributed ? "Forwarder" : "Destination";
  }

  /** What sys.dm_exec_requests shows of a seeding; the session's number is invented. */
  static List<Object[]> workers(SessionState session) {
    Instant now = session.world.clock.instant();
    return each(
        session,
        (seen, s) ->
            s.state.equals("SEEDING")
                ? row(
                    30, 0, Moments.datetime(s.startedAt), "background", "VDI_CLIENT_WORKER",
                    seen.databaseId,
                    null, (double) (s.transferredBytes * 100 / s.databaseBytes),
                    (int) Duration.between(s.startedAt, now).toMillis(), 0)
                : null);
  }

  private static Instant estimate(Seeding s) {
    long left = s.databaseBytes - s.transferredBytes;
    return s.bytesPerSecond <= 0 || s.startedAt == null
        ? null
        : s.startedAt.plusSeconds((s.transferredBytes + left) / s.bytesPerSecond);
  }
}
