package io.linkfleet.simulator.tsql.catalog;

import static io.linkfleet.simulator.tsql.catalog.SystemView.row;
import static io.linkfleet.simulator.tsql.catalog.SystemView.view;

import io.linkfleet.simulator.engine.BackupSet;
import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.engine.RestoredSet;
import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.state.Access;
import io.linkfleet.simulator.tsql.state.SessionState;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * The backup and restore history of msdb; reading it needs SELECT there, which only an
 * administrator has here. That RESTORE also copies the row of the backup set into the msdb of its
 * own server is not modelled.
 */
final class BackupViews {
  /** What is written in one piece; that a server shows just these is inferred. */
  private static final int DISK_BLOCK = 512;

  private static final int BLOB_BLOCK = 65536;

  static final List<SystemView> VIEWS =
      List.of(
          view(
              "msdb.dbo.backupset",
              """
              backup_set_id int, backup_set_uuid uniqueidentifier, media_set_id int, position int,
              name nvarchar(128), user_name nvarchar(128), first_lsn numeric(25,0),
              last_lsn numeric(25,0), checkpoint_lsn numeric(25,0),
              database_backup_lsn numeric(25,0), backup_start_date datetime,
              backup_finish_date datetime, type char(1), backup_size numeric(20,0),
              database_name nvarchar(128), server_name nvarchar(128), machine_name nvarchar(128),
              recovery_model nvarchar(60), has_backup_checksums bit, begins_log_chain bit,
              is_copy_only bit, last_recovery_fork_guid uniqueidentifier,
              database_guid uniqueidentifier, family_guid uniqueidentifier,
              compressed_backup_size numeric(20,0)
              """,
              session -> each(session, "backupset", b -> set(session, b))),
          view(
              "msdb.dbo.backupmediafamily",
              """
              media_set_id int, family_sequence_number tinyint, media_family_id uniqueidentifier,
              media_count int, logical_device_name nvarchar(128),
              physical_device_name nvarchar(260), device_type tinyint,
              physical_block_size int, mirror tinyint
              """,
              session ->
                  each(
                      session,
                      "backupmediafamily",
                      b ->
                          row(
                              b.id(), 1, uuid(session, b, "media"), 1, null, b.path(),
                              isBlob(b) ? 9 : 2, isBlob(b) ? BLOB_BLOCK : DISK_BLOCK, 0))),
          view(
              "msdb.dbo.restorehistory",
              """
              restore_history_id int, restore_date datetime,
              destination_database_name nvarchar(128), user_name nvarchar(128),
              backup_set_id int, restore_type char(1), replace bit, recovery bit, restart bit,
              stop_at datetime, device_count tinyint, stop_at_mark_name nvarchar(128),
              stop_before bit
              """,
              BackupViews::restored));

  private BackupViews() {}

  private static boolean isBlob(BackupSet b) {
    return b.path().startsWith("https:");
  }

  private static List<Object[]> each(
      SessionState session, String table, Function<BackupSet, Object[]> row) {
    demandAdministrator(session, table);
    var rows = new ArrayList<Object[]>();
    session.server.backups.forEach(b -> rows.add(row.apply(b)));
    return rows;
  }

  private static List<Object[]> restored(SessionState session) {
    demandAdministrator(session, "restorehistory");
    var rows = new ArrayList<Object[]>();
    for (RestoredSet r : session.server.restores) {
      rows.add(
          row(
              r.id(), Moments.datetime(r.at()), r.databaseName(), r.userName(), null,
              String.valueOf(r.type()), r.replace(), r.recovery(), false, null, r.devices(),
              null, null));
    }
    return rows;
  }

  private static void demandAdministrator(SessionState session, String table) {
    if (!Access.has(session.login)) {
      throw Message.OBJECT_DENIED.error("SELECT", table, "msdb", "dbo");
    }
  }

  private static UUID uuid(SessionState session, BackupSet b, String what) {
    return UUID.nameUUIDFromBytes((session.server.name() + what + b.id()).getBytes());
  }

  private static Object[] set(SessionState session, BackupSet b) {
    Database d = session.server.databases.get(b.databaseName());
    BigDecimal size = BigDecimal.valueOf(b.sizeBytes());
    BigDecimal last = new BigDecimal(b.lastLsn());
    UUID fork = b.recoveryFork() == null && d != null ? d.familyGuid : b.recoveryFork();
    return row(
        b.id(), uuid(session, b, "set"), b.id(), b.position(), b.name(), b.userName(),
        new BigDecimal(b.firstLsn()), last, last,
        b.type() == 'D' ? BigDecimal.ZERO : new BigDecimal(b.firstLsn()),
        Moments.datetime(b.startedAt()), Moments.datetime(b.finishedAt()),
        String.valueOf(b.type()), size, b.databaseName(), session.server.name(),
        ServerProperties.machineName(session.server), b.recoveryModel(), b.checksums(),
        b.beginsLogChain(), b.copyOnly(), fork, d == null ? null : d.databaseGuid,
        d == null ? null : d.familyGuid,
        size);
  }
}
