package io.linkfleet.simulator.network;

import io.linkfleet.simulator.engine.Endpoint;
import io.linkfleet.simulator.engine.PeerConnection;
import io.linkfleet.simulator.engine.SqlServer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Owns the handshake between two mirroring endpoints: role, encryption, authentication in both
 * directions. Both servers' locks are held.
 */
final class PeerHandshake {
  private static final int NONE = 0;
  private static final int RC4 = 1;
  private static final int AES = 2;
  private static final int CERTIFICATE = 4;
  private static final int NEGOTIATE = 3;
  private static final int WITNESS = 2;
  private static final int ALL = 3;
  private static final int PARTNER = 1;
  private static final String NO_COMMON = "There is no compatible %s. State 22.";

  /** What each value of encryption_algorithm accepts, the preferred one first. */
  private static final List<List<Integer>> ALGORITHMS =
      List.of(
          List.of(NONE), List.of(RC4), List.of(AES), List.of(RC4, NONE), List.of(AES, NONE),
          List.of(RC4, AES), List.of(AES, RC4), List.of(RC4, AES, NONE), List.of(AES, RC4, NONE));
  private static final List<String> PROTOCOLS = List.of("", "NTLM", "KERBEROS", "NEGOTIATE");

  private final SqlServer from;
  private final SqlServer to;
  private final Instant now;

  /** A connection, or the reason why there is none. */
  record Outcome(PeerConnection connection, PeerRefusal refusal) {}

  PeerHandshake(SqlServer from, SqlServer to, Instant now) {
    this.from = from;
    this.to = to;
    this.now = now;
  }

  /** @param witness whether {@code to} is wanted as a witness, not as a partner */
  Outcome run(boolean witness) {
    if (!plays(from.endpoint, PARTNER)) {
      return refused(PeerRefusal.role(from));
    }
    if (!plays(to.endpoint, witness ? WITNESS : PARTNER)) {
      return refused(PeerRefusal.role(to));
    }
    Integer encryption = encryption();
    if (encryption == null) {
      return refused(
          PeerRefusal.handshake(
              "no common encryption algorithm", to, 28027,
              String.format(NO_COMMON, "encryption algorithm")));
    }
    PeerRefusal last = null;
    for (int method : methods(to.endpoint)) {
      for (int offered : methods(from.endpoint)) {
        String agreed = agreed(method, offered);
        if (agreed == null) {
          continue;
        }
        Outcome outcome = authenticated(agreed, encryption);
        if (outcome.refusal == null) {
          return outcome;
        }
        last = outcome.refusal;
      }
    }
    return refused(
        last != null
            ? last
            : PeerRefusal.handshake(
                "no common authentication", to, 28027,
                String.format(NO_COMMON, "authentication protocol")));
  }

  private static Outcome refused(PeerRefusal refusal) {
    return new Outcome(null, refusal);
  }

  private static boolean plays(Endpoint endpoint, int role) {
    return endpoint.role == ALL || endpoint.role == role;
  }

  private Integer encryption() {
    List<Integer> offered = algorithms(from.endpoint);
    return algorithms(to.endpoint).stream().filter(offered::contains).findFirst().orElse(null);
  }

  private static List<Integer> algorithms(Endpoint endpoint) {
    return endpoint.encryptionEnabled
        ? ALGORITHMS.get(endpoint.encryptionAlgorithm)
        : ALGORITHMS.get(NONE);
  }

  /** In the order in which the endpoint tries them; values of connection_auth below 5. */
  private static List<Integer> methods(Endpoint endpoint) {
    int auth = endpoint.connectionAuth;
    if (auth <= CERTIFICATE) {
      return List.of(auth);
    }
    return auth <= 7 ? List.of(auth - 4, CERTIFICATE) : List.of(CERTIFICATE, auth - 7);
  }

  /** NEGOTIATE agrees with every Windows protocol. */
  private static String agreed(int one, int other) {
    if (one == CERTIFICATE || other == CERTIFICATE) {
      return one == other ? "CERTIFICATE" : null;
    }
    int agreed = one == NEGOTIATE ? other : other == NEGOTIATE || other == one ? one : 0;
    // a domain has Kerberos, so that is what NEGOTIATE ends with
    return agreed == 0 ? null : agreed == NEGOTIATE ? "KERBEROS" : PROTOCOLS.get(agreed);
  }

  private Outcome authenticated(String method, int encryption) {
    boolean windows = !method.equals("CERTIFICATE");
    var in = windows ? PeerTrust.windows(from, to) : PeerTrust.certificate(from, to, now);
    if (in.refusal() != null) {
      return refused(in.refusal());
    }
    var back = windows ? PeerTrust.windows(to, from) : PeerTrust.certificate(to, from, now);
    if (back.refusal() != null) {
      return refused(back.refusal());
    }
    var sides = new ArrayList<PeerConnection.Side>();
    sides.add(side(from, method, back));
    sides.add(side(to, method, in));
    return new Outcome(
        new PeerConnection(UUID.randomUUID(), sides.get(0), sides.get(1), encryption, now), null);
  }

  private static PeerConnection.Side side(
      SqlServer server, String method, PeerTrust.Verdict peer) {
    return new PeerConnection.Side(
        server, UUID.randomUUID(), method, peer.principal(), peer.certificate(),
        server.endpoint.settings());
  }
}
