package io.linkfleet.simulator.engine;

import java.time.Instant;

/**
 * Owns the ports of the simulated machines: which of them somebody listens on, and whether a
 * mirroring endpoint gets the one that it asks for. Instances with one address share a machine.
 */
public final class HostPorts {
  /** Text of 9692, as the error log and the statement have it. */
  public static final String TAKEN =
      "The %s endpoint cannot listen on port %s because it is in use by another process.";

  private static final String BACKGROUND = "spid35s";

  private HostPorts() {}

  /**
   * Lets the endpoint of a server begin to listen, under the server's lock. An endpoint that finds
   * its port taken stays as it is defined and does not listen until it is altered or its server
   * starts again; that the definition stays is inferred.
   *
   * @return whether the port was free, or nobody has to listen
   */
  public static boolean listen(World world, SqlServer server, Instant now) {
    Endpoint endpoint = server.endpoint;
    if (endpoint == null) {
      return true;
    }
    endpoint.portTaken = endpoint.state == Endpoint.STARTED && taken(world, server, endpoint.port);
    if (endpoint.portTaken) {
      server.errorLog.error(
          now, BACKGROUND, 9692, 16, 1,
          String.format(TAKEN, "Database Mirroring", endpoint.port));
    } else if (endpoint.state == Endpoint.STARTED) {
      server.errorLog.add(
          now, BACKGROUND, "The Database Mirroring endpoint is now listening for connections.");
    }
    return !endpoint.portTaken;
  }

  /** Whether clients of an instance, or the endpoint of another one, are served there already. */
  public static boolean taken(World world, SqlServer server, int port) {
    for (SqlServer other : world.servers.values()) {
      if (oneMachine(other, server) && other.up && holds(other, port, other != server)) {
        return true;
      }
    }
    return false;
  }

  private static boolean holds(SqlServer server, int port, boolean withEndpoint) {
    Endpoint endpoint = withEndpoint ? server.endpoint : null;
    return server.description.tdsPort() == port
        || (endpoint != null && endpoint.port == port && endpoint.listens());
  }

  /** Whether two instances share a machine; one without an address has its own. */
  public static boolean oneMachine(SqlServer a, SqlServer b) {
    return a == b
        || a.description.ipAddress() != null
            && a.description.ipAddress().equals(b.description.ipAddress());
  }
}
