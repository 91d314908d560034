package io.linkfleet.monitor.watch;

import io.linkfleet.event.ReplicaReading;
import io.linkfleet.sqlserver.SqlFailure.Kind;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The table of everything that can be said about a link to a managed instance: the first row whose
 * predicate holds is the diagnosis. Pure. {@link PairDiagnosis} is the one of pairs.
 *
 * <p>A link replicates asynchronously, so SYNCHRONIZING with HEALTHY is as good as it gets.
 */
public enum Diagnosis {
  PERMISSION_MISSING(
      Severity.CRITICAL,
      s -> s.failed(Kind.PERMISSION) || s.failure() == null && s.replica() == null && !s.seesAll(),
      s -> "The monitor's login may not read the availability groups of "
          + s.link().source().name(),
      s -> "Grant it VIEW SERVER STATE and VIEW ANY DEFINITION."),

  CREDENTIALS_REFUSED(
      Severity.CRITICAL,
      s -> s.failed(Kind.LOGIN),
      s -> "The monitor cannot log in: " + s.failure().getMessage(),
      s -> "Put the right credentials into the monitor's secret store."),

  TLS_REFUSED(
      Severity.CRITICAL,
      s -> s.failed(Kind.TLS),
      s -> "The server's certificate cannot be verified: " + s.failure().getMessage(),
      s -> "Give the server a certificate that is valid for the name the monitor connects to."),

  SERVER_UNREACHABLE(
      Severity.CRITICAL,
      s -> s.failure() != null,
      s -> "The server could not be asked: " + s.failure().getMessage(),
      s -> "Check that the server runs and that the monitor reaches it; it is tried again."),

  GROUP_MISSING(
      Severity.CRITICAL,
      s -> s.replica() == null,
      s -> "There is no distributed availability group " + s.group() + " on "
          + s.link().source().name() + " any more",
      s -> "If nobody removed it on purpose, ask for the link again."),

  CERTIFICATE_EXPIRED(
      Severity.CRITICAL,
      s -> s.expired(),
      s -> s.expiry().sentence(s.now()) + (s.replica().connected()
          ? "; " + s.subject() + " cannot connect again once the connection breaks"
          : "; " + s.subject() + " cannot connect"),
      s -> "Replace the certificate and ask for the link again."),

  SEEDING_FAILED(
      Severity.CRITICAL,
      s -> !s.synchronizing() && (s.seedingIs("FAILED")
          || Set.of(1408, 1412).contains(s.replica().lastErrorNumber())),
      s -> "Seeding of " + s.subject() + " has failed" + seedingDetail(s),
      s -> ConnectError.of(1412).action()),

  CONNECTING(
      Severity.INFO,
      s -> !s.replica().connected() && !s.connectedBefore() && s.replica().lastErrorNumber() == 0,
      s -> "The replica of " + s.subject() + " has not connected yet",
      s -> ""),

  DISCONNECTED(
      Severity.CRITICAL,
      s -> !s.replica().connected(),
      s -> "The replica of " + s.subject() + " is disconnected" + lastError(s.replica()),
      s -> ConnectError.of(s.replica().lastErrorNumber()).action()),

  SUSPENDED(
      Severity.CRITICAL,
      s -> s.replica().suspended(),
      s -> "Data movement of " + s.subject() + " is suspended",
      s -> "Remove the cause that the error log names, then ALTER DATABASE ... SET HADR RESUME."),

  SEEDING(
      Severity.INFO,
      s -> !s.synchronizing() && s.replica().seedingState() != null && !s.seedingIs("COMPLETED"),
      s -> s.subject() + " is being seeded" + percent(s.replica()),
      s -> "Take no log backup of it until it is seeded."),

  JOINING(
      Severity.INFO,
      s -> s.replica().synchronizationState() == null,
      s -> "The replica of " + s.subject() + " is connected; the database has not joined yet",
      s -> ""),

  NOT_HEALTHY(
      Severity.WARNING,
      s -> !s.synchronizing() || !"HEALTHY".equals(s.replica().synchronizationHealth()),
      s -> s.subject() + " is " + s.replica().synchronizationState() + " and "
          + s.replica().synchronizationHealth(),
      s -> "If it does not become healthy by itself, look at the error logs of both sides."),

  LAG_HIGH(
      Severity.WARNING,
      s -> above(s.replica().lagSeconds(), s.limits().lag().toSeconds()),
      s -> "The replica of " + s.subject() + " is " + s.replica().lagSeconds() + " s behind",
      s -> "Compare the log that is written with the bandwidth to the instance."),

  REDO_QUEUE_HIGH(
      Severity.WARNING,
      s -> above(s.replica().redoQueueKb(), s.limits().redoQueueKb()),
      s -> s.replica().redoQueueKb() + " KB of log of " + s.subject() + " wait to be redone",
      s -> "Look at the load of the instance; redo shares its resources with queries."),

  SEND_QUEUE_HIGH(
      Severity.WARNING,
      s -> above(s.replica().logSendQueueKb(), s.limits().sendQueueKb()),
      s -> s.replica().logSendQueueKb() + " KB of log of " + s.subject() + " wait to be sent",
      s -> "Look at the bandwidth to the instance; the log cannot be truncated meanwhile."),

  CERTIFICATE_EXPIRES(
      Severity.WARNING,
      s -> s.expires(),
      s -> s.expiry().sentence(s.now()) + "; then " + s.subject() + " cannot connect again",
      s -> "Replace the certificate before that day, then ask for the link again."),

  HEALTHY(
      Severity.OK,
      s -> true,
      s -> s.subject() + " is replicated to " + s.link().target().name(),
      s -> "");

  private final Severity severity;
  private final Predicate<Snapshot> holds;
  private final Function<Snapshot, String> sentence;
  private final Function<Snapshot, String> nextAction;

  Diagnosis(
      Severity severity,
      Predicate<Snapshot> holds,
      Function<Snapshot, String> sentence,
      Function<Snapshot, String> nextAction) {
    this.severity = severity;
    this.holds = holds;
    this.sentence = sentence;
    this.nextAction = nextAction;
  }

  /** The first row that holds. */
  public static Diagnosis of(Snapshot snapshot) {
    return Arrays.stream(values())
        .filter(row -> row.holds.test(snapshot))
        .findFirst()
        .orElseThrow();
  }

  public Severity severity() {
    return severity;
  }

  /** What is the case, for a person. */
  public String sentence(Snapshot snapshot) {
    return sentence.apply(snapshot);
  }

  /** What a person should do, or an empty string. */
  public String nextAction(Snapshot snapshot) {
    return nextAction.apply(snapshot);
  }

  static boolean above(Long value, long limit) {
    return value != null && value > limit;
  }

  static String percent(ReplicaReading replica) {
    return replica.seedingPercent() == null ? "" : ": " + replica.seedingPercent() + " %";
  }

  static String lastError(ReplicaReading replica) {
    int number = replica.lastErrorNumber();
    if (number == 0) {
      return "";
    }
    String said = replica.lastErrorText() == null ? "" : " (" + replica.lastErrorText() + ")";
    return ": error " + number + ", " + ConnectError.of(number).cause() + said;
  }

  private static String seedingDetail(Snapshot s) {
    return s.replica().lastErrorNumber() != 0
        ? lastError(s.replica())
        : ": " + s.replica().seedingState();
  }
}
