package io.linkfleet.simulator.control;

import java.util.Locale;

/**
 * Owns the looking for the words of a statement in a batch: letter case, white space and comments
 * do not count, and what stands in strings and brackets is no statement.
 */
final class StatementWords {
  private StatementWords() {}

  /** The words of a text in upper case, with one space before, between and after them. */
  static String of(String text) {
    var words = new StringBuilder(" ");
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '\'' || c == '"') {
        i = after(text, i + 1, c);
      } else if (c == '[') {
        i = after(text, i + 1, ']');
      } else if (text.startsWith("--", i)) {
        int end = text.indexOf('\n', i);
        i = end < 0 ? text.length() : end;
      } else if (text.startsWith("/*", i)) {
        int end = text.indexOf("*/", i + 2);
        i = end < 0 ? text.length() : end + 2;
      } else if (Character.isLetterOrDigit(c) || "_@#$".indexOf(c) >= 0) {
        words.append(c);
        i++;
        continue;
      } else {
        i++;
      }
      if (words.charAt(words.length() - 1) != ' ') {
        words.append(' ');
      }
    }
    return words.append(' ').toString().toUpperCase(Locale.ROOT);
  }

  /** Behind the quote that ends a quotation; a doubled one does not. */
  private static int after(String text, int from, char quote) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) == quote) {
        if (i + 1 < text.length() && text.charAt(i + 1) == quote) {
          i++;
        } else {
          return i + 1;
        }
      }
    }
    return text.length();
  }
}
