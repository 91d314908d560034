package io.linkfleet.simulator.tsql.catalog;

import static io.linkfleet.simulator.tsql.catalog.SystemView.dmv;
import static io.linkfleet.simulator.tsql.catalog.SystemView.row;
import static io.linkfleet.simulator.tsql.catalog.SystemView.view;

import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.tsql.state.Access;
import io.linkfleet.simulator.tsql.state.Databases;
import io.linkfleet.simulator.tsql.state.SessionState;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The views on files, and on the fill of a log: two files for each database, one filegroup. The
 * positions and the base of differential backups in them are a selection. redo_start_lsn is where
 * the last restored backup ended, which was inferred from how tools choose the next log backup.
 */
final class FileViews {
  private static final String COLUMNS =
      """
      file_id int, file_guid uniqueidentifier, type tinyint, type_desc nvarchar(60),
      data_space_id int, name sysname, physical_name nvarchar(260), state tinyint,
      state_desc nvarchar(60), size int, max_size int, growth int, is_media_read_only bit,
      is_read_only bit, is_sparse bit, is_percent_growth bit, is_name_reserved bit,
      create_lsn numeric(25,0), drop_lsn numeric(25,0), read_only_lsn numeric(25,0),
      read_write_lsn numeric(25,0), differential_base_lsn numeric(25,0),
      differential_base_guid uniqueidentifier, differential_base_time datetime,
      redo_start_lsn numeric(25,0), redo_start_fork_guid uniqueidentifier,
      redo_target_lsn numeric(25,0), redo_target_fork_guid uniqueidentifier,
      backup_lsn numeric(25,0)
      """;

  static final List<SystemView> VIEWS =
      List.of(
          view(
              "sys.master_files",
              """
              database_id int,
              """
                  + FileViews.COLUMNS,
              FileViews::master),
          view("sys.database_files", FileViews.COLUMNS, FileViews::own),
          view(
              "sys.filegroups",
              """
              name sysname, data_space_id int, type char(2), type_desc nvarchar(60),
              is_default bit, is_system bit, filegroup_guid uniqueidentifier,
              log_filegroup_id int, is_read_only bit, is_autogrow_all_files bit
              """,
              session ->
                  List.<Object[]>of(
                      row(
                          "PRIMARY", 1, "FG", "ROWS_FILEGROUP", true, false, null, null, false,
                          false))),
          dmv(
              "sys.dm_db_log_space_usage",
              """
              database_id smallint, total_log_size_in_bytes bigint,
              used_log_space_in_bytes bigint, used_log_space_in_percent real,
              log_space_in_bytes_since_last_backup bigint
              """,
              FileViews::logSpace));

  private static final long PAGE = 8192;
  /** 64 MB, as a new database has it. */
  private static final int GROWTH = 8192;
  /** 2 TB. */
  private static final int MOST_LOG = 268435456;

  private FileViews() {}

  private static List<Object[]> master(SessionState session) {
    var rows = new ArrayList<Object[]>();
    for (Database d : Databases.all(session.server)) {
      // seen with CREATE DATABASE, ALTER ANY DATABASE or VIEW ANY DEFINITION
      if (!Access.seesDefinitions(session.login)) {
        continue;
      }
      for (Object[] file : files(session, d)) {
        Object[] row = new Object[file.length + 1];
        row[0] = d.id;
        System.arraycopy(file, 0, row, 1, file.length);
        rows.add(row);
      }
    }
    return rows;
  }

  private static List<Object[]> own(SessionState session) {
    return Databases.find(session.server, session.database)
        .map(d -> files(session, d))
        .orElse(List.of());
  }

  /** The path of its first file. */
  static String dataPath(SessionState session, Database d) {
    return d.dataFile == null
        ? ServerProperties.defaultDataFolder(session.server) + d.name + ".mdf"
        : d.dataFile;
  }

  private static List<Object[]> files(SessionState session, Database d) {
    String folder = ServerProperties.defaultDataFolder(session.server);
    String data = dataPath(session, d);
    String log = d.logFile == null ? folder + d.name + "_log.ldf" : d.logFile;
    String dataName = d.dataName == null ? d.name : d.dataName;
    return List.of(
        file(d, 1, dataName, data, d.sizeBytes),
        file(d, 2, d.logicalLogName(), log, d.logBytes()));
  }

  /** Of the current database; since the last backup counts what DBCC SQLPERF counts as used. */
  private static List<Object[]> logSpace(SessionState session) {
    Database d = Databases.find(session.server, session.database).orElseThrow();
    long used = (long) (d.logBytes() * d.logUsed);
    return List.<Object[]>of(
        row(d.id, d.logBytes(), used, (float) (d.logUsed * 100), used));
  }

  private static Object[] file(Database d, int id, String name, String path, long bytes) {
    boolean rolling = d.state.equals("RESTORING") && d.redoLsn != null;
    return row(
        id, guid(d, "file" + id), id - 1, id == 1 ? "ROWS" : "LOG", id == 1 ? 1 : 0, name, path,
        rolling ? 1 : 0, rolling ? "RESTORING" : "ONLINE", (int) (bytes / PAGE),
        id == 1 ? -1 : MOST_LOG, GROWTH, false, false, false, false, false, null, null, null, null,
        d.differentialBase == null ? null : new BigDecimal(d.differentialBase),
        d.differentialBase == null ? null : guid(d, "base" + d.differentialBase), null,
        rolling ? new BigDecimal(d.redoLsn) : null, rolling ? d.recoveryFork : null, null, null,
        null);
  }

  private static UUID guid(Database d, String what) {
    return UUID.nameUUIDFromBytes((d.databaseGuid + what).getBytes());
  }
}
