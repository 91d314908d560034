package io.linkfleet.simulator;

import io.linkfleet.simulator.engine.ManagedInstance;
import io.linkfleet.simulator.engine.SqlServer;
import io.linkfleet.simulator.engine.World;
import io.linkfleet.simulator.session.SqlServerPort;
import io.linkfleet.simulator.wire.ConnectionFaults;
import io.linkfleet.simulator.wire.TdsListener;
import io.linkfleet.simulator.wire.TdsServer;
import io.linkfleet.simulator.wire.TlsIdentity;
import io.linkfleet.simulator.wire.WireLimits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Owns the TDS ports: one on loopback for every simulated SQL Server, and for the managed instances
 * to which the estate gives one.
 */
final class TdsPorts implements AutoCloseable {
  private final TdsServer tds;
  private final Map<String, TdsListener> listeners = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  /** Short name of a managed instance to the FQDN under which it listens. */
  private final Map<String, String> instances = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  private TdsPorts(TlsIdentity identity) {
    this.tds = new TdsServer(identity, WireLimits.DEFAULT);
  }

  /** Opens every port, or none when one is taken. */
  static TdsPorts open(
      World world,
      TlsIdentity identity,
      boolean ephemeral,
      ConnectionFaults faults,
      Function<SqlServer, SqlServerPort> session)
      throws IOException {
    TdsPorts ports = new TdsPorts(identity);
    try {
      List<SqlServer> answering = new ArrayList<>(world.servers.values());
      for (ManagedInstance instance : world.instances.values()) {
        if (instance.sql.description.tdsPort() != ManagedInstance.NO_PORT) {
          answering.add(instance.sql);
          ports.instances.put(instance.name, instance.fqdn);
        }
      }
      for (SqlServer server : answering) {
        int named = server.description.tdsPort();
        ports.listeners.put(
            server.name(),
            Simulator.opened(
                "TDS of " + server.name(),
                named,
                () ->
                    ports.tds.listen(
                        session.apply(server), ephemeral ? 0 : named, faults)));
      }
      return ports;
    } catch (RuntimeException | IOException e) {
      ports.close();
      throw e;
    }
  }

  int port(String server) {
    TdsListener listener = listeners.get(server);
    if (listener == null) {
      listener = listeners.get(instances.getOrDefault(server, server));
    }
    if (listener == null) {
      throw new IllegalArgumentException("nothing that speaks TDS is called " + server);
    }
    return listener.localPort();
  }

  Map<String, Integer> all() {
    Map<String, Integer> ports = new LinkedHashMap<>();
    listeners.forEach((server, listener) -> ports.put(server, listener.localPort()));
    return ports;
  }

  void dropSessions(String server) {
    TdsListener listener = listeners.get(server);
    if (listener != null) {
      listener.dropConnections();
    }
  }

  @Override
  public void close() {
    tds.close();
  }
}
