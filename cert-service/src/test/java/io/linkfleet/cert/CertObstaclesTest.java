package io.linkfleet.cert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.linkfleet.azure.Azure;
import io.linkfleet.azure.AzureFailure;
import io.linkfleet.event.LinkEvent.LinkRequested;
import io.linkfleet.plan.Plan;
import io.linkfleet.plan.Reason;
import io.linkfleet.plan.Step;
import io.linkfleet.simulator.azure.AzureFaults.Fault;
import io.linkfleet.simulator.azure.AzureFaults.OperationFault;
import io.linkfleet.sqlserver.SqlFailure;
import io.linkfleet.sqlserver.Statement;
import io.linkfleet.testing.PhaseRuns;
import io.linkfleet.testing.SimulatedSite;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands in the way on real connections, and what becomes of an upload. */
class CertObstaclesTest {
  private static final String MASTER_KEY =
      "CREATE MASTER KEY ENCRYPTION BY PASSWORD = 'By-hand-1-only!';";

  private static SimulatedSite site;

  @BeforeAll
  static void startTheWorld() {
    site =
        SimulatedSite.start(
            """
            azure: {subscription: %s, tenant: 0d2f7a3c-8b16-4e67-a3fb-7c9c1b2ed002,
                    operation: PT0.2S}
            logins:
              - {name: linkfleet, password: "Sim-1-only!", role: sysadmin}
            instances:
              - {name: mi-west, resourceGroup: rg-west, location: westeurope, dnsZone: 7a1f03c9b2e4}
            servers:
              - {name: BARE2017, productVersion: 14.0.3456.2, azureConnect: false, ip: 10.20.0.11}
              - {name: NOHADR, version: 2022, hadr: false, ip: 10.20.0.12}
              - {name: COLLATED, version: 2022, collation: Latin1_General_CI_AS, ip: 10.20.0.13}
              - {name: EXPIRED, version: 2022, ip: 10.20.0.14}
              - {name: ROTATED, version: 2022, ip: 10.20.0.15}
              - {name: RENAMED, version: 2022, ip: 10.20.0.16}
              - {name: REBUILT, version: 2022, ip: 10.20.0.17}
              - {name: SLOW, version: 2022, ip: 10.20.0.18}
              - {name: FAILS, version: 2022, ip: 10.20.0.19}
              - {name: FORBIDDEN, version: 2022, ip: 10.20.0.20}
              - {name: TAKEN, version: 2022, ip: 10.20.0.22}
              - {name: LATE, version: 2022, ip: 10.20.0.23}
              - {name: STALE, version: 2022, ip: 10.20.0.24}
              - {name: 'WIN\\PAYROLL', version: 2019, ip: 10.20.0.21}
            """
                .formatted(SimulatedSite.SUBSCRIPTION));
  }

  @AfterAll
  static void stopTheWorld() {
    site.close();
  }

  private static LinkRequested wanted(String server) {
    return new LinkRequested(site.link(server, "Sales", "mi-west"), Instant.now());
  }

  private static void run(String server, String... statements) {
    try (var connection = site.servers().open(site.server(server))) {
      for (String sql : statements) {
        connection.execute("preparing", Statement.of(sql));
      }
    }
  }

  private static Plan.Blocked blocked(String server) {
    return (Plan.Blocked) PhaseRuns.plan(Phases.on(site), wanted(server));
  }

  @ParameterizedTest
  @CsvSource({
    "BARE2017, VERSION, KB5050533",
    "NOHADR, HADR_DISABLED, Configuration Manager",
    "COLLATED, LINK_CONFLICT, collation"
  })
  void aServerThatCannotTakePartBlocksBeforeAnythingIsChanged(
      String server, Reason reason, String help) {
    assertThat(blocked(server).reason()).isEqualTo(reason);
    assertThat(blocked(server).nextAction()).contains(help);
  }

  @Test
  void theExpiredCertificateOfAnEndpointBlocks() {
    run(
        "EXPIRED",
        MASTER_KEY,
        "CREATE CERTIFICATE [aged] WITH SUBJECT = N'a', START_DATE = '20200101',"
            + " EXPIRY_DATE = '20210203';",
        "CREATE ENDPOINT [e] STATE = STARTED AS TCP (LISTENER_PORT = 5022)"
            + " FOR DATABASE_MIRRORING (ROLE = ALL, AUTHENTICATION = CERTIFICATE [aged]);");
    assertThat(blocked("EXPIRED").reason()).isEqualTo(Reason.CERTIFICATE_EXPIRED);
    assertThat(blocked("EXPIRED").sentence()).contains("[aged]").contains("expired on 2021-02-03");
  }

  @Test
  void anOlderCertificateOfTheInstanceBlocksWithTheStatementThatHelps() {
    String fqdn = site.world().instances.get("mi-west").fqdn;
    run(
        "ROTATED",
        MASTER_KEY,
        "CREATE CERTIFICATE [" + fqdn + "] WITH SUBJECT = N'the one before';");
    Plan.Blocked blocked = blocked("ROTATED");
    assertThat(blocked.reason()).isEqualTo(Reason.CERTIFICATE_CONFLICT);
    String helps = "DROP CERTIFICATE [" + fqdn + "];";
    assertThat(blocked.nextAction()).contains(helps);
    run("ROTATED", helps);
    assertThat(PhaseRuns.plan(Phases.on(site), wanted("ROTATED"))).isInstanceOf(Plan.Steps.class);
  }

  @Test
  void theInstancesCertificateUnderAnotherNameBlocks() {
    byte[] der = site.world().instances.get("mi-west").endpointCertificate().der;
    run("RENAMED", CertSql.importCertificate("my instance", der).text());
    assertThat(blocked("RENAMED").reason()).isEqualTo(Reason.CERTIFICATE_CONFLICT);
    assertThat(blocked("RENAMED").nextAction()).contains("DROP CERTIFICATE [my instance];");
  }

  @Test
  void aRebuiltServerMeetsItsOldCertificateOnTheInstance() {
    CertPhase phase = Phases.on(site);
    PhaseRuns.take(phase, wanted("REBUILT"), 9);
    awaitConverged(phase, "REBUILT");
    run(
        "REBUILT",
        "DROP CERTIFICATE [Cert_REBUILT_endpoint];",
        "CREATE CERTIFICATE [Cert_REBUILT_endpoint] WITH SUBJECT = N'another key',"
            + " EXPIRY_DATE = '20990101';");
    assertThat(blocked("REBUILT").reason()).isEqualTo(Reason.CERTIFICATE_CONFLICT);
    assertThat(blocked("REBUILT").nextAction()).contains("Remove-AzSqlInstanceServerTrust");
  }

  @Test
  void aNamedInstanceGetsACertificateWithoutABackslash() {
    CertPhase phase = Phases.on(site);
    PhaseRuns.take(phase, wanted("WIN\\PAYROLL"), 9);
    awaitConverged(phase, "WIN\\PAYROLL");
    var trust = PhaseRuns.converged(phase, wanted("WIN\\PAYROLL")).trust();
    assertThat(trust.serverName()).isEqualTo("WIN\\PAYROLL");
    assertThat(trust.certificate()).isEqualTo("Cert_WIN_PAYROLL_endpoint");
    assertThat(site.world().instances.get("mi-west").trustCertificates)
        .containsKey("Cert_WIN_PAYROLL_endpoint");
  }

  @Test
  void aRestartedProcessFollowsTheUploadThatItsPredecessorBegan() {
    site.simulator()
        .azureFaults()
        .add(
            new OperationFault(
                "serverTrustCertificates", "Cert_SLOW_endpoint", 1, null, null, false,
                Duration.ofSeconds(2)));
    String carried = takeAll(Phases.on(site), "SLOW");
    CertPhase restarted = Phases.on(site);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              try (var visit = restarted.visit(wanted("SLOW"), carried)) {
                Plan plan = restarted.plan(wanted("SLOW"), visit.observe());
                assertThat(plan).isNotInstanceOf(Plan.Blocked.class);
                assertThat(plan instanceof Plan.Waiting || plan.isConverged()).isTrue();
                return plan.isConverged();
              }
            });
    assertThat(puts("Cert_SLOW_endpoint")).isEqualTo(1);
  }

  @Test
  void anUploadThatFailsBlocksWithAzuresWordsAndIsBegunAnewWhenAskedAgain() {
    site.simulator()
        .azureFaults()
        .add(
            new OperationFault(
                "serverTrustCertificates", "Cert_FAILS_endpoint", 1, "InternalServerError",
                "The vault is closed.", false, null));
    CertPhase phase = Phases.on(site);
    String carried = takeAll(phase, "FAILS");
    CertPhase restarted = Phases.on(site);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> look(restarted, "FAILS", carried) instanceof Plan.Blocked);
    Plan.Blocked blocked = (Plan.Blocked) look(restarted, "FAILS", carried);
    assertThat(blocked.reason()).isEqualTo(Reason.REQUEST_REFUSED);
    assertThat(blocked.sentence()).contains("The vault is closed.");
    // asked again, a link brings nothing along
    assertThat(PhaseRuns.take(restarted, wanted("FAILS"), 9)).hasSize(1);
    awaitConverged(restarted, "FAILS");
  }

  @Test
  void whoeverTakesOverWaitsForAnUploadThatWasOnlyNoted() {
    UploadNotes notes = new Phases.Kept();
    try (var visit = Phases.on(site, notes).visit(wanted("TAKEN"), null)) {
      var observed = visit.observe();
      String place =
          Uploads.place(wanted("TAKEN").link().source().address(), observed.instance().get().at());
      notes.write(place, new UploadNote(Instant.now(), "00FF", ""));
    }
    CertPhase next = Phases.on(site, notes);
    assertThat(PhaseRuns.take(next, wanted("TAKEN"), 9))
        .isNotEmpty()
        .noneMatch(step -> step.contains("Publish"));
    Plan plan = PhaseRuns.plan(next, wanted("TAKEN"));
    assertThat(((Plan.Waiting) plan).reason()).isEqualTo(Reason.IN_PROGRESS);
    assertThat(puts("Cert_TAKEN_endpoint")).isZero();
  }

  @Test
  void whoHasLostTheServerMeanwhileDoesNotUploadAndTakesItsNoteBack() {
    List<String> said = new ArrayList<>();
    UploadNotes notes =
        new Phases.Kept(
            (key, value) -> {
              said.add(value == null ? "ended" : "noted");
              // as if the process stood still here, until the server has let it go
              site.simulator().dropSessions("LATE");
            });
    CertPhase phase = Phases.on(site, notes);
    assertThatThrownBy(() -> PhaseRuns.take(phase, wanted("LATE"), 9))
        .isInstanceOf(SqlFailure.class);
    assertThat(puts("Cert_LATE_endpoint")).isZero();
    assertThat(said).containsExactly("noted", "ended");
  }

  @Test
  void aListFromBeforeAnUploadEndedIsReadAgainBeforeAnotherIsBegun() {
    LinkRequested wanted = wanted("STALE");
    var at =
        site.azure().instance(SimulatedSite.SUBSCRIPTION, "mi-west").orElseThrow();
    var before = site.azure().trustCertificates(at);
    UploadNotes notes = new Phases.Kept();
    CertPhase first = Phases.on(site, notes);
    PhaseRuns.take(first, wanted, 9);
    awaitConverged(first, "STALE");

    CertPhase second = Phases.on(site, notes);
    second.azure =
        (Azure)
            Proxy.newProxyInstance(
                Azure.class.getClassLoader(),
                new Class<?>[] {Azure.class},
                (proxy, method, args) ->
                    method.getName().equals("trustCertificates") && args.length == 1
                        ? before
                        : method.invoke(site.azure(), args));
    assertThat(PhaseRuns.plan(second, wanted)).isEqualTo(Plan.converged());
  }

  @Test
  void anInstanceThatMayNotBeReadIsAQuestionOfPermissions() {
    site.simulator()
        .azureFaults()
        .add(
            Fault.status(403, "AuthorizationFailed", 1)
                .on("GET", "mi-west/endpointCertificates"));
    CertPhase phase = Phases.on(site);
    // another visit's read may have just served; go there until the fault has been met
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> lookOnce(phase))
                    .isInstanceOfSatisfying(
                        AzureFailure.class,
                        e -> assertThat(e.kind()).isEqualTo(AzureFailure.Kind.PERMISSION)));
  }

  private static void lookOnce(CertPhase phase) {
    try (var visit = phase.visit(wanted("FORBIDDEN"), null)) {
      visit.observe();
    }
  }

  /** Takes every step; gives what the visit wants remembered. */
  private static String takeAll(CertPhase phase, String server) {
    try (var visit = phase.visit(wanted(server), null)) {
      Plan.Steps plan = (Plan.Steps) phase.plan(wanted(server), visit.observe());
      List<Step> steps = plan.steps();
      steps.forEach(visit::apply);
      return visit.carried().orElseThrow();
    }
  }

  private static Plan look(CertPhase phase, String server, String carried) {
    try (var visit = phase.visit(wanted(server), carried)) {
      return phase.plan(wanted(server), visit.observe());
    }
  }

  private static void awaitConverged(CertPhase phase, String server) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> PhaseRuns.plan(phase, wanted(server)).isConverged());
  }

  private static long puts(String certificate) {
    return site.world().record.all().stream()
        .filter(effect -> effect.kind().equals("AZURE_WRITE"))
        .filter(effect -> effect.text().contains("serverTrustCertificates/" + certificate))
        .count();
  }
}
