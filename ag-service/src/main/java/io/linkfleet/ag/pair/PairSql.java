package io.linkfleet.ag.pair;

import static io.linkfleet.sqlserver.Sql.name;
import static io.linkfleet.sqlserver.Sql.text;

import io.linkfleet.sqlserver.Statement;
import java.time.Duration;

/** Every statement that the groups of a pair need, or that they offer to a person. */
final class PairSql {
  /** A server waits five minutes for the primary before it says that nobody came (47106). */
  private static final Duration JOIN = Duration.ofMinutes(6);

  /** The columns on clusters came with SQL Server 2017. */
  static final String MEMBERS =
      """
      SELECT g.name AS group_name, CAST(g.group_id AS char(36)) AS group_id, g.is_distributed,
        g.cluster_type_desc, g.required_synchronized_secondaries_to_commit AS required,
        r.replica_server_name, r.endpoint_url, r.availability_mode_desc, r.failover_mode_desc,
        r.seeding_mode_desc, s.is_local, s.role_desc, s.connected_state_desc,
        s.last_connect_error_number, s.last_connect_error_description
      FROM sys.availability_groups AS g
      LEFT JOIN sys.availability_replicas AS r ON r.group_id = g.group_id
      LEFT JOIN sys.dm_hadr_availability_replica_states AS s ON s.replica_id = r.replica_id
      ORDER BY g.name, r.replica_server_name
      """;

  static final String COPIES =
      """
      SELECT g.name AS group_name, s.is_local, s.synchronization_state_desc, s.is_suspended,
        s.suspend_reason_desc, s.last_hardened_lsn
      FROM sys.dm_hadr_database_replica_states AS s
      JOIN sys.availability_groups AS g ON g.group_id = s.group_id
      JOIN sys.databases AS d ON d.database_id = s.database_id
      WHERE d.name = ?
      """;

  static final String SEEDINGS =
      """
      SELECT g.name AS group_name, s.current_state, s.failure_state_desc
      FROM sys.dm_hadr_automatic_seeding AS s
      JOIN sys.availability_groups AS g ON g.group_id = s.ag_id
      JOIN sys.databases AS d ON d.group_database_id = s.ag_db_id
      WHERE d.name = ? AND s.is_source = 1
      ORDER BY s.start_time DESC
      """;

  private PairSql() {}

  /** A replica or a member: {@code kind} is ENDPOINT_URL or LISTENER_URL. */
  static String member(String who, String kind, String url, String availability) {
    return """
        %s WITH (
          %s = %s,
          AVAILABILITY_MODE = %s,
          FAILOVER_MODE = MANUAL,
          SEEDING_MODE = AUTOMATIC
        )"""
        .formatted(text(who), kind, text(url), availability)
        .indent(2)
        .stripTrailing();
  }

  /** Without a database when {@code database} is null. */
  static Statement createGroup(String group, String database, String... replicas) {
    return Statement.of(
        """
        CREATE AVAILABILITY GROUP %s
          WITH (CLUSTER_TYPE = NONE)
          FOR %sREPLICA ON
        %s;
        """
            .formatted(
                name(group),
                database == null ? "" : "DATABASE " + name(database) + "\n  ",
                String.join(",\n", replicas)));
  }

  static Statement joinGroup(String group) {
    return Statement.of(
            "ALTER AVAILABILITY GROUP %s JOIN WITH (CLUSTER_TYPE = NONE);".formatted(name(group)))
        .within(JOIN);
  }

  static Statement createDistributed(String group, String... members) {
    return Statement.of(
        """
        CREATE AVAILABILITY GROUP %s
          WITH (DISTRIBUTED)
          AVAILABILITY GROUP ON
        %s;
        """
            .formatted(name(group), String.join(",\n", members)));
  }

  static Statement joinDistributed(String group, String... members) {
    return Statement.of(
        """
        ALTER AVAILABILITY GROUP %s JOIN
          AVAILABILITY GROUP ON
        %s;
        """
            .formatted(name(group), String.join(",\n", members)));
  }

  /** {@code change} holds constants only, such as {@code SET (ROLE = SECONDARY)}. */
  static Statement alter(String group, String change) {
    return Statement.of("ALTER AVAILABILITY GROUP %s %s;".formatted(name(group), change));
  }

  /** {@code setting} holds constants only. */
  static Statement modify(String group, boolean distributed, String member, String setting) {
    return alter(
        group,
        "MODIFY %s ON %s WITH (%s)"
            .formatted(distributed ? "AVAILABILITY GROUP" : "REPLICA", text(member), setting));
  }

  static Statement drop(String group) {
    return Statement.of("DROP AVAILABILITY GROUP %s;".formatted(name(group)));
  }

  /** For a person. */
  static String dropDatabase(String database) {
    return "DROP DATABASE %s;".formatted(name(database));
  }
}
