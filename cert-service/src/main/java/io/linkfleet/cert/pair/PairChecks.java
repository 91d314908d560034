package io.linkfleet.cert.pair;

import io.linkfleet.cert.CertSql;
import io.linkfleet.cert.pair.PairState.Held;
import io.linkfleet.cert.pair.PairState.Host;
import io.linkfleet.event.LinkSpec;
import io.linkfleet.event.PairOptions;
import io.linkfleet.plan.Plan.Blocked;
import io.linkfleet.plan.Reason;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds what only a person can clear away on the servers of a pair, before anything is changed. */
final class PairChecks {
  /** Clocks differ: a certificate made this moment may begin in Linkfleet's future. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  private PairChecks() {}

  /** The first obstacle, if there is one. */
  static Optional<Blocked> obstacle(LinkSpec link, PairState observed, PairPlan.Rules rules) {
    Optional<Blocked> names = names(observed, rules);
    if (names.isPresent()) {
      return names;
    }
    boolean windows =
        link.options().pair().authentication() == PairOptions.Authentication.WINDOWS;
    for (Host host : observed.hosts()) {
      Optional<Blocked> found =
          windows
              ? account(observed, host)
              : certificate(host, observed, rules).or(() -> lifetime(link, host, rules));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** Everything on the other servers is named after {@code @@SERVERNAME}. */
  private static Optional<Blocked> names(PairState observed, PairPlan.Rules rules) {
    Map<String, Host> named = new HashMap<>();
    for (Host host : observed.hosts()) {
      Host other = named.put(rules.name(host.about()).toLowerCase(Locale.ROOT), host);
      if (other != null) {
        return Optional.of(
            new Blocked(
                Reason.CERTIFICATE_CONFLICT,
                "%s and %s call themselves %s and %s (@@SERVERNAME), which give their certificates"
                        .formatted(
                            other.label(), host.label(), other.about().name(), host.about().name())
                    + " the same name",
                "Give one of them a name of its own (sp_dropserver, sp_addserver … local, restart),"
                    + " then ask again."));
      }
    }
    return Optional.empty();
  }

  private static Optional<Blocked> account(PairState observed, Host host) {
    String runs =
        "%s runs as %s".formatted(
            host.label(),
            host.about().service() == null
                ? "an account it does not name"
                : host.about().service());
    String advice =
        "Let the service run as an account of the domain, or set options.authentication:"
            + " certificate; then ask again.";
    if (host.about().account() == null) {
      return Optional.of(
          new Blocked(
              Reason.LOGIN_CONFLICT,
              runs + ", which is nobody to the other servers: Windows authentication needs accounts"
                  + " of a domain",
              advice));
    }
    Host first = observed.hosts().get(0);
    return host.about().domain().equalsIgnoreCase(first.about().domain())
        ? Optional.empty()
        : Optional.of(
            new Blocked(
                Reason.LOGIN_CONFLICT,
                "%s is in the domain %s, %s in %s: Windows authentication is for partners in one"
                        .formatted(
                            first.label(), first.about().domain(), host.label(),
                            host.about().domain())
                    + " domain",
                advice));
  }

  private static Optional<Blocked> certificate(
      Host host, PairState observed, PairPlan.Rules rules) {
    Held held = host.named(rules.certificate(host)).orElse(null);
    if (held == null) {
      return Optional.empty();
    }
    String what = "%s: the certificate [%s]".formatted(host.label(), held.name());
    if (!held.key().equals("MK")) {
      return Optional.of(
          new Blocked(
              Reason.CERTIFICATE_CONFLICT,
              what
                  + (held.key().equals("NA")
                      ? " has no private key"
                      : " has a private key that the master key does not encrypt"),
              "If nothing else needs it, run: "
                  + CertSql.drop(held.name())
                  + " Then ask again: Linkfleet makes a new one."));
    }
    if (held.starts().isAfter(observed.now().plus(SKEW))) {
      return Optional.of(
          new Blocked(
              Reason.CERTIFICATE_EXPIRED,
              what + " is not valid before " + held.starts(),
              "Set the clock of the server right, or wait until then; then ask again."));
    }
    return held.expires().isAfter(observed.now().plus(rules.nearExpiry()))
        ? Optional.empty()
        : Optional.of(expired(what, host, held, observed));
  }

  private static Blocked expired(String what, Host host, Held held, PairState observed) {
    boolean over = !held.expires().isAfter(observed.now());
    boolean inUse = host.endpointCertificate().isPresent();
    LocalDate day = held.expires().atZone(ZoneOffset.UTC).toLocalDate();
    return new Blocked(
        Reason.CERTIFICATE_EXPIRED,
        what
            + (inUse ? ", which the mirroring endpoint uses," : "")
            + (over ? " expired on " : " expires on ")
            + day,
        inUse
            ? "Create a certificate with a later EXPIRY_DATE under another name and let the"
                + " endpoint use it (ALTER ENDPOINT ... AUTHENTICATION = CERTIFICATE), drop the old"
                + " one on its partners, then ask again: Linkfleet gives them the new one."
            : "Run: " + CertSql.drop(held.name()) + " Then ask again: Linkfleet makes a new one.");
  }

  private static Optional<Blocked> lifetime(LinkSpec link, Host host, PairPlan.Rules rules) {
    Duration lifetime = link.options().certificateLifetime();
    // the date is cut off at midnight, so a day more is needed
    boolean fits = lifetime.compareTo(rules.nearExpiry().plusDays(1)) > 0;
    return fits || host.named(rules.certificate(host)).isPresent()
        ? Optional.empty()
        : Optional.of(
            new Blocked(
                Reason.CERTIFICATE_EXPIRED,
                "A certificate for " + lifetime.toDays() + " days would be near its end at once",
                "Set options.certificateLifetime to more than "
                    + rules.nearExpiry().plusDays(1).toDays()
                    + " days, then ask again."));
  }
}
