package io.linkfleet.simulator.network;

import io.linkfleet.simulator.engine.Endpoint;
import io.linkfleet.simulator.engine.Fabric;
import io.linkfleet.simulator.engine.HostPorts;
import io.linkfleet.simulator.engine.ManagedInstance;
import io.linkfleet.simulator.engine.SqlServer;
import io.linkfleet.simulator.engine.World;
import java.util.Locale;

/**
 * Owns the answer to whether a TCP connection to an address would come about, as a network test
 * asks: it knows nothing of what an endpoint does with a connection afterwards.
 */
public final class PortProbe {
  private static final int LINK_PORT = 5022;
  private static final int TDS_PORT = 1433;

  private final World world;

  /**
   * What was found.
   *
   * @param address what the name leads to, or null when nobody knows the name
   */
  public record Found(String address, boolean open) {}

  public PortProbe(World world) {
    this.world = world;
  }

  /** Tries a port from a server, or from the engine of a managed instance. */
  public Found ask(SqlServer from, String host, int port) {
    String name = host.toLowerCase(Locale.ROOT);
    for (ManagedInstance instance : world.instances.values()) {
      Fabric fabric = Fabric.of(instance);
      boolean front = name.equalsIgnoreCase(instance.fqdn);
      boolean node = name.equalsIgnoreCase(fabric.nodeName());
      if (front || node || name.equals(fabric.address())) {
        boolean served =
            front && (port == LINK_PORT || port == TDS_PORT) || !front && port == LINK_PORT
                || port == fabric.hadrPort();
        return new Found(fabric.address(), served && !isCut(from));
      }
    }
    String address = null;
    boolean open = false;
    for (SqlServer server : world.servers.values()) {
      if (!leadsTo(name, server, from)) {
        continue;
      }
      address = server.description.ipAddress();
      boolean way = HostPorts.oneMachine(server, from) || !isCut(from) && !isCut(server);
      open |= way && server.up && serves(server, port);
    }
    return new Found(address, open);
  }

  private static boolean leadsTo(String name, SqlServer server, SqlServer from) {
    if (name.equals("localhost") || name.equals("127.0.0.1")) {
      return HostPorts.oneMachine(server, from);
    }
    String machine = server.name().split("\\\\")[0];
    return name.equalsIgnoreCase(server.description.fqdn())
        || name.equals(server.description.ipAddress())
        // the domain's suffix is added to a short name, in the server's own network
        || name.equalsIgnoreCase(machine) && !from.isManagedInstance();
  }

  private static boolean serves(SqlServer server, int port) {
    Endpoint endpoint = server.endpoint;
    boolean mirroring =
        endpoint != null
            && endpoint.port == port
            && endpoint.listens()
            && (endpoint.ipAddress == null
                || endpoint.ipAddress.equals(server.description.ipAddress()));
    return mirroring || server.description.tdsPort() == port;
  }

  private boolean isCut(SqlServer server) {
    return world.cutServers.contains(server.name().toUpperCase(Locale.ROOT));
  }
}
