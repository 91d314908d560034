package io.linkfleet.cli;

import io.linkfleet.local.StackView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Owns the wait for a rollout: until every link is connected or blocked, or the time is over. */
final class RolloutWatch {
  private static final Duration LOOK_EVERY = Duration.ofMillis(300);
  private final MonitorApi monitor;
  private final Terminal terminal;
  private final StackView stack;
  private final long began;

  /**
   * A watch over the answers of a monitor.
   *
   * @param stack the stack on this machine, to see when one of its processes dies; or null
   * @param began from when on seconds are counted, a value of {@link System#nanoTime}
   */
  RolloutWatch(MonitorApi monitor, Terminal terminal, StackView stack, long began) {
    this.monitor = monitor;
    this.terminal = terminal;
    this.stack = stack;
    this.began = began;
  }

  /**
   * How it ended.
   *
   * @param links every link that was asked for and that the monitor knows
   * @param missing the ids of links that were asked for and that the monitor does not know
   * @param firstConnected from the beginning to the first connected link, or null
   * @param took from the beginning to the end
   */
  record Result(
      List<LinkRow> links, Set<String> missing, Duration firstConnected, Duration took) {
    boolean allConnected() {
      return !links.isEmpty()
          && missing.isEmpty()
          && links.stream().allMatch(link -> link.isConnected() || link.isAsAsked());
    }

    List<LinkRow> underWay() {
      return links.stream()
          .filter(link -> !isSettled(link) && !link.isLost())
          .toList();
    }

    /** The last line of a demo and of a rollout that was waited for. */
    String summary() {
      long connected = links.stream().filter(LinkRow::isConnected).count();
      long blocked = links.stream().filter(LinkRow::isBlocked).count();
      long lost = links.stream().filter(LinkRow::isLost).count() + missing.size();
      return connected
          + " links connected, "
          + blocked
          + " blocked, "
          + lost
          + " lost in "
          + Text.seconds(took)
          + " s";
    }
  }

  /** Shows the progress until the end. */
  Result follow(Requested asked, Duration limit) throws InterruptedException {
    Progress progress = new Progress(terminal);
    long end = System.nanoTime() + limit.toNanos();
    Duration first = null;
    while (true) {
      allAlive();
      List<LinkRow> links =
          monitor.rollout(asked.rollout()).stream().filter(asked::isAbout).toList();
      Duration elapsed = Duration.ofNanos(System.nanoTime() - began);
      if (first == null && links.stream().anyMatch(LinkRow::isConnected)) {
        first = elapsed;
      }
      progress.show(links, elapsed);
      Set<String> missing = new TreeSet<>(asked.links().keySet());
      links.forEach(link -> missing.remove(link.id()));
      boolean settled =
          missing.isEmpty()
              && links.stream().allMatch(RolloutWatch::isSettled);
      if (settled || System.nanoTime() > end) {
        return new Result(links, missing, first, elapsed);
      }
      Thread.sleep(LOOK_EVERY.toMillis());
    }
  }

  private static boolean isSettled(LinkRow link) {
    return link.isConnected() || link.isBlocked() || link.isAsAsked();
  }

  /** Without one of its processes a stack gets nowhere: better to say so than to wait. */
  private void allAlive() {
    if (stack == null) {
      return;
    }
    for (StackView.Dead dead : stack.dead()) {
      throw new Problem(
          Exit.NO, dead.name() + " has ended. The end of its log, " + dead.log() + ":", dead.end());
    }
  }

  /** The end as a table, and what is not as it should be. */
  static void report(Context context, Result result, Duration limit) {
    LinkTable.lines(result.links(), context.terminal().columns()).forEach(context::say);
    blocked(result.links())
        .forEach(
            (why, names) -> {
              context.say("");
              context.say("Blocked: " + String.join("; ", names));
              why.lines().forEach(line -> context.say("  " + line));
            });
    List<String> open = new ArrayList<>();
    result.underWay().forEach(link -> open.add(link.name() + ": " + link.sentence()));
    result.missing().forEach(id -> open.add(id + ": the monitor does not know it"));
    if (!open.isEmpty()) {
      context.say("");
      context.say("Not there within " + limit.toSeconds() + " s:");
      open.forEach(line -> context.say("  " + line));
    }
  }

  /** What blocks, each once, with the links that it blocks. */
  private static Map<String, List<String>> blocked(List<LinkRow> links) {
    Map<String, List<String>> byCause = new LinkedHashMap<>();
    for (LinkRow link : links) {
      if (link.isBlocked()) {
        String why = link.sentence() + System.lineSeparator() + link.nextAction();
        byCause.computeIfAbsent(why, key -> new ArrayList<>()).add(link.name());
      }
    }
    return byCause;
  }
}
