package io.linkfleet.simulator.network;

import io.linkfleet.simulator.engine.AvailabilityGroup;
import io.linkfleet.simulator.engine.Replica;
import io.linkfleet.simulator.engine.SqlServer;
import io.linkfleet.simulator.engine.World;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Owns the sessions between the replicas of availability groups on SQL Servers, and between the
 * members of distributed ones: which primary looks after which secondary, and which secondary
 * nobody looks after.
 *
 * <p>Simplified as for mirroring: a broken connection is noticed at once, whatever SESSION_TIMEOUT.
 */
final class GroupSessions {
  /** A primary and one of its secondaries, or both members of a distributed group. */
  private record Pair(SqlServer server, AvailabilityGroup group, Replica remote) {}

  /** A secondary's copy of a group. */
  private record Copy(SqlServer server, AvailabilityGroup group) {}

  private final MirroringNetwork network;
  private final World world;
  private final Peers peers;
  private final StandingConnections connections;
  private final List<Pair> pairs = new ArrayList<>();
  private final List<Copy> copies = new ArrayList<>();
  private final Set<AvailabilityGroup> seen =
      Collections.newSetFromMap(new IdentityHashMap<>());
  private boolean whole;

  GroupSessions(MirroringNetwork network, Peers peers, StandingConnections connections) {
    this.network = network;
    this.world = network.world();
    this.peers = peers;
    this.connections = connections;
  }

  /** A look begins. */
  void begin() {
    pairs.clear();
    copies.clear();
    seen.clear();
    whole = true;
  }

  /** A server was busy: what it hosts waits for the next look. */
  void missed() {
    whole = false;
  }

  /** Notes what this server hosts, under its lock. */
  void collect(SqlServer server) {
    for (AvailabilityGroup group : server.groups.values()) {
      if (group.isSecondary()) {
        copies.add(new Copy(server, group));
        continue;
      }
      group.replicas.stream()
          .filter(replica -> !replica.local)
          .filter(replica -> !DistributedSession.isLink(group, replica, world))
          .forEach(replica -> pairs.add(new Pair(server, group, replica)));
    }
  }

  /** Counts, for each server, the seedings that share its line. */
  void seeding(Map<SqlServer, Integer> counts) {
    for (Pair pair : pairs) {
      long running =
          pair.remote.databases.values().stream().filter(GroupSeeding::runs).count();
      if (running > 0) {
        counts.merge(pair.server, (int) running, Integer::sum);
      }
    }
  }

  /** One look at every pair; false when a server was busy. */
  boolean look(Moment moment, boolean secondPassed, Map<SqlServer, Integer> seeding) {
    for (Pair pair : pairs) {
      whole &= look(pair, moment, secondPassed, network.share(pair.server, seeding, moment));
    }
    if (whole) {
      copies.stream().filter(copy -> !seen.contains(copy.group)).forEach(this::alone);
    }
    return whole;
  }

  private boolean look(Pair pair, Moment moment, boolean secondPassed, double bytes) {
    SqlServer partner = peers.at(pair.remote.endpointUrl).orElse(null);
    List<SqlServer> locked = new ArrayList<>();
    try {
      for (SqlServer each : inOrder(pair.server, partner)) {
        if (!network.lock(each)) {
          return false;
        }
        locked.add(each);
      }
      boolean current =
          pair.server.groups.get(pair.group.name) == pair.group
              && pair.group.replicas.contains(pair.remote);
      if (current && pair.group.distributed) {
        new DistributedSession(
                pair.server, pair.group, pair.remote, partner, peers, moment)
            .look(connections, secondPassed, network.workload(), bytes);
      } else if (current && pair.group.localRole.equals("PRIMARY")) {
        var session =
            new GroupSession(pair.server, pair.group, pair.remote, partner, peers, moment);
        AvailabilityGroup copy = session.look(connections, secondPassed, network.workload(), bytes);
        if (copy != null) {
          seen.add(copy);
        }
      }
      return true;
    } finally {
      locked.forEach(each -> each.lock.unlock());
    }
  }

  private static List<SqlServer> inOrder(SqlServer... servers) {
    return Stream.of(servers)
        .filter(server -> server != null)
        .distinct()
        .sorted((a, b) -> a.name().compareToIgnoreCase(b.name()))
        .toList();
  }

  /** No primary speaks to this secondary. */
  private void alone(Copy copy) {
    if (!network.lock(copy.server)) {
      return;
    }
    try {
      Replica local = copy.group.local();
      if (!copy.group.isSecondary() || local == null) {
        return;
      }
      if (local.connected) {
        for (Replica other : copy.group.replicas) {
          if (!other.local) {
            ServerError.lost(other).note(local, world.clock.instant());
            break;
          }
        }
      }
      local.connected = false;
      local.health = 0;
      local.synchronization = 0;
    } finally {
      copy.server.lock.unlock();
    }
  }
}
