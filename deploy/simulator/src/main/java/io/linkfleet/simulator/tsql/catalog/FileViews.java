package io.linkfleet.simulator.tsql.catalog;

import static io.linkfleet.simulator.tsql.catalog.SystemView.row;
import static io.linkfleet.simulator.tsql.catalog.SystemView.view;

import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.tsql.state.Access;
import io.linkfleet.simulator.tsql.state.Databases;
import io.linkfleet.simulator.tsql.state.SessionState;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * sys.master_files: two files for each database. redo_start_lsn is where the last restored backup
 * ended, which was inferred from how tools choose the next log backup by it.
 */
final class FileViews {
  static final List<SystemView> VIEWS =
      List.of(
          view(
              "sys.master_files",
              """
              database_id int, file_id int, type tinyint, type_desc nvarchar(60),
              data_space_id int, name sysname, physical_name nvarchar(260), state tinyint,
              state_desc nvarchar(60), size int, differential_base_lsn numeric(25,0),
              redo_start_lsn numeric(25,0), redo_start_fork_guid uniqueidentifier
              """,
              FileViews::files));

  private static final long PAGE = 8192;
  private static final long LEAST_LOG = 8L << 20;

  private FileViews() {}

  private static List<Object[]> files(SessionState session) {
    var rows = new ArrayList<Object[]>();
    for (Database d : Databases.all(session.server)) {
      // seen with CREATE DATABASE, ALTER ANY DATABASE or VIEW ANY DEFINITION
      if (!Access.seesDefinitions(session.login)) {
        continue;
      }
      String folder = ServerProperties.defaultDataFolder(session.server);
      String data = d.dataFile == null ? folder + d.name + ".mdf" : d.dataFile;
      String log = d.logFile == null ? folder + d.name + "_log.ldf" : d.logFile;
      String dataName = d.dataName == null ? d.name : d.dataName;
      String logName = d.logicalLogName();
      rows.add(file(d, 1, dataName, data, d.sizeBytes));
      rows.add(file(d, 2, logName, log, Math.max(LEAST_LOG, d.sizeBytes / 4)));
    }
    return rows;
  }

  private static Object[] file(Database d, int id, String name, String path, long bytes) {
    boolean rolling = d.state.equals("RESTORING") && d.redoLsn != null;
    return row(
        d.id, id, id - 1, id == 1 ? "ROWS" : "LOG", id == 1 ? 1 : 0, name, path,
        rolling ? 1 : 0, rolling ? "RESTORING" : "ONLINE", (int) (bytes / PAGE),
        d.differentialBase == null ? null : new BigDecimal(d.differentialBase),
        rolling ? new BigDecimal(d.redoLsn) : null, rolling ? d.recoveryFork : null);
  }
}
