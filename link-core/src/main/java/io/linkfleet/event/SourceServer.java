package io.linkfleet.event;

/**
 * The SQL Server that a database is replicated from, as the fleet file names it.
 *
 * @param name the label of the server in the fleet file, unique in the fleet
 * @param host the host that JDBC connects to; its certificate must be valid for this name
 * @param port the TCP port that JDBC connects to
 * @param endpointHost the IP address or name under which the target reaches this server's
 *     mirroring endpoint
 * @param endpointPort the port for a mirroring endpoint that is still to be created; an existing
 *     endpoint keeps its own
 * @param credentials the name of the credentials in the secret store, never the credentials
 */
public record SourceServer(
    String name,
    String host,
    int port,
    String endpointHost,
    int endpointPort,
    String credentials) {

  /** Identifies the server for ordering and locking: one lane, one partition, one pool. */
  public String address() {
    return host + ":" + port;
  }
}
