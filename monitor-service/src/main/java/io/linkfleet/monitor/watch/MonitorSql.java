package io.linkfleet.monitor.watch;

import io.linkfleet.event.ReplicaReading;
import io.linkfleet.event.SourceServer;
import io.linkfleet.monitor.watch.ReplicaProbe.Readings;
import io.linkfleet.sqlserver.SqlConnection;
import io.linkfleet.sqlserver.SqlServers;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;

/** The one query of the monitor. */
@Singleton
class MonitorSql implements ReplicaProbe {
  /**
   * One row per distributed group and attempt to seed it, oldest attempt first; one row without a
   * group when there is none, so that what the login may see is always told.
   */
  static final String REPLICAS =
      """
      SELECT HAS_PERMS_BY_NAME(NULL, NULL, N'VIEW ANY DEFINITION') AS sees_all,
        DATEDIFF(minute, GETUTCDATE(), GETDATE()) AS offset_minutes,
        g.name AS group_name,
        r.replica_server_name,
        rs.connected_state_desc,
        rs.last_connect_error_number,
        rs.last_connect_error_description,
        rs.last_connect_error_timestamp,
        rs.synchronization_health_desc AS replica_health,
        d.synchronization_state_desc,
        d.synchronization_health_desc,
        d.is_suspended,
        d.log_send_queue_size,
        d.redo_queue_size,
        d.secondary_lag_seconds,
        CAST(d.last_hardened_lsn AS varchar(30)) AS last_hardened_lsn,
        s.current_state,
        s.failure_state_desc,
        s.error_code,
        p.transferred_size_bytes,
        p.database_size_bytes
      FROM (SELECT 1 AS one) AS always
      LEFT JOIN sys.availability_groups AS g ON g.is_distributed = 1
      LEFT JOIN sys.dm_hadr_availability_replica_states AS rs
        ON rs.group_id = g.group_id AND rs.is_local = 0
      LEFT JOIN sys.availability_replicas AS r ON r.replica_id = rs.replica_id
      LEFT JOIN sys.dm_hadr_database_replica_states AS d
        ON d.group_id = rs.group_id AND d.replica_id = rs.replica_id AND d.is_local = 0
      LEFT JOIN sys.dm_hadr_automatic_seeding AS s
        ON s.ag_id = rs.group_id AND s.ag_remote_replica_id = rs.replica_id
      LEFT JOIN sys.dm_hadr_physical_seeding_stats AS p
        ON p.local_physical_seeding_id = s.operation_id
      ORDER BY s.start_time
      """;

  private final SqlServers servers;

  MonitorSql(SqlServers servers) {
    this.servers = servers;
  }

  private record Row(boolean seesAll, String group, ReplicaReading replica) {}

  @Override
  public Readings read(SourceServer server) {
    try (SqlConnection sql = servers.open(server)) {
      Map<String, ReplicaReading> replicas = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      boolean seesAll = true;
      for (Row row : sql.query("reading the replicas", REPLICAS, MonitorSql::row)) {
        seesAll = row.seesAll();
        if (row.group() != null) {
          replicas.put(row.group(), row.replica());
        }
      }
      return new Readings(seesAll, replicas);
    }
  }

  private static Row row(ResultSet row) throws SQLException {
    String group = row.getString("group_name");
    boolean seesAll = row.getInt("sees_all") == 1;
    if (group == null) {
      return new Row(seesAll, null, null);
    }
    String database = row.getString("synchronization_state_desc");
    String state = row.getString("current_state");
    return new Row(
        seesAll,
        group,
        new ReplicaReading(
            row.getString("replica_server_name"),
            row.getString("connected_state_desc") == null
                ? "DISCONNECTED" : row.getString("connected_state_desc"),
            database,
            row.getString(database == null ? "replica_health" : "synchronization_health_desc"),
            row.getBoolean("is_suspended"),
            number(row, "log_send_queue_size"),
            number(row, "redo_queue_size"),
            number(row, "secondary_lag_seconds"),
            row.getString("last_hardened_lsn"),
            row.getInt("last_connect_error_number"),
            row.getString("last_connect_error_description"),
            utc(row),
            "COMPLETED".equals(state) ? null : percent(row),
            "FAILED".equals(state) ? failed(row) : state));
  }

  private static String failed(ResultSet row) throws SQLException {
    return "FAILED, " + row.getString("failure_state_desc") + ", error " + row.getInt("error_code");
  }

  /** The DMV shows the server's local time. */
  private static Instant utc(ResultSet row) throws SQLException {
    Timestamp shown = row.getTimestamp("last_connect_error_timestamp");
    if (shown == null) {
      return null;
    }
    LocalDateTime local = shown.toLocalDateTime();
    return local
        .minus(Duration.ofMinutes(row.getInt("offset_minutes")))
        .toInstant(ZoneOffset.UTC);
  }

  private static Integer percent(ResultSet row) throws SQLException {
    Long sent = number(row, "transferred_size_bytes");
    Long size = number(row, "database_size_bytes");
    return sent == null || size == null || size <= 0
        ? null
        : (int) Math.max(0, Math.min(100, sent * 100 / size));
  }

  private static Long number(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }
}
