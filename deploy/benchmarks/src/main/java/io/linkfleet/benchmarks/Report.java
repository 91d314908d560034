package io.linkfleet.benchmarks;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Owns how results are written: conditions first, then aligned rows, times in seconds. */
final class Report {
  private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private Report() {}

  static void say(String line) {
    OUT.println(line);
  }

  /** What a number must be read with. */
  static void conditions(String benchmark) {
    var system = ManagementFactory.getOperatingSystemMXBean();
    say("");
    say(
        String.format(
            Locale.ROOT,
            "%s, %s: %d cores, load %.1f, Java %s",
            benchmark,
            LocalDate.now(),
            system.getAvailableProcessors(),
            system.getSystemLoadAverage(),
            System.getProperty("java.version")));
  }

  static void loadNow(String when) {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    say(String.format(Locale.ROOT, "load average %s: %.1f", when, load));
  }

  /** A value with its name. */
  static void row(String name, String value) {
    say(String.format(Locale.ROOT, "  %-54s %s", name, value));
  }

  static void row(String name, Duration value) {
    row(name, seconds(value));
  }

  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%8.2f s", duration.toNanos() / 1e9);
  }

  static String millis(Duration duration) {
    return String.format(Locale.ROOT, "%8.1f ms", duration.toNanos() / 1e6);
  }

  /** A ratio and, where there is one, its target. */
  static void ratio(String name, double ratio, Double target) {
    String value = String.format(Locale.ROOT, "%8.3f", ratio);
    row(name, target == null ? value : value + String.format(Locale.ROOT, "   target %.2f", target));
  }

  static double ratio(Duration of, Duration to) {
    return of.toNanos() / (double) to.toNanos();
  }

  /** Rows with columns of equal width; the first row is the heading. */
  static void table(List<List<String>> rows) {
    List<Integer> widths = new ArrayList<>();
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        if (widths.size() <= i) {
          widths.add(0);
        }
        widths.set(i, Math.max(widths.get(i), row.get(i).length()));
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder("  ");
      for (int i = 0; i < row.size(); i++) {
        line.append(String.format("%-" + (widths.get(i) + 2) + "s", row.get(i)));
      }
      say(line.toString().stripTrailing());
    }
  }
}
