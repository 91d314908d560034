package io.linkfleet.simulator.tsql.type;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How strings compare under SQL_Latin1_General_CP1_CI_AS: without case, with accents, without
 * trailing spaces.
 *
 * <p>The order of punctuation and of letters outside ASCII is that of Unicode here, which a real
 * server sorts differently. A server with another collation compares the same way here.
 */
public final class Collation {
  private Collation() {}

  public static int compare(String a, String b) {
    int lengthA = trimmed(a);
    int lengthB = trimmed(b);
    int common = Math.min(lengthA, lengthB);
    for (int i = 0; i < common; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        x = fold(x);
        y = fold(y);
        if (x != y) {
          return Character.compare(x, y);
        }
      }
    }
    return Integer.compare(lengthA, lengthB);
  }

  public static boolean equal(String a, String b) {
    return compare(a, b) == 0;
  }

  /** A string that is the same for all strings which compare equal, for grouping. */
  public static String key(String s) {
    return s.substring(0, trimmed(s)).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }

  private static int trimmed(String s) {
    int end = s.length();
    while (end > 0 && s.charAt(end - 1) == ' ') {
      end--;
    }
    return end;
  }

  private static char fold(char c) {
    return Character.toLowerCase(Character.toUpperCase(c));
  }

  /** A LIKE pattern as a matcher: {@code %}, {@code _}, {@code [a-z]}, {@code [^…]}, ESCAPE. */
  public static Pattern like(String pattern, Character escape) {
    var regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (escape != null && c == escape && i + 1 < pattern.length()) {
        regex.append(Pattern.quote(pattern.substring(i + 1, i + 2)));
        i++;
      } else if (c == '%') {
        regex.append(".*");
      } else if (c == '_') {
        regex.append('.');
      } else if (c == '[' && pattern.indexOf(']', i + 1) > 0) {
        int close = pattern.indexOf(']', i + 2);
        close = close < 0 ? pattern.indexOf(']', i + 1) : close;
        regex.append(set(pattern.substring(i + 1, close)));
        i = close;
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(
        regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
  }

  private static String set(String inside) {
    boolean negated = inside.startsWith("^");
    var regex = new StringBuilder(negated ? "[^" : "[");
    String characters = negated ? inside.substring(1) : inside;
    if (characters.isEmpty()) {
      return negated ? "." : "(?!)";
    }
    for (int i = 0; i < characters.length(); i++) {
      char c = characters.charAt(i);
      boolean range = c == '-' && i > 0 && i + 1 < characters.length();
      regex.append(range ? "-" : Character.isLetterOrDigit(c) ? String.valueOf(c) : "\\" + c);
    }
    return regex.append(']').toString();
  }
}
