package io.linkfleet.azure;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import com.azure.core.management.exception.ManagementException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import reactor.core.Exceptions;

/** Turns what the SDK throws into {@link AzureFailure}. */
final class SdkFailures {
  private SdkFailures() {}

  static AzureFailure of(String doing, RuntimeException thrown, Clock clock) {
    Throwable cause = Exceptions.unwrap(thrown);
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof AzureFailure already) {
        return already;
      }
      if (t instanceof Allowance.UsedUp usedUp) {
        return throttled(doing, usedUp);
      }
      if (t instanceof ClientAuthenticationException refused) {
        return unauthenticated(doing, refused);
      }
      // an error page that is no JSON arrives as HttpResponseException, not as ManagementException
      if (t instanceof HttpResponseException http) {
        return answered(doing, http, clock);
      }
    }
    return new AzureFailure(
        AzureFailure.Kind.UNREACHABLE, 0, "", null, doing, line(String.valueOf(cause)), cause);
  }

  private static AzureFailure throttled(String doing, Allowance.UsedUp usedUp) {
    return new AzureFailure(
        AzureFailure.Kind.THROTTLED,
        usedUp.status(),
        "",
        usedUp.comeBackAfter(),
        doing,
        usedUp.status() == 0
            ? "this identity's allowance of requests is used up for the moment"
            : "Azure asked to slow down",
        null);
  }

  /** No token: a refusal concerns the credentials, a token service that is down does not. */
  private static AzureFailure unauthenticated(String doing, ClientAuthenticationException e) {
    int status = e.getResponse() == null ? 0 : e.getResponse().getStatusCode();
    boolean down = status == 429 || status >= 500;
    return new AzureFailure(
        down ? AzureFailure.Kind.UNREACHABLE : AzureFailure.Kind.CREDENTIALS,
        status,
        "",
        null,
        doing,
        line(String.valueOf(e.getMessage())),
        e);
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
      message = status < 400 ? "the answer is not understood" : "no explanation in the answer";
    }
    Duration retryAfter = response == null ? null : retryAfter(response, clock);
    return new AzureFailure(kind(status, code), status, code, retryAfter, doing, line(message), e);
  }

  static AzureFailure.Kind kind(int status, String code) {
    if (status == 429) {
      return AzureFailure.Kind.THROTTLED;
    }
    if (AzureFailure.isBusy(code)) {
      return AzureFailure.Kind.TRANSIENT;
    }
    return switch (status) {
      case 401 -> AzureFailure.Kind.CREDENTIALS;
      case 403 -> AzureFailure.Kind.PERMISSION;
      case 404 -> AzureFailure.Kind.NOT_FOUND;
      case 408 -> AzureFailure.Kind.UNREACHABLE;
      // below 400 the answer was cut off or came from somebody else
      default ->
          status >= 500 || status < 400
              ? AzureFailure.Kind.UNREACHABLE
              : AzureFailure.Kind.PERMANENT;
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
      Instant until = date(value);
      // measured with the answer's own clock, since ours may differ
      Instant answered = date(response.getHeaderValue(HttpHeaderName.DATE));
      if (until == null) {
        return null;
      }
      Duration left = Duration.between(answered == null ? clock.instant() : answered, until);
      return left.isNegative() ? Duration.ZERO : left;
    }
  }

  private static Instant date(String value) {
    try {
      return value == null
          ? null
          : ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException notADate) {
      return null;
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
