package io.linkfleet.simulator.tsql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** For tests only: the same T-SQL in other white space, case, comments, quotes, option order. */
final class Spellings {
  /** Strings, names in brackets or quotes, and everything between them. */
  private static final Pattern PARTS =
      Pattern.compile(
          "N?'(?:[^']|'')*'|\\[(?:[^\\]]|\\]\\])*\\]|\"[^\"]*\"|[^'\\[\"]+?(?=N?'|\\[|\"|$)",
          Pattern.DOTALL);
  private static final Pattern INNERMOST = Pattern.compile("\\(([^()]*)\\)");

  private Spellings() {}

  /** Every other way to write it. */
  static List<String> of(String statement) {
    return List.of(
        outside(statement, text -> text.toLowerCase(Locale.ROOT)),
        outside(statement, Spellings::mixed),
        outside(statement, text -> text.replaceAll("\\s+", "\t\r\n  ")),
        outside(statement, text -> text.replaceAll("\\s+", " /* a 'comment' /* in one */ */ ")),
        outside(statement, text -> text.replaceAll("\\s+", " -- it's GO; DROP\n")),
        outside(statement, text -> text.replaceAll("\\s*([(),=])\\s*", "$1")),
        outside(statement, text -> text.replaceAll("([(),=])", " $1 ")),
        quoted(statement),
        reordered(statement),
        statement + ";;",
        "  \n" + statement + "\n  ");
  }

  private static String mixed(String text) {
    var mixed = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      mixed.append(i % 2 == 0 ? Character.toUpperCase(c) : Character.toLowerCase(c));
    }
    return mixed.toString();
  }

  /** Changes what lies outside of strings and quoted names. */
  private static String outside(String statement, UnaryOperator<String> change) {
    return PARTS
        .matcher(statement)
        .replaceAll(
            found -> {
              String part = found.group();
              boolean literal =
                  part.startsWith("'")
                      || part.startsWith("N'")
                      || part.startsWith("[")
                      || part.startsWith("\"");
              return Matcher.quoteReplacement(literal ? part : change.apply(part));
            });
  }

  /** Names in double quotes instead of brackets. */
  private static String quoted(String statement) {
    return PARTS
        .matcher(statement)
        .replaceAll(
            found -> {
              String part = found.group();
              return Matcher.quoteReplacement(
                  part.startsWith("[")
                      ? "\"" + part.substring(1, part.length() - 1).replace("]]", "]") + "\""
                      : part);
            });
  }

  /** Options in parentheses, and those behind the last WITH, from the last to the first. */
  private static String reordered(String statement) {
    String inside =
        INNERMOST
            .matcher(statement)
            .replaceAll(
                found -> Matcher.quoteReplacement("(" + reversed(found.group(1)) + ")"));
    int with = inside.lastIndexOf(" WITH ");
    if (with < 0 || inside.indexOf('(', with) >= 0) {
      return inside;
    }
    return inside.substring(0, with + 6) + reversed(inside.substring(with + 6));
  }

  private static String reversed(String options) {
    var parts = new ArrayList<>(List.of(options.split(", ")));
    if (!parts.stream().allMatch(part -> part.strip().matches("(?s)[A-Z_]+( = .*| '.*)?"))) {
      return options;
    }
    Collections.reverse(parts);
    return String.join(", ", parts);
  }
}
