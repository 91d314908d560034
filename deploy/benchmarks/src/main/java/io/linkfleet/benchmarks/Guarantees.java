package io.linkfleet.benchmarks;

import io.linkfleet.benchmarks.Looks.Part;
import io.linkfleet.benchmarks.Monitor.Accepted;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Owns the benchmark {@code guarantees}: what being sure costs, as shares of the statements that
 * single links took one after the other.
 */
final class Guarantees {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final World WORLD = new World(1, 8);

  private Guarantees() {}

  static void run(Setting setting) throws IOException, InterruptedException {
    Report.conditions("guarantees");
    try (Stack stack = Stack.start(setting, WORLD)) {
      stack.simulation().slowDown();
      // the server's own preparations happen once, and are no link's; each instance's once, too
      roll(stack, "warm-up-1", 1);
      roll(stack, "warm-up-2", 2);
      List<Looks> looks = new ArrayList<>();
      Duration whole = Duration.ZERO;
      for (int database = 3; database <= WORLD.databases(); database++) {
        long since = stack.simulation().last();
        whole = whole.plus(roll(stack, "single-" + database, database));
        looks.add(Looks.of(statements(stack, since)));
      }
      Report.loadNow("at the end");
      print(looks, whole);
      Acknowledgements.measure(stack.bootstrapServers(), 1).print();
    }
    try (Brokers brokers = Brokers.start(setting)) {
      Acknowledgements.measure(brokers.bootstrapServers(), Brokers.COUNT).print();
    }
  }

  /** One link alone, from the answer to being connected. */
  private static Duration roll(Stack stack, String name, int database)
      throws InterruptedException {
    Monitor monitor = stack.monitor();
    Accepted asked = monitor.request(WORLD.fleet(name, stack.offset(), 1, database));
    return Duration.between(asked.answered(), monitor.await(asked, LIMIT));
  }

  private static List<Effect> statements(Stack stack, long since) {
    return stack.simulation().record(since).stream()
        .filter(each -> each.isStatement() && !each.login().equals(World.MONITOR))
        .toList();
  }

  private static void print(List<Looks> looks, Duration whole) {
    Looks sum = looks.stream().reduce(Looks::plus).orElseThrow();
    int links = looks.size();
    Report.row("links, one after the other on one server", Integer.toString(links));
    Report.row("from the answer to connected, mean", whole.dividedBy(links));
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("per link, mean", "round trips", "time", "of the statements", "of the whole"));
    rows.add(row("changes", sum.changes(), sum.all(), whole, links));
    rows.add(row("first look", sum.first(), sum.all(), whole, links));
    rows.add(row("application lock", sum.lock(), sum.all(), whole, links));
    rows.add(row("look again under the lock", sum.again(), sum.all(), whole, links));
    rows.add(row("look after the changes", sum.after(), sum.all(), whole, links));
    rows.add(row("all", sum.all(), sum.all(), whole, links));
    Report.table(rows);
  }

  private static List<String> row(String name, Part part, Part all, Duration whole, int links) {
    return List.of(
        name,
        String.format(Locale.ROOT, "%.1f", part.statements() / (double) links),
        Report.millis(part.took().dividedBy(links)),
        percent(part.took(), all.took()),
        percent(part.took(), whole));
  }

  private static String percent(Duration part, Duration all) {
    return String.format(Locale.ROOT, "%5.1f %%", 100 * Report.ratio(part, all));
  }
}
