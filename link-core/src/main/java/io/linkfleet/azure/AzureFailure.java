package io.linkfleet.azure;

import java.time.Duration;
import java.util.Set;

/** A failure of a request to Azure: which, its code, and whether it may pass by itself. */
public final class AzureFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What kind of failure it is. */
  public enum Kind {
    /** No answer, a broken one, or 5xx. */
    UNREACHABLE,
    /** 429. */
    THROTTLED,
    /** Conflict or busy: the same request may succeed later. */
    TRANSIENT,
    /** 401 or no token. */
    CREDENTIALS,
    /** 403. */
    PERMISSION,
    /** 404. */
    NOT_FOUND,
    /** Anything else: it will fail again. */
    PERMANENT
  }

  /** Of the REST specification's list of errors, those that the same request may get past later. */
  private static final Set<String> BUSY =
      Set.of(
          "ManagedInstanceIsBusy",
          "ConflictingServerOperation",
          "ConflictingDatabaseOperation",
          "ConflictingSubscriptionOperation",
          "ManagementServiceDatabaseBusy",
          "OperationCanNotStartDueToMiLink",
          "ManagedInstanceOperationInProgress",
          "ManagedInstanceUpdateSloInProgress",
          "ManagedInstanceStarting",
          "OperationInterrupted");

  private final Kind kind;
  private final int status;
  private final String code;
  private final transient Duration retryAfter;

  /**
   * A failed request.
   *
   * @param status the HTTP status, 0 without an answer
   * @param code Azure's code, or an empty string
   * @param retryAfter what Azure asked for, or null
   * @param doing what the request was for
   */
  public AzureFailure(
      Kind kind,
      int status,
      String code,
      Duration retryAfter,
      String doing,
      String message,
      Throwable cause) {
    super(
        "Azure, "
            + doing
            + ": "
            + (status == 0 ? "" : "HTTP " + status + " ")
            + (code.isEmpty() ? "" : code + ": ")
            + message,
        cause);
    this.kind = kind;
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }

  /** Whether a code says that Azure is busy with something else, and did nothing. */
  public static boolean isBusy(String code) {
    return BUSY.contains(code);
  }

  public Kind kind() {
    return kind;
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  /** How long Azure asked to wait, or null. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
