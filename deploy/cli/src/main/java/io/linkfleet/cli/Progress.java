package io.linkfleet.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Owns the sight of a rollout while it runs: on a terminal a bar and each link's phase, drawn in
 * place; elsewhere a line for every change.
 */
final class Progress {
  private static final int BAR = 30;
  private static final int WHERE = 24;
  private final Terminal terminal;
  private final Map<String, String> last = new HashMap<>();

  Progress(Terminal terminal) {
    this.terminal = terminal;
  }

  void show(List<LinkRow> links, Duration elapsed) {
    if (terminal.isLive()) {
      terminal.draw(block(links, elapsed));
      return;
    }
    for (LinkRow link : links) {
      String where = link.where();
      if (!where.equals(last.put(link.id(), where))) {
        terminal.say(
            String.format("%6s s  %-16s %s", Text.seconds(elapsed), where, link.name())
                + (link.isBlocked() ? ": " + link.sentence() : ""));
      }
    }
  }

  private List<String> block(List<LinkRow> links, Duration elapsed) {
    List<String> lines = new ArrayList<>();
    long connected = links.stream().filter(LinkRow::isConnected).count();
    int filled = links.isEmpty() ? 0 : (int) (BAR * connected / links.size());
    lines.add(
        "["
            + "#".repeat(filled)
            + ".".repeat(BAR - filled)
            + "] "
            + connected
            + " of "
            + links.size()
            + " connected, "
            + Text.seconds(elapsed)
            + " s");
    int room = terminal.rows() - 3;
    if (links.size() <= room) {
      links.forEach(link -> lines.add(line(link)));
      return lines;
    }
    // more links than lines: how many are where, then those that are not there yet
    Map<String, Integer> counts = new TreeMap<>();
    links.forEach(link -> counts.merge(link.where(), 1, Integer::sum));
    counts.forEach((where, count) -> lines.add(String.format("%6d  %s", count, where)));
    links.stream()
        .filter(link -> !link.isConnected())
        .limit(Math.max(0, room - counts.size()))
        .forEach(link -> lines.add(line(link)));
    return lines;
  }

  private String line(LinkRow link) {
    String where = Text.pad(link.where(), WHERE);
    String marked =
        link.isConnected()
            ? terminal.green(where)
            : link.isBlocked() || link.isLost() ? terminal.red(where) : where;
    return "  " + marked + " " + Text.clip(link.name(), terminal.columns() - WHERE - 4);
  }
}
