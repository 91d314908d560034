package io.linkfleet.simulator.network;

import io.linkfleet.simulator.engine.AvailabilityGroup;
import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.engine.Replica;
import io.linkfleet.simulator.engine.ReplicaDatabase;
import io.linkfleet.simulator.engine.SqlServer;
import java.util.List;

/**
 * Owns what the databases of one group send to another server in one look: a seeding that moves on,
 * or log. Both servers are locked.
 *
 * @param from the sender
 * @param to the receiver
 * @param source the group whose databases are sent
 * @param target the receiver's group that the copies join
 * @param remote the receiver's replica, as the sender knows it
 * @param back the sender's replica, as the receiver knows it
 * @param synchronous whether every mode concerned is SYNCHRONOUS_COMMIT
 */
record GroupExchange(
    SqlServer from,
    SqlServer to,
    AvailabilityGroup source,
    AvailabilityGroup target,
    Replica remote,
    Replica back,
    boolean synchronous,
    Peers peers,
    Moment moment) {
  /** SUSPEND_FROM_REDO. */
  private static final int REDO = 2;

  /** One look; sets health and synchronization of the remote replica to the worst database. */
  void run(double bytes) {
    boolean copied = !from.isWritable(source) && source.sourceVersion != 0;
    target.sourceVersion = copied ? source.sourceVersion : from.description.majorVersion();
    int health = 2;
    int synchronization = 2;
    for (Database d : List.copyOf(source.databases)) {
      ReplicaDatabase there = known(remote, d);
      exchange(d, there, bytes);
      health = Math.min(health, there.health);
      synchronization = Math.min(synchronization, there.synchronization);
    }
    remote.databases.keySet().removeIf(id -> GroupCopies.find(source, id) == null);
    remote.health = health;
    remote.synchronization = synchronization;
  }

  private static ReplicaDatabase known(Replica replica, Database d) {
    return replica.databases.computeIfAbsent(
        d.groupDatabaseId, id -> new ReplicaDatabase(id, d.name));
  }

  private void exchange(Database d, ReplicaDatabase there, double bytes) {
    Database copy = GroupCopies.find(target, d.groupDatabaseId);
    there.joined = copy != null;
    if (copy == null) {
      stop(there);
      if (remote.seedingMode == 0) {
        seed(d, there, bytes);
      } else if (GroupSeeding.runs(there)) {
        // SEEDING_MODE = MANUAL cancels it
        new GroupSeeding(from, to, target, d, there, known(back, d), moment).cancelled();
      }
      return;
    }
    if (to.description.isOlderThan(from.description)) {
      // a newer primary cannot send its log: documented; the reason that shows is inferred
      copy.suspendReason = REDO;
    }
    there.suspendReason = copy.suspendReason != null ? copy.suspendReason : d.suspendReason;
    if (there.suspendReason != null || !d.state.equals("ONLINE")) {
      stop(there);
    } else {
      flow(d, there, copy);
    }
  }

  static void stop(ReplicaDatabase there) {
    there.flowingSince = -1;
    there.synchronization = 0;
    there.health = 0;
  }

  private void seed(Database d, ReplicaDatabase there, double bytes) {
    var seeding = new GroupSeeding(from, to, target, d, there, known(back, d), moment);
    String line = seeding.look(bytes);
    if (line != null) {
      peers.note(to, "availability group " + target.name, line);
    }
  }

  /** The log moves; synchronous copies are equal once they have caught up. */
  private void flow(Database d, ReplicaDatabase there, Database copy) {
    if (there.flowingSince < 0) {
      there.flowingSince = moment.nanos();
    }
    boolean caughtUp = moment.nanos() - there.flowingSince >= peers.connectDelay().toNanos();
    GroupCopies.send(d, copy);
    there.lastHardenedLsn = d.endOfLogLsn;
    there.logSendQueueKb = 0;
    there.lagSeconds = 0;
    there.synchronization = synchronous && caughtUp ? 2 : 1;
    there.health = synchronous && !caughtUp ? 1 : 2;
  }

  /** The other side is away: what runs breaks, what has joined falls behind. */
  static void away(
      Replica remote,
      SqlServer server,
      SqlServer partner,
      String group,
      boolean secondPassed,
      long workload,
      Moment moment) {
    remote.connected = false;
    remote.health = 0;
    remote.synchronization = 0;
    for (ReplicaDatabase there : remote.databases.values()) {
      stop(there);
      if (secondPassed && there.joined) {
        there.logSendQueueKb += workload >> 10;
        there.lagSeconds++;
      }
      GroupSeeding.broken(there, server, partner, group, moment);
    }
  }
}
