package io.linkfleet.azure;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import com.azure.core.management.exception.ManagementException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import reactor.core.Exceptions;

/** Turns what the SDK throws into {@link AzureFailure}. */
final class SdkFailures {
  // classes of the REST specification's error list that the same request may get past later
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

  private SdkFailures() {}

  static AzureFailure of(String doing, RuntimeException thrown, Clock clock) {
    if (thrown instanceof AzureFailure already) {
      return already;
    }
    Throwable cause = Exceptions.unwrap(thrown);
    // an error page that is no JSON arrives as HttpResponseException, not as ManagementException
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof HttpResponseException http) {
        return answered(doing, http, clock);
      }
      if (t instanceof ClientAuthenticationException) {
        return new AzureFailure(
            AzureFailure.Kind.CREDENTIALS, 0, "", null, doing, line(t.getMessage()), t);
      }
    }
    return new AzureFailure(
        AzureFailure.Kind.UNREACHABLE, 0, "", null, doing, line(String.valueOf(cause)), cause);
  }

  private static AzureFailure answered(String doing, HttpResponseException e, Clock clock) {
    HttpResponse response = e.getResponse();
    int status = response == null ? 0 : response.getStatusCode();
    String code = "";
    String message = "";
    if (e instanceof ManagementException management && management.getValue() != null) {
      code = orEmpty(management.getValue().getCode());
      message = orEmpty(management.getValue().getMessage());
    }
    if (message.isEmpty()) {
      message = "no explanation in the answer";
    }
    Duration retryAfter = response == null ? null : retryAfter(response, clock);
    return new AzureFailure(kind(status, code), status, code, retryAfter, doing, line(message), e);
  }

  static AzureFailure.Kind kind(int status, String code) {
    if (status == 429) {
      return AzureFailure.Kind.THROTTLED;
    }
    if (BUSY.contains(code)) {
      return AzureFailure.Kind.TRANSIENT;
    }
    return switch (status) {
      case 401 -> AzureFailure.Kind.CREDENTIALS;
      case 403 -> AzureFailure.Kind.PERMISSION;
      case 404 -> AzureFailure.Kind.NOT_FOUND;
      case 0, 408 -> AzureFailure.Kind.UNREACHABLE;
      default -> status >= 500 ? AzureFailure.Kind.UNREACHABLE : AzureFailure.Kind.PERMANENT;
    };
  }

  /** Seconds or an HTTP date; null when absent or not understood. */
  static Duration retryAfter(HttpResponse response, Clock clock) {
    String value = response.getHeaderValue(HttpHeaderName.RETRY_AFTER);
    if (value == null) {
      return null;
    }
    try {
      return Duration.ofSeconds(Math.max(0, Long.parseLong(value.strip())));
    } catch (NumberFormatException notSeconds) {
      try {
        var date = ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME);
        Duration left = Duration.between(clock.instant(), date.toInstant());
        return left.isNegative() ? Duration.ZERO : left;
      } catch (DateTimeException notADate) {
        return null;
      }
    }
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }

  private static String line(String text) {
    String one = text.replaceAll("\\s*[\\r\\n]+\\s*", " ");
    return one.length() > 500 ? one.substring(0, 500) + "…" : one;
  }
}
