package io.linkfleet.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Owns the measuring of text: names of every script in columns that line up. */
final class Text {
  private Text() {}

  /** Columns that a terminal gives to the text. */
  static int width(String text) {
    return text.codePoints().map(Text::width).sum();
  }

  private static int width(int codePoint) {
    int type = Character.getType(codePoint);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    // the blocks that terminals draw two columns wide: Hangul, CJK, full-width forms, emoji
    boolean wide =
        codePoint >= 0x1100 && codePoint <= 0x115f
            || codePoint >= 0x2e80 && codePoint <= 0xa4cf
            || codePoint >= 0xac00 && codePoint <= 0xd7a3
            || codePoint >= 0xf900 && codePoint <= 0xfaff
            || codePoint >= 0xfe30 && codePoint <= 0xfe6f
            || codePoint >= 0xff00 && codePoint <= 0xff60
            || codePoint >= 0x1f300 && codePoint <= 0x1f9ff
            || codePoint >= 0x20000 && codePoint <= 0x3fffd;
    return wide ? 2 : 1;
  }

  /** The text without characters that would do something to a terminal. */
  static String printable(String text) {
    StringBuilder safe = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (c < 0x20 || c >= 0x7f && c < 0xa0 || c >= 0x202a && c <= 0x202e) {
                safe.append(String.format(Locale.ROOT, "\\u%04x", c));
              } else {
                safe.appendCodePoint(c);
              }
            });
    return safe.toString();
  }

  /** At most so many columns; a cut is marked. Escape codes are kept and count nothing. */
  static String clip(String text, int columns) {
    if (width(text.replaceAll("\u001b\\[[0-9;]*m", "")) <= columns) {
      return text;
    }
    StringBuilder clipped = new StringBuilder();
    int used = 0;
    for (int c : text.replaceAll("\u001b\\[[0-9;]*m", "").codePoints().toArray()) {
      if (used + width(c) > columns - 1) {
        break;
      }
      clipped.appendCodePoint(c);
      used += width(c);
    }
    return clipped + "…";
  }

  /** Clipped or filled to exactly so many columns. */
  static String pad(String text, int columns) {
    String clipped = clip(text, columns);
    return clipped + " ".repeat(Math.max(0, columns - width(clipped)));
  }

  /**
   * A table with a line per row; the widest column gives way when the whole is too wide.
   *
   * @param rows the first is the heading
   */
  static List<String> table(List<List<String>> rows, int columns) {
    int count = rows.get(0).size();
    int[] widths = new int[count];
    for (List<String> row : rows) {
      for (int i = 0; i < count; i++) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
      }
    }
    int total = 2 * (count - 1);
    for (int width : widths) {
      total += width;
    }
    while (total > columns) {
      int widest = 0;
      for (int i = 1; i < count; i++) {
        widest = widths[i] > widths[widest] ? i : widest;
      }
      if (widths[widest] <= 8) {
        break;
      }
      widths[widest]--;
      total--;
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < count; i++) {
        line.append(i == 0 ? "" : "  ").append(pad(row.get(i), widths[i]));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  /** Seconds with one decimal. */
  static String seconds(java.time.Duration duration) {
    return String.format(Locale.ROOT, "%.1f", duration.toMillis() / 1000.0);
  }
}
