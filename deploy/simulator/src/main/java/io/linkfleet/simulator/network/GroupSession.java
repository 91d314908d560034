package io.linkfleet.simulator.network;

import io.linkfleet.simulator.engine.AvailabilityGroup;
import io.linkfleet.simulator.engine.Replica;
import io.linkfleet.simulator.engine.SqlServer;
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
  private static final int PARTNER = 1;
  private static final int LOST = 35206;

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
    boolean synchronous = remote.availabilityMode == 1 && group.local().availabilityMode == 1;
    Replica primary = byId(copy, group.local().id);
    new GroupExchange(
            server, partner, group, copy, remote, primary, synchronous, peers, moment)
        .run(bytes);
    own.connected = true;
    own.health = remote.health;
    own.synchronization = remote.synchronization;
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

  private void disconnected(
      boolean reached, StandingConnections connections, boolean secondPassed, long workload) {
    boolean lost = remote.connected;
    if (lost) {
      peers.note(server, "availability group " + group.name, "lost " + remote.serverName);
    }
    GroupExchange.away(
        remote, server, partner, group.name, secondPassed, workload, moment);
    note(lost, reached, secondPassed, connections);
  }

  /** What last_connect_error_number shows: the loss for a second, then why it is not made again. */
  private void note(
      boolean lost, boolean reached, boolean secondPassed, StandingConnections connections) {
    ServerError error =
        lost ? ServerError.lost(remote)
            : reached ? ServerError.timeout(remote) : error(connections);
    boolean known = remote.lastErrorAt != null && error.number() == remote.lastErrorNumber;
    if (lost || !known && remote.lastErrorNumber != LOST || secondPassed) {
      error.note(remote, moment.at());
    }
  }

  private ServerError error(StandingConnections connections) {
    return error(connections.refusal(server, partner), server, remote);
  }

  /** A refusal in a server's own error log shows as it is; of others it sees the silence. */
  static ServerError error(Optional<PeerRefusal> refusal, SqlServer server, Replica remote) {
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

  private static Replica byId(AvailabilityGroup copy, UUID id) {
    return copy.replicas.stream()
        .filter(replica -> replica.id.equals(id))
        .findFirst()
        .orElseThrow();
  }
}
