package io.linkfleet.simulator.network;

import io.linkfleet.simulator.engine.BackupSet;
import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.engine.Seeding;
import io.linkfleet.simulator.engine.SqlServer;
import java.time.Instant;
import java.util.Optional;

/** Owns one seeding from its first byte to its end; a broken connection ends it for good. */
final class SeedingRun {
  private final SqlServer server;
  private final Database database;
  private final Seeding seeding;
  private double transferred;
  private int backupsSeen;

  SeedingRun(SqlServer server, Database database, int attempt, Instant at) {
    this.server = server;
    this.database = database;
    this.backupsSeen = server.backups.size();
    seeding = new Seeding();
    seeding.attempts = attempt;
    seeding.startedAt = at;
    seeding.databaseBytes = Math.max(1, database.sizeBytes);
  }

  Seeding seeding() {
    return seeding;
  }

  /** Moves on by what the server's share of the line allows; true when everything is across. */
  boolean advance(double bytes, Moment moment) {
    transferred = Math.min(seeding.databaseBytes, transferred + bytes);
    seeding.transferredBytes = (long) transferred;
    if (moment.elapsedNanos() > 0) {
      seeding.bytesPerSecond = (long) (bytes * 1e9 / moment.elapsedNanos());
    }
    if (seeding.transferredBytes < seeding.databaseBytes) {
      return false;
    }
    seeding.state = "COMPLETED";
    seeding.completedAt = moment.at();
    return true;
  }

  /** What a truncated log does to a running seeding: it can never be joined, the link is lost. */
  Optional<LinkError> lostLog() {
    if (database.recoveryModel.equals("SIMPLE")) {
      // Inferred: a checkpoint truncates, and the copy is then not recovered far enough.
      return Optional.of(LinkError.NOT_RECOVERED_FAR_ENOUGH);
    }
    boolean backedUp = false;
    for (; backupsSeen < server.backups.size(); backupsSeen++) {
      BackupSet backup = server.backups.get(backupsSeen);
      backedUp |=
          backup.type() == 'L'
              && !backup.copyOnly()
              && backup.truncatesLog()
              && backup.databaseName().equalsIgnoreCase(database.name);
    }
    return backedUp && !server.traceFlags.contains(Seeding.KEEP_LOG_TRACE_FLAG)
        ? Optional.of(LinkError.LOG_TRUNCATED)
        : Optional.empty();
  }

  void failed(int errorCode, String text, Instant at) {
    seeding.state = "FAILED";
    // 2 is "SQL Error" in the documentation; the hundreds digit 1 would name the source side.
    seeding.failureState = 2;
    seeding.failureText = text;
    seeding.errorCode = errorCode;
    seeding.completedAt = at;
  }
}
