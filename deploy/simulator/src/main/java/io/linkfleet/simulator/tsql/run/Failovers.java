package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.engine.AvailabilityGroup;
import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.engine.Replica;
import io.linkfleet.simulator.engine.RoleChange;
import io.linkfleet.simulator.engine.RoleChange.Progress;
import io.linkfleet.simulator.tsql.DistributedMessage;
import io.linkfleet.simulator.tsql.GroupMessage;
import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.ObjectMessage;
import java.time.Duration;
import java.util.Locale;

/**
 * ALTER AVAILABILITY GROUP … FAILOVER, FORCE_FAILOVER_ALLOW_DATA_LOSS and SET (ROLE = SECONDARY).
 *
 * <p>Documented: a planned failover of a link by statement from SQL Server 2022 CU13 on, only the
 * forced one for a distributed group between two servers, and what each does to the roles. Never
 * seen on a real server: which error stops a planned failover on the secondary (41140 here) or
 * while the databases are not synchronized (41142), and how long a server waits before it says so.
 */
final class Failovers {
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final int NO_CLUSTER = 2;
  private static final long LOOK_NANOS = 10_000_000;

  private Failovers() {}

  /** FAILOVER: checked under the server's lock, then waited for without it. */
  static void planned(AvailabilityGroup group, Work work) {
    if (!group.distributed) {
      refusePrimary(group);
      demandNoCluster(group, "FAILOVER");
      throw GroupMessage.NO_CLUSTER_FAILOVER.error(group.name);
    }
    Replica remote = remote(group);
    boolean link = remote.endpointUrl.toLowerCase(Locale.ROOT).contains(";server=");
    if (!link || !work.server.description.isAtLeast(16, 0, 4125, 3)) {
      throw DistributedMessage.ONLY_FORCED.error(group.name);
    }
    if (!group.localRole.equals("PRIMARY")) {
      throw ObjectMessage.NOT_PRIMARY.error(group.name);
    }
    if (!remote.connected || remote.health != 2) {
      throw ObjectMessage.FAILOVER_NOT_READY.error(group.name);
    }
    RoleChange change = new RoleChange(RoleChange.Kind.PLANNED);
    group.roleChange = change;
    work.afterwards = () -> await(change, group, work);
  }

  private static void await(RoleChange change, AvailabilityGroup group, Work work) {
    long end = System.nanoTime() + LONGEST.toNanos();
    try {
      while (!change.isOver() && System.nanoTime() - end < 0) {
        work.session.pause(LOOK_NANOS);
      }
    } finally {
      if (change.progress == Progress.ASKED) {
        change.progress = Progress.REFUSED;
      }
    }
    if (change.progress != Progress.DONE) {
      throw ObjectMessage.FAILOVER_NOT_READY.error(group.name);
    }
  }

  /** FORCE_FAILOVER_ALLOW_DATA_LOSS: the local side becomes primary, whatever the other is. */
  static void forced(AvailabilityGroup group) {
    refusePrimary(group);
    if (!group.distributed) {
      demandNoCluster(group, "FORCE_FAILOVER_ALLOW_DATA_LOSS");
      group.databases.forEach(d -> d.suspendReason = null);
      group.forced++;
      group.changed();
    }
    group.localRole = "PRIMARY";
  }

  /** OFFLINE: the replica has no role until it is given one. */
  static void offline(AvailabilityGroup group, Work work) {
    if (group.distributed) {
      throw Message.NOT_SIMULATED.error("OFFLINE of a distributed availability group");
    }
    demandNoCluster(group, "OFFLINE");
    group.localRole = "RESOLVING";
    endTransactions(group, work);
  }

  private static void demandNoCluster(AvailabilityGroup group, String what) {
    if (group.clusterType != NO_CLUSTER) {
      throw Message.NOT_SIMULATED.error(what + " of a group in a cluster");
    }
  }

  /** SET (ROLE = SECONDARY), which a distributed group knows and one without a cluster. */
  static void secondary(AvailabilityGroup group, Work work) {
    if (!group.distributed && group.clusterType != NO_CLUSTER) {
      throw DistributedMessage.ONLY_DISTRIBUTED.error(group.name);
    }
    group.localRole = "SECONDARY";
    endTransactions(group, work);
  }

  private static void endTransactions(AvailabilityGroup group, Work work) {
    AvailabilityGroup local = group.distributed ? work.server.localMember(group) : group;
    if (local != null) {
      local.databases.forEach(Database::endTransactions);
    }
  }

  private static void refusePrimary(AvailabilityGroup group) {
    if (group.localRole.equals("PRIMARY")) {
      throw ObjectMessage.ALREADY_PRIMARY.error(group.name);
    }
  }

  private static Replica remote(AvailabilityGroup group) {
    return group.replicas.stream().filter(member -> !member.local).findFirst().orElseThrow();
  }
}
