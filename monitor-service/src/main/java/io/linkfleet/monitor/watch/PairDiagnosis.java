package io.linkfleet.monitor.watch;

import io.linkfleet.event.PairOptions.Wanted;
import io.linkfleet.sqlserver.SqlFailure.Kind;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The table of everything that can be said about a pair of SQL Servers: the first row whose
 * predicate holds is the diagnosis. Pure.
 *
 * <p>What was asked for is no alarm: a session that is paused or removed says so and no more.
 */
enum PairDiagnosis {
  REMOVED(
      Severity.OK,
      s -> s.isWanted(Wanted.REMOVED) && s.gone(),
      s -> "The session of " + s.subject() + " is removed, as was asked for",
      s -> ""),

  REMOVING(
      Severity.INFO,
      s -> s.isWanted(Wanted.REMOVED) && s.underWay(),
      s -> "The session of " + s.subject() + " is being removed",
      s -> ""),

  PERMISSION_MISSING(
      Severity.CRITICAL,
      s -> s.blind() != null,
      s -> "The monitor's login may not read the session of " + s.database() + " on "
          + s.blind().server(),
      s -> "Grant it VIEW SERVER STATE and VIEW ANY DEFINITION."),

  CREDENTIALS_REFUSED(
      Severity.CRITICAL,
      s -> s.failed(Kind.LOGIN) != null,
      s -> "The monitor cannot log in: " + s.failed(Kind.LOGIN).failure().getMessage(),
      s -> "Put the right credentials into the monitor's secret store."),

  TLS_REFUSED(
      Severity.CRITICAL,
      s -> s.failed(Kind.TLS) != null,
      s -> "The server's certificate cannot be verified: "
          + s.failed(Kind.TLS).failure().getMessage(),
      s -> "Give the server a certificate that is valid for the name the monitor connects to."),

  SERVER_UNREACHABLE(
      Severity.CRITICAL,
      s -> s.failed(null) != null,
      s -> "One side of " + s.subject() + " could not be asked: "
          + s.failed(null).failure().getMessage() + other(s),
      s -> "Check that the server runs and that the monitor reaches it; it is tried again."),

  SESSION_LEFT(
      Severity.WARNING,
      s -> s.isWanted(Wanted.REMOVED),
      s -> "The session of " + s.subject() + " was to be removed and is still there",
      s -> "Ask for its removal again; nothing else ends it."),

  SESSION_MISSING(
      Severity.CRITICAL,
      PairSnapshot::gone,
      s -> "There is no session of " + s.subject() + " any more",
      s -> "If nobody removed it on purpose, ask for the pair again."),

  SESSION_HALF(
      Severity.CRITICAL,
      s -> s.half() != null,
      s -> "Only " + s.half().server() + " has its side of the session of " + s.subject(),
      s -> "Ask for the pair again; if that blocks, end the session on " + s.half().server()
          + " first."),

  PARTNER_ELSEWHERE(
      Severity.CRITICAL,
      s -> s.elsewhere() != null,
      s -> s.database() + " on " + s.elsewhere().server() + " has its session with "
          + s.elsewhere().elsewhere() + ", which is not the other side of this pair",
      s -> "Find out who set this partner; end that session, or ask no more for this pair."),

  BOTH_LEAD(
      Severity.CRITICAL,
      PairSnapshot::bothLead,
      s -> "Both " + s.source().server() + " and " + s.partner().server()
          + " hold the primary role of " + s.database(),
      s -> "Decide which copy is right, stop the applications on the other, and set up its side"
          + " anew."),

  NONE_LEADS(
      Severity.CRITICAL,
      PairSnapshot::noneLeads,
      s -> "Neither " + s.source().server() + " nor " + s.partner().server()
          + " holds the primary role of " + s.database() + "; nobody can use it",
      s -> "Make one of them primary: force service on the one that has the latest log."),

  CERTIFICATE_EXPIRED(
      Severity.CRITICAL,
      PairSnapshot::expired,
      s -> s.expiry().sentence(s.now()) + (s.up()
          ? "; " + s.subject() + " cannot connect again once the connection breaks"
          : "; " + s.subject() + " cannot connect"),
      s -> "Replace the certificate on all servers of the pair and ask for the pair again."),

  SEEDING_FAILED(
      Severity.CRITICAL,
      s -> !s.isMirroring() && !s.replica().synchronizing() && seeding(s, "FAILED"),
      s -> "Seeding of " + s.subject() + " has failed: " + s.replica().seedingState(),
      s -> "Remove the cause that the error logs name; grant CREATE ANY DATABASE to the group on "
          + s.copy().server() + " if it is missing, then ask for the pair again."),

  CONNECTING(
      Severity.INFO,
      s -> s.replica().lost() && !s.connectedBefore() && s.replica().lastErrorNumber() == 0,
      s -> "The two sides of " + s.subject() + " have not connected yet",
      s -> ""),

  NO_QUORUM(
      Severity.CRITICAL,
      s -> s.replica().lost() && "DISCONNECTED".equals(s.witness()),
      s -> s.database() + " sees neither its partner nor its witness and serves nobody",
      s -> "Bring back the partner or the witness; if neither comes, remove the witness (SET"
          + " WITNESS OFF) on the server that shall serve."),

  DISCONNECTED(
      Severity.CRITICAL,
      s -> s.replica().lost(),
      s -> "The two sides of " + s.subject() + " are not connected" + exposed(s)
          + Diagnosis.lastError(s.replica()),
      s -> s.replica().lastErrorNumber() == 0
          ? "Check that both mirroring endpoints are started and reachable, and that both logs have"
              + " room; it reconnects by itself."
          : ConnectError.of(s.replica().lastErrorNumber()).action()),

  PAUSED(
      Severity.OK,
      s -> s.suspended() && s.isWanted(Wanted.PAUSED),
      s -> "The session of " + s.subject()
          + " is paused, as was asked for; the log grows meanwhile",
      s -> ""),

  SUSPENDED(
      Severity.CRITICAL,
      PairSnapshot::suspended,
      s -> "The session of " + s.subject() + " is suspended; the log of the primary grows",
      s -> "Remove the cause that the error log names, then ask for the pair again: it resumes the"
          + " session."),

  PENDING_FAILOVER(
      Severity.INFO,
      s -> "PENDING_FAILOVER".equals(s.replica().synchronizationState())
          || s.read().anyMatch(side -> "PENDING_FAILOVER".equals(side.state())),
      s -> s.database() + " is failing over between " + s.source().server() + " and "
          + s.partner().server(),
      s -> ""),

  SEEDING(
      Severity.INFO,
      s -> !s.isMirroring() && !s.replica().synchronizing() && s.replica().seedingState() != null
          && !seeding(s, "COMPLETED"),
      s -> s.database() + " is being seeded to " + s.copy().server()
          + Diagnosis.percent(s.replica()),
      s -> "Take no log backup of it until it is seeded."),

  JOINING(
      Severity.INFO,
      s -> s.replica().synchronizationState() == null,
      s -> "The two sides of " + s.subject() + " are connected; the copy has not joined yet",
      s -> ""),

  NOT_HEALTHY(
      Severity.WARNING,
      s -> !s.replica().synchronizing()
          || "NOT_HEALTHY".equals(s.replica().synchronizationHealth()),
      s -> s.subject() + ": the copy is " + s.replica().synchronizationState() + " and "
          + s.replica().synchronizationHealth(),
      s -> "If it does not become healthy by itself, look at the error logs of both sides."),

  SYNCHRONIZING(
      Severity.INFO,
      s -> "FULL".equals(s.safety())
          && "SYNCHRONIZING".equals(s.replica().synchronizationState()),
      s -> s.database() + " catches up on " + s.copy().server()
          + "; until it has, a failover would lose transactions",
      s -> ""),

  WITNESS_MISSING(
      Severity.WARNING,
      s -> s.link().partner().witness() != null && s.witness() == null,
      s -> "The session of " + s.subject() + " has no witness although "
          + s.link().partner().witness().name() + " was asked for: no automatic failover",
      s -> "Ask for the pair again: it sets the witness."),

  WITNESS_DISCONNECTED(
      Severity.WARNING,
      s -> s.witness() != null && !"CONNECTED".equals(s.witness()),
      s -> "The witness of " + s.subject() + " is not connected: no automatic failover, and the"
          + " database stops when the partner is lost as well",
      s -> "Bring the witness back, or remove it (SET WITNESS OFF) until it is."),

  NOT_PAUSED(
      Severity.WARNING,
      s -> s.isWanted(Wanted.PAUSED) && !s.underWay(),
      s -> "The session of " + s.subject() + " runs although a pause was asked for",
      s -> "Ask for the pause again, or for a running session."),

  SAFETY_DIFFERS(
      Severity.WARNING,
      s -> s.safety() != null && !s.underWay()
          && !s.safety().equals(s.wanted().safety().name()),
      s -> "The session of " + s.subject() + " has safety " + s.safety() + ", and "
          + s.wanted().safety() + " was asked for",
      s -> "Ask for the pair again: it sets the safety."),

  ROLES_DIFFER(
      Severity.WARNING,
      s -> s.wanted().primary() != null && !s.underWay()
          && s.leader().map(side -> !side.server().equals(s.wanted().primary())).orElse(false),
      s -> s.database() + " is primary on " + s.leader().orElseThrow().server() + ", and "
          + s.wanted().primary() + " was asked for",
      s -> "Ask for the pair again to fail over, or name no primary to leave it where it is."),

  LAG_HIGH(
      Severity.WARNING,
      s -> Diagnosis.above(s.replica().lagSeconds(), s.limits().lag().toSeconds()),
      s -> "The copy of " + s.subject() + " is " + s.replica().lagSeconds() + " s behind",
      s -> "Compare the log that is written with the bandwidth between the two servers."),

  REDO_QUEUE_HIGH(
      Severity.WARNING,
      s -> Diagnosis.above(s.replica().redoQueueKb(), s.limits().redoQueueKb()),
      s -> s.replica().redoQueueKb() + " KB of log of " + s.subject() + " wait to be redone",
      s -> "Look at the load and the disks of " + s.copy().server() + "."),

  SEND_QUEUE_HIGH(
      Severity.WARNING,
      s -> Diagnosis.above(s.replica().logSendQueueKb(), s.limits().sendQueueKb()),
      s -> s.replica().logSendQueueKb() + " KB of log of " + s.subject() + " wait to be sent",
      s -> "Look at the bandwidth between the servers; the log cannot be truncated meanwhile."),

  CERTIFICATE_EXPIRES(
      Severity.WARNING,
      PairSnapshot::expires,
      s -> s.expiry().sentence(s.now()) + "; then " + s.subject() + " cannot connect again",
      s -> "Replace the certificate on all servers of the pair before that day."),

  HEALTHY(
      Severity.OK,
      s -> true,
      s -> s.database() + " on "
          + s.leader().map(PairSide::server).orElse(s.source().server())
          + (s.isMirroring() ? " is mirrored to " : " is replicated to ") + s.copy().server(),
      s -> "");

  private final Severity severity;
  private final Predicate<PairSnapshot> holds;
  private final Function<PairSnapshot, String> sentence;
  private final Function<PairSnapshot, String> nextAction;

  PairDiagnosis(
      Severity severity,
      Predicate<PairSnapshot> holds,
      Function<PairSnapshot, String> sentence,
      Function<PairSnapshot, String> nextAction) {
    this.severity = severity;
    this.holds = holds;
    this.sentence = sentence;
    this.nextAction = nextAction;
  }

  /** The first row that holds. */
  static PairDiagnosis of(PairSnapshot snapshot) {
    return Arrays.stream(values())
        .filter(row -> row.holds.test(snapshot))
        .findFirst()
        .orElseThrow();
  }

  Severity severity() {
    return severity;
  }

  String sentence(PairSnapshot snapshot) {
    return sentence.apply(snapshot);
  }

  String nextAction(PairSnapshot snapshot) {
    return nextAction.apply(snapshot);
  }

  private static boolean seeding(PairSnapshot s, String state) {
    String now = s.replica().seedingState();
    return now != null && now.startsWith(state);
  }

  /** How the side that did answer is. */
  private static String other(PairSnapshot s) {
    return s.read()
        .findFirst()
        .map(
            side ->
                side.there()
                    ? "; " + side.server() + " is "
                        + (side.role() == null ? "there" : side.role()) + " and "
                        + (side.connected() ? "sees it connected" : "has lost it")
                    : "; " + side.server() + " has no session")
        .orElse("");
  }

  private static String exposed(PairSnapshot s) {
    return s.leader()
        .map(side -> "; " + side.server() + " runs exposed, without a copy that follows")
        .orElse("");
  }
}
