package io.linkfleet.acceptance.faults;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.linkfleet.acceptance.faults.FaultWorld.Pair;
import io.linkfleet.acceptance.faults.FaultWorld.Server;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;

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

  /** The same for a pair: on its source or on its partner, always the first of them. */
  private static final Map<String, List<String>> PAIR_STATEMENTS =
      Map.of(
          "cert-service",
          List.of(
              "source/CREATE MASTER KEY",
              "source/CREATE CERTIFICATE WITH SUBJECT",
              "partner/CREATE MASTER KEY",
              "partner/CREATE CERTIFICATE WITH SUBJECT"),
          "endpoint-service",
          List.of(
              "source/CREATE ENDPOINT",
              "source/CREATE LOGIN",
              "source/CREATE USER",
              "source/CREATE CERTIFICATE AUTHORIZATION",
              "source/GRANT CONNECT",
              "partner/CREATE ENDPOINT",
              "partner/CREATE LOGIN",
              "partner/CREATE USER",
              "partner/CREATE CERTIFICATE AUTHORIZATION",
              "partner/GRANT CONNECT"),
          "ag-service",
          List.of(
              "source/BACKUP DATABASE",
              "partner/RESTORE DATABASE",
              "source/BACKUP LOG",
              "partner/RESTORE LOG",
              "partner/ALTER DATABASE SET PARTNER",
              "source/ALTER DATABASE SET PARTNER",
              "source/ALTER DATABASE SET WITNESS"),
          "monitor-service",
          List.of("source/" + ANY, "partner/" + ANY));

  /** What ag-service does for groups between two servers; the number is which of them. */
  private static final Map<String, List<String>> GROUP_STATEMENTS =
      Map.of(
          "availability-group",
          List.of(
              "source/CREATE AVAILABILITY GROUP/1",
              "partner/ALTER AVAILABILITY GROUP JOIN/1",
              "partner/ALTER AVAILABILITY GROUP GRANT/1"),
          "distributed-availability-group",
          List.of(
              "source/CREATE AVAILABILITY GROUP/1",
              "partner/CREATE AVAILABILITY GROUP/1",
              "partner/ALTER AVAILABILITY GROUP GRANT/1",
              "source/CREATE AVAILABILITY GROUP/2",
              "partner/ALTER AVAILABILITY GROUP JOIN/1"));

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
  private final Pair pair;
  private final String database;
  private final String event;
  private final String statement;
  private final Pattern words;
  private final int number;
  private final Watch watch;
  private long sequence;
  private boolean happened;

  /** Chooses the statement by chance. */
  Victim(Stack stack, String service, Boundary boundary, Server server, Random random) {
    this(
        stack, service, boundary, server, null,
        chosen(STATEMENTS.getOrDefault(service, List.of("PUT/1")), random));
  }

  private Victim(
      Stack stack, String service, Boundary boundary, Server server, Pair pair, String chosen) {
    this.stack = stack;
    this.service = service;
    this.boundary = boundary;
    this.server = server;
    this.pair = pair;
    this.database = pair == null ? server.database(1) : pair.databases().get(0);
    this.event =
        pair != null && service.equals("ag-service") ? "link-created" : EVENTS.get(service);
    String[] part = chosen.split("/");
    this.statement = part[0];
    this.words = Pattern.compile(statement.replace(" ", "\\b.*\\b"), Pattern.DOTALL);
    this.number = Integer.parseInt(part[1]);
    this.watch = new Watch(stack.bus(), event, "dag-created");
    this.sequence = stack.simulator().last();
  }

  /**
   * On a pair of its own. The statement, and on which of the two, is by turns: four times as many
   * seeds as there are statements have each at every boundary.
   */
  static Victim of(Stack stack, String service, Boundary boundary, Pair pair, int seed) {
    boolean grouped = service.equals("ag-service") && !pair.isMirrored();
    List<String> all =
        grouped ? GROUP_STATEMENTS.get(pair.session()) : PAIR_STATEMENTS.get(service);
    int boundaries = Boundary.values().length;
    int round = all.size() * boundaries / gcd(all.size(), boundaries);
    String[] chosen = all.get((seed + seed / round) % all.size()).split("/");
    Server server = chosen[0].equals("source") ? pair.source() : pair.partner();
    String number = chosen.length > 2 ? chosen[2] : "1";
    return new Victim(stack, service, boundary, server, pair, chosen[1] + "/" + number);
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  private static String chosen(List<String> all, Random random) {
    return all.get(random.nextInt(all.size()));
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
      until(() -> watch.sees(said -> isAbout(said) && said.topic().equals(event)));
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
    try {
      await(toString()).atMost(LIMIT).pollInterval(Duration.ofMillis(10)).until(condition);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(e.getMessage() + "\n" + stack.about(database), e);
    }
  }

  private boolean isAbout(Bus.Said said) {
    return said.text().contains("\"" + database + "\"");
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
          pair != null
              ? isConnected(effect)
              : effect.kind().equals("NETWORK")
              && effect.text().startsWith("link DAG_" + server.database(1))
              && effect.text().contains(": connected");
      case "azure-link-service" ->
          effect.kind().equals("AZURE_WRITE")
              && effect.text().contains("/DAG_" + server.database(1));
      default ->
          effect.where().equals(server.name())
              && effect.isChange()
              && words.matcher(effect.text()).lookingAt();
    };
  }

  private boolean isConnected(Effect effect) {
    return effect.isChange()
        && effect.where().equals(pair.source().name())
        && effect.text().startsWith("ALTER DATABASE [" + database + "] SET PARTNER");
  }

  /** Kills all of them while something is rolled out, and leaves the stack without faults. */
  static void during(Stack stack, List<Victim> victims, Run run, Runnable rollout) {
    victims.forEach(Victim::arm);
    ExecutorService threads = Executors.newFixedThreadPool(victims.size());
    try {
      List<CompletableFuture<Void>> strikes =
          victims.stream()
              .map(one -> CompletableFuture.runAsync(one::strike, threads))
              .toList();
      rollout.run();
      strikes.forEach(CompletableFuture::join);
      run.judge();
    } finally {
      threads.shutdownNow();
      victims.forEach(Victim::close);
      stack.simulator().clearFaults();
    }
  }

  @Override
  public void close() {
    watch.close();
  }
}
