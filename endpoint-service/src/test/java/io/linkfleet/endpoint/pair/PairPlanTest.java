package io.linkfleet.endpoint.pair;

import static io.linkfleet.endpoint.pair.PairStates.AES;
import static io.linkfleet.endpoint.pair.PairStates.CERTIFICATE;
import static io.linkfleet.endpoint.pair.PairStates.NEGOTIATE;
import static io.linkfleet.endpoint.pair.PairStates.done;
import static io.linkfleet.endpoint.pair.PairStates.of;
import static io.linkfleet.endpoint.pair.PairStates.together;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.linkfleet.endpoint.EndpointState.Endpoint;
import io.linkfleet.endpoint.pair.PairState.Login;
import io.linkfleet.event.Evidence;
import io.linkfleet.event.LinkEvent.CertCreated;
import io.linkfleet.event.LinkOptions;
import io.linkfleet.event.LinkSpec;
import io.linkfleet.event.PairOptions;
import io.linkfleet.event.PairOptions.Authentication;
import io.linkfleet.event.PairOptions.Wanted;
import io.linkfleet.event.Samples;
import io.linkfleet.event.SourceServer;
import io.linkfleet.event.Target;
import io.linkfleet.testing.PlanText;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The plan for every named starting state of two servers, as a DBA would review it. */
class PairPlanTest {
  @ParameterizedTest(name = "{0}")
  @MethodSource({
    "outbound", "outboundObstacles", "inbound", "inboundObstacles", "files", "windows"
  })
  void eachStartingStateHasItsPlan(String name, CertCreated wanted, PairState observed) {
    PlanText.assertGolden("pair/" + name, PairPlan.of(wanted, observed));
  }

  static Stream<Arguments> outbound() {
    return Stream.of(
        arguments("new-servers", asked(), together(of("A"), of("B"))),
        arguments(
            "with-a-witness",
            asked(defaults(), false, "A", "B", "C"),
            together(of("A"), of("B"), of("C"))),
        arguments(
            "express-is-the-witness",
            asked(defaults(), false, "A", "B", "C"),
            together(done("A", "B", "C"), done("B", "A", "C"), of("C").express())),
        arguments("done", asked(), with(done("A", "B"))),
        arguments(
            "stopped",
            asked(),
            with(done("A", "B").endpoint("STOPPED", "ALL", CERTIFICATE, "A_cert", AES))),
        arguments(
            "windows-as-well",
            asked(),
            with(done("A", "B").endpoint("STARTED", "PARTNER", 10, "A_cert", 6).inUse())),
        arguments(
            "windows-only-unused",
            asked(),
            with(done("A", "B").endpoint("STARTED", "ALL", NEGOTIATE, null, AES))),
        arguments(
            "windows-only-approved",
            asked(defaults(), true, "A", "B"),
            with(done("A", "B").endpoint("STARTED", "ALL", NEGOTIATE, null, AES).inUse())),
        arguments(
            "partner-becomes-witness-as-well",
            asked(defaults(), false, "A", "B", "C"),
            together(
                done("A", "B", "C"),
                done("B", "A", "C"),
                done("C", "A", "B")
                    .endpoint("STARTED", "PARTNER", CERTIFICATE, "C_cert", AES))),
        arguments(
            "witness-alone-is-enough",
            asked(defaults(), false, "A", "B", "C"),
            together(
                done("A", "B", "C"),
                done("B", "A", "C"),
                done("C", "A", "B")
                    .endpoint("STARTED", "WITNESS", CERTIFICATE, "C_cert", AES))),
        arguments(
            "accounts-in-a-domain", asked(domain(defaults())), together(of("A"), of("B"))),
        arguments(
            "dry-run-before-the-certificates",
            unmade(asked()),
            together(
                of("A").withoutCertificate("A_cert"), of("B").withoutCertificate("B_cert"))),
        arguments(
            "removed",
            asked(new PairOptions(null, null, Wanted.REMOVED, false, null, null, null, null, null)),
            together(of("A"))));
  }

  static Stream<Arguments> outboundObstacles() {
    Endpoint elsewhere =
        new Endpoint(
            "a]b", 7024, "10.9.9.9", "STARTED", "ALL", CERTIFICATE, "A_cert", true, AES, true);
    return Stream.of(
        arguments(
            "certificate-gone", asked(), together(of("A").withoutCertificate("A_cert"), of("B"))),
        arguments(
            "other-certificate",
            asked(),
            with(done("A", "B").endpoint("STARTED", "ALL", CERTIFICATE, "old", AES))),
        arguments(
            "windows-only-in-use",
            asked(),
            with(done("A", "B").endpoint("STARTED", "ALL", NEGOTIATE, null, AES).inUse())),
        arguments(
            "witness-only-in-use",
            asked(),
            with(
                done("A", "B")
                    .endpoint("STARTED", "WITNESS", CERTIFICATE, "A_cert", AES)
                    .inUse())),
        arguments("port-taken", asked(), together(of("A").listener("Broker", 7024), of("B"))),
        arguments("other-address", asked(), with(done("A", "B").endpoint(elsewhere))),
        arguments("same-address", oneMachine(), together(of("A"), of("B"))));
  }

  static Stream<Arguments> inbound() {
    return Stream.of(
        arguments("login-there", asked(), with(half().login("B_login", "S", null).kept("B"))),
        arguments(
            "user-there", asked(), with(half().login("B_login", "S", "B_user").kept("B"))),
        arguments(
            "user-of-another-name",
            asked(),
            with(half().login("B_login", "S", "partner's [user]").kept("B"))),
        arguments("grant-missing", asked(), with(done("A", "B").revoked("B_login"))),
        arguments(
            "made-by-hand-under-other-names",
            asked(),
            with(
                half()
                    .login("their login", "S", "their user")
                    .certificate("their cert", "B", "their user"))),
        arguments(
            "granted-to-public",
            asked(),
            with(done("A", "B").revoked("B_login").granted("public"))),
        arguments(
            "certificate-of-dbo", asked(), with(half().certificate("B_cert", "B", "dbo"))),
        arguments("named-instances", named(), together(of("A"), of("B"))));
  }

  static Stream<Arguments> inboundObstacles() {
    return Stream.of(
        arguments(
            "login-is-a-role", asked(), with(half().login("B_login", "R", null))),
        arguments(
            "login-of-somebody-else", asked(), with(half().login("B_login", "S", null))),
        arguments(
            "login-is-an-administrator",
            asked(),
            with(half().login(new Login("B_login", "S", false, true, null)).kept("B"))),
        arguments(
            "login-disabled",
            asked(),
            with(done("A", "B").login(new Login("B_login", "S", true, false, "B_user")))),
        arguments(
            "user-of-another-login",
            asked(),
            with(half().login("other", "S", "B_user").login("B_login", "S", null).kept("B"))),
        arguments("user-without-login", asked(), with(half().user("B_user"))),
        arguments(
            "certificate-of-another-key",
            asked(),
            with(done("A", "B").certificate("B_cert", "FF", "B_user"))),
        arguments(
            "certificate-of-a-user-without-login",
            asked(),
            with(half().user("u").certificate("B_cert", "B", "u"))),
        arguments("denied", asked(), with(done("A", "B").denied("B_login"))),
        arguments("denied-to-public", asked(), with(done("A", "B").denied("public"))));
  }

  static Stream<Arguments> files() {
    return Stream.of(
        arguments(
            "files",
            asked(byFile()),
            together(
                of("A").file("D:\\certs\\B_cert.cer"), of("B").file("D:\\certs\\A_cert.cer"))),
        arguments(
            "files-seen-to-be-right",
            asked(byFile()),
            with(done("A", "B").revoked("B_login"))),
        arguments(
            "files-not-copied",
            asked(byFile()),
            together(of("A").file("D:\\certs\\B_cert.cer"), of("B"))),
        arguments(
            "files-that-were-wrong",
            asked(byFile()),
            with(done("A", "B").revoked("B_login").certificate("B_cert", "FF", "B_user"))));
  }

  static Stream<Arguments> windows() {
    return Stream.of(
        arguments("windows-new-servers", asked(domain(byAccount())), together(of("A"), of("B"))),
        arguments(
            "windows-one-account",
            oneAccount(asked(domain(byAccount()))),
            together(of("A"), of("B"))),
        arguments(
            "windows-login-there",
            asked(domain(byAccount())),
            together(
                windowsDone("A").login("CORP\\B$", "U", null),
                windowsDone("B").login("CORP\\A$", "U", null).granted("CORP\\A$"))),
        arguments(
            "windows-beside-certificates",
            asked(domain(byAccount())),
            together(
                done("A").login("CORP\\B$", "U", null).granted("CORP\\B$"),
                windowsDone("B").login("CORP\\A$", "U", null).granted("CORP\\A$"))),
        arguments(
            "windows-beside-certificates-in-use",
            asked(domain(byAccount())),
            together(
                done("A").login("CORP\\B$", "U", null).granted("CORP\\B$").inUse(),
                windowsDone("B").login("CORP\\A$", "U", null).granted("CORP\\A$"))),
        arguments(
            "windows-login-denied",
            asked(domain(byAccount())),
            together(
                windowsDone("A").login("CORP\\B$", "U", null).denied("CORP\\B$"),
                windowsDone("B"))));
  }

  private static PairStates windowsDone(String label) {
    return of(label).endpoint("STARTED", "ALL", NEGOTIATE, null, AES);
  }

  /** A has its endpoint and nothing of B. */
  private static PairStates half() {
    return done("A");
  }

  private static PairState with(PairStates a) {
    return together(a, done("B", "A"));
  }

  private static PairOptions defaults() {
    return PairOptions.defaults();
  }

  private static PairOptions byFile() {
    return new PairOptions(null, null, null, false, null, "D:\\certs", null, null, null);
  }

  private static PairOptions byAccount() {
    return new PairOptions(
        null, null, null, false, Authentication.WINDOWS, null, null, null, null);
  }

  private static CertCreated asked() {
    return asked(defaults());
  }

  private static CertCreated asked(PairOptions pair) {
    return asked(pair, false, "A", "B");
  }

  private static CertCreated asked(PairOptions pair, boolean allow, String... labels) {
    List<SourceServer> servers =
        Arrays.stream(labels)
            .map(
                label ->
                    new SourceServer(
                        label, "localhost", 1433 + label.charAt(0),
                        "10.10.2." + (int) label.charAt(0), 7024, "c"))
            .toList();
    return event(
        pair, allow, servers, servers.stream().map(s -> host(s.name(), s.name())).toList());
  }

  private static CertCreated event(
      PairOptions pair, boolean allow, List<SourceServer> servers, List<Evidence.Host> hosts) {
    LinkSpec sample = Samples.pair();
    var target =
        new Target.SqlServer(
            Target.Session.MIRRORING, servers.get(1), servers.size() > 2 ? servers.get(2) : null);
    return new CertCreated(
        new LinkSpec(
            sample.id(), sample.rollout(), 1, servers.get(0), sample.database(), target,
            sample.names(), new LinkOptions(null, allow, null, pair)),
        new Evidence.Trust(hosts.get(0).serverName(), "A_cert", "A", null, null, hosts),
        Samples.AT);
  }

  private static Evidence.Host host(String label, String name) {
    return new Evidence.Host(label, name, label + "_cert", label, "MAE=", null);
  }

  private static CertCreated oneMachine() {
    CertCreated asked = asked();
    SourceServer same =
        new SourceServer("B", "localhost", 1, asked.link().source().endpointHost(), 7024, "c");
    return event(
        defaults(), false, List.of(asked.link().source(), same), asked.trust().hosts());
  }

  private static CertCreated named() {
    CertCreated asked = asked();
    return event(
        defaults(),
        false,
        asked.link().hosts(),
        List.of(host("A", "BOX\\SAL]ES"), host("B", "BOX\\STO'CK")));
  }

  /** What phase 1 says in a dry run. */
  private static CertCreated unmade(CertCreated asked) {
    return event(
        defaults(),
        false,
        asked.link().hosts(),
        asked.trust().hosts().stream()
            .map(h -> new Evidence.Host(h.label(), h.serverName(), h.certificate(), "", "", null))
            .toList());
  }

  private static CertCreated asked(Domain in) {
    return in.event();
  }

  /** All servers run as accounts of one domain. */
  private record Domain(CertCreated event) {}

  private static Domain domain(PairOptions pair) {
    CertCreated asked = asked(pair);
    boolean windows = pair.authentication() == Authentication.WINDOWS;
    return new Domain(
        event(
            pair,
            false,
            asked.link().hosts(),
            asked.trust().hosts().stream()
                .map(
                    h ->
                        new Evidence.Host(
                            h.label(),
                            h.serverName(),
                            windows ? null : h.certificate(),
                            windows ? null : h.thumbprint(),
                            windows ? null : h.der(),
                            "CORP\\" + h.label() + "$"))
                .toList()));
  }

  private static CertCreated oneAccount(CertCreated asked) {
    return event(
        byAccount(),
        false,
        asked.link().hosts(),
        asked.trust().hosts().stream()
            .map(h -> new Evidence.Host(h.label(), h.label(), null, null, null, "CORP\\sql"))
            .toList());
  }
}
