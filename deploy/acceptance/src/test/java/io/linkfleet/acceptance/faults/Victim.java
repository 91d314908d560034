package io.linkfleet.acceptance.faults;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.linkfleet.acceptance.faults.FaultWorld.Server;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;

/**
 * Owns the killing of one service at one boundary, on a server of its own, while the links go on
 * everywhere else.
 */
final class Victim implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** The monitor is known by its login, whatever it asks. */
  private static final String ANY = "anything";

  /** What each phase changes, in words of its statements; the number is which of them. */
  private static final Map<String, List<String>> STATEMENTS =
      Map.of(
          "cert-service",
          List.of(
              "CREATE MASTER KEY/1",
              "CREATE CERTIFICATE WITH SUBJECT/1",
              "CREATE CERTIFICATE FROM BINARY/1",
              "CREATE CERTIFICATE FROM BINARY/3"),
          "endpoint-service",
          List.of("CREATE ENDPOINT/1"),
          "ag-service",
          List.of("CREATE AVAILABILITY GROUP/1", "CREATE AVAILABILITY GROUP/2"),
          "monitor-service",
          List.of(ANY + "/1", ANY + "/2"));

  /** The event that follows each phase's work. */
  private static final Map<String, String> EVENTS =
      Map.of(
          "cert-service", "cert-created",
          "endpoint-service", "endpoint-ready",
          "ag-service", "dag-created",
          "azure-link-service", "link-created",
          "monitor-service", "replica-connected");

  private final Stack stack;
  private final String service;
  private final Boundary boundary;
  private final Server server;
  private final String statement;
  private final int number;
  private final Watch watch;
  private long sequence;
  private boolean happened;

  /** Chooses the statement by chance. */
  Victim(Stack stack, String service, Boundary boundary, Server server, Random random) {
    this.stack = stack;
    this.service = service;
    this.boundary = boundary;
    this.server = server;
    List<String> all = STATEMENTS.getOrDefault(service, List.of("PUT/1"));
    String[] chosen = all.get(random.nextInt(all.size())).split("/");
    this.statement = chosen[0];
    this.number = Integer.parseInt(chosen[1]);
    this.watch = new Watch(stack.bus(), EVENTS.get(service), "dag-created");
    this.sequence = stack.simulator().last();
  }

  @Override
  public String toString() {
    return "%s %s on %s, %s %d".formatted(service, boundary, server.name(), statement, number);
  }

  private boolean isHolding() {
    return boundary == Boundary.BEFORE_THE_EFFECT || boundary == Boundary.AFTER_THE_EFFECT;
  }

  private boolean isAzure() {
    return service.equals("azure-link-service");
  }

  /** Before the links are asked for. */
  void arm() {
    if (isHolding() && !isAzure()) {
      stack
          .simulator()
          .sqlFault(
              "{\"server\":\"%s\",%s,\"nth\":%d,\"when\":\"%s\",\"hang\":true}"
                  .formatted(
                      server.name(),
                      statement.equals(ANY)
                          ? "\"login\":\"linkfleet_monitor\""
                          : "\"statement\":\"" + statement + "\"",
                      number,
                      boundary == Boundary.BEFORE_THE_EFFECT ? "before" : "after"));
    } else if (isAzure() && boundary == Boundary.BEFORE_THE_EFFECT) {
      stack
          .simulator()
          .azureFault(
              "{\"method\":\"PUT\",\"path\":\"%s\",\"mode\":\"drop\",\"delay\":\"PT10S\"}"
                  .formatted("/distributedAvailabilityGroups/DAG_" + server.database(1)));
    }
  }

  /**
   * Waits until the service is at the boundary, kills it, and starts it again.
   *
   * @return when it was started again
   */
  Instant strike() {
    if (isHolding() && !isAzure()) {
      until(this::hasStruck);
    } else if (isHolding() && boundary == Boundary.BEFORE_THE_EFFECT) {
      until(() -> watch.sees(said -> isAbout(said) && said.topic().equals("dag-created")));
    } else if (boundary == Boundary.BEFORE_THE_ACKNOWLEDGEMENT) {
      until(() -> watch.sees(said -> isAbout(said) && said.topic().equals(EVENTS.get(service))));
    } else {
      until(this::hasHappened);
    }
    boolean silence = boundary == Boundary.BEFORE_THE_EVENT;
    if (silence) {
      stack.processes().freeze("kafka");
    }
    try {
      stack.processes().kill(service);
    } finally {
      if (silence) {
        stack.processes().resume("kafka");
      }
    }
    return stack.processes().start(service, Map.of());
  }

  private void until(Callable<Boolean> condition) {
    await(toString()).atMost(LIMIT).pollInterval(Duration.ofMillis(10)).until(condition);
  }

  private boolean isAbout(Bus.Said said) {
    return said.text().contains("\"" + server.database(1) + "\"");
  }

  private boolean hasStruck() {
    for (JsonNode fault : stack.simulator().sqlFaults()) {
      if (fault.path("server").asText().equals(server.name())
          && fault.path("struck").asInt() > 0) {
        return true;
      }
    }
    return false;
  }

  private boolean hasHappened() {
    for (Effect effect : stack.simulator().record(sequence)) {
      sequence = effect.sequence();
      happened |= effect.succeeded() && isIts(effect);
    }
    return happened;
  }

  private boolean isIts(Effect effect) {
    return switch (service) {
      case "monitor-service" ->
          effect.kind().equals("NETWORK")
              && effect.text().startsWith("link DAG_" + server.database(1))
              && effect.text().contains(": connected");
      case "azure-link-service" ->
          effect.kind().equals("AZURE_WRITE")
              && effect.text().contains("/DAG_" + server.database(1));
      default ->
          effect.where().equals(server.name())
              && effect.isChange()
              && effect.text().startsWith(statement.split(" WITH | FROM ")[0]);
    };
  }

  @Override
  public void close() {
    watch.close();
  }
}
