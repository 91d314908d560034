package io.linkfleet.azurelink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.linkfleet.azure.Azure;
import io.linkfleet.azure.AzureFailure;
import io.linkfleet.event.LinkEvent.DagCreated;
import io.linkfleet.event.LinkEvent.LinkCreated;
import io.linkfleet.plan.Plan;
import io.linkfleet.plan.Reason;
import io.linkfleet.plan.Step;
import io.linkfleet.sqlserver.SqlFailure;
import io.linkfleet.simulator.azure.AzureFaults;
import io.linkfleet.simulator.azure.AzureFaults.Fault;
import io.linkfleet.simulator.azure.AzureFaults.OperationFault;
import io.linkfleet.simulator.engine.ManagedInstance;
import io.linkfleet.testing.PhaseRuns;
import io.linkfleet.testing.SimulatedSite;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From every starting state, and from a crash after each step, one link comes of one request. */
class LinkConvergenceTest {
  static final List<String> NAMES =
      List.of("Order History", "Customer's Choice", "a]b[c", "Продажи_売上", "x".repeat(128));

  private static final String LINKS = "distributedAvailabilityGroups";
  private static SimulatedSite site;
  private static AzureLinkPhase phase;

  @BeforeAll
  static void start() {
    List<String> databases = new ArrayList<>(NAMES);
    databases.addAll(
        List.of(
            "Crash0", "Crash1", "Lost_AFTER", "Lost_APPLY_THEN_DROP", "Lost_DROP", "Lost_INSTEAD",
            "Taken", "Foreign", "Rival", "Gone", "Slow", "Turn", "Severed", "Ahead"));
    site = SimulatedSite.start(LinkSite.estate(databases));
    LinkSite.prepareServer(site);
    phase = LinkSite.phase(site);
  }

  @AfterAll
  static void stop() {
    site.close();
  }

  @AfterEach
  void clear() {
    site.simulator().azureFaults().clear();
  }

  private static ManagedInstance instance() {
    return site.world().instances.get("mi-west");
  }

  /** Looks at the link again and again as a new process would each time: remembering nothing. */
  private static void awaitConverged(DagCreated event) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(300))
        .untilAsserted(
            () -> {
              Plan plan = PhaseRuns.plan(phase, event);
              assertThat(plan.isConverged()).as(plan.toString()).isTrue();
            });
  }

  private static void assertOneLinkOfOneRequest(DagCreated event) {
    awaitConverged(event);
    assertThat(LinkSite.effectivePuts(site, event)).hasSize(1);
    assertThat(PhaseRuns.take(phase, event, 9)).as("a second run").isEmpty();
    LinkCreated created = PhaseRuns.converged(phase, event);
    assertThat(created.azure().state()).isEqualTo("LinkSynchronizing");
    assertThat(created.azure().resourceId())
        .endsWith(
            "/resourceGroups/rg-west/providers/Microsoft.Sql/managedInstances/mi-west/" + LINKS
                + "/" + event.groups().distributedAvailabilityGroup());
    assertThat(instance().databases).containsEntry(event.link().database(), "Online");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aCrashAfterAnyStepIsRepaired(int crash) {
    DagCreated event = LinkSite.prepare(site, "Crash" + crash);
    assertThat(PhaseRuns.take(phase, event, crash)).hasSize(crash);
    PhaseRuns.take(phase, event, 9);
    assertOneLinkOfOneRequest(event);
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  void aDatabaseOfAnyNameIsLinked(String database) {
    DagCreated event = LinkSite.prepare(site, database);
    PhaseRuns.take(phase, event, 9);
    assertOneLinkOfOneRequest(event);
  }

  @ParameterizedTest
  @EnumSource(value = AzureFaults.Mode.class, mode = EnumSource.Mode.EXCLUDE, names = "DELAY")
  void anAnswerThatIsLostIsFollowedByALookAndNeverByASecondEffect(AzureFaults.Mode mode) {
    DagCreated event = LinkSite.prepare(site, "Lost_" + mode);
    site.simulator().azureFaults().add(Fault.status(500, "X", 1).mode(mode).on("PUT", LINKS));
    assertThatThrownBy(() -> PhaseRuns.take(phase, event, 9)).isInstanceOf(AzureFailure.class);
    PhaseRuns.take(phase, event, 9);
    assertOneLinkOfOneRequest(event);
  }

  @Test
  void whoHadToWaitForItsTurnSeesTheLinkThatWasMadeMeanwhile() {
    DagCreated event = LinkSite.prepare(site, "Turn");
    try (var one = phase.visit(event, null);
        var other = phase.visit(event, null)) {
      assertThat(phase.plan(event, other.observe())).isInstanceOf(Plan.Steps.class);
      assertThat(one.lock()).isTrue();
      assertThat(other.lock()).isFalse();
      one.apply(((Plan.Steps) phase.plan(event, one.observe())).steps().get(0));
      one.unlock();

      assertThat(other.lock()).isTrue();
      assertThat(phase.plan(event, other.observe())).isInstanceOf(Plan.Waiting.class);
    }
    assertOneLinkOfOneRequest(event);
    assertThat(LinkSite.puts(site, event)).hasSize(1);
  }

  @Test
  void whatAClockAheadOfThisOneHasAskedForWasAskedForNow() {
    DagCreated event = LinkSite.prepare(site, "Ahead");
    Instant ahead = Instant.now().plus(Duration.ofDays(2));
    try (var visit = phase.visit(event, ahead + " 0")) {
      assertThat(visit.carried().orElseThrow()).isLessThan(ahead.toString());
    }
  }

  /** Its lock went with its session, so somebody else may have made the link by now. */
  @Test
  void whoHasLostItsTurnAsksForNothing() {
    DagCreated event = LinkSite.prepare(site, "Severed");
    try (var visit = phase.visit(event, null)) {
      assertThat(visit.lock()).isTrue();
      Step step = ((Plan.Steps) phase.plan(event, visit.observe())).steps().get(0);
      site.simulator().dropSessions("SQL01");

      assertThatThrownBy(() -> visit.apply(step)).isInstanceOf(SqlFailure.class);
    }
    assertThat(LinkSite.puts(site, event)).isEmpty();
  }

  @Test
  void aDatabaseThatIsThereAlreadyBlocksBeforeAnyWrite() {
    DagCreated event = LinkSite.prepare(site, "Taken");
    instance().databases.put("tAKEN", "Online");
    assertThat(PhaseRuns.take(phase, event, 9)).isEmpty();
    assertThat(blocked(event).reason()).isEqualTo(Reason.LINK_CONFLICT);
    assertThat(LinkSite.puts(site, event)).isEmpty();
  }

  @Test
  void aLinkOfThatNameFromAnotherServerBlocksAndStaysAsItIs() {
    DagCreated event = LinkSite.prepare(site, "Foreign");
    foreignLink(event.groups().distributedAvailabilityGroup(), "Foreign");
    assertThat(PhaseRuns.take(phase, event, 9)).isEmpty();
    assertThat(blocked(event).reason()).isEqualTo(Reason.LINK_CONFLICT);
    assertThat(blocked(event).sentence()).contains("TCP://10.99.0.1:5022");
    assertThat(LinkSite.puts(site, event)).as("the foreign one").hasSize(1);
  }

  @Test
  void aLinkOfAnotherNameIntoTheSameDatabaseBlocks() {
    DagCreated event = LinkSite.prepare(site, "Rival");
    foreignLink("made_by_hand", "Rival");
    assertThat(blocked(event).reason()).isEqualTo(Reason.LINK_CONFLICT);
    assertThat(blocked(event).sentence()).contains("made_by_hand");
  }

  private static void foreignLink(String name, String database) {
    var at =
        site.azure().instance(SimulatedSite.SUBSCRIPTION, "mi-west").orElseThrow();
    site.azure()
        .createLink(
            at,
            new Azure.NewLink(
                name, database, "TCP://10.99.0.1:5022", "AG_x", "mi-west"),
            () -> {});
    Awaitility.await()
        .until(() -> site.azure().links(at).stream().anyMatch(l -> l.name().equals(name)));
  }

  private static Plan.Blocked blocked(DagCreated event) {
    return (Plan.Blocked) PhaseRuns.plan(phase, event);
  }

  @Test
  void aLinkThatAPersonRemovedIsMadeAgain() {
    DagCreated event = LinkSite.prepare(site, "Gone");
    PhaseRuns.take(phase, event, 9);
    awaitConverged(event);
    instance().links.remove(event.groups().distributedAvailabilityGroup());
    instance().databases.remove("Gone");
    Awaitility.await().until(() -> PhaseRuns.plan(phase, event) instanceof Plan.Steps s
        && s.steps().size() == 1);
    PhaseRuns.take(phase, event, 9);
    awaitConverged(event);
    assertThat(LinkSite.effectivePuts(site, event)).hasSize(2);
  }

  /** Looks often and cheaply: many looks at a long operation are few reads, whoever looks. */
  @Test
  void aLongOperationIsFollowedInTheListAlone() {
    DagCreated event = LinkSite.prepare(site, "Slow");
    site.simulator()
        .azureFaults()
        .add(new OperationFault(LINKS, null, 1, null, null, false, Duration.ofSeconds(4)));
    String carried;
    try (var visit = phase.visit(event, null)) {
      visit.apply(((Plan.Steps) phase.plan(event, visit.observe())).steps().get(0));
      carried = ((Plan.Waiting) phase.plan(event, visit.observe())).carried();
    }
    long operationReads = operationReads();
    instance().links.get(event.groups().distributedAvailabilityGroup()).state = "CreatingLink";
    try (var visit = phase.visit(event, carried)) {
      Plan plan = phase.plan(event, visit.observe());
      assertThat(((Plan.Waiting) plan).reason()).isEqualTo(Reason.IN_PROGRESS);
      assertThat(((Plan.Waiting) plan).carried()).isEqualTo(carried);
    }
    assertThat(operationReads()).isEqualTo(operationReads);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              try (var visit = phase.visit(event, carried)) {
                return phase.plan(event, visit.observe()).isConverged();
              }
            });
    assertThat(operationReads()).as("asked once the list had changed").isGreaterThan(0);
  }

  private static long operationReads() {
    return site.world().record.all().stream()
        .filter(effect -> effect.text().contains("AzureAsyncOperation"))
        .count();
  }
}
