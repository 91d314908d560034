package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.engine.AvailabilityGroup;
import io.linkfleet.simulator.engine.Replica;
import io.linkfleet.simulator.engine.SqlServer;
import io.linkfleet.simulator.network.GroupCopies;
import io.linkfleet.simulator.network.PeerRefusal;
import io.linkfleet.simulator.network.Peers;
import io.linkfleet.simulator.tsql.GroupMessage;
import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.TsqlError;
import io.linkfleet.simulator.tsql.syntax.Definition;
import java.util.List;
import java.util.Optional;

/**
 * ALTER AVAILABILITY GROUP … JOIN WITH (CLUSTER_TYPE = NONE): waits until the primary that lists
 * this server as a replica reaches it and hands it the configuration.
 *
 * <p>Documented: without a connection the statement fails after five minutes (here the world's
 * {@code initTimeout}). Reported by users: with 47106 alone. Inferred: 41106 for a group that is
 * here already, and 41044 without CLUSTER_TYPE = NONE.
 */
final class GroupJoin {
  private static final long LOOK_NANOS = 50_000_000;

  private final String name;
  private final Work work;
  private final Peers peers;
  private String noted = "";
  private boolean joined;

  private GroupJoin(String name, Work work) {
    this.name = name;
    this.work = work;
    this.peers = new Peers(work.session.world);
  }

  /** Checks under the server's lock, then waits without it. */
  static void join(Definition.AlterGroup s, Work work) {
    String cluster = s.options().getOrDefault("CLUSTER_TYPE", "WSFC");
    if (cluster.equals("EXTERNAL")) {
      throw Message.NOT_SIMULATED.error("JOIN WITH (CLUSTER_TYPE = EXTERNAL)");
    }
    if (work.server.groups.containsKey(s.name())) {
      throw failed(s.name(), GroupMessage.ALREADY_HOSTED.error(s.name()));
    }
    if (!cluster.equals("NONE")) {
      throw failed(s.name(), GroupMessage.NOT_IN_CLUSTER.error(s.name()));
    }
    var join = new GroupJoin(s.name(), work);
    work.afterwards = join::await;
  }

  static TsqlError failed(String group, TsqlError cause) {
    return cause.then(GroupMessage.JOIN_FAILED.with(group, cause.last().number()));
  }

  private void await() {
    long end = System.nanoTime() + work.session.world.settings.initTimeout.toNanos();
    while (true) {
      for (SqlServer server : work.session.world.servers.values()) {
        if (server != work.server && lists(server)) {
          Peers.locked(List.of(server, work.server), () -> download(server));
          if (joined) {
            return;
          }
        }
      }
      if (System.nanoTime() - end >= 0) {
        throw GroupMessage.NO_CONFIGURATION.error(name);
      }
      work.session.pause(Math.min(LOOK_NANOS, Math.max(1, end - System.nanoTime())));
    }
  }

  /** Whether that server is a primary of such a group and names this server as a replica. */
  private boolean lists(SqlServer server) {
    server.lock.lock();
    try {
      return listed(server).isPresent();
    } finally {
      server.lock.unlock();
    }
  }

  private Optional<Replica> listed(SqlServer server) {
    AvailabilityGroup group = server.groups.get(name);
    boolean primary =
        group != null
            && !group.distributed
            && group.clusterType == 2
            && group.localRole.equals("PRIMARY");
    return primary
        ? group.replicas.stream()
            .filter(r -> !r.local && r.serverName.equalsIgnoreCase(work.server.name()))
            .findFirst()
        : Optional.empty();
  }

  private void download(SqlServer server) {
    Optional<Replica> replica = listed(server);
    if (replica.isEmpty() || work.server.groups.containsKey(name)) {
      return;
    }
    String address = replica.get().endpointUrl;
    Optional<PeerRefusal> refusal = peers.connect(server, address, false);
    if (refusal.isPresent()) {
      if (!refusal.get().text().equals(noted)) {
        noted = refusal.get().text();
        peers.note(refusal.get(), address);
      }
      return;
    }
    if (peers.at(address).filter(at -> at == work.server).isPresent()) {
      GroupCopies.join(server.groups.get(name), work.server);
      joined = true;
    }
  }
}
