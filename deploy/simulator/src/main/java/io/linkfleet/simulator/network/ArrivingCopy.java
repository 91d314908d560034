package io.linkfleet.simulator.network;

import io.linkfleet.simulator.engine.AvailabilityGroup;
import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.engine.Replica;
import io.linkfleet.simulator.engine.ReplicaDatabase;
import io.linkfleet.simulator.engine.Seeding;
import io.linkfleet.simulator.engine.SqlServer;
import java.time.Instant;

/**
 * Owns one seeding of a link that began on the instance: the database arrives on the server,
 * RESTORING, and joins the server's group at its end. Under the locks of both sides.
 */
final class ArrivingCopy {
  private final SqlServer server;
  private final AvailabilityGroup group;
  private final Database original;
  private final Seeding seeding = new Seeding();

  ArrivingCopy(
      SqlServer server, AvailabilityGroup group, Replica instance, Database original, int attempt,
      Instant at) {
    this.server = server;
    this.group = group;
    this.original = original;
    var target = new Database();
    target.name = original.name;
    target.id = server.nextDatabaseId++;
    target.createdAt = at;
    target.state = "RESTORING";
    GroupCopies.send(original, target);
    target.redoLsn = target.endOfLogLsn;
    server.databases.put(target.name, target);
    seeding.target = target;
    seeding.attempts = attempt;
    seeding.startedAt = at;
    seeding.databaseBytes = Math.max(1, original.sizeBytes);
    var there = new ReplicaDatabase(original.groupDatabaseId, original.name);
    there.seeding = seeding;
    instance.databases.put(there.groupDatabaseId, there);
  }

  /** Whether somebody has taken the copy away meanwhile. */
  boolean isGone() {
    return server.databases.get(seeding.target.name) != seeding.target;
  }

  /** Moves on by what the instance's line allows; true when the database has joined. */
  boolean advance(double bytes, Moment moment) {
    seeding.moved = Math.min(seeding.databaseBytes, seeding.moved + bytes);
    seeding.transferredBytes = (long) seeding.moved;
    if (moment.elapsedNanos() > 0) {
      seeding.bytesPerSecond = (long) (bytes * 1e9 / moment.elapsedNanos());
    }
    if (seeding.transferredBytes < seeding.databaseBytes) {
      return false;
    }
    seeding.state = "COMPLETED";
    seeding.completedAt = moment.at();
    GroupCopies.enter(group, seeding.target, original);
    return true;
  }

  Database database() {
    return seeding.target;
  }

  void failed(int errorCode, String text, Instant at) {
    seeding.fail(GroupSeeding.SQL_ERROR, text, errorCode, at);
    server.databases.remove(seeding.target.name, seeding.target);
  }
}
