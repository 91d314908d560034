package io.linkfleet.endpoint.pair;

import io.linkfleet.endpoint.EndpointSql;
import io.linkfleet.endpoint.EndpointState.Endpoint;
import io.linkfleet.endpoint.EndpointState.Listener;
import io.linkfleet.endpoint.pair.PairState.Host;
import io.linkfleet.event.Evidence;
import io.linkfleet.event.LinkEvent.CertCreated;
import io.linkfleet.event.LinkSpec;
import io.linkfleet.event.PairOptions;
import io.linkfleet.event.SourceServer;
import io.linkfleet.plan.Plan.Blocked;
import io.linkfleet.plan.Reason;
import io.linkfleet.plan.Step;
import io.linkfleet.sqlserver.On;
import io.linkfleet.sqlserver.Sql;
import io.linkfleet.sqlserver.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the mirroring endpoint of each server of a pair needs. */
final class Outbounds {
  /** The name the article on the link gives to a new endpoint; one server may serve both. */
  static final String NAME = "database_mirroring_endpoint";

  private final CertCreated wanted;
  private final LinkSpec link;
  private final PairState observed;
  private final boolean windows;

  Outbounds(CertCreated wanted, PairState observed) {
    this.wanted = wanted;
    this.link = wanted.link();
    this.observed = observed;
    this.windows =
        link.options().pair().authentication() == PairOptions.Authentication.WINDOWS;
  }

  static String name(Host host) {
    return host.outbound().endpoint().map(Endpoint::name).orElse(NAME);
  }

  /** Where the others reach the endpoint of that server: an existing one keeps its port. */
  static String address(SourceServer server, PairState observed) {
    Host host = observed.hosts().get(server.name());
    return Sql.endpointUrl(
        server.endpointHost(),
        Optional.ofNullable(host)
            .flatMap(seen -> seen.outbound().endpoint())
            .map(Endpoint::port)
            .orElse(server.endpointPort()));
  }

  Optional<Blocked> obstacle(Host host) {
    Optional<Endpoint> endpoint = host.outbound().endpoint();
    return Stream.of(
            certificate(host),
            endpoint.isPresent() ? existing(host, endpoint.get()) : portTaken(host),
            sameAddress(host))
        .flatMap(Optional::stream)
        .findFirst();
  }

  List<Step> steps(Host host) {
    String label = host.label();
    Optional<Endpoint> there = host.outbound().endpoint();
    if (there.isEmpty()) {
      int port = server(label).endpointPort();
      boolean witnessAlone = isWitness(label) && host.outbound().express();
      return List.of(
          new Step(
              "Create the mirroring endpoint [%s] on port %d of %s with %s: %s%s"
                  .formatted(
                      NAME, port, label, means(label), why(),
                      witnessAlone
                          ? "; its role is WITNESS alone, as Express has no other"
                          : ""),
              new On(
                  label,
                  EndpointSql.createWith(
                      NAME, port, witnessAlone ? "WITNESS" : "ALL", authentication(label)))));
    }
    Endpoint endpoint = there.get();
    String lacks = lacks(label, endpoint);
    if (!lacks.isEmpty()) {
      return List.of(
          new Step(
              "Alter the mirroring endpoint [%s] of %s, which %s, and keep the rest of it: %s"
                  .formatted(endpoint.name(), label, lacks, why()),
              new On(label, change(label, endpoint))));
    }
    return endpoint.isReachable()
        ? List.of()
        : List.of(
            new Step(
                "Start the mirroring endpoint [%s] of %s%s"
                    .formatted(endpoint.name(), label, endpoint.deaf()),
                new On(label, EndpointSql.start(endpoint.name()))));
  }

  /** Article "The database mirroring endpoint", on the type of authentication. */
  private String why() {
    Optional<Evidence.Host> nobody =
        wanted.trust().hosts().stream().filter(host -> host.account() == null).findFirst();
    if (windows) {
      return "the pair is to use Windows authentication, and all its servers have accounts in one"
          + " domain";
    }
    return nobody
        .map(
            host ->
                "the pair needs certificates, as " + host.label() + " has no account in a domain")
        .orElse("the pair is to use certificates");
  }

  private Optional<Blocked> certificate(Host host) {
    Evidence.Host own = shown(host.label());
    // in a dry run the certificate is still to be made, and has no thumbprint yet
    boolean made = !windows && own != null && !own.thumbprint().isEmpty();
    boolean there =
        made
            && host.inbound()
                .withContent(own.thumbprint())
                .filter(PairState.Held::withKey)
                .isPresent();
    return !made || there
        ? Optional.empty()
        : Optional.of(
            new Blocked(
                Reason.CERTIFICATE_CONFLICT,
                host.label()
                    + " has no certificate ["
                    + own.certificate()
                    + "] with a private key any more",
                "Ask for the link again, so that the trust is established anew."));
  }

  private Optional<Blocked> portTaken(Host host) {
    int port = server(host.label()).endpointPort();
    return host.outbound().listeners().stream()
        .filter(listener -> listener.port() == port)
        .findFirst()
        .map(listener -> conflict(host, listener));
  }

  private static Blocked conflict(Host host, Listener listener) {
    return new Blocked(
        Reason.ENDPOINT_CONFLICT,
        "%s: port %d belongs to the endpoint [%s]"
            .formatted(host.label(), listener.port(), listener.name()),
        "Choose another endpointPort for this server in the fleet file, then ask again.");
  }

  private Optional<Blocked> existing(Host host, Endpoint endpoint) {
    String label = host.label();
    String address = server(label).endpointHost();
    String listens = endpoint.ipAddress();
    boolean literal = address.matches("[0-9.]+") || address.startsWith("[");
    if (listens != null && literal && !listens.equals(address.replaceAll("[\\[\\]]", ""))) {
      return Optional.of(
          new Blocked(
              Reason.ENDPOINT_CONFLICT,
              "%s: the endpoint [%s] listens on %s alone, and its partners would look for it at %s"
                  .formatted(label, endpoint.name(), listens, address),
              "Correct the endpointHost of this server in the fleet file, then ask again."));
    }
    Evidence.Host own = shown(label);
    boolean other =
        !windows
            && own != null
            && endpoint.certificate() != null
            && !endpoint.certificate().equalsIgnoreCase(own.certificate());
    if (other) {
      return Optional.of(
          new Blocked(
              Reason.ENDPOINT_CONFLICT,
              "%s: the endpoint [%s] uses the certificate [%s], its partners know [%s]"
                  .formatted(label, endpoint.name(), endpoint.certificate(), own.certificate()),
              "Ask for the link again: the certificate that the endpoint uses is then given to its"
                  + " partners."));
    }
    String lacks = lacks(label, endpoint);
    return lacks.isEmpty() || !host.outbound().isInUse() || link.options().allowEndpointChange()
        ? Optional.empty()
        : Optional.of(inUse(host, endpoint, lacks));
  }

  private Blocked inUse(Host host, Endpoint endpoint, String lacks) {
    return new Blocked(
        Reason.ENDPOINT_IN_USE,
        "%s: the endpoint [%s] %s, and %d availability groups, %d mirrored databases and %d"
                .formatted(
                    host.label(),
                    endpoint.name(),
                    lacks,
                    host.outbound().groups(),
                    host.outbound().mirrored(),
                    host.outbound().witnessed())
            + " sessions with it as witness use it",
        "Altering it may interrupt them and fail over a database. To approve the change, ask again"
            + " with options.allowEndpointChange: true; it will run: "
            + change(host.label(), endpoint).shown());
  }

  /** Two instances of one machine differ in their ports. */
  private Optional<Blocked> sameAddress(Host host) {
    String address = address(server(host.label()), observed);
    return link.hosts().stream()
        .filter(other -> !other.name().equals(host.label()))
        .filter(other -> address(other, observed).equalsIgnoreCase(address))
        .findFirst()
        .map(
            other ->
                new Blocked(
                    Reason.ENDPOINT_CONFLICT,
                    "%s and %s would both be reached at %s"
                        .formatted(host.label(), other.name(), address),
                    "Give each server its own endpointHost, or each instance of a machine its own"
                        + " endpointPort; an endpoint that is there keeps its port. Then ask"
                        + " again."));
  }

  private String lacks(String label, Endpoint endpoint) {
    List<String> lacks = new ArrayList<>();
    if (windows && !endpoint.acceptsWindows()) {
      lacks.add("accepts no Windows authentication");
    }
    if (!windows && !endpoint.acceptsCertificates()) {
      lacks.add("accepts no certificates");
    }
    if (!endpoint.offersAes()) {
      lacks.add("does not offer AES");
    }
    if (!fits(label, endpoint)) {
      lacks.add("has the role " + endpoint.role() + " alone");
    }
    return String.join(" and ", lacks);
  }

  private boolean fits(String label, Endpoint endpoint) {
    return isWitness(label) ? endpoint.servesWitness() : endpoint.servesPartners();
  }

  private boolean isWitness(String label) {
    SourceServer witness = link.partner().witness();
    return witness != null && witness.name().equals(label);
  }

  /** Everything else stays as it is, or the endpoint's other partners would lose it. */
  private Statement change(String label, Endpoint endpoint) {
    return EndpointSql.alter(
        endpoint,
        fits(label, endpoint) ? endpoint.role() : "ALL",
        windows
            ? EndpointSql.withWindows(endpoint)
            : EndpointSql.withCertificate(endpoint, shown(label).certificate()));
  }

  private String means(String label) {
    return windows
        ? "Windows authentication"
        : "the certificate [" + shown(label).certificate() + "]";
  }

  private String authentication(String label) {
    return windows
        ? "WINDOWS NEGOTIATE"
        : "CERTIFICATE " + Sql.name(shown(label).certificate());
  }

  private Evidence.Host shown(String label) {
    return wanted.trust().hosts().stream()
        .filter(host -> host.label().equals(label))
        .findFirst()
        .orElse(null);
  }

  private SourceServer server(String label) {
    return link.hosts().stream().filter(s -> s.name().equals(label)).findFirst().orElseThrow();
  }
}
