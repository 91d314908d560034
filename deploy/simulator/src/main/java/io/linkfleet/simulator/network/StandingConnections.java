package io.linkfleet.simulator.network;

import io.linkfleet.simulator.engine.PeerConnection;
import io.linkfleet.simulator.engine.SqlServer;
import io.linkfleet.simulator.engine.World;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Owns the connections between SQL Servers from one look to the next: keeps those that somebody
 * uses, tries the others again after the world's {@code connectDelay}, closes the rest.
 */
final class StandingConnections {
  private final World world;
  private final Peers peers;
  /** By pair: when to try again, and what the last attempt met. */
  private final Map<String, Long> notBefore = new HashMap<>();
  private final Map<String, PeerRefusal> lastRefusal = new HashMap<>();
  private final Set<String> used = new HashSet<>();
  /** What nobody used in the look before. */
  private Map<String, PeerConnection> idle = Map.of();

  StandingConnections(World world, Peers peers) {
    this.world = world;
    this.peers = peers;
  }

  /** A look begins: nothing is used yet. */
  void begin() {
    used.clear();
  }

  /**
   * A look that saw everything has ended: what nobody used in it and in the one before is closed. A
   * connection that a statement has just made is unused only because its session is not seen yet.
   */
  void closeUnused() {
    var now = new HashMap<String, PeerConnection>();
    world.peerConnections.forEach(
        (key, connection) -> {
          if (!used.contains(key)) {
            now.put(key, connection);
          }
        });
    now.forEach(
        (key, connection) -> {
          if (idle.get(key) == connection) {
            world.peerConnections.remove(key, connection);
          }
        });
    idle = now;
  }

  /** Breaks the connections of these servers, names in upper case, as their restart does. */
  void drop(Set<String> servers, Moment moment) {
    world.peerConnections.entrySet().removeIf(
        entry -> {
          boolean gone =
              entry.getValue().sides().stream()
                  .anyMatch(side -> servers.contains(MirroringNetwork.key(side.server().name())));
          if (gone) {
            notBefore.put(entry.getKey(), moment.nanos() + delay());
          }
          return gone;
        });
  }

  /** Whether both are connected, if need be from now on. Under both locks. */
  boolean connected(
      SqlServer from, SqlServer to, String address, boolean witness, Moment moment) {
    if (to == null) {
      return false;
    }
    String key = Peers.key(from, to);
    used.add(key);
    if (peers.standing(from, to)) {
      return true;
    }
    if (world.peerConnections.remove(key) != null) {
      notBefore.put(key, moment.nanos() + delay());
      peers.note(from, "mirroring connection to " + address, "closed");
    }
    if (moment.nanos() < notBefore.getOrDefault(key, Long.MIN_VALUE)) {
      return false;
    }
    var refusal = peers.connect(from, address, witness);
    if (refusal.isEmpty()) {
      lastRefusal.remove(key);
      return true;
    }
    notBefore.put(key, moment.nanos() + delay());
    PeerRefusal before = lastRefusal.put(key, refusal.get());
    if (before == null || !before.text().equals(refusal.get().text())) {
      peers.note(refusal.get(), address);
    }
    return false;
  }

  /** What the last attempt between both met, if it failed. */
  Optional<PeerRefusal> refusal(SqlServer from, SqlServer to) {
    return Optional.ofNullable(to).map(server -> lastRefusal.get(Peers.key(from, server)));
  }

  private long delay() {
    return world.settings.connectDelay.toNanos();
  }
}
