package io.linkfleet.plan;

import io.linkfleet.azure.AzureFailure;
import io.linkfleet.sqlserver.SqlFailure;
import java.time.Duration;

/**
 * The one place that turns a failure into what a link does next: look again later, or block with
 * what a person should do.
 */
public final class Failures {
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private Failures() {}

  /**
   * What follows from a failure.
   *
   * @param attempts how often this link has waited already
   * @param jitter 0 to 1, spreads those who failed together
   */
  public static Plan after(RuntimeException failure, int attempts, double jitter) {
    if (failure instanceof SqlFailure sql) {
      return after(sql, attempts, jitter);
    }
    if (failure instanceof AzureFailure azure) {
      return after(azure, attempts, jitter);
    }
    if (failure instanceof IllegalArgumentException) {
      return new Plan.Blocked(
          Reason.STATEMENT_REFUSED,
          "A value cannot be used: " + failure.getMessage(),
          "Correct the value in the fleet file and ask again.");
    }
    return new Plan.Blocked(
        Reason.INTERNAL,
        "Unexpected failure: " + failure,
        "Look at the service's log at this time; ask again to retry.");
  }

  private static Plan after(SqlFailure failure, int attempts, double jitter) {
    String said = failure.getMessage();
    return switch (failure.kind()) {
      case UNREACHABLE -> again(Reason.UNREACHABLE, said, attempts, jitter);
      case TRANSIENT -> again(Reason.TRANSIENT, said, attempts, jitter);
      case LOGIN ->
          new Plan.Blocked(
              Reason.CREDENTIALS,
              said,
              "Put the right credentials into the secret store, then ask again.");
      case TLS ->
          new Plan.Blocked(
              Reason.TLS,
              said,
              "Give the server a certificate that is valid for the name Linkfleet connects to, or"
                  + " add its CA to linkfleet.sqlserver.trust-store; then ask again.");
      case PERMISSION ->
          new Plan.Blocked(
              Reason.PERMISSION,
              said,
              "Grant the login what the service's README lists under \"Permissions needed\", then"
                  + " ask again.");
      case PERMANENT -> refused(failure);
    };
  }

  /** Errors of statements that a person can do something specific about. */
  private static Plan refused(SqlFailure failure) {
    String said = failure.getMessage();
    return switch (failure.number()) {
      case 35221 ->
          new Plan.Blocked(
              Reason.HADR_DISABLED,
              said,
              "Enable Always On availability groups in SQL Server Configuration Manager and"
                  + " restart the server, then ask again.");
      case 2812 ->
          new Plan.Blocked(
              Reason.VERSION,
              said,
              "Install the update that brings the link feature (SQL Server 2016: SP3 with the Azure"
                  + " Connect Pack; 2017: CU31 with the Azure Connect Pack; 2019: CU20 or newer),"
                  + " then ask again.");
      case 19499 ->
          new Plan.Blocked(
              Reason.VERSION,
              said,
              "This build does not understand ';Server=[...]' in a listener URL: install the Azure"
                  + " Connect Pack, then ask again.");
      case 3201, 3202, 3203 ->
          new Plan.Blocked(
              Reason.BACKUP,
              said,
              "Set options.backupDirectory to a directory that the SQL Server service may write to,"
                  + " then ask again.");
      case 1475 ->
          new Plan.Blocked(
              Reason.BACKUP,
              said,
              "Take a full backup of the database without COPY_ONLY (or a log backup, if it was in the"
                  + " BULK_LOGGED recovery model), then ask again.");
      case 9692 ->
          new Plan.Blocked(
              Reason.ENDPOINT_CONFLICT,
              said,
              "Find out which program of that machine has the port (netstat -abno, ss -ltnp) and"
                  + " free it, or give the endpoint another one (ALTER ENDPOINT ... AS TCP"
                  + " (LISTENER_PORT = ...)); then ask again.");
      default ->
          new Plan.Blocked(
              Reason.STATEMENT_REFUSED, said, "Remove the cause that SQL Server names, ask again.");
    };
  }

  private static Plan after(AzureFailure failure, int attempts, double jitter) {
    String said = failure.getMessage();
    return switch (failure.kind()) {
      case UNREACHABLE, TRANSIENT ->
          failure.retryAfter() == null
              ? again(
                  failure.kind() == AzureFailure.Kind.TRANSIENT
                      ? Reason.TRANSIENT
                      : Reason.UNREACHABLE,
                  said,
                  attempts,
                  jitter)
              : new Plan.Waiting(
                  Reason.TRANSIENT, said, spread(failure.retryAfter(), jitter), null);
      case THROTTLED ->
          new Plan.Waiting(
              Reason.THROTTLED,
              said,
              failure.retryAfter() == null ? delay(attempts, jitter) : failure.retryAfter(),
              null);
      case CREDENTIALS ->
          new Plan.Blocked(
              Reason.CREDENTIALS,
              said,
              "Give the service an identity that Azure accepts (linkfleet.azure.credential), then"
                  + " ask again.");
      case PERMISSION ->
          new Plan.Blocked(
              Reason.PERMISSION,
              said,
              "Assign the identity the role that the service's README lists under \"Permissions"
                  + " needed\", then ask again.");
      case NOT_FOUND, PERMANENT ->
          new Plan.Blocked(
              Reason.REQUEST_REFUSED, said, "Remove the cause that Azure names, then ask again.");
    };
  }

  private static Plan again(Reason reason, String said, int attempts, double jitter) {
    return new Plan.Waiting(reason, said, delay(attempts, jitter), null);
  }

  /** Never before what was asked for, and not all who were asked at the same instant. */
  private static Duration spread(Duration retryAfter, double jitter) {
    long most = Math.max(1000, Math.min(LONGEST.toMillis(), retryAfter.toMillis()));
    return retryAfter.plusMillis((long) (jitter * most / 2));
  }

  /** 1 s, 2 s, 4 s … at most a minute, then a quarter more or less. */
  static Duration delay(int attempts, double jitter) {
    double seconds = Math.min(LONGEST.toSeconds(), Math.pow(2, Math.min(attempts, 10)));
    return Duration.ofMillis((long) (seconds * 1000 * (0.75 + jitter / 2)));
  }
}
