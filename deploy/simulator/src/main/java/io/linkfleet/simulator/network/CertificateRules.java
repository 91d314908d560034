package io.linkfleet.simulator.network;

import io.linkfleet.simulator.engine.Certificate;
import io.linkfleet.simulator.engine.X509;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Owns the rules about the trust between the two sides.
 *
 * <p>Nobody here has the private keys of Azure's root CAs, so a chain is not verified by signature:
 * the instance's certificate names its root as issuer, and the root on the server must be the real
 * one, recognised by its exact thumbprint among the published roots.
 */
final class CertificateRules {
  private CertificateRules() {}

  static Optional<Refusal> serverCertificateInTime(Attempt attempt) {
    String fault = fault(attempt.endpointCertificate().x509, attempt.now());
    return fault == null
        ? Optional.empty()
        : Optional.of(
            Refusal.now(
                "the server's endpoint certificate: " + fault,
                LinkError.SERVER_CERTIFICATE_NOT_ON_INSTANCE,
                ServerError.ownCertificate(fault)));
  }

  static Optional<Refusal> serverCertificateOnInstance(Attempt attempt) {
    byte[] der = attempt.endpointCertificate().der;
    boolean there =
        attempt.instance().trustCertificates.values().stream()
            .anyMatch(trusted -> Arrays.equals(trusted.der(), der));
    return there
        ? Optional.empty()
        : Optional.of(
            Refusal.now(
                "the server's endpoint certificate is not on the instance",
                LinkError.SERVER_CERTIFICATE_NOT_ON_INSTANCE,
                ServerError.closedByPeer()));
  }

  static Optional<Refusal> instanceCertificateOnServer(Attempt attempt) {
    // The name is the FQDN or the link does not work: the article insists on it.
    Certificate held = attempt.server().certificates.get(attempt.instance().fqdn);
    boolean same =
        held != null && Arrays.equals(held.der, attempt.instance().endpointCertificate().der);
    return same
        ? Optional.empty()
        : Optional.of(
            refused("the server lacks the instance's certificate", "Certificate not found"));
  }

  static Optional<Refusal> instanceCertificateInTime(Attempt attempt) {
    String fault = fault(attempt.instance().endpointCertificate().x509, attempt.now());
    return fault == null
        ? Optional.empty()
        : Optional.of(refused("the instance's certificate: " + fault, fault));
  }

  static Optional<Refusal> issuerTrusted(Attempt attempt) {
    X509Certificate leaf = attempt.instance().endpointCertificate().x509;
    String root = AzureRoots.thumbprintOf(leaf.getIssuerX500Principal());
    Optional<Certificate> held =
        attempt.server().certificates.values().stream()
            .filter(certificate -> X509.hex(X509.thumbprint(certificate.der)).equals(root))
            .findFirst();
    if (held.isEmpty()) {
      return Optional.of(refused("the server lacks the issuing root", "Untrusted root"));
    }
    List<String> names =
        attempt.server().trustedIssuers.getOrDefault(held.get().id, List.of());
    if (names.stream().noneMatch(name -> covers(name, attempt.instance().fqdn))) {
      return Optional.of(
          refused("the root is no trusted issuer for the instance's name", "Untrusted root"));
    }
    String fault = fault(held.get().x509, attempt.now());
    return fault == null
        ? Optional.empty()
        : Optional.of(refused("the issuing root: " + fault, fault));
  }

  /**
   * Whether an issuer's DNS pattern covers a name. That the star stands for several labels is
   * inferred: the article trusts {@code *.database.windows.net} for names with a DNS zone before
   * that suffix.
   */
  static boolean covers(String pattern, String name) {
    String wanted = pattern.toLowerCase(Locale.ROOT);
    String given = name.toLowerCase(Locale.ROOT);
    return wanted.startsWith("*.")
        ? given.endsWith(wanted.substring(1)) && given.length() > wanted.length() - 1
        : given.equals(wanted);
  }

  private static String fault(X509Certificate certificate, Instant now) {
    if (now.isAfter(certificate.getNotAfter().toInstant())) {
      return "Certificate expired";
    }
    return now.isBefore(certificate.getNotBefore().toInstant())
        ? "Certificate not yet valid"
        : null;
  }

  private static Refusal refused(String rule, String reason) {
    return Refusal.now(
        rule,
        LinkError.INSTANCE_CERTIFICATE_NOT_ON_SERVER,
        ServerError.peerCertificate(reason));
  }
}
