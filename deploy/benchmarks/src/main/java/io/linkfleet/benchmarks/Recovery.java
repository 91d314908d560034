package io.linkfleet.benchmarks;

import io.linkfleet.benchmarks.Monitor.Accepted;
import io.linkfleet.local.ClassArchive;
import io.linkfleet.local.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Owns the benchmark {@code recovery}: from the restart of a service that was killed to the first
 * thing that it does for a link, what its archive of classes saves, and what the stable identity in
 * its consumer group does.
 */
final class Recovery {
  private static final Duration ARCHIVES = Duration.ofMinutes(8);
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

  /** A server for each round, and for those of the controls. */
  private static final World WORLD = new World((SERVICES.size() + 1) * ROUNDS + 1, 2);

  private static final Set<String> ACTIONS =
      Set.of("QUERY", "CHANGE", "AZURE_READ", "AZURE_WRITE");

  private final Stack stack;
  private final List<ServiceProcess> processes = new ArrayList<>();
  private int server;

  private Recovery(Stack stack) {
    this.stack = stack;
  }

  static void run(Setting setting) throws Exception {
    archives(setting);
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

  /** Makes the archives of classes, unless this build has them. */
  private static void archives(Setting setting) throws IOException, InterruptedException {
    Layout layout = new Layout(setting.root(), setting.home());
    if (SERVICES.keySet().stream().allMatch(name -> new ClassArchive(layout, name).isCurrent())) {
      return;
    }
    Files.createDirectories(setting.home());
    Path output = setting.home().resolve("archive.out");
    Process archive = setting.command(output, "archive", "--port-offset", "" + setting.offset());
    if (!archive.waitFor(ARCHIVES.toSeconds(), TimeUnit.SECONDS) || archive.exitValue() != 0) {
      archive.destroy();
      throw new IllegalStateException("no archives:\n" + Files.readString(output));
    }
  }

  private void all() throws Exception {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("killed", "shortest", "median", "longest"));
    Duration usual = Duration.ZERO;
    Duration without = Duration.ZERO;
    Duration another = Duration.ZERO;
    for (Map.Entry<String, String> service : SERVICES.entrySet()) {
      ServiceProcess process = stack.process(service.getKey());
      processes.add(process);
      boolean controlled = service.getKey().equals(CONTROL);
      List<Duration> took = new ArrayList<>();
      List<Duration> plain = new ArrayList<>();
      for (int i = 0; i < ROUNDS; i++) {
        took.add(round(process, service.getValue(), () -> process.start(Map.of())));
        if (controlled) { // in turns, so that both have the same machine
          plain.add(round(process, service.getValue(), process::startWithoutArchive));
        }
      }
      took.sort(null);
      rows.add(row(service.getKey(), took));
      if (controlled) {
        usual = took.get(took.size() / 2);
        plain.sort(null);
        without = plain.get(plain.size() / 2);
        rows.add(row(CONTROL + ", without its archive of classes", plain));
        Map<String, String> named = Map.of("LINKFLEET_INSTANCE", "another");
        another = round(process, service.getValue(), () -> process.start(named));
        rows.add(row(CONTROL + ", as another instance", List.of(another)));
        process.kill();
        process.start(Map.of());
      }
    }
    Report.loadNow("at the end");
    Report.row("from the restart to the first action, target", TARGET);
    Report.table(rows);
    Report.row(CONTROL + ", as another instance / as itself", times(another, usual));
    Report.row(CONTROL + ", without / with its archive", times(without, usual));
  }

  /** Kills it, lets links come to it, starts it; from the start to its first request. */
  private Duration round(ServiceProcess process, String input, Callable<Instant> start)
      throws Exception {
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
    Instant started = start.call();
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
