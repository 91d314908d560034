package io.linkfleet.simulator.network;

import io.linkfleet.simulator.engine.Replica;

/**
 * Owns what a SQL Server notes in last_connect_error_* about a connection that failed.
 *
 * <p>The texts are published engine messages. That the view shows these very numbers for these
 * causes, and the State inside the handshake messages, is inferred.
 */
public record ServerError(int number, String text) {

  /** Nothing answers at the address. */
  public static ServerError timeout(Replica replica) {
    return new ServerError(
        35201,
        "A connection timeout has occurred while attempting to establish a connection to "
            + "availability replica '%s' with id [%s]. Either a networking or firewall issue "
                .formatted(replica.serverName, id(replica))
            + "exists, or the endpoint address provided for the replica is not the database "
            + "mirroring endpoint of the host server instance.");
  }

  /** A connection that stood has gone. */
  public static ServerError lost(Replica replica) {
    return new ServerError(
        35206,
        "A connection timeout has occurred on a previously established connection to "
            + "availability replica '%s' with id [%s].  Either a networking or a firewall issue "
                .formatted(replica.serverName, id(replica))
            + "exists or the availability replica has transitioned to the resolving role.");
  }

  /** The peer's certificate is refused by the server. */
  public static ServerError peerCertificate(String reason) {
    return new ServerError(
        28035,
        "Connection handshake failed. The certificate used by the peer is invalid due to the "
            + "following reason: "
            + reason
            + ". State 89.");
  }

  /** The peer refused the server's certificate and hung up. */
  public static ServerError closedByPeer() {
    return new ServerError(
        28028,
        "Connection handshake failed. Could not send a handshake message because the connection "
            + "was closed by peer. State 93.");
  }

  /** No common algorithm or way to authenticate. */
  public static ServerError incompatible(String what) {
    return new ServerError(
        28027, "Connection handshake failed. There is no compatible " + what + ". State 22.");
  }

  /** The server's own endpoint certificate cannot be used. */
  public static ServerError ownCertificate(String reason) {
    return new ServerError(
        28036,
        "Connection handshake failed. The certificate used by this endpoint was not found: "
            + reason
            + ". Use DBCC CHECKDB in master database to verify the metadata integrity of the "
            + "endpoints. State 85.");
  }

  void note(Replica replica, java.time.Instant now) {
    replica.lastErrorNumber = number;
    replica.lastErrorText = text;
    replica.lastErrorAt = now;
  }

  private static String id(Replica replica) {
    return replica.id.toString().toUpperCase(java.util.Locale.ROOT);
  }
}
