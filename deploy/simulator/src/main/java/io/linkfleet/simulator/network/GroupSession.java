package io.linkfleet.simulator.network;

import io.linkfleet.simulator.engine.AvailabilityGroup;
import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.engine.Replica;
import io.linkfleet.simulator.engine.ReplicaDatabase;
import io.linkfleet.simulator.engine.SqlServer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Owns one look at a primary replica and one of its secondaries: whether they are connected, what
 * the secondary hears of the configuration, what each database receives. Both servers are locked.
 *
 * <p>Inferred: which number last_connect_error_number shows for which broken rule, and the health
 * of a replica that lacks a database.
 */
final class GroupSession {
  static final int USER = 0;
  static final int PARTNER = 1;

  private final SqlServer server;
  private final AvailabilityGroup group;
  private final Replica remote;
  /** Whoever answers at the replica's address; null when nobody does. */
  private final SqlServer partner;
  private final Peers peers;
  private final Moment moment;

  GroupSession(
      SqlServer server, AvailabilityGroup group, Replica remote, SqlServer partner, Peers peers,
      Moment moment) {
    this.server = server;
    this.group = group;
    this.remote = remote;
    this.partner = partner;
    this.peers = peers;
    this.moment = moment;
  }

  /** Gives the secondary's copy of the group when both are connected, otherwise null. */
  AvailabilityGroup look(
      StandingConnections connections, boolean secondPassed, long workload, double bytes) {
    boolean reached =
        partner != null
            && partner != server
            && server.up
            && connections.connected(server, partner, remote.endpointUrl, false, moment);
    AvailabilityGroup copy = reached ? copy() : null;
    if (copy == null) {
      disconnected(reached, connections, secondPassed, workload);
      return null;
    }
    if (!remote.connected) {
      remote.connected = true;
      remote.joined = true;
      peers.note(server, "availability group " + group.name, "connected to " + remote.serverName);
    }
    Replica own = copy.local();
    GroupCopies.follow(group, copy, partner);
    own = copy.local() == null ? own : copy.local();
    suspendAfterForce(copy);
    int health = 2;
    int synchronization = 2;
    for (Database d : List.copyOf(group.databases)) {
      ReplicaDatabase there = known(remote, d);
      exchange(d, there, copy, bytes);
      health = Math.min(health, there.health);
      synchronization = Math.min(synchronization, there.synchronization);
    }
    remote.databases.keySet().removeIf(id -> GroupCopies.find(group, id) == null);
    remote.health = health;
    remote.synchronization = synchronization;
    own.connected = true;
    own.health = health;
    own.synchronization = synchronization;
    return copy;
  }

  /** The group on the server that the replica names, if it follows this primary. */
  private AvailabilityGroup copy() {
    if (!partner.name().equalsIgnoreCase(remote.serverName)) {
      return null;
    }
    AvailabilityGroup there = partner.groups.get(group.name);
    boolean follows =
        there != null && there.id.equals(group.id) && there.localRole.equals("SECONDARY");
    return follows ? there : null;
  }

  private static ReplicaDatabase known(Replica replica, Database d) {
    return replica.databases.computeIfAbsent(
        d.groupDatabaseId, id -> new ReplicaDatabase(id, d.name));
  }

  private void disconnected(
      boolean reached, StandingConnections connections, boolean secondPassed, long workload) {
    boolean lost = remote.connected;
    if (lost) {
      peers.note(server, "availability group " + group.name, "lost " + remote.serverName);
    }
    remote.connected = false;
    remote.health = 0;
    remote.synchronization = 0;
    for (ReplicaDatabase there : remote.databases.values()) {
      there.synchronization = 0;
      there.health = 0;
      there.flowingSince = -1;
      if (secondPassed && there.joined) {
        there.logSendQueueKb += workload >> 10;
        there.lagSeconds++;
      }
      GroupSeeding.broken(there, partner, moment);
    }
    ServerError error =
        lost ? ServerError.lost(remote)
            : reached ? ServerError.timeout(remote) : error(connections);
    boolean known = remote.lastErrorAt != null && error.number() == remote.lastErrorNumber;
    if (lost || !known && remote.lastErrorNumber != 35206 || secondPassed) {
      error.note(remote, moment.at());
    }
  }

  /** A refusal in this server's own error log shows as it is; of others it sees the silence. */
  private ServerError error(StandingConnections connections) {
    Optional<PeerRefusal> refusal = connections.refusal(server, partner);
    if (refusal.isEmpty() || refusal.get().number() == 1474) {
      return ServerError.timeout(remote);
    }
    return refusal.get().noted() == server
        ? new ServerError(refusal.get().number(), refusal.get().text())
        : ServerError.closedByPeer();
  }

  /** After a forced failover data movement waits for RESUME. */
  private void suspendAfterForce(AvailabilityGroup copy) {
    if (copy.forced != group.forced) {
      copy.forced = group.forced;
      copy.databases.forEach(d -> d.suspendReason = PARTNER);
    }
  }

  private void exchange(
      Database d, ReplicaDatabase there, AvailabilityGroup copy, double bytes) {
    Database joined = GroupCopies.find(copy, d.groupDatabaseId);
    if (joined == null) {
      there.joined = false;
      there.synchronization = 0;
      there.health = 0;
      there.flowingSince = -1;
      if (remote.seedingMode == 0) {
        seed(d, there, copy, bytes);
      }
      return;
    }
    there.joined = true;
    there.suspendReason = joined.suspendReason != null ? joined.suspendReason : d.suspendReason;
    if (there.suspendReason != null || !d.state.equals("ONLINE")) {
      there.flowingSince = -1;
      there.synchronization = 0;
      there.health = 0;
      return;
    }
    flow(d, there, joined);
  }

  private void seed(Database d, ReplicaDatabase there, AvailabilityGroup copy, double bytes) {
    Replica primary = byId(copy, group.local().id);
    var seeding =
        new GroupSeeding(server, partner, copy, d, there, known(primary, d), moment);
    String line = seeding.look(bytes);
    if (line != null) {
      peers.note(partner, "availability group " + group.name, line);
    }
  }

  private static Replica byId(AvailabilityGroup copy, UUID id) {
    return copy.replicas.stream()
        .filter(replica -> replica.id.equals(id))
        .findFirst()
        .orElseThrow();
  }

  /** The log moves; two synchronous replicas are equal once the copy has caught up. */
  private void flow(Database d, ReplicaDatabase there, Database copy) {
    if (there.flowingSince < 0) {
      there.flowingSince = moment.nanos();
    }
    boolean synchronous =
        remote.availabilityMode == 1 && group.local().availabilityMode == 1;
    boolean caughtUp = moment.nanos() - there.flowingSince >= peers.connectDelay().toNanos();
    GroupCopies.send(d, copy);
    there.lastHardenedLsn = d.endOfLogLsn;
    there.logSendQueueKb = 0;
    there.lagSeconds = 0;
    there.synchronization = synchronous && caughtUp ? 2 : 1;
    there.health = synchronous && !caughtUp ? 1 : 2;
  }
}
