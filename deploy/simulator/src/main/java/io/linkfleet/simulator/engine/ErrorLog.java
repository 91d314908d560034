package io.linkfleet.simulator.engine;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Owns the error log of one server: what a DBA would read there about connections, logins, backups
 * and settings. The oldest lines are forgotten first, so that it stays small in a long run.
 */
public final class ErrorLog {
  private static final int MOST = 2000;

  private final Deque<Line> lines = new ArrayDeque<>();

  /**
   * One line.
   *
   * @param source the process that wrote it: {@code spid51}, {@code Logon}, {@code Backup}
   */
  public record Line(Instant at, String source, String text) {}

  /** Writes a line. */
  public synchronized void add(Instant at, String source, String text) {
    if (lines.size() == MOST) {
      lines.removeFirst();
    }
    lines.addLast(new Line(at, source, text));
  }

  /** Writes an error as a server does: its number in one line, its text in the next. */
  public synchronized void error(
      Instant at, String source, int number, int severity, int state, String text) {
    add(at, source, "Error: " + number + ", Severity: " + severity + ", State: " + state + ".");
    add(at, source, text);
  }

  /** Everything that is still there, the oldest first. */
  public synchronized List<Line> lines() {
    return List.copyOf(lines);
  }
}
