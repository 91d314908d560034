package io.linkfleet.simulator.wire;

import io.linkfleet.simulator.session.SqlServerPort;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** One loopback port that answers for one simulated server, and the connections made to it. */
public final class TdsListener implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("io.linkfleet.simulator.wire");
  /** There may be hundreds of these threads; each does nothing but accept. */
  private static final long ACCEPT_STACK_BYTES = 128 << 10;

  private static final int BACKLOG = 512;

  private final TdsServer owner;
  private final SqlServerPort server;
  private final ConnectionFaults faults;
  private final ServerSocket socket;
  private final Set<TdsConnection> connections = ConcurrentHashMap.newKeySet();

  TdsListener(TdsServer owner, SqlServerPort server, int port, ConnectionFaults faults)
      throws IOException {
    this.owner = owner;
    this.server = server;
    this.faults = faults;
    this.socket = new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), BACKLOG);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  void start() {
    var thread = new Thread(null, this::accept, "tds-accept-" + name(), ACCEPT_STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
  }

  /** The port that it listens on. */
  public int localPort() {
    return socket.getLocalPort();
  }

  /** How many connections are open, with those that are still logging in. */
  public int connectionCount() {
    return connections.size();
  }

  /** Breaks every connection, whatever it does; new ones are accepted. */
  public void dropConnections() {
    connections.forEach(TdsConnection::drop);
  }

  /** Stops listening and breaks every connection. */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "closing", e);
    }
    dropConnections();
    owner.closed(this);
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        admit(socket.accept());
      } catch (IOException e) {
        if (!socket.isClosed()) {
          LOG.log(Level.WARNING, name() + ": cannot accept", e);
        }
      }
    }
  }

  private void admit(Socket client) throws IOException {
    if (!server.isUp() || connections.size() >= owner.limits().maxConnections()) {
      client.close();
      return;
    }
    client.setTcpNoDelay(true);
    client.setKeepAlive(true);
    var connection = new TdsConnection(this, client);
    connections.add(connection);
    owner.watch().add(connection);
    try {
      owner.threads().execute(connection);
    } catch (RuntimeException | OutOfMemoryError e) {
      // No thread to be had: this client is turned away, the listener goes on.
      connection.close();
      ended(connection);
    }
    if (socket.isClosed()) {
      connection.drop();
    }
  }

  void ended(TdsConnection connection) {
    connections.remove(connection);
    owner.watch().remove(connection);
  }

  String name() {
    return server.serverName();
  }

  SqlServerPort port() {
    return server;
  }

  ConnectionFaults faults() {
    return faults;
  }

  WireLimits limits() {
    return owner.limits();
  }

  TlsIdentity tls() {
    return owner.tls();
  }

  MemoryBudget budget() {
    return owner.budget();
  }

  Executor threads() {
    return owner.threads();
  }
}
