package io.linkfleet.acceptance.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits T-SQL into its tokens, so that two statements can be compared apart from what stands in
 * their brackets and quotes. Written apart from the product's quoting and the simulator's parser.
 */
final class Tokens {
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<space>\\s+)|(?<comment>--[^\\n]*|/\\*.*?\\*/)"
              + "|\\[(?<name>(?:[^\\]]|\\]\\])*)\\]|N?'(?<text>(?:[^']|'')*)'"
              + "|(?<word>[\\w@#$.]+)|(?<other>.)",
          Pattern.DOTALL);

  private Tokens() {}

  /** The statement with a sign in place of every name and every text. */
  static List<String> of(String statement) {
    List<String> all = new ArrayList<>();
    Matcher token = TOKEN.matcher(statement);
    while (token.find()) {
      if (token.group("name") != null) {
        all.add("[]");
      } else if (token.group("text") != null) {
        all.add("''");
      } else if (token.group("space") == null) {
        all.add(token.group());
      }
    }
    return all;
  }

  /** What stands in brackets and quotes, as it is meant. */
  static List<String> values(String statement) {
    List<String> all = new ArrayList<>();
    Matcher token = TOKEN.matcher(statement);
    while (token.find()) {
      if (token.group("name") != null) {
        all.add(token.group("name").replace("]]", "]"));
      } else if (token.group("text") != null) {
        all.add(token.group("text").replace("''", "'"));
      }
    }
    return all;
  }
}
