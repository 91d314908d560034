package io.linkfleet.simulator.network;

import io.linkfleet.simulator.engine.AvailabilityGroup;
import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.engine.ReplicaDatabase;
import io.linkfleet.simulator.engine.Seeding;
import io.linkfleet.simulator.engine.SqlServer;

/**
 * Owns the automatic seeding of one database from one SQL Server to another, from its first byte to
 * the database that has joined. Callers hold the locks of both servers.
 *
 * <p>The failure states are documented; that a missing permission shows as a timeout on the primary
 * is recalled, the rest of their causes was inferred. A failure that somebody has to mend
 * stays until SEEDING_MODE = AUTOMATIC is set again, as message 19495 says. The texts of 19494 to
 * 19496 and of 19506 are published; which log they stand in was inferred.
 */
final class GroupSeeding {
  static final int SQL_ERROR = 2;
  static final int NO_MESSAGE = 21;
  static final int NAME_TAKEN = 23;
  private static final int LOST = 35206;
  private static final int NEWER_SERVER = 3169;
  private static final int NAME_EXISTS = 1801;
  private static final int NO_GRANT = 19506;

  private final SqlServer from;
  private final SqlServer to;
  private final AvailabilityGroup copy;
  private final Database original;
  /** What the sender knows of the receiver, and the other way round. */
  private final ReplicaDatabase there;
  private final ReplicaDatabase back;
  private final Moment moment;

  GroupSeeding(
      SqlServer from, SqlServer to, AvailabilityGroup copy, Database original,
      ReplicaDatabase there, ReplicaDatabase back, Moment moment) {
    this.from = from;
    this.to = to;
    this.copy = copy;
    this.original = original;
    this.there = there;
    this.back = back;
    this.moment = moment;
  }

  static boolean runs(ReplicaDatabase there) {
    return there.seeding != null && there.source && there.seeding.state.equals("SEEDING");
  }

  /** One look; gives the line of the error log that it causes, or null. */
  String look(double bytes) {
    Seeding seeding = there.seeding;
    if (seeding != null && seeding.state.equals("SEEDING")) {
      return move(seeding, bytes);
    }
    boolean again =
        seeding == null
            || seeding.state.equals("COMPLETED")
            || seeding.errorCode == LOST
            || seeding.failureState == NO_MESSAGE && copy.mayCreateDatabases;
    if (!again) {
      return null;
    }
    if (seeding != null && seeding.target != null && seeding.target.group == null) {
      // what a broken connection has left behind
      to.databases.remove(original.name, seeding.target);
    }
    return begin(seeding == null ? 1 : seeding.attempts + 1);
  }

  private String begin(int attempt) {
    var seeding = new Seeding();
    seeding.attempts = attempt;
    seeding.startedAt = moment.at();
    there.seeding = seeding;
    there.source = true;
    back.seeding = seeding;
    back.source = false;
    if (!copy.mayCreateDatabases) {
      seeding.fail(NO_MESSAGE, "Seeding Check Message Timeout", 0, moment.at());
      String text =
          "Local availability replica for availability group '"
              + copy.name
              + "' has not been granted permission to create databases, but has a SEEDING_MODE of"
              + " AUTOMATIC. Use the ALTER AVAILABILITY GROUP ... GRANT CREATE ANY DATABASE command"
              + " to allow the creation of databases seeded by the primary availability replica.";
      MirroringLog.refused(to, NO_GRANT, text, "", moment.at());
      return NO_GRANT + " " + text;
    }
    if (to.databases.containsKey(original.name)) {
      seeding.fail(NAME_TAKEN, "Database with name already exists", NAME_EXISTS, moment.at());
      unrecoverable();
      return "seeding of " + original.name + " refused: a database of that name exists";
    }
    if (from.description.majorVersion() > to.description.majorVersion()) {
      seeding.fail(SQL_ERROR, "SQL Error", NEWER_SERVER, moment.at());
      unrecoverable();
      return "seeding of " + original.name + " refused: this server is older";
    }
    var target = new Database();
    target.name = original.name;
    target.id = to.nextDatabaseId++;
    target.createdAt = moment.at();
    target.state = "RESTORING";
    GroupCopies.send(original, target);
    target.redoLsn = target.endOfLogLsn;
    to.databases.put(target.name, target);
    seeding.target = target;
    seeding.databaseBytes = Math.max(1, original.sizeBytes);
    return "seeding of " + original.name + " begins";
  }

  private String move(Seeding seeding, double bytes) {
    if (to.databases.get(original.name) != seeding.target) {
      seeding.fail(SQL_ERROR, "SQL Error", SQL_ERROR, moment.at());
      unrecoverable();
      return "seeding of " + original.name + " failed: the database there has gone";
    }
    seeding.moved = Math.min(seeding.databaseBytes, seeding.moved + bytes);
    seeding.transferredBytes = (long) seeding.moved;
    if (moment.elapsedNanos() > 0) {
      seeding.bytesPerSecond = (long) (bytes * 1e9 / moment.elapsedNanos());
    }
    if (seeding.transferredBytes < seeding.databaseBytes) {
      return null;
    }
    seeding.state = "COMPLETED";
    seeding.completedAt = moment.at();
    GroupCopies.enter(copy, seeding.target, original);
    return "seeding of " + original.name + " completed";
  }

  /** 19495 in the log of the server that sends. */
  private void unrecoverable() {
    MirroringLog.said(
        from,
        failed(original.name, copy.name)
            + " with an unrecoverable error. Correct the problem, then issue an ALTER AVAILABILITY"
            + " GROUP command to set SEEDING_MODE = AUTOMATIC on the replica to restart seeding.",
        moment.at());
  }

  private static String failed(String database, String group) {
    return "Automatic seeding of availability database '"
        + database
        + "' in availability group '"
        + group
        + "' failed";
  }

  /** SEEDING_MODE = MANUAL while it ran: 19496 in the log, and it does not begin again. */
  void cancelled() {
    if (runs(there)) {
      MirroringLog.said(from, failed(original.name, copy.name) + ".", moment.at());
      end(there, to, moment);
    }
  }

  /**
   * The connection broke, 19494 in the log: what has come so far is worth nothing. {@code to} may
   * be null.
   */
  static void broken(
      ReplicaDatabase there, SqlServer from, SqlServer to, String group, Moment moment) {
    if (runs(there)) {
      MirroringLog.said(
          from,
          failed(there.name, group) + " with a transient error. The operation will be retried.",
          moment.at());
      end(there, to, moment);
    }
  }

  private static void end(ReplicaDatabase there, SqlServer to, Moment moment) {
    there.seeding.fail(SQL_ERROR, "SQL Error", LOST, moment.at());
    if (to != null) {
      to.databases.remove(there.name, there.seeding.target);
    }
  }
}
