package io.linkfleet.cert.pair;

import io.linkfleet.cert.CertSql;
import io.linkfleet.cert.pair.PairState.About;
import io.linkfleet.cert.pair.PairState.Held;
import io.linkfleet.cert.pair.PairState.Host;
import io.linkfleet.event.LinkEvent.LinkRequested;
import io.linkfleet.event.PairOptions;
import io.linkfleet.plan.Plan;
import io.linkfleet.plan.Step;
import io.linkfleet.sqlserver.On;
import io.linkfleet.sqlserver.Secrets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Decides what the servers of a pair still need in order to show each other who they are. */
final class PairPlan {
  private PairPlan() {}

  /**
   * What the configuration lays down.
   *
   * @param nameTemplate name of a server's new certificate
   * @param masterKeySecret name of a master key's password
   * @param nearExpiry a certificate that ends this soon is not built upon
   */
  record Rules(String nameTemplate, String masterKeySecret, Duration nearExpiry) {
    /** The name of a new certificate; a backslash is no part of a file's name. */
    String name(About about) {
      return nameTemplate.replace("{server}", about.name().replace('\\', '_'));
    }

    /** The certificate that matters: the endpoint's, or else the one that Linkfleet makes. */
    String certificate(Host host) {
      return host.endpointCertificate().orElseGet(() -> name(host.about()));
    }
  }

  static Plan of(LinkRequested wanted, PairState observed, Rules rules) {
    PairOptions pair = wanted.link().options().pair();
    if (pair.wanted() == PairOptions.Wanted.REMOVED) {
      return Plan.converged(); // ending a session needs no trust
    }
    Optional<Plan.Blocked> obstacle = PairChecks.obstacle(wanted.link(), observed, rules);
    if (obstacle.isPresent()) {
      return obstacle.get();
    }
    if (pair.authentication() == PairOptions.Authentication.WINDOWS) {
      return Plan.converged(); // the domain vouches for the accounts
    }
    List<Step> steps = new ArrayList<>();
    for (Host host : observed.hosts()) {
      steps.addAll(steps(wanted, observed, host, rules));
    }
    return new Plan.Steps(steps);
  }

  private static List<Step> steps(
      LinkRequested wanted, PairState observed, Host host, Rules rules) {
    List<Step> steps = new ArrayList<>();
    String certificate = rules.certificate(host);
    if (!host.masterKey()) {
      String secret = rules.masterKeySecret().replace("{server}", Secrets.part(host.label()));
      steps.add(
          new Step(
              "Create the database master key in master of " + host.label(),
              new PairAction(host.label(), secret)));
    }
    Optional<Held> held = host.named(certificate);
    if (held.isEmpty()) {
      LocalDate expiry = expiry(wanted, observed);
      steps.add(
          new Step(
              "Create the certificate [%s] of %s, valid until %s, for its connections to %s: %s"
                  .formatted(
                      certificate, host.label(), expiry, others(wanted, host), why(observed)),
              new On(
                  host.label(), CertSql.createServerCertificate(certificate, expiry))));
    }
    export(wanted, observed, host, certificate).ifPresent(steps::add);
    return steps;
  }

  private static LocalDate expiry(LinkRequested wanted, PairState observed) {
    return observed
        .now()
        .plus(wanted.link().options().certificateLifetime())
        .atZone(ZoneOffset.UTC)
        .toLocalDate();
  }

  /** Only for those who do not hold it yet: a file that is there already is not written again. */
  private static Optional<Step> export(
      LinkRequested wanted, PairState observed, Host host, String certificate) {
    Optional<String> file = wanted.link().options().pair().certificateFile(certificate);
    String thumbprint = host.named(certificate).map(Held::thumbprint).orElse("");
    boolean held =
        observed.hosts().stream()
            .filter(other -> !other.label().equals(host.label()))
            .allMatch(other -> other.holds(thumbprint));
    return file.filter(path -> !held && !host.exported().contains(path))
        .map(
            path ->
                new Step(
                    "Write the public part of [%s] on %s to %s, for %s"
                        .formatted(certificate, host.label(), path, others(wanted, host)),
                    new On(host.label(), PairSql.export(certificate, path))));
  }

  private static String others(LinkRequested wanted, Host host) {
    return wanted.link().hosts().stream()
        .map(other -> other.name())
        .filter(label -> !label.equals(host.label()))
        .collect(Collectors.joining(" and "));
  }

  /** Article "The database mirroring endpoint", on the type of authentication. */
  private static String why(PairState observed) {
    return observed.hosts().stream()
        .filter(host -> !host.about().isDomainAccount())
        .findFirst()
        .map(
            host ->
                "the pair needs certificates, as %s runs as %s, which is no account of a domain"
                    .formatted(
                        host.label(),
                        host.about().service() == null
                            ? "an account it does not name"
                            : host.about().service()))
        .orElse("the pair is to use certificates, though all its servers run as domain accounts");
  }
}
