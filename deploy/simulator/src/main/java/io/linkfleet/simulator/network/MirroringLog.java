package io.linkfleet.simulator.network;

import io.linkfleet.simulator.engine.SqlServer;
import java.time.Instant;

/**
 * Owns the lines that the mirroring transport writes into a server's error log. The wording of the
 * login attempts is what people report from real logs; the process names were made up.
 */
final class MirroringLog {
  private static final String BACKGROUND = "spid35s";

  private MirroringLog() {}

  /** A connection that did not come about. */
  static void refused(SqlServer at, int number, String text, String peer, Instant when) {
    if (number >= 28000 && number < 29000) {
      loginFailed(at, text, peer, when);
    } else {
      at.errorLog.error(when, BACKGROUND, number, 16, 1, text);
    }
  }

  /** The handshake of the transport, which a log calls a login. */
  static void loginFailed(SqlServer at, String reason, String peer, Instant when) {
    at.errorLog.add(
        when,
        "Logon",
        "Database Mirroring login attempt failed with error: '"
            + reason
            + "'."
            + client(at, peer));
  }

  /** A line without an error number. */
  static void said(SqlServer at, String text, Instant when) {
    at.errorLog.add(when, BACKGROUND, text);
  }

  /** Who called; left out where only the address is known that was called. */
  private static String client(SqlServer at, String peer) {
    String host = Address.parse(peer).map(Address::host).orElse(peer);
    boolean itself =
        host.equalsIgnoreCase(at.description.fqdn()) || host.equals(at.description.ipAddress());
    return itself ? "" : "  [CLIENT: " + host + "]";
  }
}
