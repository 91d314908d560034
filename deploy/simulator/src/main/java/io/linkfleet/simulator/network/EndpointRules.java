package io.linkfleet.simulator.network;

import io.linkfleet.simulator.engine.Endpoint;
import java.util.Optional;
import java.util.Set;

/** Owns the rules about the server's mirroring endpoint. */
final class EndpointRules {
  private static final int PARTNER = 1;
  private static final int ALL = 3;

  /** Values of sys.database_mirroring_endpoints.encryption_algorithm that offer AES. */
  private static final Set<Integer> WITH_AES = Set.of(2, 4, 5, 6, 7, 8);

  private EndpointRules() {}

  static Optional<Refusal> started(Attempt attempt) {
    return attempt.endpoint().listens()
        ? Optional.empty()
        : Optional.of(
            Refusal.silence("the endpoint is not started", LinkError.NOT_STARTED));
  }

  static Optional<Refusal> role(Attempt attempt) {
    int role = attempt.endpoint().role;
    return role == PARTNER || role == ALL
        ? Optional.empty()
        : Optional.of(
            Refusal.silence("the endpoint's role is WITNESS", LinkError.CONNECTION_FAILED));
  }

  static Optional<Refusal> encryption(Attempt attempt) {
    Endpoint endpoint = attempt.endpoint();
    return endpoint.encryptionEnabled && WITH_AES.contains(endpoint.encryptionAlgorithm)
        ? Optional.empty()
        : Optional.of(
            Refusal.inTime(
                "the endpoint does not encrypt with AES",
                LinkError.CONNECTION_FAILED,
                ServerError.incompatible("encryption algorithm")));
  }

  static Optional<Refusal> certificateAuthentication(Attempt attempt) {
    Endpoint endpoint = attempt.endpoint();
    if (endpoint.connectionAuth < 4 || endpoint.connectionAuth > 10) {
      return Optional.of(
          Refusal.inTime(
              "the endpoint accepts no certificate",
              LinkError.CONNECTION_FAILED,
              ServerError.incompatible("authentication protocol")));
    }
    return attempt.endpointCertificate() != null
        ? Optional.empty()
        : Optional.of(
            Refusal.inTime(
                "the endpoint's certificate is gone",
                LinkError.CONNECTION_FAILED,
                ServerError.ownCertificate("Certificate not found")));
  }
}
