package io.linkfleet.cert.pair;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.event.Evidence;
import io.linkfleet.event.LinkEvent.CertCreated;
import io.linkfleet.event.LinkEvent.LinkRequested;
import io.linkfleet.event.LinkOptions;
import io.linkfleet.event.PairOptions;
import io.linkfleet.event.PairOptions.Authentication;
import io.linkfleet.event.Target.Session;
import io.linkfleet.plan.Plan;
import io.linkfleet.plan.Reason;
import io.linkfleet.simulator.engine.SqlServer;
import io.linkfleet.sqlserver.Secrets;
import io.linkfleet.sqlserver.SqlFailure;
import io.linkfleet.sqlserver.Statement;
import io.linkfleet.testing.PhaseRuns;
import io.linkfleet.testing.SimulatedSite;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** From a crash after any step the next process goes on, on all servers of a pair. */
class PairConvergenceTest {
  private static final int ALL = Integer.MAX_VALUE;
  private static final String B = "BOX\\STO]CK'S";
  private SimulatedSite site;

  @BeforeEach
  void startTheWorld() {
    site =
        SimulatedSite.start(
            """
            azure: {subscription: s, tenant: t}
            logins: [{name: linkfleet, password: "Sim-1-only!", role: sysadmin}]
            servers:
              - {name: HOST_A, version: 2022, ip: 10.20.0.11}
              - {name: "BOX\\\\STO]CK'S", version: 2019, ip: 10.20.0.12}
              - {name: HOST_C, version: 2016, ip: 10.20.0.13}
              - {name: WIN_A, version: 2022, ip: 10.20.0.14, domain: CORP,
                 serviceAccount: CORP\\sql}
              - {name: WIN_B, version: 2022, ip: 10.20.0.15, domain: CORP}
            """);
  }

  @AfterEach
  void stopTheWorld() {
    site.close();
  }

  private PairPhase phase() {
    return new PairPhase(
        site.servers(),
        Clock.systemUTC(),
        io.linkfleet.cert.TestConfig.defaults(),
        (event, failure) -> Optional.empty(),
        null);
  }

  private LinkRequested wanted(PairOptions pair) {
    return new LinkRequested(
        site.pair(Session.MIRRORING, "HOST_A", B, "HOST_C", options(pair)), Instant.now());
  }

  private static LinkOptions options(PairOptions pair) {
    return new LinkOptions(null, false, null, pair);
  }

  private static PairOptions files() {
    return new PairOptions(null, null, null, false, null, "/var/certs", null, null, null);
  }

  static IntStream crashes() {
    return IntStream.rangeClosed(0, 9);
  }

  @ParameterizedTest
  @MethodSource("crashes")
  void aKilledRunIsCompletedByTheNext(int steps) {
    LinkRequested wanted = wanted(files());

    assertThat(PhaseRuns.take(phase(), wanted, steps)).hasSize(steps);
    PhaseRuns.take(phase(), wanted, ALL);

    assertThat(PhaseRuns.plan(phase(), wanted)).isEqualTo(Plan.converged());
    List<String> done = created();
    assertThat(done).hasSize(9);
    assertThat(done.stream().filter(text -> !text.contains("MASTER KEY"))).doesNotHaveDuplicates();
    Evidence.Trust trust = PhaseRuns.converged(phase(), wanted).trust();
    assertThat(trust.hosts()).extracting(Evidence.Host::label)
        .containsExactly("HOST_A", B, "HOST_C");
    for (Evidence.Host host : trust.hosts()) {
      SqlServer server = site.world().servers.get(host.label());
      assertThat(server.certificates.get(host.certificate()).der)
          .isEqualTo(Base64.getDecoder().decode(host.der()));
      assertThat(site.world().file(server, "/var/certs/" + host.certificate() + ".cer"))
          .isEqualTo(Base64.getDecoder().decode(host.der()));
      assertThat(host.account()).as("no domain, no account").isNull();
    }
    assertThat(trust.host(B).orElseThrow().certificate()).isEqualTo("BOX_STO]CK'S_cert");
  }

  private List<String> created() {
    return site.changes().stream().filter(text -> !text.startsWith("EXEC")).toList();
  }

  @Test
  void theExpiryIsExplicitAndTheSameInEveryLanguage() {
    PhaseRuns.take(phase(), wanted(PairOptions.defaults()), ALL);
    var certificate = site.world().servers.get("HOST_A").certificates.get("HOST_A_cert");
    assertThat(certificate.x509.getNotAfter())
        .isBetween(
            Instant.now().plus(Duration.ofDays(1093)), Instant.now().plus(Duration.ofDays(1095)));
  }

  @Test
  void theCertificateOfTheEndpointIsShownWhateverItsName() {
    run("HOST_A", "CREATE MASTER KEY ENCRYPTION BY PASSWORD = 'By-hand-1-only!';");
    run("HOST_A", "CREATE CERTIFICATE [mine] WITH SUBJECT = N'm', EXPIRY_DATE = '20990101';");
    run(
        "HOST_A",
        "CREATE ENDPOINT [e] STATE = STARTED AS TCP (LISTENER_PORT = 5022)"
            + " FOR DATABASE_MIRRORING (ROLE = ALL, AUTHENTICATION = CERTIFICATE [mine]);");
    LinkRequested wanted = wanted(PairOptions.defaults());
    PhaseRuns.take(phase(), wanted, ALL);
    assertThat(PhaseRuns.converged(phase(), wanted).trust().certificate()).isEqualTo("mine");
  }

  @Test
  void underWindowsAuthenticationNothingIsMadeAndTheAccountsAreShown() {
    var windows =
        new PairOptions(null, null, null, false, Authentication.WINDOWS, null, null, null, null);
    LinkRequested wanted =
        new LinkRequested(
            site.pair(Session.MIRRORING, "WIN_A", "WIN_B", null, options(windows)), Instant.now());

    assertThat(PhaseRuns.plan(phase(), wanted)).isEqualTo(Plan.converged());
    CertCreated done = PhaseRuns.converged(phase(), wanted);
    assertThat(done.trust().hosts()).extracting(Evidence.Host::account)
        .containsExactly("CORP\\sql", "CORP\\WIN_B$");
    assertThat(done.trust().hosts()).extracting(Evidence.Host::certificate).containsOnlyNulls();
  }

  @Test
  void aPairWithoutADomainCannotUseWindowsAuthentication() {
    var windows =
        new PairOptions(null, null, null, false, Authentication.WINDOWS, null, null, null, null);
    Plan.Blocked blocked = (Plan.Blocked) PhaseRuns.plan(phase(), wanted(windows));
    assertThat(blocked.reason()).isEqualTo(Reason.LOGIN_CONFLICT);
    assertThat(blocked.sentence()).contains("HOST_A runs as NT Service\\MSSQLSERVER");
  }

  @Test
  void aPartnerThatIsDownIsWaitedForUnlessTheRoleIsForcedOntoTheOther() {
    PhaseRuns.take(phase(), wanted(PairOptions.defaults()), ALL);
    // as a fleet file would find it: nothing listens there
    LinkRequested down = withoutPartner(PairOptions.defaults());
    Assertions.assertThatThrownBy(() -> PhaseRuns.plan(phase(), down))
        .isInstanceOfSatisfying(
            SqlFailure.class,
            e -> assertThat(e.kind()).isEqualTo(SqlFailure.Kind.UNREACHABLE));
    LinkRequested forced =
        withoutPartner(
            new PairOptions(null, "HOST_A", null, true, null, null, null, null, null));
    assertThat(PhaseRuns.plan(phase(), forced)).isEqualTo(Plan.converged());
    assertThat(PhaseRuns.converged(phase(), forced).trust().hosts())
        .extracting(Evidence.Host::label)
        .containsExactly("HOST_A");
  }

  private LinkRequested withoutPartner(PairOptions pair) {
    var link = site.pair(Session.MIRRORING, "HOST_A", B, null, options(pair));
    var partner = link.partner().server();
    var gone =
        new io.linkfleet.event.SourceServer(
            partner.name(), "localhost", 1, partner.endpointHost(), 5022, "sql-admin");
    return new LinkRequested(
        new io.linkfleet.event.LinkSpec(
            link.id(), link.rollout(), 2, link.source(), link.database(),
            new io.linkfleet.event.Target.SqlServer(Session.MIRRORING, gone, null), link.names(),
            link.options()),
        Instant.now());
  }

  @Test
  void aDryRunSaysWhatWillBeAndMakesNoSecret() {
    LinkRequested wanted = wanted(PairOptions.defaults());
    CertCreated next = PhaseRuns.converged(phase(), wanted);
    assertThat(next.trust().certificate()).isEqualTo("HOST_A_cert");
    assertThat(next.trust().thumbprint()).isEmpty();
    assertThat(site.secrets().find("master-key/HOST_A")).isEmpty();
    assertThat(created()).isEmpty();
  }

  @Test
  void eachServerHasAPasswordOfItsOwnThatNoPlanShows() {
    LinkRequested wanted = wanted(PairOptions.defaults());
    Plan.Steps plan = (Plan.Steps) PhaseRuns.plan(phase(), wanted);
    PhaseRuns.take(phase(), wanted, ALL);
    List<String> passwords =
        List.of("HOST_A", B, "HOST_C").stream()
            .map(label -> site.secrets().find("master-key/" + Secrets.part(label)).orElseThrow())
            .toList();
    assertThat(passwords).doesNotHaveDuplicates();
    assertThat(plan.steps().toString()).doesNotContain(passwords);
  }

  private void run(String server, String sql) {
    try (var connection = site.servers().open(site.server(server))) {
      connection.execute("preparing", Statement.of(sql));
    }
  }
}
