package io.linkfleet.ag.mirroring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.linkfleet.ag.AgSite;
import io.linkfleet.ag.PairSite;
import io.linkfleet.event.LinkEvent.EndpointReady;
import io.linkfleet.event.LinkOptions;
import io.linkfleet.event.PairOptions;
import io.linkfleet.event.PairOptions.Safety;
import io.linkfleet.event.PairOptions.Wanted;
import io.linkfleet.event.Target;
import io.linkfleet.plan.Plan;
import io.linkfleet.plan.Reason;
import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.engine.EffectRecord.Effect;
import io.linkfleet.simulator.engine.MirroringSession;
import io.linkfleet.sqlserver.SqlFailure;
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
import org.junit.jupiter.params.provider.MethodSource;

/** Sessions between simulated servers: from every starting state, and from a crash anywhere. */
class MirroringConvergenceTest {
  private static final List<String> SERVERS = List.of("HOST_A", "HOST_B", "HOST_C");
  private static final String FULL = "HOST_A: ALTER DATABASE * SET RECOVERY FULL";
  private static final String BACKUP = "HOST_A: BACKUP DATABASE ";
  private static final String RESTORE = "HOST_B: RESTORE DATABASE ";
  private static final String LOG = "HOST_A: BACKUP LOG ";
  private static final String ROLL = "HOST_B: RESTORE LOG ";
  private static final String MIRROR = "HOST_B: ALTER DATABASE * SET PARTNER = 'TCP";
  private static final String PRINCIPAL = "HOST_A: ALTER DATABASE * SET PARTNER = 'TCP";
  private static final String WITNESS = "HOST_A: ALTER DATABASE * SET WITNESS = 'TCP";
  private static final List<String> USUAL =
      List.of(BACKUP, RESTORE, LOG, ROLL, MIRROR, PRINCIPAL, WITNESS);
  private static final List<String> ALL =
      Stream.concat(Stream.of(FULL), USUAL.stream()).toList();

  private record Start(String name, String properties, List<String> changes) {
    String database(int crash) {
      return name.replace("#", Integer.toString(crash));
    }
  }

  private static final List<Start> STARTS =
      List.of(
          new Start("ready#", "", USUAL),
          new Start("simple#", ", recovery: SIMPLE", ALL),
          new Start("bulk#", ", recovery: BULK_LOGGED", ALL),
          new Start("fresh#", ", backup: none", USUAL),
          new Start("copied#", ", backup: copy-only", USUAL),
          new Start("Order archive #", "", USUAL),
          new Start("O'Brien's #", "", USUAL),
          new Start("a]b[c#", "", USUAL),
          new Start("a]; DROP DATABASE ready0--#", "", USUAL),
          new Start("Продажи_売上#", "", USUAL));

  private static SimulatedSite site;
  private static MirroringPhase phase;

  @BeforeAll
  static void start() {
    List<String> databases = new ArrayList<>();
    for (Start start : STARTS) {
      IntStream.rangeClosed(0, start.changes().size())
          .forEach(crash -> databases.add(entry(start.database(crash), start.properties())));
    }
    Stream.of(
            "safety", "unsafe", "jobs", "late", "local", "lost", "gap", "paused", "paused-over",
            "switched",
            "removed", "forced", "apart", "elsewhere", "there", "stranger", "waiting", "order",
            "moved", "adopted", "witness", "twice", "wrong", "cut")
        .forEach(name -> databases.add(entry(name, "")));
    // a backup in the directory that is handed over would be used until it is a day old
    databases.add(entry("unread", ", backup: none"));
    Map<String, List<String>> servers = new LinkedHashMap<>();
    servers.put("HOST_A", databases);
    servers.put("HOST_B", List.of(entry("there", ""), entry("other", "")));
    servers.put("HOST_C", List.of());
    site = SimulatedSite.start(PairSite.estate(servers));
    PairSite.trust(site, SERVERS);
    phase = new MirroringPhase(site.servers(), AgSite.CONFIG, Clock.systemUTC(), null);
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
  void aCrashAfterAnyStepIsRepairedAndNothingIsDoneTwice(Start start, int crash) {
    EndpointReady event = asked(start.database(crash));
    int before = changes().size();

    assertThat(PhaseRuns.take(phase, event, crash)).hasSize(crash);
    converge(event);

    assertThat(PhaseRuns.take(phase, event, 9)).isEmpty();
    List<String> changes = changes().subList(before, changes().size());
    assertThat(changes).hasSameSizeAs(start.changes());
    for (int i = 0; i < changes.size(); i++) {
      assertThat(changes.get(i)).matches(pattern(start.changes().get(i)));
    }
    assertThat(session("HOST_B", start.database(crash)).state)
        .isGreaterThanOrEqualTo(MirroringSession.SYNCHRONIZING);
    assertThat(PhaseRuns.converged(phase, event).groups()).isNull();
  }

  private static String pattern(String begin) {
    int star = begin.indexOf('*');
    return star < 0
        ? "(?s)\\Q" + begin + "\\E.*"
        : "(?s)\\Q" + begin.substring(0, star) + "\\E.*\\Q" + begin.substring(star + 1) + "\\E.*";
  }

  @Test
  void logBackupsThatOthersTakeMeanwhileAreRestoredAsWell() {
    EndpointReady event = asked("jobs");
    assertThat(PhaseRuns.take(phase, event, 2)).hasSize(2);
    run("HOST_A", "BACKUP LOG jobs TO DISK = '\\\\backup\\jobs\\1.trn'");
    run("HOST_A", "BACKUP LOG jobs TO DISK = '\\\\backup\\jobs\\1.trn'");
    run("HOST_A", "BACKUP LOG jobs TO DISK = '\\\\backup\\jobs\\2.trn'");
    int before = changes().size();
    converge(event);
    List<String> changes = changes().subList(before, changes().size());
    assertThat(changes).filteredOn(it -> it.contains("BACKUP LOG")).isEmpty();
    assertThat(changes)
        .filteredOn(it -> it.contains("RESTORE LOG"))
        .extracting(it -> it.replaceAll("(?s).*(\\d\\.trn).*FILE = (\\d).*", "$1 $2"))
        .containsExactly("1.trn 1", "1.trn 2", "2.trn 1");
  }

  @Test
  void aLogBackupBetweenTheStepsIsAnErrorThatTheNextLookMends() {
    EndpointReady event = asked("late");
    PhaseRuns.take(phase, event, 5);
    run("HOST_A", "BACKUP LOG late TO DISK = '\\\\backup\\jobs\\late.trn'");
    String address = event.endpoint().hosts().get("HOST_B");
    assertThat(refusal(event, "HOST_A", "ALTER DATABASE late SET PARTNER = '" + address + "'"))
        .isInstanceOfSatisfying(
            Plan.Waiting.class,
            waiting -> assertThat(waiting.reason()).isEqualTo(Reason.RESTORE));
    int before = changes().size();
    converge(event);
    assertThat(changes().subList(before, changes().size()))
        .extracting(it -> it.replaceAll("(?s)\\s.*(PARTNER OFF|RESTORE LOG|SET PARTNER|WITNESS).*",
            " $1"))
        .containsExactly(
            "HOST_B: PARTNER OFF", "HOST_B: RESTORE LOG", "HOST_B: SET PARTNER",
            "HOST_A: SET PARTNER", "HOST_A: WITNESS");
  }

  @Test
  void aLogBackupOnADriveOfTheSourceHasToBeCopied() {
    EndpointReady event = asked("local");
    PhaseRuns.take(phase, event, 2);
    run("HOST_A", "BACKUP LOG local TO DISK = 'C:\\Jobs\\local.trn'");
    Plan.Blocked blocked = blocked(event, Reason.RESTORE);
    assertThat(blocked.sentence()).contains("C:\\Jobs\\local.trn");
    assertThat(blocked.nextAction()).contains("restoreDirectory");
    site.world()
        .copyFile(
            site.world().servers.get("HOST_A"), "C:\\Jobs\\local.trn",
            site.world().servers.get("HOST_B"), "D:\\In\\local.trn");
    converge(
        PairSite.with(
            event,
            new PairOptions(null, null, null, false, null, null, "D:\\In\\", null, null)));
  }

  @Test
  void aCopyWhoseLogIsNowhereIsNotRolledForwardByChance() {
    EndpointReady event = asked("gap");
    PhaseRuns.take(phase, event, 4);
    run("HOST_A", "BACKUP LOG gap TO DISK = '\\\\backup\\jobs\\gap.trn'");
    run("HOST_A", "BACKUP LOG gap TO DISK = '\\\\backup\\jobs\\gap2.trn'");
    site.world().servers.get("HOST_A").backups.removeIf(it -> it.path().endsWith("gap.trn"));
    Plan.Blocked blocked = blocked(event, Reason.RESTORE);
    assertThat(blocked.sentence()).contains("LSN");
    assertThat(blocked.nextAction()).contains("DROP DATABASE [gap];");
    run("HOST_B", "DROP DATABASE [gap]");
    converge(event);
  }

  @Test
  void safetyOffIsHighPerformance() {
    EndpointReady event = asked("unsafe", null, options(Safety.OFF, null, null));
    converge(event);
    assertThat(session("HOST_A", "unsafe").safety).isEqualTo(MirroringSession.SAFETY_OFF);
    converge(PairSite.with(event, options(Safety.FULL, null, null)));
    assertThat(session("HOST_B", "unsafe").safety).isEqualTo(MirroringSession.SAFETY_FULL);
  }

  @Test
  void aSessionIsPausedAndResumed() {
    EndpointReady event = asked("paused");
    converge(event);
    converge(PairSite.with(event, options(null, null, Wanted.PAUSED)));
    assertThat(session("HOST_B", "paused").suspended).isTrue();
    converge(event);
    assertThat(session("HOST_B", "paused").suspended).isFalse();
  }

  @Test
  void whoIsToServeTakesOverOnceAPausedSessionIsResumed() {
    EndpointReady event = asked("paused-over");
    converge(event);
    converge(PairSite.with(event, options(null, "HOST_B", Wanted.PAUSED)));
    assertThat(session("HOST_A", "paused-over").suspended).isTrue();
    assertThat(session("HOST_A", "paused-over").role).isEqualTo(MirroringSession.PRINCIPAL);
    converge(PairSite.with(event, options(null, "HOST_B", null)));
    assertThat(session("HOST_B", "paused-over").role).isEqualTo(MirroringSession.PRINCIPAL);
    assertThat(session("HOST_B", "paused-over").suspended).isFalse();
  }

  @Test
  void theRoleIsHandedOverAndBack() {
    EndpointReady event = asked("switched");
    converge(event);
    converge(PairSite.with(event, options(null, "HOST_B", null)));
    assertThat(session("HOST_B", "switched").role).isEqualTo(MirroringSession.PRINCIPAL);
    // nobody named: it stays where it is
    converge(event);
    assertThat(session("HOST_B", "switched").role).isEqualTo(MirroringSession.PRINCIPAL);
    converge(PairSite.with(event, options(null, "HOST_A", null)));
    assertThat(session("HOST_A", "switched").role).isEqualTo(MirroringSession.PRINCIPAL);
  }

  @Test
  void withoutSafetyNoRoleIsHandedOver() {
    EndpointReady event = asked("safety", null, options(Safety.OFF, "HOST_B", null));
    PhaseRuns.take(phase, event, 9);
    await().untilAsserted(
        () -> assertThat(blocked(event, Reason.DATA_LOSS).nextAction()).contains("safety: FULL"));
    converge(PairSite.with(event, options(Safety.FULL, "HOST_B", null)));
    assertThat(session("HOST_B", "safety").role).isEqualTo(MirroringSession.PRINCIPAL);
  }

  @Test
  void aRemovedSessionLeavesBothDatabasesAndComesBack() {
    EndpointReady event = asked("removed");
    converge(event);
    // the partner did not answer the first phases, and is back
    EndpointReady gone =
        PairSite.without(
            PairSite.with(event, options(null, null, Wanted.REMOVED)), "HOST_B");
    int before = changes().size();
    assertThat(PhaseRuns.take(phase, gone, 9)).hasSize(1);
    assertThat(PhaseRuns.plan(phase, gone).isConverged()).isTrue();
    assertThat(changes()).hasSize(before + 1);
    assertThat(database("HOST_A", "removed").state).isEqualTo("ONLINE");
    assertThat(database("HOST_B", "removed").state).isEqualTo("RESTORING");
    converge(event);
  }

  @Test
  void serviceIsForcedOnlyWhenThePrincipalIsLostAndOnlyWhenThatIsAllowed() {
    EndpointReady event = asked("forced", null, PairOptions.defaults());
    converge(event);
    EndpointReady other = PairSite.with(event, options(null, "HOST_B", null));
    await().untilAsserted(
        () -> assertThat(session("HOST_B", "forced").state)
            .isEqualTo(MirroringSession.SYNCHRONIZED));
    site.world().servers.get("HOST_A").up = false;
    site.simulator().dropSessions("HOST_A");
    try {
      await().untilAsserted(
          () -> assertThat(session("HOST_B", "forced").state)
              .isEqualTo(MirroringSession.DISCONNECTED));
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> PhaseRuns.plan(phase, other))
          .isInstanceOfSatisfying(
              SqlFailure.class,
              e -> assertThat(e.kind()).isEqualTo(SqlFailure.Kind.UNREACHABLE));
      EndpointReady forced =
          PairSite.without(
              PairSite.with(event, PairSite.options(null, "HOST_B", null, true)), "HOST_A");
      assertThat(phase.lane(forced)).isEqualTo(event.link().partner().server().address());
      assertThat(PhaseRuns.take(phase, forced, 9)).hasSize(1);
      assertThat(session("HOST_B", "forced").role).isEqualTo(MirroringSession.PRINCIPAL);
      assertThat(PhaseRuns.plan(phase, forced))
          .isInstanceOfSatisfying(
              Plan.Waiting.class,
              it -> assertThat(it.sentence()).contains("HOST_B serves").contains("HOST_A"));
    } finally {
      site.world().servers.get("HOST_A").up = true;
    }
    await().until(() -> session("HOST_A", "forced").state == MirroringSession.SUSPENDED);
    // whoever did not allow the loss is asked before the old principal's changes are thrown away
    assertThat(blocked(other, Reason.DATA_LOSS).nextAction()).contains("allowDataLoss");
    converge(
        PairSite.without(
            PairSite.with(event, PairSite.options(null, "HOST_B", null, true)), "HOST_A"));
    await().untilAsserted(
        () -> assertThat(session("HOST_A", "forced").state)
            .isEqualTo(MirroringSession.SYNCHRONIZED));
  }

  @Test
  void aPrincipalThatAnswersIsNotForcedOut() {
    EndpointReady event = asked("cut", null, PairOptions.defaults());
    converge(event);
    run("HOST_B", "ALTER ENDPOINT mirroring STATE = STOPPED");
    try {
      EndpointReady forced = PairSite.with(event, PairSite.options(null, "HOST_B", null, true));
      await().until(() -> session("HOST_B", "cut").state == MirroringSession.DISCONNECTED);
      assertThat(PhaseRuns.plan(phase, forced))
          .isInstanceOfSatisfying(
              Plan.Waiting.class,
              it -> assertThat(it.reason()).isEqualTo(Reason.PARTNER_UNREACHABLE));
    } finally {
      run("HOST_B", "ALTER ENDPOINT mirroring STATE = STARTED");
    }
  }

  @Test
  void aDatabaseThatIsMirroredElsewhereIsLeftAlone() {
    EndpointReady elsewhere =
        PairSite.asked(site, "HOST_A", "HOST_C", null, "elsewhere");
    converge(elsewhere);
    int before = changes().size();
    Plan.Blocked blocked = blocked(asked("elsewhere"), Reason.MIRRORING_CONFLICT);
    assertThat(blocked.sentence())
        .contains(elsewhere.endpoint().hosts().get("HOST_C"))
        .contains("HOST_B");
    assertThat(blocked.nextAction()).contains("ALTER DATABASE [elsewhere] SET PARTNER OFF;");
    assertThat(changes()).hasSize(before);
  }

  @Test
  void aDatabaseOfThatNameOnThePartnerIsLeftAlone() {
    assertThat(blocked(asked("there"), Reason.MIRRORING_CONFLICT).sentence()).contains("ONLINE");
    run("HOST_B", "BACKUP DATABASE other TO DISK = '\\\\backup\\other.bak'");
    run(
        "HOST_B",
        """
        RESTORE DATABASE stranger FROM DISK = '\\\\backup\\other.bak' WITH NORECOVERY,
          MOVE 'other' TO 'D:\\s.mdf', MOVE 'other_log' TO 'D:\\s.ldf'
        """);
    assertThat(blocked(asked("stranger"), Reason.MIRRORING_CONFLICT).sentence())
        .contains("no copy of that of HOST_A");
  }

  @Test
  void aCopyThatADbaHasPreparedIsUsed() {
    run("HOST_A", "BACKUP DATABASE adopted TO DISK = '\\\\backup\\dba\\a' WITH INIT");
    run("HOST_A", "BACKUP LOG adopted TO DISK = '\\\\backup\\dba\\a'");
    run("HOST_B", "RESTORE DATABASE adopted FROM DISK = '\\\\backup\\dba\\a' WITH NORECOVERY");
    int before = changes().size();
    converge(asked("adopted"));
    assertThat(changes().subList(before, changes().size()))
        .hasSize(4)
        .first()
        .asString()
        .contains("RESTORE LOG")
        .contains("FILE = 2");
  }

  @Test
  void filesGoWhereThePartnerHasRoomForThem() {
    EndpointReady event =
        PairSite.with(
            asked("moved"),
            new PairOptions(
                null, null, null, false, null, null, null, "D:\\Data", "L:\\It's log\\"));
    converge(event);
    assertThat(database("HOST_B", "moved").dataFile).isEqualTo("D:\\Data\\moved.mdf");
    assertThat(database("HOST_B", "moved").logFile).isEqualTo("L:\\It's log\\moved_log.ldf");
  }

  @Test
  void aFileThatThePartnerCannotReadBlocksWithWhatToDo() {
    EndpointReady event =
        PairSite.with(
            asked("unread"),
            new LinkOptions("C:\\Backup", false, null, PairOptions.defaults()));
    Throwable failure =
        org.assertj.core.api.Assertions.catchThrowable(() -> PhaseRuns.take(phase, event, 9));
    Plan.Blocked blocked =
        (Plan.Blocked) phase.explain(event, (RuntimeException) failure).orElseThrow();
    assertThat(blocked.reason()).isEqualTo(Reason.RESTORE);
    assertThat(blocked.nextAction()).contains("restoreDirectory").contains("HOST_B");
    String file = newestBackup("unread");
    site.world()
        .copyFile(
            site.world().servers.get("HOST_A"), file,
            site.world().servers.get("HOST_B"),
            "D:\\In" + file.substring("C:\\Backup".length()));
    EndpointReady copied =
        PairSite.with(
            event,
            new PairOptions(null, null, null, false, null, null, "D:\\In", null, null));
    // the full backup is used again; its log, which comes next, has to be copied as well
    int before = changes().size();
    org.assertj.core.api.Assertions.catchThrowable(() -> PhaseRuns.take(phase, copied, 9));
    assertThat(changes().subList(before, changes().size()))
        .extracting(it -> it.substring(0, it.indexOf(' ', 11)))
        .containsExactly("HOST_B: RESTORE", "HOST_A: BACKUP");
    String log = newestBackup("unread");
    site.world()
        .copyFile(
            site.world().servers.get("HOST_A"), log,
            site.world().servers.get("HOST_B"),
            "D:\\In" + log.substring("C:\\Backup".length()));
    converge(copied);
  }

  private static String newestBackup(String database) {
    var backups = site.world().servers.get("HOST_A").backups;
    return backups.stream()
        .filter(it -> it.databaseName().equals(database))
        .reduce((first, second) -> second)
        .orElseThrow()
        .path();
  }

  @Test
  void withoutADirectoryNothingIsBegun() {
    EndpointReady event =
        PairSite.with(
            asked("lost"), new LinkOptions(null, false, null, PairOptions.defaults()));
    assertThat(blocked(event, Reason.BACKUP).nextAction()).contains("options.backupDirectory");
    assertThat(PhaseRuns.take(phase, event, 9)).isEmpty();
  }

  @Test
  void aWitnessComesAndGoes() {
    EndpointReady without = asked("witness", null, PairOptions.defaults());
    converge(without);
    assertThat(session("HOST_A", "witness").witnessAddress).isEmpty();
    EndpointReady event = asked("witness");
    converge(event);
    assertThat(session("HOST_A", "witness").witnessAddress)
        .isEqualTo(event.endpoint().hosts().get("HOST_C"));
    converge(without);
    assertThat(session("HOST_B", "witness").witnessAddress).isEmpty();
  }

  @Test
  void theErrorsOfAWrongOrderSayWhatToDo() {
    EndpointReady event = asked("order");
    String toB = event.endpoint().hosts().get("HOST_B");
    String toA = event.endpoint().hosts().get("HOST_A");
    String partner = "ALTER DATABASE [order] SET PARTNER = ";
    assertThat(refusal(event, "HOST_A", partner + "'TCP://10.20.1.99:5022'"))
        .isInstanceOfSatisfying(
            Plan.Blocked.class,
            it -> assertThat(it.reason()).isEqualTo(Reason.PARTNER_UNREACHABLE));
    PhaseRuns.take(phase, event, 2);
    // 1416: the principal before the mirror
    assertThat(refusal(event, "HOST_A", partner + "'" + toB + "'"))
        .isInstanceOfSatisfying(
            Plan.Waiting.class,
            it -> assertThat(it.sentence()).contains("1416").contains("begins on the mirror"));
    run("HOST_B", partner + "'" + toA + "'");
    // 1478: no log was restored
    assertThat(refusal(event, "HOST_A", partner + "'" + toB + "'"))
        .isInstanceOfSatisfying(
            Plan.Waiting.class,
            it -> assertThat(it.sentence()).contains("1478").contains("log backups"));
    // 1456: the witness does not answer
    converge(asked("order", null, PairOptions.defaults()));
    await().until(() -> session("HOST_A", "order").state == MirroringSession.SYNCHRONIZED);
    assertThat(
            refusal(event, "HOST_A", "ALTER DATABASE [order] SET WITNESS = 'TCP://10.9.9.9:5022'"))
        .isInstanceOfSatisfying(
            Plan.Blocked.class,
            it -> {
              assertThat(it.sentence()).contains("1456");
              assertThat(it.nextAction()).contains(event.endpoint().hosts().get("HOST_C"));
            });
  }

  @Test
  void halfASessionIsShownWithTheStatementThatEndsIt() {
    EndpointReady event = asked("apart", null, PairOptions.defaults());
    converge(event);
    Database mirror = database("HOST_B", "apart");
    mirror.mirroring = null;
    site.world().servers.get("HOST_B").mirrored.remove(mirror);
    assertThat(blocked(event, Reason.MIRRORING_CONFLICT).nextAction())
        .contains("HOST_A: ALTER DATABASE [apart] SET PARTNER OFF;");
    run("HOST_A", "ALTER DATABASE [apart] SET PARTNER OFF");
    converge(event);
  }

  @Test
  void onlyTheTwoMayServe() {
    assertThat(
            blocked(
                    PairSite.with(asked("twice"), options(null, "HOST_X", null)),
                    Reason.STATEMENT_REFUSED)
                .sentence())
        .contains("HOST_X");
    assertThat(
            blocked(
                    PairSite.with(asked("twice"), options(Safety.OFF, null, null)),
                    Reason.STATEMENT_REFUSED)
                .nextAction())
        .contains("without the witness");
  }

  private static PairOptions options(Safety safety, String primary, Wanted wanted) {
    return PairSite.options(safety, primary, wanted, false);
  }

  private static Plan refusal(EndpointReady event, String server, String statement) {
    Throwable failure =
        org.assertj.core.api.Assertions.catchThrowable(() -> run(server, statement));
    return phase.explain(event, (RuntimeException) failure).orElseThrow();
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

  private static EndpointReady asked(String database) {
    return PairSite.asked(site, "HOST_A", "HOST_B", "HOST_C", database);
  }

  private static EndpointReady asked(String database, String witness, PairOptions options) {
    return PairSite.asked(
        site, "HOST_A", "HOST_B", witness, database, Target.Session.MIRRORING, options);
  }

  private static void run(String server, String statement) {
    AgSite.run(site, server, statement);
  }

  private static Database database(String server, String name) {
    return site.world().servers.get(server).databases.get(name);
  }

  private static MirroringSession session(String server, String name) {
    return database(server, name).mirroring;
  }

  /** What was changed, each with the server that it was changed on. */
  private static List<String> changes() {
    return site.world().record.all().stream()
        .filter(effect -> effect.kind().equals("CHANGE"))
        .filter(effect -> effect.outcome().startsWith("OK"))
        .filter(effect -> !effect.text().contains("applock"))
        .map(MirroringConvergenceTest::shown)
        .toList();
  }

  private static String shown(Effect effect) {
    return effect.where() + ": " + effect.text();
  }
}
