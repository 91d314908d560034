package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.engine.BackupImage;
import io.linkfleet.simulator.engine.BackupSet;
import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.engine.MirroringSession;
import io.linkfleet.simulator.engine.SqlServer;
import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.MirroringMessage;
import io.linkfleet.simulator.tsql.ObjectMessage;
import io.linkfleet.simulator.tsql.RestoreMessage;
import io.linkfleet.simulator.tsql.TsqlError;
import io.linkfleet.simulator.tsql.catalog.DatabaseViews;
import io.linkfleet.simulator.tsql.state.Access;
import io.linkfleet.simulator.tsql.state.Databases;
import io.linkfleet.simulator.tsql.syntax.Definition;
import io.linkfleet.simulator.tsql.syntax.Expression;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * BACKUP DATABASE and BACKUP LOG: the history in msdb, the files, and the start of the log chain.
 */
final class BackupStatements {
  private static final long PAGE = 8192;
  private static final BigInteger BLOCK = BigInteger.valueOf(100_000);
  private static final int CHECKSUM_TRACE_FLAG = 3023;

  private BackupStatements() {}

  static void backup(Definition.Backup s, Work work, Instant began) {
    String kind = s.log() ? "LOG" : "DATABASE";
    try {
      run(s, work, kind, began);
    } catch (TsqlError error) {
      boolean unmodelled = error.last().number() == Message.NOT_SIMULATED.number();
      if (!unmodelled) {
        work.server.errorLog.error(work.now(), "Backup", 3041, 16, 1,
            "BACKUP failed to complete the command BACKUP " + kind + " " + name(s, work)
                + ". Check the backup application log for detailed messages.");
      }
      throw unmodelled ? error : error.then(ObjectMessage.BACKUP_FAILED.with(kind));
    }
  }

  /** The database that the statement names; null when there is none. */
  static Database target(Definition.Backup s, Work work) {
    return Databases.find(work.server, name(s, work)).orElse(null);
  }

  /** Under the server's lock; system databases have no state and are never in the way. */
  static Void begin(Database database) {
    if (database.backingUp) {
      throw RestoreMessage.SERIALIZED.error()
          .then(ObjectMessage.BACKUP_FAILED.with("DATABASE"));
    }
    database.backingUp = true;
    return null;
  }

  private static String name(Definition.Backup s, Work work) {
    return s.database() != null
        ? s.database()
        : work.text(new Expression.Variable(s.nameVariable()));
  }

  private static void run(Definition.Backup s, Work work, String kind, Instant began) {
    work.refuseTransaction(ObjectMessage.BACKUP_IN_TRANSACTION);
    BackupMedia.refuseTwo(s.options(), "CHECKSUM", "NO_CHECKSUM");
    BackupMedia.refuseTwo(s.options(), "COMPRESSION", "NO_COMPRESSION");
    String name = name(s, work);
    Database database =
        Databases.find(work.server, name).orElseThrow(() -> ObjectMessage.NO_DATABASE.error(name));
    if (!Access.has(work.login)) {
      throw Message.STATEMENT_DENIED.error("BACKUP " + kind, database.name);
    }
    checkDatabase(database, s, kind);
    checkCopy(database, s, work);
    boolean tail = s.options().containsKey("NORECOVERY") || s.options().containsKey("STANDBY");
    if (tail) {
      TailLog.check(s, database, work);
    }
    var devices = new ArrayList<String>();
    s.devices().forEach(device -> devices.add(BackupMedia.path(work.text(device), work)));
    boolean differential = s.options().containsKey("DIFFERENTIAL");
    boolean copyOnly =
        s.options().containsKey("COPY_ONLY") || s.options().containsKey("NO_TRUNCATE");
    if (differential && copyOnly) {
      throw ObjectMessage.COPY_ONLY_DIFFERENTIAL.error(devices.get(0));
    }
    if (differential && !hasFullBackup(database, work)) {
      throw ObjectMessage.NO_BASE_BACKUP.error(database.name);
    }
    char type = s.log() ? 'L' : differential ? 'I' : 'D';
    BackupSet taken = taken(s, database, type, copyOnly, devices.get(0), work, began);
    BackupSet set = taken.at(write(devices, taken, database, s, work));
    work.server.backups.add(set);
    database.endOfLogLsn = set.lastLsn().add(BLOCK);
    if (!copyOnly) {
      moveChain(database, type, set, work.server);
    }
    report(s, set, database, kind, set.position(), work);
    if (tail) {
      TailLog.leave(s, database, set, work);
    }
  }

  private static void checkDatabase(Database database, Definition.Backup s, String kind) {
    if (database.name.equals("tempdb")) {
      throw ObjectMessage.BACKUP_TEMPDB.error();
    }
    if (database.standby) {
      throw RestoreMessage.IN_STANDBY.error(database.name);
    }
    if (s.options().containsKey("NO_TRUNCATE") && !s.log()) {
      throw RestoreMessage.NOT_FOR_THIS.error("no_truncate");
    }
    switch (database.state) {
      case "ONLINE" -> {
        if (database.mirroring != null && database.mirroring.withoutQuorum) {
          throw MirroringMessage.LACKS_QUORUM.error(database.name);
        }
      }
      case "OFFLINE" -> throw ObjectMessage.DATABASE_OFFLINE.error(database.name);
      default -> throw database.mirroring != null
          ? ObjectMessage.DATABASE_MIRROR.error(database.name)
          : ObjectMessage.DATABASE_RESTORING.error(database.name);
    }
    if (s.log() && database.recoveryModel.equals("SIMPLE")) {
      throw ObjectMessage.LOG_BACKUP_SIMPLE.error("BACKUP LOG");
    }
    if (s.log() && database.lastLogBackupLsn == null) {
      throw ObjectMessage.NO_FULL_BACKUP.error();
    }
  }

  /** A secondary takes log backups and copy-only full ones. */
  private static void checkCopy(Database database, Definition.Backup s, Work work) {
    boolean allowed =
        s.log()
            || s.options().containsKey("COPY_ONLY") && !s.options().containsKey("DIFFERENTIAL");
    if (!allowed && database.group != null && !work.server.isWritable(database.group)) {
      throw ObjectMessage.BACKUP_ON_SECONDARY.error();
    }
  }

  private static boolean hasFullBackup(Database database, Work work) {
    return database.differentialBase != null
        || work.server.backups.stream()
        .anyMatch(
            b ->
                b.type() == 'D'
                    && !b.copyOnly()
                    && b.databaseName().equalsIgnoreCase(database.name));
  }

  /** Enters the history only once it is written. */
  private static BackupSet taken(
      Definition.Backup s,
      Database database,
      char type,
      boolean copyOnly,
      String path,
      Work work,
      Instant began) {
    Object name = work.value(s.options().get("NAME"));
    BigInteger last = database.endOfLogLsn;
    BigInteger first =
        type == 'L' && database.lastLogBackupLsn != null
            ? database.lastLogBackupLsn
            : last.subtract(BLOCK);
    long size =
        type == 'L' ? Math.max(PAGE, (long) (database.sizeBytes / 4 * database.logUsed))
            : type == 'I' ? Math.max(PAGE, database.sizeBytes / 20) : database.sizeBytes;
    return new BackupSet(
        work.server.backups.size() + 1, database.name, type, copyOnly, database.recoveryModel,
        began, work.now(), first, last, size, path, work.login.name, 1, database.recoveryFork,
        name == null ? null : name.toString(), checksums(s, work.server),
        beginsChain(database, type, copyOnly), type != 'L' || !database.logHeld());
  }

  /** Compression alone brings no checksums here, as people saw it on real servers. */
  private static boolean checksums(Definition.Backup s, SqlServer server) {
    return s.options().containsKey("CHECKSUM")
        || !s.options().containsKey("NO_CHECKSUM")
            && (server.configuration.inUse("backup checksum default") == 1
                || server.traceFlags.contains(CHECKSUM_TRACE_FLAG));
  }

  /**
   * The first log backup since the database was made or left the SIMPLE model. Inferred: that a
   * copy-only one does not begin it, and that a copy which was rolled forward goes on with it.
   */
  private static boolean beginsChain(Database database, char type, boolean copyOnly) {
    return type == 'L' && !copyOnly && database.lastLogBackupLsn.equals(database.chainStartLsn);
  }

  /** Writes the set to every device and gives its position there; INIT begins the file anew. */
  private static int write(
      List<String> devices, BackupSet set, Database d, Definition.Backup s, Work work) {
    boolean fresh = s.options().containsKey("INIT") || s.options().containsKey("FORMAT");
    BackupImage image = BackupMedia.image(set, d, devices.size(), work);
    int position = 1;
    for (String path : devices) {
      if (!path.equalsIgnoreCase("NUL")) {
        byte[] before = fresh ? null : work.session.world.file(work.server, path);
        if (before != null) {
          position = BackupMedia.sets(path, before).size() + 1;
        }
        work.session.world.writeFile(work.server, path, image.appendedTo(before));
      }
    }
    return position;
  }

  /** A full backup starts the chain unless the model is SIMPLE; a log backup moves it on. */
  private static void moveChain(Database database, char type, BackupSet set, SqlServer server) {
    if (database.recoveryModel.equals("SIMPLE")) {
      database.differentialBase = type == 'D' ? set.lastLsn() : database.differentialBase;
      return;
    }
    if (type == 'L') {
      database.lastLogBackupLsn = set.lastLsn();
      boolean kept =
          !set.truncatesLog()
              || waitsForMirror(database)
              || DatabaseViews.isAwaited(database, server);
      if (!kept) {
        database.logUsed = 0.02;
      }
    } else if (database.lastLogBackupLsn == null) {
      // a differential ends the pseudo-simple state as well
      database.lastLogBackupLsn = set.lastLsn();
      database.chainStartLsn = set.lastLsn();
    }
    if (type == 'D') {
      database.differentialBase = set.lastLsn();
    }
  }

  /** Log that the mirror has not got yet is kept, backed up or not. */
  private static boolean waitsForMirror(Database d) {
    return d.mirroring != null && d.mirroring.state < MirroringSession.SYNCHRONIZING;
  }

  private static void report(
      Definition.Backup s, BackupSet set, Database database, String kind, int position,
      Work work) {
    if (s.options().containsKey("STATS")) {
      Object wanted = work.value(s.options().get("STATS"));
      int each = wanted instanceof Integer n && n > 0 && n <= 100 ? n : 10;
      for (int percent = each; percent <= 100; percent += each) {
        work.tell(ObjectMessage.BACKUP_PERCENT.with(percent));
      }
    }
    long pages = Math.max(1, set.sizeBytes() / PAGE);
    String file = s.log() ? BackupMedia.logName(database) : BackupMedia.dataName(database);
    work.tell(ObjectMessage.BACKUP_FILE_DONE.with(pages, database.name, file, position));
    long millis = Math.max(1, Duration.between(set.startedAt(), set.finishedAt()).toMillis());
    long kilobytes = set.sizeBytes() / 1024 * 1000 / 1024 * 1000 / millis;
    String options = set.type() == 'I' ? "DATABASE WITH DIFFERENTIAL" : kind;
    work.tell(
        ObjectMessage.BACKUP_DONE.with(
            options, pages, millis / 1000, millis % 1000, kilobytes / 1000, kilobytes % 1000));
  }
}
