package io.linkfleet.ag.pair;

import static io.linkfleet.ag.PairSite.options;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.linkfleet.ag.pair.PairState.Copy;
import io.linkfleet.ag.pair.PairState.Database;
import io.linkfleet.ag.pair.PairState.Group;
import io.linkfleet.ag.pair.PairState.Host;
import io.linkfleet.ag.pair.PairState.Member;
import io.linkfleet.ag.pair.PairState.Seeding;
import io.linkfleet.event.LinkEvent.EndpointReady;
import io.linkfleet.event.LinkOptions;
import io.linkfleet.event.LinkSpec;
import io.linkfleet.event.PairOptions;
import io.linkfleet.event.PairOptions.Safety;
import io.linkfleet.event.PairOptions.Wanted;
import io.linkfleet.event.Samples;
import io.linkfleet.event.Target.Session;
import io.linkfleet.testing.PlanText;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The plan for every named starting state of a pair with groups, as a DBA would review it. */
class PairPlanTest {
  private static final Duration LIMIT = Duration.ofHours(24);
  private static final String A = "TCP://10.10.2.11:7024";
  private static final String B = "TCP://10.10.2.12:7024";
  private static final String SYNC = "SYNCHRONOUS_COMMIT";
  private static final String ASYNC = "ASYNCHRONOUS_COMMIT";
  private static final String NAME = "AG_Sales";
  private static final String DAG = "DAG_Sales_HOST_B";
  private static final PairOptions USUAL = PairOptions.defaults();
  private static final PairOptions PAUSED = options(null, null, Wanted.PAUSED, false);
  private static final PairOptions REMOVED = options(null, null, Wanted.REMOVED, false);
  private static final PairOptions TO_HOST_B = options(null, "HOST_B", null, false);
  private static final PairOptions FORCED = options(null, "HOST_B", null, true);
  private static final PairOptions ASYNCHRONOUS = options(Safety.OFF, null, null, false);

  @ParameterizedTest(name = "group {0}")
  @MethodSource("groups")
  void oneGroup(String name, PairOptions options, PairState observed) {
    check("group/" + name, Session.AVAILABILITY_GROUP, "Sales", options, observed);
  }

  @ParameterizedTest(name = "distributed {0}")
  @MethodSource("distributed")
  void twoGroups(String name, PairOptions options, PairState observed) {
    check(
        "distributed/" + name, Session.DISTRIBUTED_AVAILABILITY_GROUP, "Sales", options, observed);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("nastyNames")
  void aDatabaseMayBeCalledAnything(String golden, String name) {
    PairState observed = state(host("HOST_A", database(name, "SIMPLE", false)), empty("HOST_B"));
    check("group/" + golden, Session.AVAILABILITY_GROUP, name, USUAL, observed);
    check("distributed/" + golden, Session.DISTRIBUTED_AVAILABILITY_GROUP, name, USUAL, observed);
  }

  static Stream<Arguments> nastyNames() {
    return Stream.of(
        arguments("name-with-quote", "O'Brien's"),
        arguments("name-that-attacks", "a]; DROP DATABASE x--"),
        arguments("name-of-128", "x".repeat(127) + "]"));
  }

  private static void check(
      String golden, Session session, String database, PairOptions options, PairState observed) {
    LinkSpec link = Samples.pair(database, session);
    LinkOptions all = new LinkOptions("\\\\backup\\groups", false, null, options);
    var event =
        new EndpointReady(
            new LinkSpec(
                link.id(), link.rollout(), link.generation(), link.source(), database,
                link.target(), link.names(), all),
            Samples.pairTrust(),
            Samples.pairEndpoint(),
            Samples.AT);
    PlanText.assertGolden(golden, PairPlan.of(event, observed, LIMIT).plan());
  }

  static Stream<Arguments> groups() {
    Seeding timeout = new Seeding(NAME, "FAILED", "Seeding Check Message Timeout");
    Seeding taken = new Seeding(NAME, "FAILED", "Database with name already exists");
    Seeding broken = new Seeding(NAME, "FAILED", "SQL Error");
    return Stream.of(
        arguments("ready", USUAL, beginning(database("Sales", "FULL", true))),
        arguments("ready-asynchronous", ASYNCHRONOUS, beginning(database("Sales", "FULL", true))),
        arguments("simple-recovery", USUAL, beginning(database("Sales", "SIMPLE", false))),
        arguments("no-backup", USUAL, beginning(database("Sales", "FULL", false))),
        arguments("not-joined", USUAL, state(side("HOST_A", "PRIMARY", 0), empty("HOST_B"))),
        arguments("seeding", USUAL, seeded(new Seeding(NAME, "SEEDING", null), null)),
        arguments("seeding-not-begun", USUAL, seeded(null, null)),
        arguments("seeding-not-permitted", USUAL, seeded(timeout, null)),
        arguments(
            "seeding-permitted-just-now", USUAL, seeded(timeout, Samples.AT.minusSeconds(5))),
        arguments("seeding-broken", USUAL, seeded(broken, Samples.AT.minusSeconds(60))),
        arguments("seeding-name-taken-and-dropped", USUAL, seeded(taken, null)),
        arguments("running", USUAL, running("PRIMARY", "SECONDARY", "SYNCHRONIZED", 0)),
        arguments("running-to-pause", PAUSED, running("PRIMARY", "SECONDARY", "SYNCHRONIZED", 0)),
        arguments(
            "running-to-asynchronous", ASYNCHRONOUS,
            running("PRIMARY", "SECONDARY", "SYNCHRONIZED", 0)),
        arguments("suspended", USUAL, suspended("SUSPEND_FROM_USER", "SUSPEND_FROM_USER")),
        arguments("suspended-by-the-partner", USUAL, suspended(null, "SUSPEND_FROM_PARTNER")),
        arguments("suspended-there", USUAL, suspended(null, "SUSPEND_FROM_USER")),
        arguments("hand-over", TO_HOST_B, running("PRIMARY", "SECONDARY", "SYNCHRONIZED", 0)),
        arguments(
            "hand-over-not-caught-up", TO_HOST_B,
            running("PRIMARY", "SECONDARY", "SYNCHRONIZING", 0)),
        arguments(
            "hand-over-begun", TO_HOST_B, running("PRIMARY", "SECONDARY", "SYNCHRONIZED", 1)),
        arguments(
            "hand-over-offline", TO_HOST_B, running("RESOLVING", "SECONDARY", "SYNCHRONIZED", 1)),
        arguments(
            "hand-over-offline-wish-withdrawn", USUAL,
            running("RESOLVING", "SECONDARY", "SYNCHRONIZED", 1)),
        arguments(
            "hand-over-forced", TO_HOST_B, running("RESOLVING", "PRIMARY", "SYNCHRONIZED", 1)),
        arguments(
            "hand-over-asynchronous", options(Safety.OFF, "HOST_B", null, false),
            running("PRIMARY", "SECONDARY", "SYNCHRONIZING", 0)),
        arguments("restarting", USUAL, running("RESOLVING", "SECONDARY", "SYNCHRONIZED", 0)),
        arguments("two-primaries", FORCED, running("PRIMARY", "PRIMARY", "NOT SYNCHRONIZING", 0)),
        arguments("force", FORCED, left(member("HOST_B", B, SYNC, true, "SECONDARY", false))),
        arguments(
            "force-although-seen", FORCED,
            left(member("HOST_B", B, SYNC, true, "SECONDARY", true))),
        arguments("force-done", FORCED, left(member("HOST_B", B, SYNC, true, "PRIMARY", true))),
        arguments("remove", REMOVED, running("SECONDARY", "PRIMARY", "SYNCHRONIZED", 0)),
        arguments("removed", REMOVED, beginning(database("Sales", "FULL", true))),
        arguments(
            "database-there", USUAL,
            state(
                host("HOST_A", database("Sales", "FULL", true)),
                host("HOST_B", database("Sales", "FULL", true)))),
        arguments("database-missing", USUAL, state(empty("HOST_A"), empty("HOST_B"))),
        arguments(
            "name-taken", USUAL,
            state(
                host(
                    "HOST_A", database("Sales", "FULL", true),
                    new Group(
                        "ag_sales", "9", false, "NONE", 0,
                        List.of(member("HOST_A", A, SYNC, true, "PRIMARY", true)),
                        List.of("Stock"))),
                empty("HOST_B"))),
        arguments(
            "too-old", USUAL,
            state(
                host("HOST_A", database("Sales", "FULL", true)),
                new Host(
                    "HOST_B", 13, true, null, Optional.empty(), List.of(), List.of(),
                    List.of()))));
  }

  static Stream<Arguments> distributed() {
    return Stream.of(
        arguments("ready", USUAL, beginning(database("Sales", "FULL", true))),
        arguments("simple-recovery", USUAL, beginning(database("Sales", "SIMPLE", false))),
        arguments(
            "own-group-there", USUAL,
            state(
                host("HOST_A", database("Sales", "FULL", true), single("HOST_A", "My AG")),
                empty("HOST_B"))),
        arguments(
            "not-joined", USUAL,
            state(
                host(
                    "HOST_A", database("Sales", "FULL", true), single("HOST_A", NAME),
                    above("PRIMARY", "HOST_A", SYNC)),
                host("HOST_B", null, single("HOST_B", NAME + "_HOST_B")))),
        arguments("running", USUAL, both("PRIMARY", "SECONDARY", SYNC, "SYNCHRONIZED", 9, 9)),
        arguments(
            "running-to-asynchronous", ASYNCHRONOUS,
            both("PRIMARY", "SECONDARY", SYNC, "SYNCHRONIZED", 9, 9)),
        arguments(
            "running-to-synchronous", USUAL,
            both("PRIMARY", "SECONDARY", ASYNC, "SYNCHRONIZING", 9, 9)),
        arguments(
            "hand-over", TO_HOST_B, both("PRIMARY", "SECONDARY", SYNC, "SYNCHRONIZED", 9, 9)),
        arguments(
            "hand-over-both-secondary", TO_HOST_B,
            both("SECONDARY", "SECONDARY", SYNC, "NOT SYNCHRONIZING", 9, 9)),
        arguments(
            "hand-over-behind", TO_HOST_B,
            both("SECONDARY", "SECONDARY", SYNC, "NOT SYNCHRONIZING", 9, 8)),
        arguments(
            "hand-over-wish-withdrawn", USUAL,
            both("SECONDARY", "SECONDARY", SYNC, "NOT SYNCHRONIZING", 9, 9)),
        arguments(
            "two-primaries", FORCED,
            both("PRIMARY", "PRIMARY", SYNC, "NOT SYNCHRONIZING", 9, 9)),
        arguments(
            "remove", REMOVED, both("PRIMARY", "SECONDARY", SYNC, "SYNCHRONIZED", 9, 9)));
  }

  private static PairState state(Host source, Host partner) {
    return new PairState(
        Optional.ofNullable(source), Optional.ofNullable(partner), null, Samples.AT);
  }

  private static PairState beginning(Database database) {
    return state(host("HOST_A", database), empty("HOST_B"));
  }

  private static Database database(String name, String model, boolean logChain) {
    return new Database(
        5, name, "ONLINE", "MULTI_USER", false, false, model, true, logChain, false);
  }

  private static Host host(String label, Database database, Group... groups) {
    return new Host(
        label, 16, true, "C:\\Backup", Optional.ofNullable(database), List.of(groups), List.of(),
        List.of());
  }

  private static Host empty(String label) {
    return host(label, null);
  }

  private static Member member(
      String name, String url, String mode, boolean local, String role, boolean connected) {
    return new Member(
        name, url, mode, "MANUAL", "AUTOMATIC", local, role, connected,
        connected || local ? null : "error 35201: A connection timeout has occurred");
  }

  private static Group group(String label, String role, int required, String... databases) {
    boolean here = label.equals("HOST_A");
    String otherRole = role.equals("PRIMARY") ? "SECONDARY" : null;
    return new Group(
        NAME, "7", false, "NONE", required,
        List.of(
            member("HOST_A", A, SYNC, here, here ? role : otherRole, true),
            member("HOST_B", B, SYNC, !here, here ? otherRole : role, true)),
        List.of(databases));
  }

  private static Host side(String label, String role, int required, Copy... copies) {
    return new Host(
        label, 16, true, "C:\\Backup", Optional.of(database("Sales", "FULL", true)),
        List.of(group(label, role, required, "Sales")), List.of(copies), List.of());
  }

  private static PairState seeded(Seeding seeding, Instant lastStep) {
    Host source =
        new Host(
            "HOST_A", 16, true, "C:\\Backup", Optional.of(database("Sales", "FULL", true)),
            List.of(group("HOST_A", "PRIMARY", 0, "Sales")), List.of(),
            seeding == null ? List.of() : List.of(seeding));
    Host partner = host("HOST_B", null, group("HOST_B", "SECONDARY", 0));
    return new PairState(Optional.of(source), Optional.of(partner), lastStep, Samples.AT);
  }

  private static PairState running(String here, String there, String state, int required) {
    return state(
        side("HOST_A", here, required, copies(here, state)),
        side("HOST_B", there, required, copies(there, state)));
  }

  private static Copy[] copies(String role, String state) {
    Copy own = copy(NAME, true, state, null);
    return role.equals("PRIMARY")
        ? new Copy[] {own, copy(NAME, false, state, null)}
        : new Copy[] {own};
  }

  private static Copy copy(String group, boolean local, String state, String reason) {
    return new Copy(group, local, state, reason != null, reason, BigDecimal.TEN);
  }

  private static PairState suspended(String here, String there) {
    return state(
        side(
            "HOST_A", "PRIMARY", 0, copy(NAME, true, "SYNCHRONIZED", here),
            copy(NAME, false, "NOT SYNCHRONIZING", there)),
        side("HOST_B", "SECONDARY", 0, copy(NAME, true, "NOT SYNCHRONIZING", there)));
  }

  private static PairState left(Member own) {
    Group group =
        new Group(
            NAME, "7", false, "NONE", 0,
            List.of(new Member("HOST_A", A, SYNC, "MANUAL", "AUTOMATIC", false, null, false, null),
                own),
            List.of("Sales"));
    return state(null, host("HOST_B", database("Sales", "FULL", true), group));
  }

  private static Group single(String label, String name) {
    return new Group(
        name, label, false, "NONE", 0,
        List.of(member(label, label.equals("HOST_A") ? A : B, SYNC, true, "PRIMARY", true)),
        label.equals("HOST_A") ? List.of("Sales") : List.of());
  }

  private static Group above(String role, String label, String mode) {
    boolean here = label.equals("HOST_A");
    return new Group(
        DAG, "8" + label, true, null, 0,
        List.of(
            member(NAME, A, mode, here, here ? role : null, true),
            member(NAME + "_HOST_B", B, mode, !here, here ? null : role, true)),
        List.of());
  }

  private static PairState both(
      String here, String there, String mode, String state, int endHere, int endThere) {
    return state(
        distributedSide("HOST_A", NAME, here, mode, state, endHere),
        distributedSide("HOST_B", NAME + "_HOST_B", there, mode, state, endThere));
  }

  private static Host distributedSide(
      String label, String own, String role, String mode, String state, int end) {
    Copy local = new Copy(own, true, state, false, null, BigDecimal.valueOf(end));
    Copy remote = new Copy(DAG, false, state, false, null, BigDecimal.valueOf(end));
    return new Host(
        label, 16, true, "C:\\Backup", Optional.of(database("Sales", "FULL", true)),
        List.of(single(label, own), above(role, label, mode)),
        role.equals("PRIMARY") ? List.of(local, remote) : List.of(local), List.of());
  }
}
