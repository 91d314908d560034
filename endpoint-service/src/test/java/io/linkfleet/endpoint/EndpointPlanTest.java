package io.linkfleet.endpoint;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.linkfleet.endpoint.EndpointState.Endpoint;
import io.linkfleet.endpoint.EndpointState.Listener;
import io.linkfleet.event.LinkEvent.CertCreated;
import io.linkfleet.event.LinkOptions;
import io.linkfleet.event.LinkSpec;
import io.linkfleet.event.Samples;
import io.linkfleet.testing.PlanText;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The plan for every named starting state, as a DBA would review it. */
class EndpointPlanTest {
  private static final String CERTIFICATE = Samples.trust().certificate();
  private static final String OLD = "Old endpoint's [certificate]";
  private static final int NEGOTIATE = 3;
  private static final int RC4 = 1;
  private static final int AES = 2;

  private static CertCreated asked(boolean allowEndpointChange) {
    LinkSpec link = Samples.link();
    return new CertCreated(
        new LinkSpec(
            link.id(),
            link.rollout(),
            link.generation(),
            link.source(),
            link.database(),
            link.target(),
            link.names(),
            new LinkOptions(null, allowEndpointChange, null)),
        Samples.trust(),
        Samples.AT);
  }

  private static CertCreated asked() {
    return asked(false);
  }

  private static EndpointState none(Listener... listeners) {
    return new EndpointState(Optional.empty(), List.of(listeners), Set.of(CERTIFICATE), 0, 0);
  }

  private static EndpointState unused(Endpoint endpoint) {
    return state(endpoint, 0, 0);
  }

  private static EndpointState inUse(Endpoint endpoint) {
    return state(endpoint, 2, 1);
  }

  private static EndpointState state(Endpoint endpoint, int groups, int mirrored) {
    return new EndpointState(
        Optional.of(endpoint),
        List.of(new Listener("TSQL Default TCP", 1433), new Listener(endpoint.name(), 5022)),
        Set.of(CERTIFICATE, OLD),
        groups,
        mirrored);
  }

  private static Endpoint windows(int authentication, int algorithm) {
    return new Endpoint(
        "Hadr_endpoint", 5022, null, "STARTED", "ALL", authentication, null, true, algorithm, true);
  }

  private static Endpoint certificate(String state, String role, String certificate) {
    return new Endpoint("Mirroring", 5022, null, state, role, 4, certificate, true, AES, true);
  }

  private static Endpoint encryption(boolean enabled, int algorithm) {
    return new Endpoint(
        "Mirroring", 5022, null, "STARTED", "ALL", 4, CERTIFICATE, enabled, algorithm, true);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"created", "accepted", "altered", "blocked"})
  void eachStartingStateHasItsPlan(String name, CertCreated event, EndpointState observed) {
    PlanText.assertGolden(name, EndpointPlan.of(event, observed));
  }

  static Stream<Arguments> created() {
    return Stream.of(
        arguments("none", asked(), none(new Listener("TSQL Default TCP", 1433))));
  }

  static Stream<Arguments> accepted() {
    Endpoint both =
        new Endpoint(
            "Hadr_endpoint", 7022, null, "STARTED", "PARTNER", 10, CERTIFICATE, true, 6, true);
    Endpoint deaf =
        new Endpoint(
            "Mirroring", 5022, null, "STARTED", "ALL", 4, CERTIFICATE, true, AES, false);
    return Stream.of(
        arguments("right", asked(), inUse(certificate("STARTED", "ALL", CERTIFICATE))),
        arguments("right-windows-as-well", asked(), inUse(both)),
        arguments("right-aes-not-required", asked(), inUse(encryption(true, 4))),
        arguments("right-but-deaf", asked(), inUse(deaf)),
        arguments("right-but-stopped", asked(), inUse(certificate("STOPPED", "ALL", CERTIFICATE))),
        arguments(
            "right-but-disabled", asked(), inUse(certificate("DISABLED", "ALL", CERTIFICATE))));
  }

  static Stream<Arguments> altered() {
    Endpoint own =
        new Endpoint(
            "a]b 'c'", 7022, "10.10.1.11", "STOPPED", "PARTNER", 2, null, true, AES, false);
    return Stream.of(
        arguments("windows-only-unused", asked(), unused(windows(NEGOTIATE, AES))),
        arguments("windows-only-approved", asked(true), inUse(windows(NEGOTIATE, AES))),
        arguments("ntlm-and-rc4-only-unused", asked(), unused(windows(1, RC4))),
        arguments("kerberos-with-own-port-and-address", asked(), unused(own)),
        arguments("rc4-not-required-unused", asked(), unused(encryption(true, 3))),
        arguments("windows-only-aes-not-required", asked(), unused(windows(NEGOTIATE, 4))),
        arguments("rc4-only-unused", asked(), unused(encryption(true, RC4))),
        arguments("rc4-only-approved", asked(true), inUse(encryption(true, RC4))),
        arguments("encryption-off-unused", asked(), unused(encryption(false, 0))),
        arguments("encryption-off-approved", asked(true), inUse(encryption(false, 0))));
  }

  static Stream<Arguments> blocked() {
    return Stream.of(
        arguments("windows-only-in-use", asked(), inUse(windows(NEGOTIATE, AES))),
        arguments("ntlm-and-rc4-only-in-use", asked(), inUse(windows(1, RC4))),
        arguments("rc4-only-in-use", asked(), inUse(encryption(true, RC4))),
        arguments("encryption-off-in-use", asked(), inUse(encryption(false, 0))),
        arguments("witness", asked(true), unused(certificate("STARTED", "WITNESS", CERTIFICATE))),
        arguments("other-certificate", asked(true), unused(certificate("STARTED", "ALL", OLD))),
        arguments("port-taken", asked(), none(new Listener("Service Broker", 5022))),
        arguments(
            "certificate-gone",
            asked(),
            new EndpointState(Optional.empty(), List.of(), Set.of(OLD), 0, 0)));
  }

  @org.junit.jupiter.api.Test
  void inADryRunTheCertificateIsStillToBeMade() {
    var made = Samples.trust();
    var toBeMade =
        new io.linkfleet.event.Evidence.Trust(
            made.serverName(), made.certificate(), "", made.instanceFqdn(), made.resourceGroup());
    EndpointState bare = new EndpointState(Optional.empty(), List.of(), Set.of(), 0, 0);
    PlanText.assertGolden(
        "dry-run-before-the-certificate",
        EndpointPlan.of(new CertCreated(Samples.link(), toBeMade, Samples.AT), bare));
  }
}
