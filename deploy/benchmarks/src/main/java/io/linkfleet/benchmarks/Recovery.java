package io.linkfleet.benchmarks;

import io.linkfleet.benchmarks.Monitor.Accepted;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Owns the benchmark {@code recovery}: from the restart of a service that was killed to the first
 * thing that it does for a link, and what the stable identity in its consumer group saves.
 */
final class Recovery {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);
  private static final Duration TARGET = Duration.ofSeconds(3);
  private static final int ROUNDS = 3;
  private static final String CONTROL = "endpoint-service";

  /** Each phase service, and the event that brings it work. */
  private static final Map<String, String> SERVICES = new LinkedHashMap<>();

  static {
    SERVICES.put("cert-service", "link-requested");
    SERVICES.put("endpoint-service", "cert-created");
    SERVICES.put("ag-service", "endpoint-ready");
    SERVICES.put("azure-link-service", "dag-created");
  }

  /** A server for each round, and one for the control. */
  private static final World WORLD = new World(SERVICES.size() * ROUNDS + 1, 2);

  private static final Set<String> ACTIONS =
      Set.of("QUERY", "CHANGE", "AZURE_READ", "AZURE_WRITE");

  private final Stack stack;
  private final List<ServiceProcess> processes = new ArrayList<>();
  private int server;

  private Recovery(Stack stack) {
    this.stack = stack;
  }

  static void run(Setting setting) throws Exception {
    Report.conditions("recovery");
    try (Stack stack = Stack.start(setting, WORLD)) {
      Recovery recovery = new Recovery(stack);
      try {
        recovery.all();
      } finally {
        recovery.processes.forEach(ServiceProcess::close);
      }
    }
  }

  private void all() throws Exception {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("killed", "shortest", "median", "longest"));
    Duration usual = Duration.ZERO;
    Duration another = Duration.ZERO;
    for (Map.Entry<String, String> service : SERVICES.entrySet()) {
      ServiceProcess process = stack.process(service.getKey());
      processes.add(process);
      List<Duration> took = new ArrayList<>();
      for (int i = 0; i < ROUNDS; i++) {
        took.add(round(process, service.getValue(), Map.of()));
      }
      took.sort(null);
      rows.add(row(service.getKey(), took));
      if (service.getKey().equals(CONTROL)) {
        usual = took.get(took.size() / 2);
        another = round(process, service.getValue(), Map.of("LINKFLEET_INSTANCE", "another"));
        rows.add(row(CONTROL + ", as another instance", List.of(another)));
        process.kill();
        process.start(Map.of());
      }
    }
    Report.loadNow("at the end");
    Report.row("from the restart to the first action, target", TARGET);
    Report.table(rows);
    Report.row(CONTROL + ", as another instance / as itself", times(another, usual));
  }

  /** Kills it, lets links come to it, starts it; from the start to its first request. */
  private Duration round(
      ServiceProcess process, String input, Map<String, String> more) throws Exception {
    process.kill();
    server++;
    Accepted asked =
        stack
            .monitor()
            .request(
                WORLD.fleetOf(
                    String.format(Locale.ROOT, "recovery-%02d", server),
                    stack.offset(),
                    server,
                    server));
    awaitWork(asked, input);
    long since = stack.simulation().last();
    Instant started = process.start(more);
    Instant acted = firstAction(since);
    stack.monitor().await(asked, LIMIT);
    return Duration.between(started, acted);
  }

  private void awaitWork(Accepted asked, String input) throws InterruptedException {
    if (!PhaseTimes.WAY.contains(input)) {
      return; // the answer to the request comes after the records
    }
    long end = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      Map<String, Map<String, Instant>> events = Events.read(stack.bootstrapServers());
      if (asked.links().stream()
          .allMatch(link -> events.getOrDefault(link.id(), Map.of()).containsKey(input))) {
        return;
      }
      require(end, "no work");
      Thread.sleep(LOOK_EVERY.toMillis());
    }
  }

  /** The monitor looks at servers all the time; nobody else has anything to do. */
  private Instant firstAction(long since) throws InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      var first =
          stack.simulation().record(since).stream()
              .filter(effect -> ACTIONS.contains(effect.kind()))
              .filter(effect -> !effect.login().equals(World.MONITOR))
              .map(Effect::at)
              .min(Instant::compareTo);
      if (first.isPresent()) {
        return first.get();
      }
      require(end, "no action");
      Thread.sleep(LOOK_EVERY.toMillis());
    }
  }

  private static void require(long end, String what) {
    if (System.nanoTime() > end) {
      throw new IllegalStateException(what + " within " + LIMIT);
    }
  }

  private static String times(Duration of, Duration to) {
    return String.format(Locale.ROOT, "%8.1f", Report.ratio(of, to));
  }

  private static List<String> row(String name, List<Duration> sorted) {
    return List.of(
        name,
        Report.seconds(sorted.get(0)),
        Report.seconds(sorted.get(sorted.size() / 2)),
        Report.seconds(sorted.get(sorted.size() - 1)));
  }
}
