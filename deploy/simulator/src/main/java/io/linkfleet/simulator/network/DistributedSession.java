package io.linkfleet.simulator.network;

import io.linkfleet.simulator.engine.AvailabilityGroup;
import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.engine.Replica;
import io.linkfleet.simulator.engine.SqlServer;
import io.linkfleet.simulator.engine.World;

/**
 * Owns one look at a distributed availability group between two SQL Servers, from one of its
 * sides. The primary side moves the data and keeps the rows of both; a side that is alone, or whose
 * partner has the same role, keeps its own. Both servers are locked.
 *
 * <p>Documented: two secondaries still become equal, so that their last_hardened_lsn can be
 * compared before a failover. Inferred: they and two primaries stay connected and are NOT_HEALTHY,
 * and which number last_connect_error_number shows.
 */
final class DistributedSession {
  private final SqlServer server;
  private final AvailabilityGroup group;
  private final Replica remote;
  /** Whoever answers at the listener's address; null when nobody does. */
  private final SqlServer partner;
  private final Peers peers;
  private final Moment moment;

  DistributedSession(
      SqlServer server, AvailabilityGroup group, Replica remote, SqlServer partner, Peers peers,
      Moment moment) {
    this.server = server;
    this.group = group;
    this.remote = remote;
    this.partner = partner;
    this.peers = peers;
    this.moment = moment;
  }

  /** Whether this member is a managed instance's, which the link looks after. */
  static boolean isLink(AvailabilityGroup group, Replica member, World world) {
    return group.distributed
        && Address.parse(member.endpointUrl)
            .filter(
                address ->
                    address.server() != null
                        || world.instances.values().stream()
                            .anyMatch(instance -> instance.fqdn.equalsIgnoreCase(address.host())))
            .isPresent();
  }

  void look(
      StandingConnections connections, boolean secondPassed, long workload, double bytes) {
    boolean reached =
        partner != null
            && partner != server
            && server.up
            && connections.connected(server, partner, remote.endpointUrl, false, moment);
    AvailabilityGroup there = reached ? there() : null;
    AvailabilityGroup source = server.localMember(group);
    AvailabilityGroup target = there == null ? null : partner.localMember(there);
    boolean serve =
        source != null && target != null && !source.isSecondary() && !target.isSecondary();
    if (!serve) {
      away(reached, connections, secondPassed, workload);
      return;
    }
    if (!remote.connected) {
      remote.connected = true;
      peers.note(
          server, "distributed availability group " + group.name,
          "connected to " + remote.serverName);
    }
    boolean primary = group.localRole.equals("PRIMARY");
    boolean primaryThere = there.localRole.equals("PRIMARY");
    if (primary && !primaryThere) {
      send(there, source, target, bytes);
    } else if (primary == primaryThere) {
      remote.health = 0;
      remote.synchronization = 0;
      remote.databases.values().forEach(GroupExchange::stop);
      if (!primary) {
        tail(source, target);
      }
    }
  }

  /** The group of the same name whose members and listeners mirror this one's. */
  private AvailabilityGroup there() {
    AvailabilityGroup there = partner.groups.get(group.name);
    if (there == null || !there.distributed || there.local() == null || group.local() == null) {
      return null;
    }
    Replica back = back(there);
    boolean mirrored =
        back != null
            && there.local().serverName.equalsIgnoreCase(remote.serverName)
            && back.serverName.equalsIgnoreCase(group.local().serverName)
            && peers.at(back.endpointUrl).filter(at -> at == server).isPresent();
    return mirrored ? there : null;
  }

  private static Replica back(AvailabilityGroup there) {
    return there.replicas.stream().filter(member -> !member.local).findFirst().orElse(null);
  }

  private void send(
      AvailabilityGroup there, AvailabilityGroup source, AvailabilityGroup target, double bytes) {
    Replica back = back(there);
    boolean synchronous = isSynchronous(group) && isSynchronous(there);
    new GroupExchange(
            server, partner, source, target, remote, back, synchronous, peers, moment)
        .run(bytes);
    back.connected = true;
    back.health = remote.health;
    back.synchronization = remote.synchronization;
    there.local().health = remote.health;
    there.local().synchronization = remote.synchronization;
  }

  private static boolean isSynchronous(AvailabilityGroup distributed) {
    return distributed.replicas.stream().allMatch(member -> member.availabilityMode == 1);
  }

  /** What the former primary still had in its log. */
  private static void tail(AvailabilityGroup source, AvailabilityGroup target) {
    for (Database d : source.databases) {
      Database copy = GroupCopies.find(target, d.groupDatabaseId);
      if (copy != null && copy.endOfLogLsn.compareTo(d.endOfLogLsn) < 0) {
        GroupCopies.send(d, copy);
      }
    }
  }

  private void away(
      boolean reached, StandingConnections connections, boolean secondPassed, long workload) {
    boolean lost = remote.connected;
    if (lost) {
      peers.note(
          server, "distributed availability group " + group.name, "lost " + remote.serverName);
    }
    GroupExchange.away(
        remote, server, partner, group.name, secondPassed, workload, moment);
    if (lost) {
      ServerError.lost(remote).note(remote, moment.at());
    } else if (secondPassed || remote.lastErrorAt == null) {
      ServerError error =
          reached
              ? ServerError.timeout(remote)
              : GroupSession.error(connections.refusal(server, partner), server, remote);
      error.note(remote, moment.at());
    }
  }
}
