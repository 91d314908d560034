package io.linkfleet.monitor.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.event.LinkOptions;
import io.linkfleet.event.LinkSpec;
import io.linkfleet.event.PairOptions;
import io.linkfleet.event.PairOptions.Safety;
import io.linkfleet.event.PairOptions.Wanted;
import io.linkfleet.event.ReplicaReading;
import io.linkfleet.event.Samples;
import io.linkfleet.event.Target.Session;
import io.linkfleet.sqlserver.SqlFailure;
import io.linkfleet.sqlserver.SqlFailure.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What both sides show in, what is said out. */
class PairDiagnosisTest {
  private static final Instant NOW = Samples.AT;
  private static final String WITNESS = "TCP://10.10.2.13:7024";

  /** One case of the table, changed from a healthy session. */
  private static final class Case {
    private Session session = Session.MIRRORING;
    private PairOptions options = PairOptions.defaults();
    private PairSide source = side("HOST_A", "PRINCIPAL", "SYNCHRONIZED");
    private PairSide partner = side("HOST_B", "MIRROR", "SYNCHRONIZED");
    private boolean underWay;
    private boolean before = true;
    private Expiry expiry;

    Case group(String copy, ReplicaReading remote) {
      session = Session.AVAILABILITY_GROUP;
      source =
          new PairSide("HOST_A", null, true, true, false, "PRIMARY", "SYNCHRONIZED",
              remote.connected(), remote.suspended(), "FULL", null, null, null, "7",
              remote.logSendQueueKb(), remote.redoQueueKb(), remote);
      partner =
          new PairSide("HOST_B", null, true, true, false, "SECONDARY", copy, remote.connected(),
              false, null, null, null, null, "7", null, null, null);
      return this;
    }

    Case sides(PairSide one, PairSide other) {
      source = one;
      partner = other;
      return this;
    }

    Case wanted(Wanted wanted) {
      options =
          new PairOptions(null, null, wanted, false, null, null, null, null, null);
      return this;
    }

    Case wanted(Safety safety, String primary) {
      options = new PairOptions(safety, primary, null, false, null, null, null, null, null);
      return this;
    }

    Case underWay() {
      underWay = true;
      return this;
    }

    Case neverConnected() {
      before = false;
      return this;
    }

    Case expires(Duration left) {
      expiry = new Expiry("HOST_B", "HOST_B_cert", NOW.plus(left));
      return this;
    }

    PairSnapshot seen() {
      LinkSpec pair = Samples.pair("Sales", session);
      LinkSpec link =
          new LinkSpec(pair.id(), pair.rollout(), 1, pair.source(), pair.database(),
              pair.target(), pair.names(), new LinkOptions(null, false, null, options));
      return new PairSnapshot(
          link, source, partner, underWay, before, expiry, NOW, DiagnosisTest.LIMITS);
    }
  }

  private static Case pair() {
    return new Case();
  }

  private static PairSide side(String server, String role, String state) {
    return side(server, role, state, "FULL", WITNESS, "CONNECTED", 0L);
  }

  private static PairSide side(
      String server, String role, String state, String safety, String witness, String seen,
      Long queue) {
    return new PairSide(server, null, true, true, false, role, state,
        !"DISCONNECTED".equals(state), "SUSPENDED".equals(state), safety, null, witness, seen, "7",
        queue, queue, null);
  }

  private static PairSide none(String server, boolean seesAll) {
    return new PairSide(server, null, seesAll, false, false, null, null, false, false, null, null,
        null, null, null, null, null, null);
  }

  private static PairSide hidden(String server, boolean connected) {
    return new PairSide(server, null, true, true, true, null, null, connected, false, null, null,
        null, null, null, null, null, null);
  }

  private static PairSide elsewhere(String server) {
    return new PairSide(server, null, true, true, false, "PRINCIPAL", "SYNCHRONIZED", true, false,
        "FULL", "HOST_X", null, null, "7", null, null, null);
  }

  private static PairSide failed(String server, Kind kind) {
    return PairSide.unread(server, SqlFailure.of(kind, server, "said why"));
  }

  private static Case both(String state) {
    return pair().sides(side("HOST_A", "PRINCIPAL", state), side("HOST_B", "MIRROR", state));
  }

  private static Case principal(PairSide source) {
    return pair().sides(source, side("HOST_B", "MIRROR", "SYNCHRONIZED"));
  }

  private static ReplicaReading remote(
      String connected, String state, String health, int error, String seeding, Long lag) {
    return new ReplicaReading("HOST_B", connected, state, health, false, 1L, 1L, lag, "7", error,
        null, null, seeding == null ? null : 40, seeding);
  }

  static Stream<Arguments> table() {
    return Stream.of(
        row(pair(), "HEALTHY", "OK", "Sales on HOST_A is mirrored to HOST_B"),
        row(
            pair().sides(side("HOST_A", "MIRROR", "SYNCHRONIZED"),
                side("HOST_B", "PRINCIPAL", "SYNCHRONIZED")),
            "HEALTHY", "OK", "Sales on HOST_B is mirrored to HOST_A"),
        row(pair().sides(side("HOST_A", "PRINCIPAL", "SYNCHRONIZED"), hidden("HOST_B", true)),
            "HEALTHY", "OK", "mirrored to HOST_B"),
        row(pair().wanted(Wanted.REMOVED).sides(none("HOST_A", true), none("HOST_B", true)),
            "REMOVED", "OK", "as was asked for"),
        row(pair().wanted(Wanted.REMOVED).sides(none("HOST_A", true), hidden("HOST_B", false)),
            "REMOVED", "OK", "as was asked for"),
        row(pair().wanted(Wanted.REMOVED)
                .sides(none("HOST_A", true), failed("HOST_B", Kind.UNREACHABLE)),
            "REMOVED", "OK", "as was asked for"),
        row(pair().wanted(Wanted.REMOVED).underWay(), "REMOVING", "INFO", "is being removed"),
        row(pair().wanted(Wanted.REMOVED), "SESSION_LEFT", "WARNING", "is still there"),
        row(principal(failed("HOST_A", Kind.PERMISSION)), "PERMISSION_MISSING", "CRITICAL",
            "HOST_A"),
        row(pair().sides(none("HOST_A", true), none("HOST_B", false)), "PERMISSION_MISSING",
            "CRITICAL", "HOST_B"),
        row(principal(failed("HOST_A", Kind.LOGIN)), "CREDENTIALS_REFUSED", "CRITICAL", "said why"),
        row(principal(failed("HOST_A", Kind.TLS)), "TLS_REFUSED", "CRITICAL", "said why"),
        row(principal(failed("HOST_A", Kind.UNREACHABLE)), "SERVER_UNREACHABLE", "CRITICAL",
            "HOST_B is MIRROR and sees it connected"),
        row(pair().sides(failed("HOST_A", Kind.UNREACHABLE), failed("HOST_B", Kind.UNREACHABLE)),
            "SERVER_UNREACHABLE", "CRITICAL", "HOST_A: said why"),
        row(pair().sides(none("HOST_A", true), none("HOST_B", true)), "SESSION_MISSING",
            "CRITICAL", "no session of Sales on HOST_A and HOST_B"),
        row(pair().sides(none("HOST_A", true), side("HOST_B", "MIRROR", "DISCONNECTED")),
            "SESSION_HALF", "CRITICAL", "Only HOST_B"),
        row(principal(elsewhere("HOST_A")), "PARTNER_ELSEWHERE", "CRITICAL",
            "Sales on HOST_A has its session with HOST_X"),
        row(pair().sides(side("HOST_A", "PRINCIPAL", "DISCONNECTED"),
                side("HOST_B", "PRINCIPAL", "DISCONNECTED")),
            "BOTH_LEAD", "CRITICAL", "Both HOST_A and HOST_B"),
        row(pair().sides(side("HOST_A", "MIRROR", "DISCONNECTED"),
                side("HOST_B", "MIRROR", "DISCONNECTED")),
            "NONE_LEADS", "CRITICAL", "Neither HOST_A nor HOST_B"),
        row(pair().expires(Duration.ZERO), "CERTIFICATE_EXPIRED", "CRITICAL",
            "[HOST_B_cert] on HOST_B expired on 2026-11-21"),
        row(both("DISCONNECTED").expires(Duration.ofDays(-1)), "CERTIFICATE_EXPIRED", "CRITICAL",
            "cannot connect"),
        row(pair().group(null, remote("CONNECTED", null, "NOT_HEALTHY", 0, "FAILED, x", null)),
            "SEEDING_FAILED", "CRITICAL", "FAILED, x"),
        row(both("DISCONNECTED").neverConnected(), "CONNECTING", "INFO", "not connected yet"),
        row(pair().sides(side("HOST_A", "PRINCIPAL", "DISCONNECTED", "FULL", WITNESS,
                "DISCONNECTED", 0L), side("HOST_B", "MIRROR", "DISCONNECTED")),
            "NO_QUORUM", "CRITICAL", "serves nobody"),
        row(both("DISCONNECTED"), "DISCONNECTED", "CRITICAL", "HOST_A runs exposed"),
        row(pair().sides(side("HOST_A", "PRINCIPAL", "SYNCHRONIZED"), hidden("HOST_B", false)),
            "DISCONNECTED", "CRITICAL", "not connected"),
        row(pair().group(null, remote("DISCONNECTED", null, "NOT_HEALTHY", 35250, null, null)),
            "DISCONNECTED", "CRITICAL", "error 35250"),
        row(both("SUSPENDED").wanted(Wanted.PAUSED), "PAUSED", "OK", "as was asked for"),
        row(both("SUSPENDED"), "SUSPENDED", "CRITICAL", "is suspended"),
        row(both("PENDING_FAILOVER"), "PENDING_FAILOVER", "INFO", "is failing over"),
        row(pair().sides(side("HOST_A", "PRINCIPAL", "PENDING_FAILOVER"),
                side("HOST_B", "MIRROR", "SYNCHRONIZED")),
            "PENDING_FAILOVER", "INFO", "is failing over"),
        row(pair().group("INITIALIZING",
                remote("CONNECTED", "INITIALIZING", "NOT_HEALTHY", 0, "SEEDING", null)),
            "SEEDING", "INFO", "to HOST_B: 40 %"),
        row(pair().group(null, remote("CONNECTED", null, "NOT_HEALTHY", 0, null, null)),
            "JOINING", "INFO", "has not joined yet"),
        row(pair().group("NOT SYNCHRONIZING",
                remote("CONNECTED", "NOT SYNCHRONIZING", "NOT_HEALTHY", 0, "COMPLETED", null)),
            "NOT_HEALTHY", "WARNING", "NOT SYNCHRONIZING and NOT_HEALTHY"),
        row(both("SYNCHRONIZING"), "SYNCHRONIZING", "INFO", "would lose transactions"),
        row(pair().wanted(Safety.OFF, null).sides(
                side("HOST_A", "PRINCIPAL", "SYNCHRONIZING", "OFF", WITNESS, "CONNECTED", 0L),
                side("HOST_B", "MIRROR", "SYNCHRONIZING", "OFF", WITNESS, "CONNECTED", 0L)),
            "HEALTHY", "OK", "mirrored"),
        row(pair().sides(side("HOST_A", "PRINCIPAL", "SYNCHRONIZED", "FULL", null, "UNKNOWN", 0L),
                side("HOST_B", "MIRROR", "SYNCHRONIZED", "FULL", null, "UNKNOWN", 0L)),
            "WITNESS_MISSING", "WARNING", "HOST_C was asked for"),
        row(principal(side("HOST_A", "PRINCIPAL", "SYNCHRONIZED", "FULL", WITNESS, "DISCONNECTED",
                0L)),
            "WITNESS_DISCONNECTED", "WARNING", "no automatic failover"),
        row(pair().wanted(Wanted.PAUSED), "NOT_PAUSED", "WARNING", "runs although"),
        row(pair().wanted(Wanted.PAUSED).underWay(), "HEALTHY", "OK", "mirrored"),
        row(pair().wanted(Safety.OFF, null), "SAFETY_DIFFERS", "WARNING",
            "has safety FULL, and OFF was asked for"),
        row(pair().wanted(null, "HOST_B"), "ROLES_DIFFER", "WARNING", "primary on HOST_A"),
        row(pair().group("SYNCHRONIZED",
                remote("CONNECTED", "SYNCHRONIZED", "HEALTHY", 0, "COMPLETED", 301L)),
            "LAG_HIGH", "WARNING", "301 s behind"),
        row(principal(side("HOST_A", "PRINCIPAL", "SYNCHRONIZED", "FULL", WITNESS, "CONNECTED",
                2001L)),
            "SEND_QUEUE_HIGH", "WARNING", "2001 KB"),
        row(pair().sides(side("HOST_A", "PRINCIPAL", "SYNCHRONIZED"),
                side("HOST_B", "MIRROR", "SYNCHRONIZED", "FULL", WITNESS, "CONNECTED", 1001L)),
            "REDO_QUEUE_HIGH", "WARNING", "1001 KB"),
        row(pair().expires(Duration.ofDays(60)), "CERTIFICATE_EXPIRES", "WARNING",
            "[HOST_B_cert] on HOST_B expires on 2027-01-20"),
        row(pair().expires(Duration.ofDays(61)), "HEALTHY", "OK", "mirrored"),
        row(pair().group("SYNCHRONIZED",
                remote("CONNECTED", "SYNCHRONIZED", "HEALTHY", 0, "COMPLETED", 1L)),
            "HEALTHY", "OK", "is replicated to HOST_B"));
  }

  private static Arguments row(Case given, String code, String severity, String sentence) {
    return Arguments.of(given.seen(), code, severity, sentence);
  }

  @ParameterizedTest
  @MethodSource("table")
  void whatIsSeenHasOneDiagnosis(
      PairSnapshot snapshot, String code, String severity, String sentence) {
    Verdict verdict = snapshot.verdict();

    assertThat(verdict.code()).isEqualTo(code);
    assertThat(verdict.severity().name()).isEqualTo(severity);
    assertThat(verdict.sentence()).contains(sentence);
    if (verdict.severity().compareTo(Severity.INFO) > 0) {
      assertThat(verdict.nextAction()).endsWith(".").hasSizeGreaterThan(10);
    }
  }

  @Test
  void everyRowOfTheTableIsReachedByThisTest() {
    Set<PairDiagnosis> reached = EnumSet.noneOf(PairDiagnosis.class);
    table().forEach(row -> reached.add(PairDiagnosis.of((PairSnapshot) row.get()[0])));

    assertThat(reached).containsExactlyInAnyOrderElementsOf(Arrays.asList(PairDiagnosis.values()));
  }

  @Test
  void aPairIsUpOnlyIfBothSidesSaySoAndTheCopyFollows() {
    assertThat(pair().seen().up()).isTrue();
    assertThat(both("SYNCHRONIZING").seen().up()).isTrue();
    for (Case not :
        new Case[] {
          both("SUSPENDED"),
          both("DISCONNECTED"),
          pair().sides(side("HOST_A", "PRINCIPAL", "SYNCHRONIZED"),
              side("HOST_B", "MIRROR", "DISCONNECTED")),
          pair().sides(side("HOST_A", "PRINCIPAL", "SYNCHRONIZED"),
              side("HOST_B", "PRINCIPAL", "SYNCHRONIZED")),
          pair().sides(side("HOST_A", "PRINCIPAL", "SYNCHRONIZED"), none("HOST_B", true)),
          principal(failed("HOST_A", Kind.UNREACHABLE)),
          principal(elsewhere("HOST_A")),
          pair().group(null, remote("CONNECTED", null, "NOT_HEALTHY", 0, null, null)),
        }) {
      assertThat(not.seen().up()).as("%s", not.seen().replica()).isFalse();
    }
  }
}
