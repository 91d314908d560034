package io.linkfleet.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Owns what is written for a person: plain lines, and on a terminal a block of lines that is drawn
 * again in place.
 *
 * <p>Escape codes are used only on a terminal, and never when {@code NO_COLOR} is set.
 */
final class Terminal {
  private static final String ESCAPE = "\u001b[";
  private final PrintStream out;
  private final boolean live;
  private final int rows;
  private final int columns;
  private int drawn;

  Terminal(PrintStream out, boolean live, int rows, int columns) {
    this.out = out;
    this.live = live;
    this.rows = rows;
    this.columns = columns;
  }

  /** Standard output in UTF-8; the launcher says in LINKFLEET_TERMINAL whether it is a terminal. */
  static Terminal of(Map<String, String> environment) {
    String[] size = environment.getOrDefault("LINKFLEET_TERMINAL", "").split(" ");
    boolean terminal = size.length == 2 && size[0].matches("\\d+") && size[1].matches("\\d+");
    boolean plain =
        !environment.getOrDefault("NO_COLOR", "").isEmpty()
            || "dumb".equals(environment.get("TERM"));
    return new Terminal(
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
        terminal && !plain,
        terminal ? Math.max(10, Integer.parseInt(size[0])) : 0,
        terminal ? Math.max(40, Integer.parseInt(size[1])) : 0);
  }

  /** Whether a block can be drawn in place. */
  boolean isLive() {
    return live;
  }

  /** Lines of the terminal. */
  int rows() {
    return rows;
  }

  /** Columns to fill: those of the terminal, or as many as a table likes. */
  int columns() {
    return columns == 0 ? 200 : columns;
  }

  /** One line; a block that was drawn before it stays above. */
  synchronized void say(String line) {
    drawn = 0;
    out.println(line);
  }

  /** Text as it is. */
  synchronized void write(String text) {
    drawn = 0;
    out.print(text);
    out.flush();
  }

  /** Lines that replace the block drawn last. */
  synchronized void draw(List<String> lines) {
    StringBuilder text = new StringBuilder();
    if (drawn > 0) {
      text.append(ESCAPE).append(drawn).append('A');
    }
    for (String line : lines) {
      text.append(ESCAPE).append("2K").append(Text.clip(line, columns - 1)).append('\n');
    }
    for (int i = lines.size(); i < drawn; i++) {
      text.append(ESCAPE).append("2K\n");
    }
    if (lines.size() < drawn) {
      text.append(ESCAPE).append(drawn - lines.size()).append('A');
    }
    out.print(text);
    out.flush();
    drawn = lines.size();
  }

  /** Text in a colour on a terminal, and as it is elsewhere. */
  String green(String text) {
    return coloured("32", text);
  }

  String red(String text) {
    return coloured("31", text);
  }

  private String coloured(String code, String text) {
    return live ? ESCAPE + code + "m" + text + ESCAPE + "0m" : text;
  }
}
