package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.engine.BackupImage;
import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.engine.Login.Permission;
import io.linkfleet.simulator.engine.RestoredSet;
import io.linkfleet.simulator.engine.UserTable;
import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.ObjectMessage;
import io.linkfleet.simulator.tsql.RestoreMessage;
import io.linkfleet.simulator.tsql.TsqlError;
import io.linkfleet.simulator.tsql.state.Access;
import io.linkfleet.simulator.tsql.state.Databases;
import io.linkfleet.simulator.tsql.state.Sessions;
import io.linkfleet.simulator.tsql.syntax.Definition.Restore;
import io.linkfleet.simulator.tsql.syntax.Expression;
import io.linkfleet.simulator.tsql.type.Convert;
import io.linkfleet.simulator.tsql.type.DataType;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * RESTORE DATABASE and RESTORE LOG: which backup fits which state of a database, by family,
 * recovery path and log sequence numbers. The order of the checks was inferred.
 */
final class RestoreStatements {
  private static final long PAGE = 8192;
  private static final BigInteger BLOCK = BigInteger.valueOf(100_000);

  private RestoreStatements() {}

  static void restore(Restore s, Work work, Instant began) {
    String kind = s.log() ? "LOG" : "DATABASE";
    try {
      run(s, work, kind, began);
    } catch (TsqlError error) {
      boolean unmodelled = error.last().number() == Message.NOT_SIMULATED.number();
      throw unmodelled ? error : error.then(RestoreMessage.FAILED.with("RESTORE " + kind));
    }
  }

  private static void run(Restore s, Work work, String kind, Instant began) {
    work.refuseTransaction(ObjectMessage.BACKUP_IN_TRANSACTION);
    refuseConflicts(s);
    String name =
        s.database() != null
            ? s.database()
            : work.text(new Expression.Variable(s.nameVariable()));
    if (!Access.has(work.login, Permission.CREATE_ANY_DATABASE)) {
      throw Message.STATEMENT_DENIED.error("CREATE DATABASE", "master");
    }
    if (Databases.isSystem(name)) {
      throw Message.NOT_SIMULATED.error("restoring the system database " + name);
    }
    Database existing = work.server.databases.get(name);
    if (existing != null && (existing.mirroring != null || existing.group != null)) {
      throw RestoreMessage.JOINED.error(existing.name);
    }
    if (s.devices().isEmpty()) {
      recoverOnly(existing, name, s, work, kind, began);
      return;
    }
    refuseUse(existing, work);
    BackupMedia.Chosen chosen = BackupMedia.choose(s.devices(), s.options(), work);
    BackupImage image = chosen.image();
    if (major(image.productVersion()) > work.server.description.majorVersion()) {
      throw RestoreMessage.NEWER_SERVER.error(
          image.productVersion(), work.server.description.productVersion());
    }
    if (s.log() != (image.type() == 'L')) {
      throw RestoreMessage.NOT_A_LOG.error(
          chosen.position(), s.log() ? "BACKUP DATABASE" : "BACKUP LOG");
    }
    long pages = Math.max(1, image.sizeBytes() / PAGE);
    Database restored = existing;
    Instant stop = stopAt(s, work);
    boolean stopped = stop != null && stop.isBefore(image.startedAt());
    if (stopped && (image.type() != 'L' || isPast(existing, stop))) {
      throw RestoreMessage.STOP_TOO_EARLY.error();
    }
    Map<String, UserTable> tables =
        work.session.world.backedUpTables.getOrDefault(image.setGuid(), Map.of());
    if (stopped && existing != null && !existing.hasTables(tables)) {
      throw Message.NOT_SIMULATED.error("STOPAT within a log that changes tables");
    }
    if (image.type() == 'D') {
      restored = full(existing, name, image, s, work);
    } else {
      pages = forward(existing, name, image) ? pages : 0;
    }
    if (image.type() == 'D' || pages > 0) {
      restored.receiveTables(tables);
    }
    if (stopped) {
      // where a moment lies in the log is not modelled: half way, so that later logs do not fit
      restored.redoLsn = image.firstLsn().add(image.lastLsn()).shiftRight(1);
    }
    restored.redoneUntil = stopped ? stop : image.finishedAt();
    record(s, image, restored, work);
    report(s, image, restored, chosen.position(), pages, work);
    end(s, restored, stopped, work);
    done(kind, pages, began, work);
  }

  /** Whether it has been rolled forward beyond this moment. */
  private static boolean isPast(Database d, Instant stop) {
    return d != null && d.redoneUntil != null && stop.isBefore(d.redoneUntil);
  }

  private static void refuseConflicts(Restore s) {
    BackupMedia.refuseTwo(s.options(), "RECOVERY", "NORECOVERY", "STANDBY");
    BackupMedia.refuseTwo(s.options(), "CHECKSUM", "NO_CHECKSUM");
  }

  /** Leaves it restoring, readable between two logs, or in use. */
  private static void end(Restore s, Database d, boolean stopped, Work work) {
    if (s.options().containsKey("STANDBY")) {
      String undo = BackupMedia.path(work.text(s.options().get("STANDBY")), work);
      work.session.world.writeFile(work.server, undo, new byte[0]);
      d.state = "ONLINE";
      d.standby = true;
      return;
    }
    d.standby = false;
    if (s.options().containsKey("NORECOVERY")) {
      d.state = "RESTORING";
    } else if (s.log() && s.options().containsKey("STOPAT") && !stopped) {
      d.state = "RESTORING";
      work.tell(RestoreMessage.STOP_NOT_REACHED.with());
    } else {
      recover(d);
    }
  }

  /** The moment at which to stop; null without STOPAT. */
  private static Instant stopAt(Restore s, Work work) {
    Object wanted = work.value(s.options().get("STOPAT"));
    return wanted == null
        ? null
        : ((LocalDateTime) Convert.to(wanted, DataType.DATETIME2, 0)).toInstant(ZoneOffset.UTC);
  }

  private static void record(Restore s, BackupImage image, Database d, Work work) {
    work.server.restores.add(
        new RestoredSet(
            work.server.restores.size() + 1, work.now(), d.name, work.login.name, image.type(),
            s.options().containsKey("REPLACE"), !s.options().containsKey("NORECOVERY"),
            s.devices().size()));
  }

  private static int major(String version) {
    return Integer.parseInt(version.substring(0, version.indexOf('.')));
  }

  private static void refuseUse(Database existing, Work work) {
    if (existing == null) {
      return;
    }
    if (work.session.database.equalsIgnoreCase(existing.name)) {
      throw RestoreMessage.IN_USE_HERE.error(existing.name);
    }
    if (Sessions.of(work.server).stream()
        .anyMatch(session -> session.database.equalsIgnoreCase(existing.name))) {
      throw RestoreMessage.IN_USE.error();
    }
  }

  private static Database full(
      Database existing, String name, BackupImage image, Restore s, Work work) {
    if (existing != null && !s.options().containsKey("REPLACE")) {
      if (!existing.familyGuid.equals(image.familyGuid())) {
        throw RestoreMessage.OTHER_DATABASE.error(existing.name);
      }
      boolean written = existing.state.equals("ONLINE") && !existing.standby;
      if (written && !existing.recoveryModel.equals("SIMPLE")) {
        throw RestoreMessage.TAIL.error(existing.name);
      }
    }
    String[] paths = paths(name, image, s, work);
    Database d = existing == null ? new Database() : existing;
    d.broker = false;
    if (existing == null) {
      d.name = name;
      d.id = work.server.nextDatabaseId++;
    }
    d.createdAt = work.now();
    d.state = "RESTORING";
    d.recoveryModel = image.recoveryModel();
    d.sizeBytes = image.databaseBytes();
    d.familyGuid = image.familyGuid();
    d.databaseGuid = image.databaseGuid();
    d.recoveryFork = image.recoveryFork();
    d.redoLsn = image.lastLsn();
    d.endOfLogLsn = image.lastLsn();
    d.differentialBase = image.lastLsn();
    d.lastLogBackupLsn = image.recoveryModel().equals("SIMPLE") ? null : image.lastLsn();
    d.chainStartLsn = d.lastLogBackupLsn;
    d.logRestored = false;
    d.logUsed = 0.02;
    d.dataName = image.dataName();
    d.logName = image.logName();
    d.dataFile = paths[0];
    d.logFile = paths[1];
    work.server.databases.put(d.name, d);
    return d;
  }

  /** Where both files go: as backed up, unless MOVE says otherwise; taken paths are refused. */
  private static String[] paths(String name, BackupImage image, Restore s, Work work) {
    String[] paths = {image.dataFile(), image.logFile()};
    s.moves().forEach(
        (logical, path) -> {
          String file = work.text(logical);
          if (file.equalsIgnoreCase(image.dataName())) {
            paths[0] = work.text(path);
          } else if (file.equalsIgnoreCase(image.logName())) {
            paths[1] = work.text(path);
          } else {
            throw RestoreMessage.NO_LOGICAL_FILE.error(file, name);
          }
        });
    String[] names = {image.dataName(), image.logName()};
    for (Database other : work.server.databases.values()) {
      if (other.name.equalsIgnoreCase(name)) {
        continue;
      }
      var taken = List.of(BackupMedia.dataFile(other, work), BackupMedia.logFile(other, work));
      for (int i = 0; i < 2; i++) {
        String path = paths[i];
        if (taken.stream().anyMatch(path::equalsIgnoreCase)) {
          throw RestoreMessage.OVERWRITES.error(path, other.name)
              .then(RestoreMessage.NEEDS_MOVE.with(names[i], path))
              .then(RestoreMessage.PLANNING.with());
        }
      }
    }
    return paths;
  }

  /** Rolls forward; false when the backup holds nothing new. */
  private static boolean forward(Database d, String name, BackupImage image) {
    if (d == null) {
      throw RestoreMessage.NO_DATABASE.error(name);
    }
    if (!(d.state.equals("RESTORING") || d.standby) || d.redoLsn == null) {
      throw RestoreMessage.NOT_RESTORING.error();
    }
    if (!d.familyGuid.equals(image.familyGuid())) {
      throw RestoreMessage.OTHER_DATABASE.error(d.name);
    }
    if (image.type() == 'I' && !image.databaseBackupLsn().equals(d.differentialBase)) {
      throw RestoreMessage.DIFFERENTIAL_BASE.error();
    }
    if (image.type() == 'L' && image.firstLsn().compareTo(d.redoLsn) > 0) {
      throw RestoreMessage.TOO_RECENT.error(image.firstLsn(), d.redoLsn);
    }
    if (image.lastLsn().compareTo(d.redoLsn) < 0) {
      throw RestoreMessage.TOO_EARLY.error(image.lastLsn(), d.redoLsn);
    }
    if (!d.recoveryFork.equals(image.recoveryFork())) {
      throw RestoreMessage.OTHER_PATH.error();
    }
    // The same log once more succeeds and does nothing; never checked on a real server.
    boolean news = image.lastLsn().compareTo(d.redoLsn) > 0;
    d.redoLsn = image.lastLsn();
    d.endOfLogLsn = image.lastLsn();
    d.logRestored |= image.type() == 'L';
    if (image.type() == 'L') {
      d.lastLogBackupLsn = image.lastLsn();
    }
    return news;
  }

  private static void recoverOnly(
      Database d, String name, Restore s, Work work, String kind, Instant began) {
    if (d == null) {
      throw ObjectMessage.NO_DATABASE.error(name);
    }
    if (!d.state.equals("RESTORING") && !d.standby) {
      throw RestoreMessage.RECOVERED.error();
    }
    end(s, d, true, work);
    done(kind, 0, began, work);
  }

  /** Undoes what was not committed; from here on the copy goes its own way. */
  private static void recover(Database d) {
    d.standby = false;
    d.redoneUntil = null;
    d.state = "ONLINE";
    d.recoveryFork = UUID.randomUUID();
    d.endOfLogLsn = (d.redoLsn == null ? d.endOfLogLsn : d.redoLsn).add(BLOCK);
    d.redoLsn = null;
  }

  private static void report(
      Restore s, BackupImage image, Database d, int position, long pages, Work work) {
    if (s.options().containsKey("STATS")) {
      Object wanted = work.value(s.options().get("STATS"));
      int each = wanted instanceof Integer n && n > 0 && n <= 100 ? n : 10;
      for (int percent = each; percent <= 100; percent += each) {
        work.tell(ObjectMessage.BACKUP_PERCENT.with(percent));
      }
    }
    boolean log = image.type() == 'L';
    work.tell(
        ObjectMessage.BACKUP_FILE_DONE.with(
            log ? 0 : pages, d.name, image.dataName(), position));
    work.tell(
        ObjectMessage.BACKUP_FILE_DONE.with(log ? pages : 2, d.name, image.logName(), position));
  }

  private static void done(String kind, long pages, Instant began, Work work) {
    long millis = Math.max(1, Duration.between(began, work.now()).toMillis());
    long kilobytes = pages * 8 * 1000 / 1024 * 1000 / millis;
    work.tell(
        RestoreMessage.DONE.with(
            kind, pages, millis / 1000, millis % 1000, kilobytes / 1000, kilobytes % 1000));
  }
}
