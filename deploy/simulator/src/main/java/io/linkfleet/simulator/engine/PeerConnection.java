package io.linkfleet.simulator.engine;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Owns one standing connection between the mirroring endpoints of two servers: what both sides
 * agreed on, and the endpoints' settings that it depends on. One serves every session of the pair.
 *
 * @param encryption 0 NONE, 1 RC4, 2 AES
 */
public record PeerConnection(
    UUID id, Side opener, Side acceptor, int encryption, Instant connectedAt) {

  /**
   * One end.
   *
   * @param method how the other end was authenticated: CERTIFICATE, NTLM or KERBEROS
   * @param principal the user or account here as which the other end came in
   * @param peerCertificate id, here, of the other end's certificate; 0 under Windows
   * @param endpoint settings at the moment of connecting
   */
  public record Side(
      SqlServer server,
      UUID stream,
      String method,
      String principal,
      int peerCertificate,
      Endpoint.Settings endpoint) {

    /** Whether nothing has happened to this end that breaks its connections. */
    boolean stands() {
      return server.up
          && server.endpoint != null
          && server.endpoint.settings().equals(endpoint);
    }
  }

  public boolean stands() {
    return opener.stands() && acceptor.stands();
  }

  public List<Side> sides() {
    return List.of(opener, acceptor);
  }

  public boolean joins(SqlServer server) {
    return opener.server == server || acceptor.server == server;
  }
}
