package io.linkfleet.simulator.network;

import io.linkfleet.simulator.engine.SqlServer;
import io.linkfleet.simulator.engine.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Owns the name service of the simulated network: which servers live behind a name or address. */
final class Directory {
  private final World world;
  private Map<String, List<SqlServer>> byHost = Map.of();
  private int known = -1;

  Directory(World world) {
    this.world = world;
  }

  /** Servers whose FQDN or IP address this is; several when a host carries named instances. */
  List<SqlServer> at(String host) {
    if (known != world.servers.size()) {
      index();
    }
    return byHost.getOrDefault(host.toLowerCase(Locale.ROOT), List.of());
  }

  /** Whether the host leads to this server. */
  boolean leadsTo(String host, SqlServer server) {
    return host.equalsIgnoreCase(server.description.fqdn())
        || host.equalsIgnoreCase(server.description.ipAddress());
  }

  private void index() {
    Map<String, List<SqlServer>> fresh = new HashMap<>();
    for (SqlServer server : world.servers.values()) {
      add(fresh, server.description.fqdn(), server);
      add(fresh, server.description.ipAddress(), server);
    }
    known = world.servers.size();
    byHost = fresh;
  }

  private static void add(Map<String, List<SqlServer>> map, String host, SqlServer server) {
    if (host != null) {
      map.computeIfAbsent(host.toLowerCase(Locale.ROOT), h -> new ArrayList<>()).add(server);
    }
  }
}
