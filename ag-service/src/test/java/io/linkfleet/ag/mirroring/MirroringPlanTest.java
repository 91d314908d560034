package io.linkfleet.ag.mirroring;

import static io.linkfleet.ag.PairSite.options;
import static io.linkfleet.ag.mirroring.MirroringStates.DATA;
import static io.linkfleet.ag.mirroring.MirroringStates.SHARE;
import static io.linkfleet.ag.mirroring.MirroringStates.TO_C;
import static io.linkfleet.ag.mirroring.MirroringStates.asked;
import static io.linkfleet.ag.mirroring.MirroringStates.copy;
import static io.linkfleet.ag.mirroring.MirroringStates.failedOver;
import static io.linkfleet.ag.mirroring.MirroringStates.full;
import static io.linkfleet.ag.mirroring.MirroringStates.host;
import static io.linkfleet.ag.mirroring.MirroringStates.in;
import static io.linkfleet.ag.mirroring.MirroringStates.log;
import static io.linkfleet.ag.mirroring.MirroringStates.mirror;
import static io.linkfleet.ag.mirroring.MirroringStates.odd;
import static io.linkfleet.ag.mirroring.MirroringStates.online;
import static io.linkfleet.ag.mirroring.MirroringStates.principal;
import static io.linkfleet.ag.mirroring.MirroringStates.session;
import static io.linkfleet.ag.mirroring.MirroringStates.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.linkfleet.ag.mirroring.MirroringState.DatabaseFile;
import io.linkfleet.ag.mirroring.MirroringState.Host;
import io.linkfleet.ag.mirroring.MirroringState.Session;
import io.linkfleet.event.LinkEvent.EndpointReady;
import io.linkfleet.event.PairOptions;
import io.linkfleet.event.PairOptions.Safety;
import io.linkfleet.event.PairOptions.Wanted;
import io.linkfleet.plan.Plan;
import io.linkfleet.plan.Step;
import io.linkfleet.sqlserver.On;
import io.linkfleet.testing.PlanText;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The plan for every named starting state of a mirrored pair, as a DBA would review it. */
class MirroringPlanTest {
  private static final Duration LIMIT = Duration.ofHours(24);
  private static final PairOptions PAUSED = options(null, null, Wanted.PAUSED, false);
  private static final PairOptions REMOVED = options(null, null, Wanted.REMOVED, false);
  private static final PairOptions TO_HOST_B = options(null, "HOST_B", null, false);
  private static final PairOptions FORCED = options(null, "HOST_B", null, true);

  private static Plan plan(EndpointReady event, MirroringState observed) {
    return MirroringPlan.of(event, observed, LIMIT);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"beginnings", "copies", "sessions", "roles", "removals", "refusals"})
  void eachStartingStateHasItsPlan(String name, EndpointReady event, MirroringState observed) {
    PlanText.assertGolden("mirroring/" + name, plan(event, observed));
  }

  static Stream<Arguments> beginnings() {
    return Stream.of(
        arguments("ready", asked(), state(online(), null)),
        arguments("ready-paused", asked(PAUSED), state(online(), null)),
        arguments(
            "ready-without-witness",
            asked("Sales", SHARE, PairOptions.defaults(), false),
            state(online(), null)),
        arguments(
            "ready-high-performance",
            asked("Sales", SHARE, options(Safety.OFF, null, null, false), false),
            state(online(), null)),
        arguments(
            "simple-recovery", asked(), state(online("Sales", "SIMPLE", null, null), null)),
        arguments(
            "bulk-logged-recovery",
            asked(),
            state(online("Sales", "BULK_LOGGED", 1000, null), null)),
        arguments("no-backup", asked(), state(online("Sales", "FULL", null, null), null)),
        arguments(
            "full-backup-at-hand", asked(), state(online(), null, full(1000, SHARE + "s.bak"))),
        arguments(
            "full-backup-and-logs-at-hand",
            asked(),
            state(
                online(), null, log(300, 500, SHARE + "0.trn"), full(400, SHARE + "s.bak"),
                log(500, 800, "\\\\jobs\\1.trn"), log(800, 1000, "\\\\jobs\\2.trn"))),
        arguments(
            "full-backup-at-hand-but-a-log-is-not",
            asked(),
            state(
                online(), null, full(500, SHARE + "s.bak"), log(500, 1000, "D:\\Jobs\\1.trn"))),
        arguments(
            "restore-directory",
            asked("Sales", "D:\\Out", with("E:\\In\\", null, null), true),
            state(online(), null)),
        arguments(
            "files-elsewhere", asked(with(null, "E:\\It's data", "L:\\Log\\")),
            state(online(), null)),
        arguments(
            "default-directories-differ",
            asked(),
            state(
                host("HOST_A", online()),
                new Host("HOST_B", 16, "D:\\SQL\\Data\\", "L:\\SQL\\Log\\", Optional.empty()))),
        arguments(
            "files-of-one-name",
            asked(with(null, "E:\\Data", "E:\\Data")),
            state(
                MirroringStates.with(
                    List.of(
                        new DatabaseFile("one", "C:\\1\\Sales.ndf", false),
                        new DatabaseFile("two", "C:\\2\\SALES.ndf", false),
                        new DatabaseFile("log]'", "C:\\3\\Sales.ldf", true))),
                null)),
        arguments(
            "no-directory",
            asked("Sales", null, PairOptions.defaults(), true),
            state(online(), null)),
        arguments("database-recovering", asked(), state(in("RECOVERING", "MULTI_USER"), null)));
  }

  private static PairOptions with(String restore, String data, String logs) {
    return new PairOptions(null, null, null, false, null, null, restore, data, logs);
  }

  static Stream<Arguments> copies() {
    Session waiting = mirror("DISCONNECTED");
    return Stream.of(
        arguments(
            "copy-without-log",
            asked(),
            state(online(), copy(1000, false, null), full(1000, SHARE + "s.bak"))),
        arguments("copy-with-its-log", asked(), state(online(), copy(1000, true, null))),
        arguments("copy-that-waits", asked(), state(online(), copy(1000, true, waiting))),
        arguments(
            "copy-that-waits-and-lacks-log",
            asked(),
            state(online(), copy(500, true, waiting), log(500, 1000, "\\\\jobs\\1.trn"))),
        arguments(
            "copy-that-lacks-log-from-a-file-of-several",
            asked(),
            state(
                online(),
                copy(500, true, null),
                new MirroringState.Backup(
                    true, MirroringStates.number(450), MirroringStates.number(1000),
                    SHARE + "all.trn", 3))),
        arguments("copy-with-a-gap", asked(), state(online(), copy(500, true, null))),
        arguments(
            "copy-with-a-gap-that-waits", asked(), state(online(), copy(500, true, waiting))),
        arguments(
            "copy-whose-log-is-on-a-drive",
            asked(),
            state(online(), copy(500, true, null), log(500, 1000, "D:\\Jobs\\1.trn"))),
        arguments(
            "copy-cut-off-in-its-first-restore",
            asked(),
            state(online(), copy(null, false, null, null), full(1000, SHARE + "s.bak"))),
        arguments(
            "copy-of-another-past",
            asked(),
            state(online(), copy(1000, true, "33333333-0000-0000-0000-000000000003", null))));
  }

  static Stream<Arguments> sessions() {
    return Stream.of(
        arguments("synchronized", asked(), session("SYNCHRONIZED")),
        arguments("synchronizing", asked(), session("SYNCHRONIZING")),
        arguments("suspended", asked(), session("SUSPENDED")),
        arguments("suspended-as-wanted", asked(PAUSED), session("SUSPENDED")),
        arguments("running-but-to-pause", asked(PAUSED), session("SYNCHRONIZED")),
        arguments("disconnected", asked(), session("DISCONNECTED")),
        arguments("pending-failover", asked(), session("PENDING_FAILOVER")),
        arguments(
            "safety-off",
            asked(),
            session(principal("SYNCHRONIZING", "OFF", TO_C), mirror("SYNCHRONIZING"))),
        arguments(
            "witness-missing",
            asked(),
            session(principal("SYNCHRONIZED", "FULL", ""), mirror("SYNCHRONIZED"))),
        arguments(
            "witness-not-wanted",
            asked("Sales", SHARE, PairOptions.defaults(), false),
            session("SYNCHRONIZED")),
        arguments(
            "witness-missing-while-paused",
            asked(PAUSED),
            session(principal("SUSPENDED", "FULL", ""), mirror("SUSPENDED"))),
        arguments("failed-over-with-nobody-named", asked(), failedOver("SYNCHRONIZED")),
        arguments(
            "principal-by-its-name",
            asked(),
            session(
                new Session(
                    "PRINCIPAL", "SYNCHRONIZED", "FULL", "TCP://b.example:7024", "host_b", TO_C),
                mirror("SYNCHRONIZED"))),
        arguments(
            "suspended-after-both-served",
            asked(TO_HOST_B),
            state(
                copy(
                    1000, true, "33333333-0000-0000-0000-000000000003",
                    new Session("MIRROR", "SUSPENDED", "FULL", MirroringStates.TO_B, null, "")),
                online(
                    "Sales", "FULL", 1000,
                    new Session(
                        "PRINCIPAL", "SUSPENDED", "FULL", MirroringStates.TO_A, null, "")))));
  }

  static Stream<Arguments> roles() {
    return Stream.of(
        arguments("hand-over", asked(TO_HOST_B), session("SYNCHRONIZED")),
        arguments("hand-over-not-caught-up", asked(TO_HOST_B), session("SYNCHRONIZING")),
        arguments("hand-over-done", asked(TO_HOST_B), failedOver("SYNCHRONIZED")),
        arguments(
            "hand-over-paused",
            asked(options(null, "HOST_B", Wanted.PAUSED, false)),
            session("SUSPENDED")),
        arguments(
            "hand-over-without-safety",
            asked("Sales", SHARE, options(Safety.OFF, "HOST_B", null, false), false),
            session(principal("SYNCHRONIZING", "OFF", ""), mirror("SYNCHRONIZING"))),
        arguments(
            "roles-changing",
            asked(),
            session(mirror("SYNCHRONIZING"), mirror("SYNCHRONIZING"))),
        arguments(
            "force", asked(FORCED), state(null, mirrorHost("DISCONNECTED"))),
        arguments(
            "force-although-the-mirror-sees-it",
            asked(FORCED),
            state(null, mirrorHost("SYNCHRONIZED"))),
        arguments("force-done", asked(FORCED), state(null, alone())),
        arguments("force-without-a-session", asked(FORCED), state(null, host("HOST_B", null))),
        arguments("force-nobody-answers", asked(FORCED), state((Host) null, null)),
        arguments("force-back-again", asked(FORCED), failedOver("SUSPENDED")));
  }

  private static Host mirrorHost(String state) {
    return host("HOST_B", copy(1000, true, mirror(state)));
  }

  private static Host alone() {
    return host(
        "HOST_B",
        online(
            "Sales", "FULL", 1000,
            new Session(
                "PRINCIPAL", "DISCONNECTED", "FULL", MirroringStates.TO_A, "HOST_A", "")));
  }

  static Stream<Arguments> removals() {
    return Stream.of(
        arguments("remove", asked(REMOVED), session("SYNCHRONIZED")),
        arguments("remove-after-failover", asked(REMOVED), failedOver("SYNCHRONIZED")),
        arguments("remove-disconnected", asked(REMOVED), session("DISCONNECTED")),
        arguments(
            "remove-what-waits",
            asked(REMOVED),
            state(online(), copy(1000, true, mirror("DISCONNECTED")))),
        arguments("removed", asked(REMOVED), state(online(), copy(1000, true, null))),
        arguments(
            "remove-somebody-elses",
            asked(REMOVED),
            state(
                online(
                    "Sales", "FULL", 1000,
                    new Session("PRINCIPAL", "SYNCHRONIZED", "FULL", TO_C, "HOST_C", "")),
                null)));
  }

  static Stream<Arguments> refusals() {
    Session elsewhere = new Session("PRINCIPAL", "SYNCHRONIZED", "FULL", TO_C, "HOST_C", "");
    Session waitsForOther = new Session("MIRROR", "DISCONNECTED", "FULL", TO_C, "HOST_C", "");
    return Stream.of(
        arguments("database-missing", asked(), state((MirroringState.Database) null, null)),
        arguments("database-restoring", asked(), state(in("RESTORING", "MULTI_USER"), null)),
        arguments("database-offline", asked(), state(in("OFFLINE", "MULTI_USER"), null)),
        arguments("database-single-user", asked(), state(in("ONLINE", "SINGLE_USER"), null)),
        arguments("database-read-only", asked(), state(odd(true, false), null)),
        arguments("database-auto-close", asked(), state(odd(false, true), null)),
        arguments("database-in-a-group", asked(), state(MirroringStates.grouped(), null)),
        arguments(
            "partner-in-a-group", asked(), state(online(), MirroringStates.grouped())),
        arguments("partner-has-one-online", asked(), state(online(), online())),
        arguments(
            "partner-is-older",
            asked(),
            state(
                host("HOST_A", online()),
                new Host("HOST_B", 15, DATA, DATA, Optional.empty()))),
        arguments(
            "mirrored-elsewhere",
            asked(),
            state(online("Sales", "FULL", 1000, elsewhere), null)),
        arguments(
            "copy-waits-for-another", asked(), state(online(), copy(1000, true, waitsForOther))),
        arguments(
            "half-on-the-source",
            asked(),
            state(
                online("Sales", "FULL", 1000, principal("DISCONNECTED", "FULL", "")),
                copy(1000, true, null))),
        arguments(
            "half-on-the-partner",
            asked(),
            state(
                online(),
                online(
                    "Sales", "FULL", 1000,
                    new Session(
                        "PRINCIPAL", "DISCONNECTED", "FULL", MirroringStates.TO_A, "HOST_A",
                        "")))),
        arguments(
            "primary-is-a-stranger",
            asked(options(null, "HOST_C", null, false)),
            state(online(), null)),
        arguments(
            "witness-without-safety",
            asked(options(Safety.OFF, null, null, false)),
            state(online(), null)));
  }

  static Stream<Arguments> nastyNames() {
    return Stream.of(
        arguments("name-with-quote", "O'Brien's"),
        arguments("name-that-attacks", "a]; DROP DATABASE x--"),
        arguments("name-not-latin", "Продажи_売上"),
        arguments("name-of-128", "x".repeat(127) + "]"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("nastyNames")
  void aDatabaseMayBeCalledAnything(String golden, String name) {
    PlanText.assertGolden(
        "mirroring/" + golden,
        plan(
            asked(name, SHARE, PairOptions.defaults(), true),
            state(online(name, "SIMPLE", null, null), null)));
  }

  @Test
  void everyStepNamesItsServerAndOnlyBackupsMayTakeADay() {
    Plan.Steps steps =
        (Plan.Steps) plan(asked(), state(online("Sales", "SIMPLE", null, null), null));
    assertThat(steps.steps())
        .extracting(Step::action)
        .extracting(action -> action.where().orElseThrow())
        .containsExactly(
            "HOST_A", "HOST_A", "HOST_B", "HOST_A", "HOST_B", "HOST_B", "HOST_A", "HOST_A");
    assertThat(steps.steps())
        .extracting(Step::action)
        .filteredOn(action -> ((On) action).statement().limit().equals(LIMIT))
        .hasSize(4);
  }
}
