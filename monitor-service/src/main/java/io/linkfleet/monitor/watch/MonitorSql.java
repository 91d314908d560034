package io.linkfleet.monitor.watch;

import io.linkfleet.event.ReplicaReading;
import io.linkfleet.event.SourceServer;
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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The one query of the monitor. */
@Singleton
class MonitorSql implements ReplicaProbe {
  /**
   * Four lists in one answer, told apart by {@code part}. There is always one row of each part, so
   * that what the login may see is told even when there is nothing to see.
   *
   * <ul>
   *   <li>group: one row per availability group and attempt to seed it, oldest attempt first
   *   <li>session: one row per mirrored database; a login that is no sysadmin sees no more of a
   *       mirror than that it is being restored, so of these too
   *   <li>peer: one row per standing connection of the mirroring endpoint
   *   <li>certificate: one row per certificate in master
   * </ul>
   *
   * <p>The queues of a mirroring session are performance counters; that those of a real server are
   * named so was never checked on one.
   */
  static final String REPLICAS =
      """
      SELECT part.name AS part,
        HAS_PERMS_BY_NAME(NULL, NULL, N'VIEW ANY DEFINITION') AS sees_all,
        DATEDIFF(minute, GETUTCDATE(), GETDATE()) AS offset_minutes,
        g.name AS group_name,
        r.replica_server_name,
        r.availability_mode_desc,
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
        own.role_desc AS own_role,
        own.connected_state_desc AS own_connected,
        od.synchronization_state_desc AS own_state,
        od.is_suspended AS own_suspended,
        CAST(od.last_hardened_lsn AS varchar(30)) AS own_lsn,
        s.current_state,
        s.failure_state_desc,
        s.error_code,
        p.transferred_size_bytes,
        p.database_size_bytes,
        m.name AS database_name,
        m.mirroring_role_desc,
        m.mirroring_state_desc,
        m.mirroring_safety_level_desc,
        m.mirroring_partner_instance,
        m.mirroring_witness_name,
        m.mirroring_witness_state_desc,
        CAST(m.mirroring_end_of_log_lsn AS varchar(30)) AS end_of_log,
        sq.cntr_value AS mirroring_send_queue,
        rq.cntr_value AS mirroring_redo_queue,
        c.connection_id,
        CONVERT(varchar(64), ck.thumbprint, 2) AS peer_thumbprint,
        k.name AS certificate_name,
        CONVERT(varchar(64), k.thumbprint, 2) AS thumbprint,
        k.expiry_date,
        e.endpoint_id
      FROM (VALUES (N'group'), (N'session'), (N'peer'), (N'certificate')) AS part (name)
      LEFT JOIN sys.availability_groups AS g ON part.name = N'group'
      LEFT JOIN sys.dm_hadr_availability_replica_states AS rs
        ON rs.group_id = g.group_id AND rs.is_local = 0
      LEFT JOIN sys.availability_replicas AS r ON r.replica_id = rs.replica_id
      LEFT JOIN sys.dm_hadr_database_replica_states AS d
        ON d.group_id = rs.group_id AND d.replica_id = rs.replica_id AND d.is_local = 0
      LEFT JOIN sys.dm_hadr_availability_replica_states AS own
        ON own.group_id = g.group_id AND own.is_local = 1
      LEFT JOIN sys.dm_hadr_database_replica_states AS od
        ON od.group_id = own.group_id AND od.replica_id = own.replica_id AND od.is_local = 1
      LEFT JOIN sys.dm_hadr_automatic_seeding AS s
        ON s.ag_id = rs.group_id AND s.ag_remote_replica_id = rs.replica_id
      LEFT JOIN sys.dm_hadr_physical_seeding_stats AS p
        ON p.local_physical_seeding_id = s.operation_id
      LEFT JOIN (
        SELECT b.name, x.mirroring_role_desc, x.mirroring_state_desc,
          x.mirroring_safety_level_desc, x.mirroring_partner_instance, x.mirroring_witness_name,
          x.mirroring_witness_state_desc, x.mirroring_end_of_log_lsn
        FROM sys.databases AS b
        JOIN sys.database_mirroring AS x ON x.database_id = b.database_id
        WHERE x.mirroring_guid IS NOT NULL
          OR b.state_desc = N'RESTORING' AND IS_SRVROLEMEMBER(N'sysadmin') = 0
      ) AS m ON part.name = N'session'
      LEFT JOIN sys.dm_os_performance_counters AS sq
        ON sq.instance_name = m.name AND sq.counter_name = N'Log Send Queue KB'
          AND sq.object_name LIKE N'%:Database Mirroring%'
      LEFT JOIN sys.dm_os_performance_counters AS rq
        ON rq.instance_name = m.name AND rq.counter_name = N'Redo Queue KB'
          AND rq.object_name LIKE N'%:Database Mirroring%'
      LEFT JOIN sys.dm_db_mirroring_connections AS c
        ON part.name = N'peer' AND c.login_state_desc = N'ONLINE'
      LEFT JOIN sys.certificates AS ck ON ck.certificate_id = c.peer_certificate_id
      LEFT JOIN sys.certificates AS k
        ON part.name = N'certificate' AND k.name NOT LIKE N'##%'
      LEFT JOIN sys.database_mirroring_endpoints AS e ON e.certificate_id = k.certificate_id
      ORDER BY s.start_time
      """;

  private final SqlServers servers;

  MonitorSql(SqlServers servers) {
    this.servers = servers;
  }

  /** The answer while it is read, row by row. */
  private static final class Answer {
    private final Map<String, ReplicaReading> replicas = byName();
    private final Map<String, GroupSide> groups = byName();
    private final Map<String, SessionSide> sessions = byName();
    private final Set<String> peers = new HashSet<>();
    private final List<Certificate> certificates = new ArrayList<>();
    private boolean seesAll;

    private static <V> Map<String, V> byName() {
      return new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    }

    Void take(ResultSet row) throws SQLException {
      seesAll = row.getInt("sees_all") == 1;
      String group = row.getString("group_name");
      String database = row.getString("database_name");
      String certificate = row.getString("certificate_name");
      if (group != null) {
        replicas.put(group, replica(row));
        groups.put(group, groupSide(row));
      } else if (database != null) {
        sessions.put(database, sessionSide(row));
      } else if (row.getString("connection_id") != null) {
        String peer = row.getString("peer_thumbprint");
        peers.add(peer == null ? "" : peer);
      } else if (certificate != null && row.getTimestamp("expiry_date") != null) {
        certificates.add(
            new Certificate(
                certificate,
                row.getString("thumbprint"),
                row.getTimestamp("expiry_date").toLocalDateTime().toInstant(ZoneOffset.UTC),
                row.getString("endpoint_id") != null));
      }
      return null;
    }

    Readings readings() {
      return new Readings(seesAll, replicas, groups, sessions, peers, certificates);
    }
  }

  @Override
  public Readings read(SourceServer server) {
    try (SqlConnection sql = servers.open(server)) {
      Answer answer = new Answer();
      sql.query("reading the replicas", REPLICAS, answer::take);
      return answer.readings();
    }
  }

  private static ReplicaReading replica(ResultSet row) throws SQLException {
    String database = row.getString("synchronization_state_desc");
    String state = row.getString("current_state");
    return new ReplicaReading(
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
        "FAILED".equals(state) ? failed(row) : state);
  }

  private static GroupSide groupSide(ResultSet row) throws SQLException {
    return new GroupSide(
        row.getString("own_role"),
        "CONNECTED".equals(row.getString("own_connected")),
        row.getString("own_state"),
        row.getBoolean("own_suspended"),
        "SYNCHRONOUS_COMMIT".equals(row.getString("availability_mode_desc")),
        row.getString("own_lsn"));
  }

  private static SessionSide sessionSide(ResultSet row) throws SQLException {
    String witness = row.getString("mirroring_witness_name");
    return new SessionSide(
        row.getString("mirroring_role_desc"),
        row.getString("mirroring_state_desc"),
        row.getString("mirroring_safety_level_desc"),
        row.getString("mirroring_partner_instance"),
        witness == null || witness.isEmpty() ? null : witness,
        row.getString("mirroring_witness_state_desc"),
        row.getString("end_of_log"),
        number(row, "mirroring_send_queue"),
        number(row, "mirroring_redo_queue"));
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
