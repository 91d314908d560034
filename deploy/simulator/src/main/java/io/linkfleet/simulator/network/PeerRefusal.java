package io.linkfleet.simulator.network;

import io.linkfleet.simulator.engine.SqlServer;
import java.util.Locale;

/**
 * Owns why two mirroring endpoints do not connect: the broken rule, and the line of the error log
 * that one of the two servers writes.
 *
 * <p>The texts are the published ones. That these causes lead to these numbers, and the states in
 * the texts, were inferred, except 28034 with State 84 and 28035 with State 89: people report them.
 *
 * @param rule the broken rule in a few words, for the record and for tests
 * @param noted the server whose error log says so
 * @param role whether only the endpoint's role stands in the way
 */
public record PeerRefusal(
    String rule, SqlServer noted, int number, String text, boolean role) {

  static PeerRefusal noAnswer(String rule, SqlServer noted, String address, String cause) {
    return new PeerRefusal(
        rule,
        noted,
        1474,
        "Database mirroring connection error 2 'Connection attempt failed with error: '"
            + cause
            + "'.' for '"
            + address
            + "'.",
        false);
  }

  static PeerRefusal handshake(String rule, SqlServer noted, int number, String text) {
    return new PeerRefusal(
        rule, noted, number, "Connection handshake failed. " + text, false);
  }

  static PeerRefusal role(SqlServer noted) {
    return new PeerRefusal(
        "the role of the endpoint is another",
        noted,
        28080,
        "Connection handshake failed. The Database Mirroring endpoint is not configured. State 10.",
        true);
  }

  static PeerRefusal noConnect(SqlServer noted, String login) {
    return handshake(
        "the login lacks CONNECT on the endpoint",
        noted,
        28034,
        String.format(
            Locale.ROOT,
            "The login '%s' does not have CONNECT permission on the endpoint. State 84.",
            login));
  }

  static PeerRefusal peerCertificate(SqlServer noted, String reason) {
    return handshake(
        "the certificate of the peer: " + reason,
        noted,
        28035,
        "The certificate used by the peer is invalid due to the following reason: "
            + reason
            + ". State 89.");
  }
}
