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
  private static final World WORLD = new World(10, 10);

  private Rollout() {}

  static void run(Setting setting) throws IOException, InterruptedException {
    Report.conditions("rollout");
    try (Stack stack = Stack.start(setting, WORLD)) {
      stack.simulation().slowDown();
      Report.row("links", WORLD.links() + " on " + WORLD.servers() + " servers, 2 instances");
      Report.row("settings of the simulator", "");
      stack
          .simulation()
          .settings()
          .properties()
          .forEach(each -> Report.say("    " + each.getKey() + ": " + each.getValue()));
      Monitor monitor = stack.monitor();
      Accepted asked = monitor.request(WORLD.fleet("benchmark", stack.offset()));
      Instant last = monitor.await(asked, LIMIT);
      Report.loadNow("at the end");
      Path copy = setting.home().resolve("rollout-record.ndjson");
      print(stack, asked, last, stack.simulation().record(copy));
      Report.row("the record", copy.toString());
    }
  }

  private static void print(Stack stack, Accepted asked, Instant last, List<Effect> record) {
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

    Report.say("Result");
    Report.row("the request was answered after", Duration.between(asked.sent(), asked.answered()));
    Report.row("makespan", rollout.length());
    Report.row("longest chain of one link", bound.longestChain());
    Report.row("heaviest server", bound.heaviestServer());
    Report.row("(PUTs - 200) / 10, with " + work.writes() + " PUTs", bound.requests());
    Report.row("bytes / bandwidth", bound.bytes());
    Report.row("heaviest server, then the last link's Azure and DMV", bound.serverAndLast());
    Report.ratio("makespan / lower bound", Report.ratio(rollout.length(), bound.bound()), TARGET);
    Report.ratio(
        "makespan / tighter bound", Report.ratio(rollout.length(), bound.tighter()), null);
    timeline(work, record, events, rollout);
    phases(work, events, began);
    statements(record);
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
