package io.linkfleet.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.rest.Response;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.linkfleet.azure.Azure.Operation;
import io.linkfleet.event.EventCodec;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/** Reads how a long-running operation stands from what Azure answers, at its start and later. */
final class SdkOperations {
  private static final HttpHeaderName OPERATION =
      HttpHeaderName.fromString("Azure-AsyncOperation");

  /** Answers that say nothing about the operation itself. */
  private static final Set<Integer> NO_ANSWER = Set.of(401, 408);

  /** Gone, never known, or not for this identity, whose role may not reach the operations. */
  private static final Set<Integer> NOT_KNOWN = Set.of(403, 404, 410);

  private final Clock clock;
  private final Duration timeout;

  SdkOperations(Clock clock, Duration timeout) {
    this.clock = clock;
    this.timeout = timeout;
  }

  /** What the answer to a PUT says. */
  static Operation accepted(Response<?> response) {
    String address = response.getHeaders().getValue(OPERATION);
    if (address == null) {
      address = response.getHeaders().getValue(HttpHeaderName.LOCATION);
    }
    if (response.getStatusCode() == 202) {
      return address == null ? new Operation.Unknown() : new Operation.Running(address);
    }
    return response.getStatusCode() == 201 && address != null
        ? new Operation.Running(address)
        : new Operation.Succeeded();
  }

  /** Whether an address may be asked: the request carries our token, so only Azure's own. */
  boolean belongTo(String manager, String address) {
    try {
      URI ours = URI.create(manager);
      URI its = URI.create(address);
      return "https".equalsIgnoreCase(its.getScheme())
          && ours.getHost().equalsIgnoreCase(its.getHost())
          && its.getUserInfo() == null
          && port(ours) == port(its);
    } catch (IllegalArgumentException noAddress) {
      return false;
    }
  }

  private static int port(URI uri) {
    return uri.getPort() < 0 ? 443 : uri.getPort();
  }

  /** What the answer of an operation's address says. */
  Operation state(String doing, String address, HttpResponse response) {
    int status = response.getStatusCode();
    if (NOT_KNOWN.contains(status)) {
      return new Operation.Unknown();
    }
    if (NO_ANSWER.contains(status) || status >= 500) {
      throw new AzureFailure(
          SdkFailures.kind(status, ""),
          status,
          "",
          SdkFailures.retryAfter(response, clock),
          doing,
          "no answer about the operation",
          null);
    }
    if (status == 202) {
      return new Operation.Running(address);
    }
    if (status == 204) {
      return new Operation.Succeeded();
    }
    return said(address, parse(doing, status, response.getBodyAsString().block(timeout)));
  }

  private static Operation said(String address, JsonNode json) {
    String status = json.path("status").asText("").toLowerCase(Locale.ROOT);
    JsonNode error = json.path("error");
    String code = error.path("code").asText("");
    String message = error.path("message").asText("");
    return switch (status) {
      case "succeeded" -> new Operation.Succeeded();
      case "failed", "canceled", "cancelled" ->
          new Operation.Failed(code.isEmpty() ? status : code, message);
      case "" ->
          error.isMissingNode()
              ? new Operation.Succeeded() // a Location address answers with the resource itself
              : new Operation.Failed(code, message);
      default -> new Operation.Running(address);
    };
  }

  /** A body that is cut off, empty or an error page of somebody in between is no answer. */
  private static JsonNode parse(String doing, int status, String body) {
    try {
      JsonNode json = EventCodec.json().readTree(body == null ? "" : body);
      if (json != null && json.isObject() && !json.isEmpty()) {
        return json;
      }
    } catch (JsonProcessingException e) {
      // told below, without what was sent
    }
    throw new AzureFailure(
        AzureFailure.Kind.UNREACHABLE, status, "", null, doing, "the answer is no JSON", null);
  }
}
