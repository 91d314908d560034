package io.linkfleet.ag;

import static io.linkfleet.sqlserver.Sql.name;
import static io.linkfleet.sqlserver.Sql.text;

import io.linkfleet.sqlserver.Statement;
import java.time.Duration;

/**
 * Every statement that the link's groups need, or that they offer to a person, and those that the
 * sessions of pairs share with them.
 */
public final class AgSql {
  /** The driver counts a network timeout in milliseconds, in an int. */
  private static final Duration LONGEST = Duration.ofDays(20);

  /** InstanceDefaultBackupPath is NULL before SQL Server 2019. */
  public static final String SERVER =
      """
      SELECT CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128)) AS version,
        CAST(SERVERPROPERTY('IsHadrEnabled') AS int) AS hadr_enabled,
        CAST(SERVERPROPERTY('InstanceDefaultBackupPath') AS nvarchar(4000)) AS backup_directory
      """;

  /** The server compares the name by its own collation. */
  public static final String DATABASE =
      """
      SELECT d.database_id, d.name, d.state_desc, d.user_access_desc, d.is_read_only,
        d.is_auto_close_on, d.recovery_model_desc, r.database_id AS recovery_status,
        r.last_log_backup_lsn, m.mirroring_role_desc
      FROM sys.databases AS d
      LEFT JOIN sys.database_recovery_status AS r ON r.database_id = d.database_id
      LEFT JOIN sys.database_mirroring AS m ON m.database_id = d.database_id
      WHERE d.name = ?
      """;

  /** A row for each database of a group's local replica, and one for each other replica. */
  static final String MEMBERS =
      """
      SELECT g.name AS group_name, g.is_distributed, r.replica_server_name, r.endpoint_url,
        r.availability_mode_desc, r.failover_mode_desc, r.seeding_mode_desc, s.is_local,
        s.role_desc, d.name AS database_name
      FROM sys.availability_groups AS g
      LEFT JOIN sys.availability_replicas AS r ON r.group_id = g.group_id
      LEFT JOIN sys.dm_hadr_availability_replica_states AS s ON s.replica_id = r.replica_id
      LEFT JOIN sys.databases AS d ON d.replica_id = r.replica_id
      ORDER BY g.name, r.replica_server_name, d.name
      """;

  /** Which database is in which group. */
  public static final String DATABASES_IN_GROUPS =
      """
      SELECT g.name AS group_name, d.name AS database_name
      FROM sys.databases AS d
      JOIN sys.availability_replicas AS r ON r.replica_id = d.replica_id
      JOIN sys.availability_groups AS g ON g.group_id = r.group_id
      ORDER BY g.name, d.name
      """;

  private AgSql() {}

  /** The log has to be kept whole. */
  public static Statement setRecoveryFull(String database) {
    return Statement.of("ALTER DATABASE %s SET RECOVERY FULL;".formatted(name(database)));
  }

  /** Without INIT and FORMAT nothing is ever overwritten; without COPY_ONLY it starts the chain. */
  public static Statement backup(String database, String file, Duration limit) {
    return within(
        limit,
        """
        BACKUP DATABASE %s
          TO DISK = %s
          WITH CHECKSUM;
        """
            .formatted(name(database), text(file)));
  }

  /** A statement that takes as long as the data need, up to a limit. */
  public static Statement within(Duration limit, String text) {
    return Statement.of(text).within(limit.compareTo(LONGEST) < 0 ? limit : LONGEST);
  }

  /** For a person. */
  public static String finishRestore(String database) {
    return "RESTORE DATABASE %s WITH RECOVERY;".formatted(name(database));
  }

  /** {@code option} is a constant such as {@code HADR SUSPEND}. */
  public static Statement set(String database, String option) {
    return Statement.of("ALTER DATABASE %s SET %s;".formatted(name(database), option));
  }

  /** Article "Replicate a database with the link", section on creating an availability group. */
  static Statement createGroup(
      String group, boolean clusterType, String database, String server, String endpointUrl) {
    return Statement.of(
        """
        CREATE AVAILABILITY GROUP %s
        %s  FOR DATABASE %s
          REPLICA ON %s WITH (
            ENDPOINT_URL = %s,
            AVAILABILITY_MODE = SYNCHRONOUS_COMMIT,
            FAILOVER_MODE = MANUAL,
            SEEDING_MODE = AUTOMATIC
          );
        """
            .formatted(
                name(group),
                clusterType ? "  WITH (CLUSTER_TYPE = NONE)\n" : "",
                name(database),
                text(server),
                text(endpointUrl)));
  }

  /** The same article: both members asynchronous, and the exact listener URLs. */
  static Statement createDistributedGroup(
      String distributedGroup,
      String group,
      String endpointUrl,
      String instance,
      String listenerUrl) {
    return Statement.of(
        """
        CREATE AVAILABILITY GROUP %s
          WITH (DISTRIBUTED)
          AVAILABILITY GROUP ON
          %s WITH (
            LISTENER_URL = %s,
            AVAILABILITY_MODE = ASYNCHRONOUS_COMMIT,
            FAILOVER_MODE = MANUAL,
            SEEDING_MODE = AUTOMATIC,
            SESSION_TIMEOUT = 20
          ),
          %s WITH (
            LISTENER_URL = %s,
            AVAILABILITY_MODE = ASYNCHRONOUS_COMMIT,
            FAILOVER_MODE = MANUAL,
            SEEDING_MODE = AUTOMATIC
          );
        """
            .formatted(
                name(distributedGroup),
                text(group),
                text(endpointUrl),
                text(instance),
                text(listenerUrl)));
  }

  /** For a person; the databases in the group stay, replication of the group ends. */
  static String dropGroup(String group) {
    return "DROP AVAILABILITY GROUP %s;".formatted(name(group));
  }
}
