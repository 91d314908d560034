package io.linkfleet.simulator.tsql.syntax;

import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.TsqlError;
import io.linkfleet.simulator.tsql.syntax.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts the text of a batch into tokens: names, strings, numbers and symbols without the comments.
 */
final class Lexer {
  private static final int LONGEST_NAME = 128;
  private static final String[] LONG_SYMBOLS = {
    "<>", "<=", ">=", "!=", "!<", "!>", "::", "+=", "-=", "*=", "/="
  };

  private final String text;
  private boolean quotedIdentifiers;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int line = 1;

  Lexer(String text, boolean quotedIdentifiers) {
    this.text = text;
    this.quotedIdentifiers = quotedIdentifiers;
  }

  List<Token> tokens() {
    while (skipBlank()) {
      next();
    }
    tokens.add(new Token(Kind.END, "", text.length(), text.length(), line));
    return tokens;
  }

  private void next() {
    char c = text.charAt(at);
    if (c == '\'') {
      quoted('\'', Kind.STRING, at);
    } else if ((c == 'N' || c == 'n') && peek(1) == '\'') {
      int start = at++;
      quoted('\'', Kind.NATIONAL_STRING, start);
    } else if (c == '[') {
      quoted(']', Kind.NAME, at);
    } else if (c == '"') {
      quoted('"', quotedIdentifiers ? Kind.NAME : Kind.STRING, at);
    } else if (c == '0' && (peek(1) == 'x' || peek(1) == 'X')) {
      run(Kind.BINARY, 2, Lexer::isHex);
    } else if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
      number();
    } else if (c == '@') {
      run(Kind.VARIABLE, 1, Lexer::isNamePart);
    } else if (isNameStart(c)) {
      run(Kind.WORD, 1, Lexer::isNamePart);
      Token word = tokens.get(tokens.size() - 1);
      checkLength(word.text());
      noticeQuotes(word);
    } else {
      symbol();
    }
  }

  /** SET QUOTED_IDENTIFIER counts for what stands behind it, whether it will run or not. */
  private void noticeQuotes(Token word) {
    int n = tokens.size();
    boolean on = word.isWord("ON");
    if (n >= 3 && (on || word.isWord("OFF")) && tokens.get(n - 3).isWord("SET")
        && tokens.get(n - 2).isWord("QUOTED_IDENTIFIER")) {
      quotedIdentifiers = on;
    }
  }

  /** Moves to the next token; false at the end. */
  private boolean skipBlank() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\n') {
        line++;
        at++;
      } else if (Character.isWhitespace(c) || c == '\u00a0' || c == '\ufeff' || c == '\0') {
        at++;
      } else if (c == '-' && peek(1) == '-') {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else if (c == '/' && peek(1) == '*') {
        skipComment();
      } else {
        return true;
      }
    }
    return false;
  }

  private void skipComment() {
    int opened = line;
    int depth = 0;
    do {
      if (at >= text.length()) {
        throw at(Message.UNCLOSED_COMMENT.error(), opened);
      }
      char c = text.charAt(at);
      if (c == '/' && peek(1) == '*') {
        depth++;
        at += 2;
      } else if (c == '*' && peek(1) == '/') {
        depth--;
        at += 2;
      } else {
        line += c == '\n' ? 1 : 0;
        at++;
      }
    } while (depth > 0);
  }

  private void quoted(char close, Kind kind, int start) {
    int opened = line;
    var inside = new StringBuilder();
    at++;
    while (true) {
      if (at >= text.length()) {
        String open = shortened(inside.toString());
        throw at(
            Message.UNCLOSED_QUOTE.error(open).then(Message.SYNTAX.with(open)), opened);
      }
      char c = text.charAt(at++);
      if (c == close) {
        if (at >= text.length() || text.charAt(at) != close) {
          break;
        }
        at++;
      }
      line += c == '\n' ? 1 : 0;
      inside.append(c);
    }
    if (kind == Kind.NAME) {
      if (inside.isEmpty()) {
        throw at(Message.EMPTY_NAME.error(), opened);
      }
      checkLength(inside.toString());
    }
    tokens.add(new Token(kind, inside.toString(), start, at, opened));
  }

  private void number() {
    int start = at;
    while (isDigit(peek(0))) {
      at++;
    }
    if (peek(0) == '.') {
      at++;
      while (isDigit(peek(0))) {
        at++;
      }
    }
    if (peek(0) == 'e' || peek(0) == 'E') {
      int sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
      if (isDigit(peek(1 + sign))) {
        at += 1 + sign;
        while (isDigit(peek(0))) {
          at++;
        }
      }
    }
    tokens.add(new Token(Kind.NUMBER, text.substring(start, at), start, at, line));
  }

  private void run(Kind kind, int head, java.util.function.IntPredicate part) {
    int start = at;
    at += head;
    while (at < text.length() && part.test(text.charAt(at))) {
      at++;
    }
    tokens.add(new Token(kind, text.substring(start, at), start, at, line));
  }

  private void symbol() {
    String symbol = text.substring(at, at + 1);
    for (String candidate : LONG_SYMBOLS) {
      if (text.startsWith(candidate, at)) {
        symbol = candidate;
      }
    }
    tokens.add(new Token(Kind.SYMBOL, symbol, at, at + symbol.length(), line));
    at += symbol.length();
  }

  private void checkLength(String name) {
    if (name.length() > LONGEST_NAME) {
      throw at(Message.NAME_TOO_LONG.error(name.substring(0, LONGEST_NAME)), line);
    }
  }

  private char peek(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : '\uffff';
  }

  private static String shortened(String s) {
    return s.length() > LONGEST_NAME ? s.substring(0, LONGEST_NAME) : s;
  }

  private static TsqlError at(TsqlError error, int line) {
    return error.atLine(line, "").endingBatch();
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isHex(int c) {
    return Character.digit(c, 16) >= 0 && c < 128;
  }

  private static boolean isNameStart(char c) {
    return c == '_' || c == '#' || Character.isLetter(c) || Character.isSurrogate(c);
  }

  private static boolean isNamePart(int c) {
    return c == '@' || c == '$' || Character.isDigit(c) || isNameStart((char) c);
  }
}
