package io.linkfleet.simulator.azure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.linkfleet.simulator.engine.World;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** Owns the way of one HTTP request: faults, gate, route, answer, record. */
final class ArmHandler implements HttpHandler {
  private static final int LARGEST_BODY = 1 << 20;
  private final World world;
  private final String tenant;
  private final AzureFaults faults;
  private final Tokens tokens;
  private final ArmGate gate;
  private final ArmRoutes routes;

  ArmHandler(
      World world,
      String tenant,
      AzureFaults faults,
      Tokens tokens,
      ArmGate gate,
      ArmRoutes routes) {
    this.world = world;
    this.tokens = tokens;
    this.tenant = tenant;
    this.faults = faults;
    this.gate = gate;
    this.routes = routes;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Instant at = world.clock.instant();
      long began = System.nanoTime();
      byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
      String path = exchange.getRequestURI().getPath();
      if (path.endsWith("/oauth2/v2.0/token")) {
        send(exchange, token(path, body));
        return;
      }
      String method = exchange.getRequestMethod();
      Optional<AzureFaults.Fault> fault = faults.take(method, path);
      fault.ifPresent(hit -> pause(hit.delay()));
      ArmReply reply = null;
      if (fault.isEmpty() || effective(fault.get().mode())) {
        reply = answerOrFail(exchange, body);
      }
      boolean disturbed = fault.isPresent() && fault.get().mode() != AzureFaults.Mode.DELAY;
      String outcome = disturbed ? outcome(fault.get(), reply) : reply.outcome();
      long effect = record(exchange, at, began, outcome);
      boolean sent = false;
      try {
        if (disturbed) {
          sent = disturb(exchange, fault.get());
        } else {
          send(exchange, reply);
          sent = true;
        }
      } finally {
        world.record.answered(effect, sent);
      }
    }
  }

  /** What the record says of a request that was disturbed, with what it did in truth. */
  private static String outcome(AzureFaults.Fault fault, ArmReply truth) {
    boolean silent =
        fault.mode() == AzureFaults.Mode.DROP || fault.mode() == AzureFaults.Mode.APPLY_THEN_DROP;
    return "fault " + fault.mode() + (silent ? "" : " " + fault.status())
        + (truth == null ? "" : ", in truth " + truth.outcome());
  }

  private ArmReply answerOrFail(HttpExchange exchange, byte[] body) {
    try {
      return answer(exchange, body);
    } catch (RuntimeException e) {
      System.getLogger(ArmHandler.class.getName())
          .log(System.Logger.Level.ERROR, "a request ended unexpectedly", e);
      return ArmReply.error(500, "InternalServerError", "An unexpected error occurred.");
    }
  }

  private ArmReply answer(HttpExchange exchange, byte[] bytes) {
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    Optional<ArmReply> unknown = gate.unauthenticated(authorization);
    if (unknown.isPresent()) {
      return unknown.get();
    }
    if (bytes.length > LARGEST_BODY) {
      return ArmReply.error(413, "RequestEntityTooLarge", "The request is too large.");
    }
    JsonNode body;
    try {
      body = bytes.length == 0 ? null : Json.MAPPER.readTree(bytes);
    } catch (JsonProcessingException e) {
      return invalidContent();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    boolean carriesBody = List.of("PUT", "PATCH").contains(exchange.getRequestMethod());
    if (carriesBody && (body == null || !body.isObject())) {
      return invalidContent();
    }
    ArmRequest request =
        new ArmRequest(
            exchange.getRequestMethod(),
            base(exchange),
            path(exchange),
            query(exchange),
            gate.principal(authorization).orElseThrow(),
            body);
    Optional<ArmReply> wrong = ArmGate.wrongVersion(request);
    if (wrong.isPresent()) {
      return wrong.get();
    }
    Optional<ArmReply> forbidden = gate.forbidden(request);
    if (forbidden.isPresent()) {
      return forbidden.get();
    }
    TokenBuckets.Grant grant = gate.token(request);
    ArmReply reply = grant.granted() ? routes.answer(request) : ArmGate.throttled(grant);
    return reply.with(
        "x-ms-ratelimit-remaining-subscription-" + grant.kind(),
        String.valueOf(grant.remaining()));
  }

  private static ArmReply invalidContent() {
    return ArmReply.error(
        400,
        "InvalidRequestContent",
        "The request content was invalid and could not be deserialized.");
  }

  private static boolean effective(AzureFaults.Mode mode) {
    return mode == AzureFaults.Mode.AFTER
        || mode == AzureFaults.Mode.APPLY_THEN_DROP
        || mode == AzureFaults.Mode.DELAY;
  }

  /** Answers with the fault; false when there is to be no answer. */
  private boolean disturb(HttpExchange exchange, AzureFaults.Fault fault) throws IOException {
    boolean drop =
        fault.mode() == AzureFaults.Mode.DROP
            || fault.mode() == AzureFaults.Mode.APPLY_THEN_DROP;
    if (drop) {
      // Closing an exchange without an answer closes its connection.
      return false;
    }
    Map<String, String> headers = new TreeMap<>();
    if (fault.retryAfter() == AzureFaults.RetryAfter.SECONDS) {
      headers.put("Retry-After", String.valueOf(fault.retryAfterSeconds()));
    } else if (fault.retryAfter() == AzureFaults.RetryAfter.HTTP_DATE) {
      // in whole seconds, and never sooner than asked for
      Instant then = Instant.now().plusSeconds(fault.retryAfterSeconds()).plusNanos(999_999_999);
      headers.put(
          "Retry-After",
          DateTimeFormatter.RFC_1123_DATE_TIME.format(then.atOffset(ZoneOffset.UTC)));
    }
    switch (fault.body()) {
      case JSON -> {
        ArmReply reply = ArmReply.error(fault.status(), fault.code(), fault.message());
        send(exchange, fault.status(), bytes(reply.body()), "application/json", headers);
      }
      case EMPTY -> send(exchange, fault.status(), new byte[0], null, headers);
      case HTML ->
          send(
              exchange,
              fault.status(),
              "<html><body><h2>Our services aren't available right now</h2></body></html>"
                  .getBytes(StandardCharsets.UTF_8),
              "text/html",
              headers);
    }
    return true;
  }

  /** Entra ID's token endpoint for client secrets and federated tokens; no secret is checked. */
  private ArmReply token(String path, byte[] body) {
    if (!path.regionMatches(true, 1, tenant + "/", 0, tenant.length() + 1)) {
      return ArmReply.error(400, "invalid_request", "AADSTS90002: Tenant not found.");
    }
    String client = parameters(new String(body, StandardCharsets.UTF_8)).get("client_id");
    return client == null
        ? ArmReply.error(400, "invalid_request", "AADSTS900144: client_id is missing.")
        : ArmReply.ok(tokens.clientCredentials(client));
  }

  private static void send(HttpExchange exchange, ArmReply reply) throws IOException {
    send(exchange, reply.status(), bytes(reply.body()), "application/json", reply.headers());
  }

  private static void send(
      HttpExchange exchange, int status, byte[] body, String type, Map<String, String> headers)
      throws IOException {
    String id = UUID.randomUUID().toString();
    var out = exchange.getResponseHeaders();
    out.set("x-ms-request-id", id);
    String correlation =
        exchange.getRequestHeaders().getFirst("x-ms-correlation-request-id");
    out.set("x-ms-correlation-request-id", correlation == null ? id : correlation);
    headers.forEach(out::set);
    if (body.length > 0 && type != null) {
      out.set("Content-Type", type + "; charset=utf-8");
    }
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  private static byte[] bytes(JsonNode body) {
    return body == null ? new byte[0] : body.toString().getBytes(StandardCharsets.UTF_8);
  }

  private long record(HttpExchange exchange, Instant at, long began, String outcome) {
    boolean read = exchange.getRequestMethod().equals("GET");
    return world.record.add(
        at,
        System.nanoTime() - began,
        ArmRoutes.where(path(exchange)),
        gate.principal(exchange.getRequestHeaders().getFirst("Authorization"))
            .orElse("anonymous"),
        read ? "AZURE_READ" : "AZURE_WRITE",
        exchange.getRequestMethod() + " " + exchange.getRequestURI(),
        outcome)
        .sequence();
  }

  private static void pause(Duration delay) {
    long until = System.nanoTime() + delay.toNanos();
    for (long left = delay.toNanos(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private static String base(HttpExchange exchange) {
    String host = exchange.getRequestHeaders().getFirst("Host");
    return "https://" + (host != null ? host : "localhost:" + exchange.getLocalAddress().getPort());
  }

  private static List<String> path(HttpExchange exchange) {
    List<String> parts = new ArrayList<>();
    for (String part : exchange.getRequestURI().getRawPath().split("/")) {
      if (!part.isEmpty()) {
        parts.add(decode(part.replace("+", "%2B")));
      }
    }
    return parts;
  }

  private static Map<String, String> query(HttpExchange exchange) {
    return parameters(exchange.getRequestURI().getRawQuery());
  }

  private static Map<String, String> parameters(String encoded) {
    Map<String, String> query = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String pair : encoded == null ? new String[0] : encoded.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        query.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      }
    }
    return query;
  }

  private static String decode(String text) {
    // URI has refused malformed escapes before this.
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
