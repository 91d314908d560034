package io.linkfleet.simulator.tsql.catalog;

import static io.linkfleet.simulator.tsql.catalog.SystemView.row;
import static io.linkfleet.simulator.tsql.catalog.SystemView.view;

import io.linkfleet.simulator.engine.BackupSet;
import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.state.Access;
import io.linkfleet.simulator.tsql.state.SessionState;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * The backup history of msdb; reading it needs SELECT there, which only an administrator has here.
 */
final class BackupViews {
  static final List<SystemView> VIEWS =
      List.of(
          view(
              "msdb.dbo.backupset",
              """
              backup_set_id int, backup_set_uuid uniqueidentifier, media_set_id int,
              name nvarchar(128), user_name nvarchar(128), first_lsn numeric(25,0),
              last_lsn numeric(25,0), checkpoint_lsn numeric(25,0),
              database_backup_lsn numeric(25,0), backup_start_date datetime,
              backup_finish_date datetime, type char(1), backup_size numeric(20,0),
              database_name nvarchar(128), server_name nvarchar(128), machine_name nvarchar(128),
              recovery_model nvarchar(60), is_copy_only bit, begins_log_chain bit,
              database_guid uniqueidentifier, family_guid uniqueidentifier,
              compressed_backup_size numeric(20,0), has_backup_checksums bit
              """,
              session -> each(session, "backupset", b -> set(session, b))),
          view(
              "msdb.dbo.backupmediafamily",
              """
              media_set_id int, family_sequence_number tinyint, media_family_id uniqueidentifier,
              media_count int, logical_device_name nvarchar(128),
              physical_device_name nvarchar(260), device_type tinyint
              """,
              session ->
                  each(
                      session,
                      "backupmediafamily",
                      b -> row(b.id(), 1, uuid(session, b, "media"), 1, null, b.path(), 2))));

  private BackupViews() {}

  private static List<Object[]> each(
      SessionState session, String table, Function<BackupSet, Object[]> row) {
    if (!Access.has(session.login)) {
      throw Message.OBJECT_DENIED.error("SELECT", table, "msdb", "dbo");
    }
    var rows = new ArrayList<Object[]>();
    session.server.backups.forEach(b -> rows.add(row.apply(b)));
    return rows;
  }

  private static UUID uuid(SessionState session, BackupSet b, String what) {
    return UUID.nameUUIDFromBytes((session.server.name() + what + b.id()).getBytes());
  }

  private static Object[] set(SessionState session, BackupSet b) {
    Database d = session.server.databases.get(b.databaseName());
    BigDecimal size = BigDecimal.valueOf(b.sizeBytes());
    BigDecimal last = new BigDecimal(b.lastLsn());
    return row(
        b.id(), uuid(session, b, "set"), b.id(), null, b.userName(), new BigDecimal(b.firstLsn()),
        last, last, b.type() == 'D' ? BigDecimal.ZERO : new BigDecimal(b.firstLsn()),
        Moments.datetime(b.startedAt()), Moments.datetime(b.finishedAt()),
        String.valueOf(b.type()), size, b.databaseName(), session.server.name(),
        ServerProperties.machineName(session.server), b.recoveryModel(), b.copyOnly(), false,
        d == null ? null : d.databaseGuid, d == null ? null : d.familyGuid, size, false);
  }
}
