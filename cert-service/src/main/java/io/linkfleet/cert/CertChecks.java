package io.linkfleet.cert;

import io.linkfleet.azure.Azure;
import io.linkfleet.cert.CertState.Held;
import io.linkfleet.cert.CertState.Remote;
import io.linkfleet.cert.CertState.Server;
import io.linkfleet.event.LinkSpec;
import io.linkfleet.plan.Plan;
import io.linkfleet.plan.Plan.Blocked;
import io.linkfleet.plan.Reason;
import io.linkfleet.sqlserver.SqlFailure;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds what only a person can clear away, before anything is changed. */
final class CertChecks {
  /** A certificate that ends this soon would end during the first seeding. */
  static final Duration TOO_SHORT = Duration.ofDays(1);

  private CertChecks() {}

  /** The first obstacle, if there is one. */
  static Optional<Blocked> obstacle(LinkSpec link, CertState observed, String certificate) {
    if (observed.instance().isEmpty()) {
      return Optional.of(noInstance(link));
    }
    Remote remote = observed.instance().get();
    String server = link.source().name();
    return Stream.of(
            version(server, observed.server()),
            hadr(server, observed.server()),
            collation(server, observed.server(), remote),
            serverCertificate(server, observed, certificate),
            lifetime(link, observed, certificate),
            publishedName(server, observed, remote, certificate),
            instanceCertificate(server, observed, remote))
        .flatMap(Optional::stream)
        .findFirst();
  }

  static boolean isTrusted(List<Azure.TrustCertificate> trusted, String thumbprint) {
    return trusted.stream()
        .anyMatch(there -> there.thumbprint().equalsIgnoreCase(thumbprint));
  }

  /** What a person can do about the errors that only these statements raise. */
  static Optional<Plan> explain(RuntimeException failure) {
    if (!(failure instanceof SqlFailure sql)) {
      return Optional.empty();
    }
    String said = sql.getMessage();
    return switch (sql.number()) {
      case 15581 ->
          Optional.of(
              new Blocked(
                  Reason.STATEMENT_REFUSED,
                  said,
                  "The master key of master is there but does not open by itself. Open it with its"
                      + " password and run: ALTER MASTER KEY ADD ENCRYPTION BY SERVICE MASTER KEY;"
                      + " then ask again."));
      case 15116, 15118 ->
          Optional.of(
              new Blocked(
                  Reason.CREDENTIALS,
                  said,
                  "Put a password that meets the server's policy into the secret store, or remove"
                      + " it there so that one is generated; then ask again."));
      case 15232 ->
          Optional.of(
              new Blocked(
                  Reason.CERTIFICATE_CONFLICT,
                  said,
                  "If somebody made it this moment, ask again. Otherwise the login may not see it:"
                      + " grant it VIEW ANY DEFINITION and CONTROL on master, then ask again."));
      default -> Optional.empty();
    };
  }

  private static Blocked noInstance(LinkSpec link) {
    var wanted = link.instance();
    return new Blocked(
        Reason.INSTANCE_NOT_FOUND,
        "There is no managed instance %s in the subscription %s, or it may not be read"
            .formatted(wanted.name(), wanted.subscription()),
        "Correct its name or subscription in the fleet file, or give Linkfleet's identity the role"
            + " SQL Managed Instance Contributor on it; then ask again.");
  }

  /** The procedure's presence says more than a build number: an update brings it. */
  private static Optional<Blocked> version(String server, Server about) {
    if (about.major() < 13) {
      return Optional.of(
          new Blocked(
              Reason.VERSION,
              "%s is SQL Server %s, which has no link to a managed instance"
                  .formatted(server, about.version()),
              "Upgrade it to SQL Server 2016 or newer, then ask again."));
    }
    if (about.addsIssuers()) {
      return Optional.empty();
    }
    return Optional.of(
        new Blocked(
            Reason.VERSION,
            "%s (build %s) has no procedure sp_certificate_add_issuer"
                .formatted(server, about.version()),
            "Install " + update(about.major()) + ", then ask again."));
  }

  private static String update(int major) {
    return switch (major) {
      case 13 -> "SQL Server 2016 SP3 and its Azure Connect Pack (build 13.0.7000.253 or newer)";
      case 14 -> "SQL Server 2017 CU31 and its Azure Connect Pack, KB5050533 (build 14.0.3490.10)";
      case 15 -> "SQL Server 2019 CU20 or newer (build 15.0.4312.2)";
      default -> "the newest cumulative update of this version";
    };
  }

  private static Optional<Blocked> hadr(String server, Server about) {
    return about.hadr()
        ? Optional.empty()
        : Optional.of(
            new Blocked(
                Reason.HADR_DISABLED,
                "Always On availability groups are switched off on " + server,
                "Enable them in SQL Server Configuration Manager and restart the server, then ask"
                    + " again."));
  }

  private static Optional<Blocked> collation(String server, Server about, Remote remote) {
    String there = remote.at().collation();
    return there == null || there.equalsIgnoreCase(about.collation())
        ? Optional.empty()
        : Optional.of(
            new Blocked(
                Reason.LINK_CONFLICT,
                "%s has the collation %s and the managed instance %s has %s"
                    .formatted(server, about.collation(), remote.at().name(), there),
                "Choose an instance with the server's collation: with another one the two sides may"
                    + " disagree about the case of the server's name and then never connect."));
  }

  private static Optional<Blocked> serverCertificate(
      String server, CertState observed, String certificate) {
    Held held = observed.named(certificate).orElse(null);
    if (held == null) {
      return Optional.empty();
    }
    if (!held.key().equals("MK")) {
      return Optional.of(
          new Blocked(
              Reason.CERTIFICATE_CONFLICT,
              "%s: the certificate [%s] %s"
                  .formatted(
                      server,
                      held.name(),
                      held.key().equals("NA")
                          ? "has no private key"
                          : "has a private key that the master key does not encrypt"),
              "If nothing else needs it, run: "
                  + CertSql.drop(held.name())
                  + " Then ask again: Linkfleet makes a new one."));
    }
    if (held.expires().isAfter(observed.now().plus(TOO_SHORT))) {
      return Optional.empty();
    }
    boolean over = !held.expires().isAfter(observed.now());
    boolean inUse = observed.endpointCertificate().isPresent();
    return Optional.of(
        new Blocked(
            Reason.CERTIFICATE_EXPIRED,
            "%s: the certificate [%s]%s %s on %s"
                .formatted(
                    server,
                    held.name(),
                    inUse ? ", which the mirroring endpoint uses," : "",
                    over ? "expired" : "expires",
                    held.expires().atZone(ZoneOffset.UTC).toLocalDate()),
            inUse
                ? "Create a certificate with a later EXPIRY_DATE under another name, give its"
                    + " public part to every other partner of the endpoint, let the endpoint use it"
                    + " (ALTER ENDPOINT ... AUTHENTICATION = CERTIFICATE), then ask again:"
                    + " Linkfleet publishes whichever certificate the endpoint uses."
                : "Run: "
                    + CertSql.drop(held.name())
                    + " Then ask again: Linkfleet makes a new one."));
  }

  private static Optional<Blocked> lifetime(
      LinkSpec link, CertState observed, String certificate) {
    Duration lifetime = link.options().certificateLifetime();
    // the date is cut off at midnight, so a day more is needed
    boolean fits = lifetime.compareTo(TOO_SHORT.plusDays(1)) > 0;
    return fits || observed.named(certificate).isPresent()
        ? Optional.empty()
        : Optional.of(
            new Blocked(
                Reason.CERTIFICATE_EXPIRED,
                "A certificate for " + lifetime + " would expire during the first seeding",
                "Set options.certificateLifetime to more than two days, then ask again."));
  }

  private static Optional<Blocked> publishedName(
      String server, CertState observed, Remote remote, String certificate) {
    String own = observed.named(certificate).map(Held::thumbprint).orElse("");
    if (isTrusted(remote.trusted(), own)) {
      return Optional.empty(); // under whatever name
    }
    String resource = CertArm.resource(certificate);
    return remote.trusted().stream()
        .filter(trusted -> trusted.name().equalsIgnoreCase(resource))
        .findFirst()
        .map(
            trusted ->
                new Blocked(
                    Reason.CERTIFICATE_CONFLICT,
                    "The managed instance %s trusts another certificate (%s) under the name %s"
                            .formatted(remote.at().name(), trusted.thumbprint(), trusted.name())
                        + " that the certificate of "
                        + server
                        + " needs",
                    "If no link uses it any more, run: "
                        + CertArm.remove(remote.at(), trusted.name())
                        + "; otherwise let "
                        + server
                        + " use a certificate with another name. Then ask again."));
  }

  private static Optional<Blocked> instanceCertificate(
      String server, CertState observed, Remote remote) {
    String fqdn = remote.at().fqdn();
    String content = Thumbprint.of(remote.certificate());
    Optional<Held> named = observed.named(fqdn);
    if (named.isPresent()) {
      return named
          .filter(held -> !held.thumbprint().equalsIgnoreCase(content))
          .map(
              held ->
                  new Blocked(
                      Reason.CERTIFICATE_CONFLICT,
                      "%s: the certificate [%s] is not the one that the managed instance uses now;"
                              .formatted(server, held.name())
                          + " the instance may have changed its certificate",
                      "Run: "
                          + CertSql.drop(held.name())
                          + " Then ask again: Linkfleet imports the present one."));
    }
    // SQL Server refuses the same certificate under a second name (15232)
    return observed
        .withContent(content)
        .map(
            held ->
                new Blocked(
                    Reason.CERTIFICATE_CONFLICT,
                    "%s: the managed instance's certificate is there as [%s], but the link works"
                            .formatted(server, held.name())
                        + " only if it is named ["
                        + fqdn
                        + "]",
                    "Run: "
                        + CertSql.drop(held.name())
                        + " Then ask again: Linkfleet imports it under the right name."));
  }
}
