package io.linkfleet.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.linkfleet.event.LinkEvent.CertCreated;
import io.linkfleet.plan.Failures;
import io.linkfleet.plan.Plan;
import io.linkfleet.plan.Reason;
import io.linkfleet.sqlserver.SqlFailure;
import io.linkfleet.testing.PhaseRuns;
import io.linkfleet.testing.SimulatedSite;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** From every starting state, and from a crash after its step, the phase gets there. */
class EndpointConvergenceTest {
  private static final List<String> MENDED =
      List.of("NONE", "WINDOWS", "NTLM", "SUPPORTED", "OFF", "HALTED");
  private static SimulatedSite site;
  private static EndpointPhase phase;

  @BeforeAll
  static void start() {
    List<String> names =
        Stream.concat(
                MENDED.stream().flatMap(kind -> Stream.of(kind + "0", kind + "1")),
                Stream.of(
                    "NONE4", "WINDOWS2", "WITNESS0", "NONE2", "NONE3", "WINDOWS3", "NEIGHBOUR0",
                    "NEIGHBOUR1"))
            .toList();
    site = EndpointSite.start(names);
    phase = EndpointSite.phase(site);
  }

  @AfterAll
  static void stop() {
    site.close();
  }

  private static CertCreated asked(String server) {
    return EndpointSite.asked(site, server, false);
  }

  static Stream<Arguments> crashes() {
    return MENDED.stream().flatMap(kind -> Stream.of(arguments(kind, 0), arguments(kind, 1)));
  }

  @ParameterizedTest(name = "{0} crashing after {1}")
  @MethodSource("crashes")
  void aCrashAfterTheStepIsRepairedAndNothingIsDoneTwice(String kind, int crash) {
    String server = kind + crash;
    CertCreated event = asked(server);
    assertThat(PhaseRuns.take(phase, event, crash)).hasSize(crash);
    PhaseRuns.take(phase, event, 9);
    assertThat(PhaseRuns.plan(phase, event).isConverged()).isTrue();
    assertThat(EndpointSite.changes(site, server)).hasSize(1);
    int port = kind.equals("WINDOWS") ? 7022 : 5022;
    assertThat(PhaseRuns.converged(phase, event).endpoint().address())
        .isEqualTo("TCP://" + event.link().source().endpointHost() + ":" + port);
  }

  @Test
  void whatOtherPartnersUseSurvivesTheChange() {
    assertThat(PhaseRuns.take(phase, asked("WINDOWS3"), 1)).hasSize(1);
    var windows = site.world().servers.get("WINDOWS3").endpoint;
    assertThat(windows.name).isEqualTo("Hadr_endpoint");
    assertThat(windows.port).isEqualTo(7022);
    assertThat(windows.connectionAuth).as("NEGOTIATE, CERTIFICATE").isEqualTo(7);
    assertThat(windows.encryptionAlgorithm).as("AES").isEqualTo(2);
  }

  @Test
  void anEndpointInUseIsLeftAloneUntilTheChangeIsAllowed() {
    EndpointSite.use(site, "WINDOWS2");
    CertCreated event = asked("WINDOWS2");
    assertThat(PhaseRuns.take(phase, event, 9)).isEmpty();
    Plan.Blocked blocked = (Plan.Blocked) PhaseRuns.plan(phase, event);
    assertThat(blocked.reason()).isEqualTo(Reason.ENDPOINT_IN_USE);
    assertThat(EndpointSite.changes(site, "WINDOWS2")).isEmpty();

    CertCreated allowed = EndpointSite.again(event, true);
    assertThat(PhaseRuns.take(phase, allowed, 9)).hasSize(1);
    assertThat(PhaseRuns.plan(phase, event).isConverged()).isTrue();
    assertThat(blocked.nextAction()).contains(EndpointSite.changes(site, "WINDOWS2").get(0));
  }

  @Test
  void aStoppedEndpointOfTheRightShapeIsStarted() {
    CertCreated event = asked("NONE2");
    PhaseRuns.take(phase, event, 1);
    EndpointSite.run(
        site, "NONE2", "ALTER ENDPOINT [database_mirroring_endpoint] STATE = STOPPED");
    assertThat(PhaseRuns.take(phase, event, 9)).singleElement().asString().startsWith("Start ");
    assertThat(PhaseRuns.plan(phase, event).isConverged()).isTrue();
  }

  /** The catalog says STARTED then, and whoever believes it goes on with a deaf server. */
  @Test
  void anEndpointWhosePortSomebodyElseHasIsNotReadyUntilItListens() {
    PhaseRuns.take(phase, asked("NEIGHBOUR0"), 9);
    CertCreated event = asked("NEIGHBOUR1");
    assertThatThrownBy(() -> PhaseRuns.take(phase, event, 1))
        .isInstanceOfSatisfying(
            SqlFailure.class,
            failure ->
                assertThat(((Plan.Blocked) Failures.after(failure, 1, 0)).nextAction())
                    .contains("which program of that machine has the port"));

    assertThat(((Plan.Steps) PhaseRuns.plan(phase, event)).steps().get(0).sentence())
        .isEqualTo(
            "Start the mirroring endpoint [database_mirroring_endpoint] of NEIGHBOUR1, which is"
                + " STARTED and does not listen on its port 5022");
    EndpointSite.run(
        site, "NEIGHBOUR0", "ALTER ENDPOINT [database_mirroring_endpoint] STATE = STOPPED");
    assertThat(PhaseRuns.take(phase, event, 9)).hasSize(1);
    assertThat(PhaseRuns.plan(phase, event).isConverged()).isTrue();
  }

  @Test
  void aCertificateThatIsGoneBlocksBeforeAnyChange() {
    EndpointSite.run(site, "NONE3", "DROP CERTIFICATE [Cert_endpoint]");
    assertThat(((Plan.Blocked) PhaseRuns.plan(phase, asked("NONE3"))).reason())
        .isEqualTo(Reason.CERTIFICATE_CONFLICT);
    assertThat(EndpointSite.changes(site, "NONE3")).isEmpty();
  }

  @Test
  void anEndpointForAWitnessBlocks() {
    assertThat(((Plan.Blocked) PhaseRuns.plan(phase, asked("WITNESS0"))).reason())
        .isEqualTo(Reason.ENDPOINT_CONFLICT);
  }

  @Test
  void aLoginThatSeesNothingIsNotTakenForAServerThatHasNothing() {
    CertCreated event = asked("NONE4");
    site.world()
        .servers
        .get("NONE4")
        .logins
        .values()
        .forEach(login -> login.permissions.clear());

    assertThatThrownBy(() -> PhaseRuns.plan(phase, event))
        .isInstanceOfSatisfying(
            SqlFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(SqlFailure.Kind.PERMISSION));
  }
}
