package io.linkfleet.endpoint;

import io.linkfleet.endpoint.EndpointState.Endpoint;
import io.linkfleet.event.LinkEvent.CertCreated;
import io.linkfleet.plan.Plan;
import io.linkfleet.plan.Reason;
import io.linkfleet.plan.Step;
import io.linkfleet.sqlserver.Statement;
import java.util.List;

/** Decides what the mirroring endpoint of a server still needs. */
final class EndpointPlan {
  /** The name the article gives to a new endpoint. */
  static final String NAME = "database_mirroring_endpoint";

  private EndpointPlan() {}

  static Plan of(CertCreated wanted, EndpointState observed) {
    String server = wanted.link().source().name();
    String certificate = wanted.trust().certificate();
    // in a dry run the certificate is still to be made, and has no thumbprint yet
    boolean made = !wanted.trust().thumbprint().isEmpty();
    if (made && !observed.certificates().contains(certificate)) {
      return new Plan.Blocked(
          Reason.CERTIFICATE_CONFLICT,
          server + " has no certificate [" + certificate + "] with a private key any more",
          "Ask for the link again, so that the trust is established anew.");
    }
    return observed
        .endpoint()
        .map(endpoint -> existing(wanted, observed, endpoint))
        .orElseGet(() -> create(wanted, observed));
  }

  private static Plan create(CertCreated wanted, EndpointState observed) {
    String server = wanted.link().source().name();
    int port = wanted.link().source().endpointPort();
    for (EndpointState.Listener listener : observed.listeners()) {
      if (listener.port() == port) {
        return new Plan.Blocked(
            Reason.ENDPOINT_CONFLICT,
            server + ": port " + port + " belongs to the endpoint [" + listener.name() + "]",
            "Choose another endpointPort for this server in the fleet file, then ask again.");
      }
    }
    return new Plan.Steps(
        List.of(
            new Step(
                "Create the mirroring endpoint ["
                    + NAME
                    + "] on port "
                    + port
                    + " of "
                    + server
                    + " with the certificate ["
                    + wanted.trust().certificate()
                    + "]",
                EndpointSql.create(NAME, port, wanted.trust().certificate()))));
  }

  private static Plan existing(CertCreated wanted, EndpointState observed, Endpoint endpoint) {
    String server = wanted.link().source().name();
    String certificate = wanted.trust().certificate();
    if (!endpoint.servesPartners()) {
      return new Plan.Blocked(
          Reason.ENDPOINT_CONFLICT,
          server + ": the endpoint [" + endpoint.name() + "] has the role " + endpoint.role(),
          "Use a server whose endpoint is not reserved for a witness, or change the role"
              + " yourself.");
    }
    if (endpoint.certificate() != null && !endpoint.certificate().equals(certificate)) {
      return new Plan.Blocked(
          Reason.ENDPOINT_CONFLICT,
          server
              + ": the endpoint ["
              + endpoint.name()
              + "] uses the certificate ["
              + endpoint.certificate()
              + "], the managed instance trusts ["
              + certificate
              + "]",
          "Ask for the link again: the certificate that the endpoint uses is then published.");
    }
    boolean right = endpoint.acceptsCertificates() && endpoint.offersAes();
    if (right && endpoint.isReachable()) {
      return Plan.converged();
    }
    if (right) {
      return new Plan.Steps(
          List.of(
              new Step(
                  "Start the mirroring endpoint ["
                      + endpoint.name()
                      + "] of "
                      + server
                      + endpoint.deaf(),
                  EndpointSql.start(endpoint.name()))));
    }
    return alter(wanted, observed, endpoint, certificate);
  }

  private static Plan alter(
      CertCreated wanted, EndpointState observed, Endpoint endpoint, String certificate) {
    String server = wanted.link().source().name();
    Statement change = EndpointSql.alter(endpoint, certificate);
    String lacks =
        (endpoint.acceptsCertificates() ? "" : "accepts no certificates")
            + (!endpoint.acceptsCertificates() && !endpoint.offersAes() ? " and " : "")
            + (endpoint.offersAes() ? "" : "does not offer AES");
    if (observed.isInUse() && !wanted.link().options().allowEndpointChange()) {
      return new Plan.Blocked(
          Reason.ENDPOINT_IN_USE,
          "%s: the endpoint [%s] %s, and %d availability groups and %d mirrored databases use it"
              .formatted(
                  server,
                  endpoint.name(),
                  lacks,
                  observed.groups(),
                  observed.mirroredDatabases()),
          "Altering it may interrupt them and fail over a group. To approve the change, ask again"
              + " with options.allowEndpointChange: true; it will run: "
              + change.shown());
    }
    return new Plan.Steps(
        List.of(
            new Step(
                "Alter the mirroring endpoint ["
                    + endpoint.name()
                    + "] of "
                    + server
                    + ", which "
                    + lacks
                    + ", and keep its port, address, role and Windows authentication",
                change)));
  }
}
