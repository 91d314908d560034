package io.linkfleet.benchmarks;

import io.linkfleet.benchmarks.Monitor.Accepted;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Owns the benchmark {@code rollout}: the makespan of a fleet against its physical limit. */
final class Rollout {
  private static final Duration LIMIT = Duration.ofMinutes(6);
  private static final double TARGET = 1.10;
  /** Two rollouts of the same size: the first finds services that have just started. */
  private static final World WORLD = new World(20, 10);

  private static final int SERVERS = WORLD.servers() / 2;

  private Rollout() {}

  static void run(Setting setting) throws IOException, InterruptedException {
    Report.conditions("rollout");
    try (Stack stack = Stack.start(setting, WORLD)) {
      stack.simulation().slowDown();
      Report.row(
          "links of each rollout",
          WORLD.links() / 2 + " on " + SERVERS + " servers, 2 instances");
      Report.row("settings of the simulator", "");
      stack
          .simulation()
          .settings()
          .properties()
          .forEach(each -> Report.say("    " + each.getKey() + ": " + each.getValue()));
      double first = roll(stack, setting, "first, by services that have just started", 1);
      double second = roll(stack, setting, "second, by services that have worked", SERVERS + 1);
      Report.say("Makespan / lower bound");
      Report.ratio("first rollout after the start", first, null);
      Report.ratio("second rollout", second, TARGET);
    }
  }

  private static double roll(Stack stack, Setting setting, String what, int firstServer)
      throws IOException, InterruptedException {
    String name = "rollout-" + firstServer;
    long since = stack.simulation().last();
    int lastServer = firstServer + SERVERS - 1;
    Accepted asked =
        stack.monitor().request(WORLD.fleetOf(name, stack.offset(), firstServer, lastServer));
    Instant last = stack.monitor().await(asked, LIMIT);
    Report.say("");
    Report.say("The " + what);
    Report.loadNow("at its end");
    Path copy = setting.home().resolve(name + "-record.ndjson");
    double ratio = print(stack, asked, last, stack.simulation().record(since, copy));
    Report.row("the record", copy.toString());
    return ratio;
  }

  private static double print(Stack stack, Accepted asked, Instant last, List<Effect> record) {
    Map<String, Map<String, Instant>> events = Events.read(stack.bootstrapServers());
    Work work = new Work(asked.links(), record);
    // what began before the answer was there counts as well
    Instant began =
        work.servers().values().stream()
            .flatMap(List::stream)
            .map(Effect::at)
            .min(Instant::compareTo)
            .map(first -> Span.earlier(first, asked.answered()))
            .orElse(asked.answered());
    Span rollout = new Span(began, last);
    long bandwidth = stack.simulation().settings().path("seedingBytesPerSecond").asLong();
    LowerBound bound = LowerBound.of(work, WORLD.bytesByServer(), bandwidth);
    double ratio = Report.ratio(rollout.length(), bound.bound());

    Report.row("the request was answered after", Duration.between(asked.sent(), asked.answered()));
    Report.row("makespan", rollout.length());
    Report.row("longest chain of one link", bound.longestChain());
    Report.row("heaviest server", bound.heaviestServer());
    Report.row("(PUTs - 200) / 10, with " + work.writes() + " PUTs", bound.requests());
    Report.row("bytes / bandwidth", bound.bytes());
    Report.row("heaviest server, then the last link's Azure and DMV", bound.serverAndLast());
    Report.ratio("makespan / lower bound", ratio, TARGET);
    Report.ratio(
        "makespan / tighter bound", Report.ratio(rollout.length(), bound.tighter()), null);
    timeline(work, record, events, rollout);
    phases(work, events, began);
    statements(record);
    return ratio;
  }

  private static void timeline(
      Work work, List<Effect> record, Map<String, Map<String, Instant>> events, Span rollout) {
    Link last =
        work.links().stream()
            .max(java.util.Comparator.comparing(link -> connected(events, link)))
            .orElseThrow();
    List<Effect> statements =
        record.stream()
            .filter(each -> each.isStatement() && each.where().equals(last.server()))
            .filter(each -> !each.login().equals(World.MONITOR))
            .toList();
    Timeline timeline =
        Timeline.of(
            rollout,
            statements,
            work.request(last).orElseThrow(),
            work.operation(last).orElseThrow(),
            new Timeline.Told(
                events.get(last.id()).get("link-created"), connected(events, last)));
    Report.say("Where the makespan went: " + last.server() + ", which was ready last");
    timeline.parts().forEach(part -> Report.row(part.what(), part.took()));
  }

  private static Instant connected(Map<String, Map<String, Instant>> events, Link link) {
    return events.get(link.id()).get("replica-connected");
  }

  private static void phases(
      Work work, Map<String, Map<String, Instant>> events, Instant began) {
    Report.say("Where the links' time went");
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("until", "mean", "longest", "own work, mean", "waiting, mean"));
    for (PhaseTimes row : PhaseTimes.of(work, began, events)) {
      rows.add(
          List.of(
              row.phase(),
              Report.seconds(row.mean()),
              Report.seconds(row.longest()),
              row.work() == null ? "" : Report.seconds(row.work()),
              row.work() == null ? "" : Report.seconds(row.mean().minus(row.work()))));
    }
    Report.table(rows);
  }

  private static void statements(List<Effect> record) {
    Map<String, List<Effect>> classes =
        record.stream()
            .filter(each -> each.isChange() || each.kind().startsWith("AZURE"))
            .collect(
                Collectors.groupingBy(
                    each -> each.isChange() ? each.words() : each.kind(),
                    TreeMap::new,
                    Collectors.toList()));
    classes.put(
        "queries of the phases",
        record.stream()
            .filter(each -> each.kind().equals("QUERY") && !each.login().equals(World.MONITOR))
            .toList());
    classes.put(
        "queries of the monitor",
        record.stream()
            .filter(each -> each.kind().equals("QUERY") && each.login().equals(World.MONITOR))
            .toList());
    Report.say("What reached servers and Azure");
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("kind", "number", "mean"));
    classes.forEach(
        (name, all) ->
            rows.add(
                List.of(
                    name,
                    Integer.toString(all.size()),
                    Report.millis(PhaseTimes.mean(all.stream().map(Effect::took).toList())))));
    Report.table(rows);
  }
}
