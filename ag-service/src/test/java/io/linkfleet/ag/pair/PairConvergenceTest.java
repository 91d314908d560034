package io.linkfleet.ag.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.linkfleet.ag.AgSite;
import io.linkfleet.ag.PairSite;
import io.linkfleet.event.LinkEvent.EndpointReady;
import io.linkfleet.event.PairOptions;
import io.linkfleet.event.PairOptions.Safety;
import io.linkfleet.event.PairOptions.Wanted;
import io.linkfleet.event.Target.Session;
import io.linkfleet.plan.Plan;
import io.linkfleet.plan.Reason;
import io.linkfleet.plan.Step;
import io.linkfleet.simulator.engine.AvailabilityGroup;
import io.linkfleet.simulator.engine.Database;
import io.linkfleet.testing.PhaseRuns;
import io.linkfleet.testing.SimulatedSite;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Groups between simulated servers: from every starting state, and from a crash anywhere. */
class PairConvergenceTest {
  private static final Session GROUP = Session.AVAILABILITY_GROUP;
  private static final Session DISTRIBUTED = Session.DISTRIBUTED_AVAILABILITY_GROUP;
  private static final String FULL = "HOST_A: ALTER DATABASE";
  private static final String BACKUP = "HOST_A: BACKUP DATABASE";
  private static final String CREATE = "HOST_A: CREATE AVAILABILITY GROUP";
  private static final String CREATE_THERE = "HOST_B: CREATE AVAILABILITY GROUP";
  private static final String THERE = "HOST_B: ALTER AVAILABILITY GROUP";

  private record Start(Session session, String name, String properties, List<String> changes) {
    String database(int crash) {
      return name.replace("#", Integer.toString(crash));
    }
  }

  private static final List<String> ONE = List.of(CREATE, THERE, THERE);
  private static final List<String> TWO =
      List.of(CREATE, CREATE_THERE, THERE, CREATE, THERE);
  private static final List<Start> STARTS =
      List.of(
          new Start(GROUP, "ready#", "", ONE),
          new Start(GROUP, "simple#", ", recovery: SIMPLE", with(ONE, FULL, BACKUP)),
          new Start(GROUP, "fresh#", ", backup: none", with(ONE, BACKUP)),
          new Start(GROUP, "O'Brien's ]#", "", ONE),
          new Start(DISTRIBUTED, "d-ready#", "", TWO),
          new Start(DISTRIBUTED, "d-simple#", ", recovery: SIMPLE", with(TWO, FULL, BACKUP)),
          new Start(DISTRIBUTED, "d-O'Brien's ]#", "", TWO));

  private static SimulatedSite site;
  private static PairPhase phase;

  private static List<String> with(List<String> rest, String... first) {
    return Stream.concat(Stream.of(first), rest.stream()).toList();
  }

  @BeforeAll
  static void start() {
    List<String> databases = new ArrayList<>();
    for (Start start : STARTS) {
      IntStream.rangeClosed(0, start.changes().size())
          .forEach(crash -> databases.add(entry(start.database(crash), start.properties())));
    }
    for (Session session : List.of(GROUP, DISTRIBUTED)) {
      Stream.of("safety", "paused", "switched", "removed", "forced", "there", "step0", "step1",
              "step2", "step3", "taken", "paused-over", "halfway0", "halfway1", "halfway2",
              "halfway3")
          .forEach(name -> databases.add(entry(name + "-" + session.name().charAt(0), "")));
    }
    databases.add(entry("elsewhere", ""));
    databases.add(entry("unreached", ""));
    Map<String, List<String>> servers = new LinkedHashMap<>();
    servers.put("HOST_A", databases);
    servers.put("HOST_B", List.of(entry("there-A", ""), entry("there-D", "")));
    servers.put("HOST_C", List.of());
    site = SimulatedSite.start(PairSite.estate(servers));
    PairSite.trust(site, List.of("HOST_A", "HOST_B"));
    site.world().settings.initTimeout = Duration.ofMillis(300);
    phase = new PairPhase(site.servers(), AgSite.CONFIG, Clock.systemUTC(), null);
  }

  @AfterAll
  static void stop() {
    site.close();
  }

  private static String entry(String name, String properties) {
    return "name: '%s', size: 1 MB%s".formatted(name.replace("'", "''"), properties);
  }

  static Stream<Arguments> crashes() {
    return STARTS.stream()
        .flatMap(
            start ->
                IntStream.rangeClosed(0, start.changes().size())
                    .mapToObj(crash -> arguments(start, crash)));
  }

  @ParameterizedTest(name = "{0} crashing after {1}")
  @MethodSource("crashes")
  void aCrashAfterAnyStepIsRepaired(Start start, int crash) {
    String name = start.database(crash);
    EndpointReady event = asked(start.session(), name, PairOptions.defaults());
    int before = changes().size();

    assertThat(PhaseRuns.take(phase, event, crash)).hasSize(crash);
    converge(event);

    assertThat(PhaseRuns.take(phase, event, 9)).isEmpty();
    List<String> changes =
        new ArrayList<>(changes().subList(before, changes().size()));
    // to allow what is allowed is no second effect; nothing shows whether it is
    String grant = "GRANT CREATE ANY DATABASE";
    assertThat(changes).anyMatch(it -> it.contains(grant));
    changes.removeIf(it -> it.contains(grant));
    List<String> expected = new ArrayList<>(start.changes());
    expected.remove(THERE);
    assertThat(changes).hasSameSizeAs(expected);
    for (int i = 0; i < changes.size(); i++) {
      assertThat(changes.get(i)).startsWith(expected.get(i));
    }
    assertThat(database("HOST_B", name).state).isEqualTo("ONLINE");
    var groups = PhaseRuns.converged(phase, event).groups();
    assertThat(groups.availabilityGroup())
        .isEqualTo(event.link().names().availabilityGroup());
    assertThat(groups.distributedAvailabilityGroup())
        .isEqualTo(
            start.session() == GROUP
                ? null
                : event.link().names().distributedAvailabilityGroup());
  }

  @ParameterizedTest
  @EnumSource(value = Session.class, mode = EnumSource.Mode.EXCLUDE, names = "MIRRORING")
  void theCommitModeFollowsTheSafety(Session session) {
    EndpointReady event = asked(session, "safety", options(Safety.OFF, null, null));
    converge(event);
    assertThat(PhaseRuns.take(phase, event, 9)).isEmpty();
    EndpointReady over = PairSite.with(event, options(Safety.OFF, "HOST_B", null));
    assertThat(blocked(over, Reason.DATA_LOSS).nextAction()).contains("safety: FULL");
    converge(PairSite.with(event, options(Safety.FULL, null, null)));
    assertThat(shared("HOST_A", event).replicas)
        .allMatch(replica -> replica.availabilityMode == 1);
    assertThat(shared("HOST_B", event).replicas)
        .allMatch(replica -> replica.availabilityMode == 1);
  }

  @ParameterizedTest
  @EnumSource(value = Session.class, mode = EnumSource.Mode.EXCLUDE, names = "MIRRORING")
  void dataMovementIsPausedAndResumed(Session session) {
    EndpointReady event = asked(session, "paused", PairOptions.defaults());
    converge(event);
    converge(PairSite.with(event, options(null, null, Wanted.PAUSED)));
    assertThat(database("HOST_A", event.link().database()).suspendReason).isNotNull();
    converge(event);
    assertThat(database("HOST_A", event.link().database()).suspendReason).isNull();
  }

  @ParameterizedTest
  @EnumSource(value = Session.class, mode = EnumSource.Mode.EXCLUDE, names = "MIRRORING")
  void whoIsToServeTakesOverOnceTheDataMovesAgain(Session session) {
    EndpointReady event = asked(session, "paused-over", PairOptions.defaults());
    converge(event);
    converge(PairSite.with(event, options(null, "HOST_B", Wanted.PAUSED)));
    assertThat(database("HOST_A", event.link().database()).suspendReason).isNotNull();
    assertServes("HOST_A", "HOST_B", event);
    converge(PairSite.with(event, options(null, "HOST_B", null)));
    assertServes("HOST_B", "HOST_A", event);
  }

  /** The wish that is not fulfilled yet must be in what pauses, or the source takes over again. */
  @ParameterizedTest(name = "{0} after {1} steps")
  @MethodSource("cutOff")
  void aFailoverThatAPauseMeetsHalfWayEndsWhereItWasMeantTo(Session session, int steps) {
    EndpointReady event = asked(session, "halfway" + steps, PairOptions.defaults());
    converge(PairSite.with(event, options(null, "HOST_A", null)));
    EndpointReady over = PairSite.with(event, options(null, "HOST_B", null));
    awaitFailover(over);
    PhaseRuns.take(phase, over, steps);
    converge(PairSite.with(event, options(null, "HOST_B", Wanted.PAUSED)));
    converge(over);
    assertServes("HOST_B", "HOST_A", event);
  }

  static Stream<Arguments> cutOff() {
    return interruptions()
        .filter(it -> it.get()[2].equals("HOST_B"))
        .map(it -> arguments(it.get()[0], it.get()[1]));
  }

  @ParameterizedTest
  @EnumSource(value = Session.class, mode = EnumSource.Mode.EXCLUDE, names = "MIRRORING")
  void theRoleIsHandedOverAndBack(Session session) {
    EndpointReady event = asked(session, "switched", PairOptions.defaults());
    converge(event);
    converge(PairSite.with(event, options(null, "HOST_B", null)));
    assertServes("HOST_B", "HOST_A", event);
    converge(event);
    assertServes("HOST_B", "HOST_A", event);
    converge(PairSite.with(event, options(null, "HOST_A", null)));
    assertServes("HOST_A", "HOST_B", event);
  }

  /** Until the failover is what is left to do. */
  private void awaitFailover(EndpointReady over) {
    await().until(
        () -> {
          Plan plan = PhaseRuns.plan(phase, over);
          return plan instanceof Plan.Steps some
              && some.steps().stream().map(Step::sentence)
                  .noneMatch(it -> it.startsWith("Set") || it.startsWith("Resume"));
        });
  }

  static Stream<Arguments> interruptions() {
    return Stream.of(GROUP, DISTRIBUTED)
        .flatMap(
            session ->
                IntStream.range(0, session == GROUP ? 4 : 2)
                    .boxed()
                    .flatMap(steps -> Stream.of("HOST_A", "HOST_B")
                        .map(then -> arguments(session, steps, then))));
  }

  /** A crash in the middle of a failover, after which the old or the new wish is asked for. */
  @ParameterizedTest(name = "{0} after {1} steps, then {2}")
  @MethodSource("interruptions")
  void aFailoverThatWasCutOffIsFinishedOrUndone(Session session, int steps, String then) {
    EndpointReady event = asked(session, "step" + steps, PairOptions.defaults());
    converge(PairSite.with(event, options(null, "HOST_A", null)));
    EndpointReady over = PairSite.with(event, options(null, "HOST_B", null));
    awaitFailover(over);
    PhaseRuns.take(phase, over, steps);
    converge(PairSite.with(event, options(null, then, null)));
    assertServes(then, then.equals("HOST_A") ? "HOST_B" : "HOST_A", event);
    converge(PairSite.with(event, options(null, "HOST_A", null)));
  }

  @ParameterizedTest
  @EnumSource(value = Session.class, mode = EnumSource.Mode.EXCLUDE, names = "MIRRORING")
  void removedGroupsLeaveTheDatabases(Session session) {
    EndpointReady event = asked(session, "removed", PairOptions.defaults());
    converge(event);
    converge(PairSite.with(event, options(null, null, Wanted.REMOVED)));
    String name = event.link().database();
    assertThat(database("HOST_A", name).state).isEqualTo("ONLINE");
    assertThat(database("HOST_B", name)).isNotNull();
    for (String host : List.of("HOST_A", "HOST_B")) {
      assertThat(database(host, name).group).isNull();
      assertThat(site.world().servers.get(host).groups.keySet())
          .noneMatch(group -> group.startsWith(event.link().names().availabilityGroup()));
    }
    Plan.Blocked blocked = blocked(event, Reason.LINK_CONFLICT);
    assertThat(blocked.nextAction()).contains("DROP DATABASE [" + name + "];");
    run("HOST_B", "DROP DATABASE [" + name + "]");
    converge(event);
  }

  @ParameterizedTest
  @EnumSource(value = Session.class, mode = EnumSource.Mode.EXCLUDE, names = "MIRRORING")
  void serviceIsForcedOnlyWhenThePrimaryIsLost(Session session) {
    EndpointReady event = asked(session, "forced", PairOptions.defaults());
    converge(event);
    EndpointReady forced =
        PairSite.without(
            PairSite.with(event, PairSite.options(null, "HOST_B", null, true)), "HOST_A");
    site.world().servers.get("HOST_A").up = false;
    site.simulator().dropSessions("HOST_A");
    try {
      await().untilAsserted(
          () -> {
            PhaseRuns.take(phase, forced, 9);
            assertThat(shared("HOST_B", event).localRole).isEqualTo("PRIMARY");
          });
      assertThat(PhaseRuns.plan(phase, forced))
          .isInstanceOfSatisfying(
              Plan.Waiting.class,
              it -> assertThat(it.sentence()).contains("HOST_B serves alone"));
    } finally {
      site.world().servers.get("HOST_A").up = true;
    }
    await().until(() -> PhaseRuns.plan(phase, forced) instanceof Plan.Blocked);
    Plan.Blocked blocked = blocked(forced, Reason.DATA_LOSS);
    assertThat(blocked.sentence()).contains("both serve");
    String group = shared("HOST_A", event).name;
    if (session == DISTRIBUTED) {
      String undo = "ALTER AVAILABILITY GROUP [" + group + "] SET (ROLE = SECONDARY);";
      assertThat(blocked.nextAction()).contains(undo);
      run("HOST_A", undo);
      converge(forced);
      assertServes("HOST_B", "HOST_A", event);
      return;
    }
    String name = event.link().database();
    String drop = "DROP AVAILABILITY GROUP [" + group + "];";
    assertThat(blocked.nextAction())
        .contains(drop + " DROP DATABASE [" + name + "];")
        .contains("run: " + drop);
    run("HOST_A", drop);
    run("HOST_A", "DROP DATABASE [" + name + "]");
    run("HOST_B", drop);
    EndpointReady round =
        PairSite.asked(
            site, "HOST_B", "HOST_A", null, name, session, PairOptions.defaults());
    converge(round);
    assertServes("HOST_B", "HOST_A", round);
  }

  @ParameterizedTest
  @EnumSource(value = Session.class, mode = EnumSource.Mode.EXCLUDE, names = "MIRRORING")
  void whatIsInTheWayIsLeftAlone(Session session) {
    int before = changes().size();
    EndpointReady there = asked(session, "there", PairOptions.defaults());
    assertThat(blocked(there, Reason.LINK_CONFLICT).sentence()).contains("HOST_B");
    assertThat(changes()).hasSize(before);
    EndpointReady taken = asked(session, "taken", PairOptions.defaults());
    run(
        "HOST_B",
        PairSql.createGroup(
                session == GROUP
                    ? taken.link().names().availabilityGroup()
                    : taken.link().names().distributedAvailabilityGroup(),
                null,
                PairSql.member(
                    "HOST_B", "ENDPOINT_URL", taken.endpoint().hosts().get("HOST_B"),
                    "SYNCHRONOUS_COMMIT"))
            .text());
    assertThat(blocked(taken, Reason.GROUP_CONFLICT).sentence()).contains("is taken");
  }

  @Test
  void aDatabaseInAnotherGroupIsLeftAlone() {
    run(
        "HOST_A",
        PairSql.createGroup(
                "somebody's",
                "elsewhere",
                PairSql.member(
                    "HOST_A", "ENDPOINT_URL", "TCP://10.20.1.11:5022", "SYNCHRONOUS_COMMIT"))
            .text());
    EndpointReady event =
        PairSite.asked(
            site, "HOST_A", "HOST_B", null, "elsewhere", GROUP, PairOptions.defaults());
    assertThat(blocked(event, Reason.GROUP_CONFLICT).sentence()).contains("somebody's");
  }

  @Test
  void aPartnerThatThePrimaryDoesNotReachBlocksWithWhatToDo() {
    EndpointReady event =
        PairSite.asked(
            site, "HOST_A", "HOST_C", null, "unreached", GROUP, PairOptions.defaults());
    Throwable failure = catchThrowable(() -> PhaseRuns.take(phase, event, 9));
    Plan.Blocked blocked =
        (Plan.Blocked) phase.explain(event, (RuntimeException) failure).orElseThrow();
    assertThat(blocked.reason()).isEqualTo(Reason.PARTNER_UNREACHABLE);
    assertThat(blocked.sentence()).contains("47106");
  }

  private static void assertServes(String primary, String secondary, EndpointReady event) {
    assertThat(shared(primary, event).localRole).isEqualTo("PRIMARY");
    assertThat(shared(secondary, event).localRole).isEqualTo("SECONDARY");
    assertThat(shared(primary, event).requiredSynchronizedSecondaries).isZero();
  }

  private static AvailabilityGroup shared(String host, EndpointReady event) {
    var names = event.link().names();
    return site.world().servers.get(host).groups.get(
        event.link().partner().session() == GROUP
            ? names.availabilityGroup()
            : names.distributedAvailabilityGroup());
  }

  private static PairOptions options(Safety safety, String primary, Wanted wanted) {
    return PairSite.options(safety, primary, wanted, false);
  }

  private static Plan.Blocked blocked(EndpointReady event, Reason reason) {
    Plan plan = PhaseRuns.plan(phase, event);
    assertThat(plan)
        .isInstanceOfSatisfying(
            Plan.Blocked.class, it -> assertThat(it.reason()).isEqualTo(reason));
    return (Plan.Blocked) plan;
  }

  /** Visits until there is nothing left to do, as the runner would. */
  private static void converge(EndpointReady event) {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              Plan plan = PhaseRuns.plan(phase, event);
              assertThat(plan).isNotInstanceOf(Plan.Blocked.class);
              if (!plan.isConverged()) {
                PhaseRuns.take(phase, event, 99);
              }
              return plan.isConverged();
            });
  }

  private static EndpointReady asked(Session session, String name, PairOptions options) {
    String database =
        STARTS.stream().anyMatch(start -> name.startsWith(start.name().replace("#", "")))
            ? name
            : name + "-" + session.name().charAt(0);
    return PairSite.asked(site, "HOST_A", "HOST_B", null, database, session, options);
  }

  private static void run(String server, String statement) {
    AgSite.run(site, server, statement);
  }

  private static Database database(String server, String name) {
    return site.world().servers.get(server).databases.get(name);
  }

  private static List<String> changes() {
    return site.world().record.all().stream()
        .filter(effect -> effect.kind().equals("CHANGE"))
        .filter(effect -> effect.outcome().startsWith("OK"))
        .filter(effect -> !effect.text().contains("applock"))
        .map(effect -> effect.where() + ": " + effect.text())
        .toList();
  }
}
