package io.linkfleet.endpoint.pair;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.event.LinkEvent.CertCreated;
import io.linkfleet.event.PairOptions;
import io.linkfleet.event.PairOptions.Authentication;
import io.linkfleet.plan.Plan;
import io.linkfleet.plan.Reason;
import io.linkfleet.simulator.engine.SqlServer;
import io.linkfleet.testing.PhaseRuns;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** From a crash after any step the next process goes on, and the servers let each other in. */
class PairConvergenceTest {
  private static final int ALL = Integer.MAX_VALUE;
  private static final String A = "HOST_A";
  private static final String B = "BOX\\STO]CK'S";
  private static final String C = "HOST_C";
  private PairSite site;

  @BeforeEach
  void startTheWorld() {
    site = PairSite.start();
  }

  @AfterEach
  void stopTheWorld() {
    site.close();
  }

  static IntStream crashes() {
    return IntStream.rangeClosed(0, 11);
  }

  @ParameterizedTest
  @MethodSource("crashes")
  void aKilledRunIsCompletedByTheNext(int steps) {
    CertCreated wanted = site.asked(PairOptions.defaults(), A, B);

    // two endpoints; on each server a login, a user, a certificate and a permission
    assertThat(PhaseRuns.take(site.phase(), wanted, steps)).hasSize(Math.min(steps, 10));
    PhaseRuns.take(site.phase(), wanted, ALL);

    assertThat(PhaseRuns.plan(site.phase(), wanted)).isEqualTo(Plan.converged());
    assertThat(site.made()).doesNotHaveDuplicates().hasSize(10);
    site.assertMirroringStarts(A, B);
    var ready = PhaseRuns.converged(site.phase(), wanted).endpoint();
    assertThat(ready.hosts())
        .containsEntry(A, "TCP://10.20.0.11:5022")
        .containsEntry(B, "TCP://10.20.0.12:5022");
    assertThat(ready.address()).isEqualTo("TCP://10.20.0.11:5022");
  }

  @Test
  void withAWitnessEveryPairIsMadeInBothDirections() {
    CertCreated wanted = site.asked(PairOptions.defaults(), A, B, C);
    assertThat(PhaseRuns.take(site.phase(), wanted, ALL)).hasSize(3 + 3 * 2 * 4);
    assertThat(PhaseRuns.plan(site.phase(), wanted)).isEqualTo(Plan.converged());
    assertThat(site.server(C).logins).containsKeys("HOST_A_login", "BOX_STO]CK'S_login");
    site.assertMirroringStarts(A, B);
    site.assertWitnessIsTaken(A, C);
  }

  @Test
  void aWitnessOfTheExpressEditionIsNothingElse() {
    CertCreated wanted = site.asked(PairOptions.defaults(), A, B, "EXPRESS");
    PhaseRuns.take(site.phase(), wanted, ALL);
    assertThat(PhaseRuns.plan(site.phase(), wanted)).isEqualTo(Plan.converged());
    site.assertMirroringStarts(A, B);
    site.assertWitnessIsTaken(A, "EXPRESS");
  }

  @Test
  void anotherPartnerFindsItsWayBesideTheFirst() {
    PhaseRuns.take(site.phase(), site.asked(PairOptions.defaults(), A, B), ALL);
    CertCreated second = site.asked(PairOptions.defaults(), A, C);
    assertThat(PhaseRuns.take(site.phase(), second, ALL))
        .as("one endpoint, and two ways in")
        .hasSize(1 + 2 * 4);
    assertThat(PhaseRuns.plan(site.phase(), second)).isEqualTo(Plan.converged());
  }

  @Test
  void whatTheArticleMadeByHandIsLeftAsItIs() {
    site.run(A, "CREATE LOGIN [their login] WITH PASSWORD = '1Sample_Strong_Password!@#';");
    site.run(A, "CREATE USER [their user] FOR LOGIN [their login];");
    site.run(
        A,
        PairSql.importCertificate("their certificate", "their user", site.der(B)).text());
    CertCreated wanted = site.asked(PairOptions.defaults(), A, B);
    assertThat(PhaseRuns.take(site.phase(), wanted, ALL))
        .contains("Let " + B + " connect to the endpoint [database_mirroring_endpoint] of "
            + "HOST_A as [their login]")
        .hasSize(2 + 1 + 4);
    assertThat(PhaseRuns.plan(site.phase(), wanted)).isEqualTo(Plan.converged());
    site.assertMirroringStarts(A, B);
  }

  @Test
  void anEndpointOnAnotherPortIsFoundAndTold() {
    site.run(
        B,
        "CREATE ENDPOINT [Hadr] STATE = STOPPED AS TCP (LISTENER_PORT = 7033)"
            + " FOR DATABASE_MIRRORING (ROLE = ALL, AUTHENTICATION = CERTIFICATE "
            + "[BOX_STO]]CK'S_cert]);");
    CertCreated wanted = site.asked(PairOptions.defaults(), A, B);
    assertThat(PhaseRuns.take(site.phase(), wanted, ALL)).contains(
        "Start the mirroring endpoint [Hadr] of " + B);
    assertThat(PhaseRuns.converged(site.phase(), wanted).endpoint().hosts())
        .containsEntry(B, "TCP://10.20.0.12:7033");
  }

  @Test
  void filesAreTakenWhereTheyWereCopiedTo() {
    var files =
        new PairOptions(null, null, null, false, null, "/certs", null, null, null);
    CertCreated wanted = site.asked(files, A, B);
    Plan.Blocked blocked = (Plan.Blocked) PhaseRuns.plan(site.phase(), wanted);
    assertThat(blocked.nextAction()).contains("Copy it there from " + B);

    site.copyCertificate(A, B);
    site.copyCertificate(B, A);
    // who may connect is settled only when the files are seen to have held the right certificates
    assertThat(PhaseRuns.take(site.phase(), wanted, ALL)).hasSize(2 + 2 * 3);
    assertThat(PhaseRuns.take(site.phase(), wanted, ALL)).hasSize(2);
    assertThat(PhaseRuns.plan(site.phase(), wanted)).isEqualTo(Plan.converged());
    site.assertMirroringStarts(A, B);
  }

  @Test
  void aFileWithAnotherCertificateLetsNobodyIn() {
    var files =
        new PairOptions(null, null, null, false, null, "/certs", null, null, null);
    CertCreated wanted = site.asked(files, A, B);
    site.copyCertificate(A, B);
    site.putFile(A, "/certs/BOX_STO]CK'S_cert.cer", site.der(C));
    PhaseRuns.take(site.phase(), wanted, ALL);
    Plan.Blocked blocked = (Plan.Blocked) PhaseRuns.plan(site.phase(), wanted);
    assertThat(blocked.reason()).isEqualTo(Reason.CERTIFICATE_CONFLICT);
    assertThat(blocked.nextAction()).contains("DROP CERTIFICATE [BOX_STO]]CK'S_cert];");
    assertThat(site.server(A).endpoint.connectGrantedTo).isEmpty();
  }

  @Test
  void accountsOfOneDomainNeedLoginsAndNoCertificates() {
    var windows =
        new PairOptions(null, null, null, false, Authentication.WINDOWS, null, null, null, null);
    CertCreated wanted = site.asked(windows, "WIN_A", "WIN_B");
    PhaseRuns.take(site.phase(), wanted, ALL);
    assertThat(PhaseRuns.plan(site.phase(), wanted)).isEqualTo(Plan.converged());
    SqlServer b = site.server("WIN_B");
    assertThat(b.endpoint.connectGrantedTo).containsExactly("CORP\\sql");
    assertThat(site.server("WIN_A").endpoint.connectGrantedTo).containsExactly("CORP\\WIN_B$");
    assertThat(b.endpoint.certificateId).isZero();
    site.assertMirroringStarts("WIN_A", "WIN_B");
  }

  @Test
  void aDenyBlocksWithTheStatementThatHelps() {
    CertCreated wanted = site.asked(PairOptions.defaults(), A, C);
    PhaseRuns.take(site.phase(), wanted, ALL);
    site.run(A, "DENY CONNECT ON ENDPOINT::database_mirroring_endpoint TO HOST_C_login;");
    Plan.Blocked blocked = (Plan.Blocked) PhaseRuns.plan(site.phase(), wanted);
    assertThat(blocked.reason()).isEqualTo(Reason.LOGIN_CONFLICT);
    String helps =
        "REVOKE CONNECT ON ENDPOINT::[database_mirroring_endpoint] FROM [HOST_C_login];";
    assertThat(blocked.nextAction()).contains(helps);
    site.run(A, helps);
    assertThat(PhaseRuns.take(site.phase(), wanted, ALL)).hasSize(1);
    assertThat(PhaseRuns.plan(site.phase(), wanted)).isEqualTo(Plan.converged());
  }

  @Test
  void theLoginsPasswordIsKeptAndNeverShown() {
    CertCreated wanted = site.asked(PairOptions.defaults(), A, C);
    Plan.Steps plan = (Plan.Steps) PhaseRuns.plan(site.phase(), wanted);
    assertThat(site.secret(A, C)).as("a plan makes no secret").isEmpty();
    PhaseRuns.take(site.phase(), wanted, ALL);
    String password = site.secret(A, C).orElseThrow();
    assertThat(password).isNotEqualTo(site.secret(C, A).orElseThrow()).hasSize(40);
    assertThat(plan.steps().toString()).doesNotContain(password);
    assertThat(site.server(A).logins.get("HOST_C_login").password).isEqualTo(password);
    assertThat(site.made()).noneMatch(text -> text.contains(password));
  }

  @Test
  void aForcedRoleNeedsNoServerThatIsDown() {
    CertCreated wanted = site.asked(PairOptions.defaults(), A, C);
    PhaseRuns.take(site.phase(), wanted, ALL);
    var forced = new PairOptions(null, C, null, true, null, null, null, null, null);
    CertCreated without = site.down(site.asked(forced, A, C), A);
    assertThat(PhaseRuns.plan(site.phase(), without)).isEqualTo(Plan.converged());
    assertThat(PhaseRuns.converged(site.phase(), without).endpoint().hosts())
        .containsEntry(C, "TCP://10.20.0.13:5022")
        .containsEntry(A, "TCP://10.20.0.11:5022");
  }
}
