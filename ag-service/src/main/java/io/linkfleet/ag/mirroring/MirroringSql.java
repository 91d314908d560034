package io.linkfleet.ag.mirroring;

import static io.linkfleet.sqlserver.Sql.name;
import static io.linkfleet.sqlserver.Sql.plain;
import static io.linkfleet.sqlserver.Sql.text;

import io.linkfleet.ag.AgSql;
import io.linkfleet.sqlserver.Statement;
import java.time.Duration;
import java.util.Map;

/** Every statement that the mirroring of a pair needs, or that it offers to a person. */
final class MirroringSql {
  static final String SERVER =
      """
      SELECT CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128)) AS version,
        CAST(SERVERPROPERTY('InstanceDefaultDataPath') AS nvarchar(4000)) AS data_directory,
        CAST(SERVERPROPERTY('InstanceDefaultLogPath') AS nvarchar(4000)) AS log_directory
      """;

  /** The server compares the name by its own collation. */
  static final String DATABASE =
      """
      SELECT d.database_id, d.name, d.state_desc, d.user_access_desc, d.is_read_only,
        d.is_auto_close_on, d.recovery_model_desc, g.name AS group_name,
        r.database_id AS recovery_status, r.last_log_backup_lsn,
        CAST(r.family_guid AS char(36)) AS family,
        CAST(r.recovery_fork_guid AS char(36)) AS fork,
        m.mirroring_role_desc, m.mirroring_state_desc, m.mirroring_safety_level_desc,
        m.mirroring_partner_name, m.mirroring_partner_instance, m.mirroring_witness_name
      FROM sys.databases AS d
      LEFT JOIN sys.database_recovery_status AS r ON r.database_id = d.database_id
      LEFT JOIN sys.database_mirroring AS m ON m.database_id = d.database_id
      LEFT JOIN sys.availability_replicas AS a ON a.replica_id = d.replica_id
      LEFT JOIN sys.availability_groups AS g ON g.group_id = a.group_id
      WHERE d.name = ?
      """;

  static final String FILES =
      """
      SELECT name, physical_name, type_desc, redo_start_lsn,
        CAST(redo_start_fork_guid AS char(36)) AS fork
      FROM sys.master_files
      WHERE database_id = ?
      ORDER BY file_id
      """;

  /**
   * Whether the copy has had log restored since its full backup: its last restore says so.
   *
   * <p>V is a verified backup, which restores nothing. Unverified inference: that a restore WITH
   * NORECOVERY is in the history as soon as it is through, and that nothing but a restore puts a
   * row there. If one were missing, one log backup more would be taken and restored.
   */
  static final String LAST_RESTORE =
      """
      SELECT TOP (1) restore_type
      FROM msdb.dbo.restorehistory
      WHERE destination_database_name = ? AND restore_type IN ('D', 'I', 'L')
      ORDER BY restore_history_id DESC
      """;

  /**
   * Backups that this server took of the database on the way that it is going now, each in one
   * file: full ones that are not too old, and logs that reach beyond a point.
   *
   * <p>Unverified inference: that {@code backupset.last_recovery_fork_guid} is the very guid that
   * {@code sys.database_recovery_status.recovery_fork_guid} shows for as long as the database goes
   * on that way. The documentation of each view says it of its own column, and neither compares the
   * two; it was never checked on a real server. If they differed, no backup would be found: new
   * ones would be taken for a new copy, and a copy that is behind would block with RESTORE.
   */
  static final String BACKUPS =
      """
      SELECT b.type, b.first_lsn, b.last_lsn, b.position, f.physical_device_name
      FROM msdb.dbo.backupset AS b
      JOIN msdb.dbo.backupmediafamily AS f ON f.media_set_id = b.media_set_id
      JOIN (SELECT media_set_id, COUNT(*) AS families FROM msdb.dbo.backupmediafamily
        GROUP BY media_set_id) AS c ON c.media_set_id = b.media_set_id
      JOIN sys.database_recovery_status AS r ON r.recovery_fork_guid = b.last_recovery_fork_guid
      WHERE b.database_name = ? AND r.database_id = ? AND b.server_name = @@SERVERNAME
        AND c.families = 1
        AND (b.type = 'L' AND b.last_lsn > ?
            AND b.backup_finish_date > DATEADD(SECOND, ?, GETDATE())
          OR b.type = 'D' AND b.backup_finish_date > DATEADD(SECOND, ?, GETDATE()))
      ORDER BY b.backup_set_id
      """;

  private MirroringSql() {}

  /**
   * Without INIT and FORMAT nothing is ever overwritten. A copy-only backup leaves the base of
   * somebody's differential backups alone, but begins no log chain.
   */
  static Statement backup(String database, String file, boolean copyOnly, Duration limit) {
    return AgSql.within(
        limit,
        """
        BACKUP DATABASE %s
          TO DISK = %s
          WITH %sCHECKSUM;
        """
            .formatted(name(database), text(file), copyOnly ? "COPY_ONLY, " : ""));
  }

  static Statement backupLog(String database, String file, Duration limit) {
    return AgSql.within(
        limit,
        """
        BACKUP LOG %s
          TO DISK = %s
          WITH CHECKSUM;
        """
            .formatted(name(database), text(file)));
  }

  /** Article "Setting up database mirroring using certificates", stage 3. */
  static Statement restore(
      String database, String file, int position, Map<String, String> moves, Duration limit) {
    StringBuilder options = new StringBuilder("FILE = " + position + ", NORECOVERY");
    moves.forEach(
        (logical, path) ->
            options.append(",\n    MOVE %s TO %s".formatted(text(logical), text(path))));
    return AgSql.within(
        limit,
        """
        RESTORE DATABASE %s
          FROM DISK = %s
          WITH %s;
        """
            .formatted(name(database), text(file), options));
  }

  static Statement restoreLog(String database, String file, int position, Duration limit) {
    return AgSql.within(
        limit,
        """
        RESTORE LOG %s
          FROM DISK = %s
          WITH FILE = %d, NORECOVERY;
        """
            .formatted(name(database), text(file), position));
  }

  /** The same article, stage 4: on the mirror first. */
  static Statement setPartner(String database, String address) {
    return Statement.of(
        "ALTER DATABASE %s SET PARTNER = %s;".formatted(name(database), plain(address)));
  }

  static Statement setWitness(String database, String address) {
    return Statement.of(
        "ALTER DATABASE %s SET WITNESS = %s;".formatted(name(database), plain(address)));
  }

  /** For a person; the copy is made anew afterwards. */
  static String drop(MirroringState.Database copy) {
    return copy.session() == null ? drop(copy.name()) : dropWaiting(copy.name());
  }

  /** The same for one that is in no session. */
  static String drop(String database) {
    return "DROP DATABASE %s;".formatted(name(database));
  }

  /** The same for one that has been told its partner, and so cannot be dropped before (3743). */
  static String dropWaiting(String database) {
    return AgSql.set(database, "PARTNER OFF").text() + " " + drop(database);
  }
}
