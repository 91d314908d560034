package io.linkfleet.simulator.tsql.syntax;

import io.linkfleet.simulator.tsql.syntax.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Parses SET of session options. */
final class SetParser {
  private static final Set<String> SWITCHES =
      Set.of("ANSI_DEFAULTS", "ANSI_NULLS", "ANSI_NULL_DFLT_ON", "ANSI_NULL_DFLT_OFF",
          "ANSI_PADDING", "ANSI_WARNINGS", "ARITHABORT", "ARITHIGNORE", "CONCAT_NULL_YIELDS_NULL",
          "CURSOR_CLOSE_ON_COMMIT", "FMTONLY", "FORCEPLAN", "IMPLICIT_TRANSACTIONS",
          "NO_BROWSETABLE", "NOCOUNT", "NOEXEC", "NUMERIC_ROUNDABORT", "PARSEONLY",
          "QUOTED_IDENTIFIER", "REMOTE_PROC_TRANSACTIONS", "XACT_ABORT");
  private static final Set<String> VALUED =
      Set.of("DATEFIRST", "DATEFORMAT", "DEADLOCK_PRIORITY", "LANGUAGE", "LOCK_TIMEOUT",
          "QUERY_GOVERNOR_COST_LIMIT", "ROWCOUNT", "TEXTSIZE", "CONTEXT_INFO");

  /** Options that a server has and the simulator has not. */
  private static final Set<String> ELSEWHERE =
      Set.of("STATISTICS", "IDENTITY_INSERT", "OFFSETS", "SHOWPLAN_ALL", "SHOWPLAN_TEXT",
          "SHOWPLAN_XML", "RESULT_SET_CACHING");

  private final Tokens tokens;

  SetParser(Tokens tokens) {
    this.tokens = tokens;
  }

  /** What follows SET when it is no variable. */
  Statement option() {
    if (tokens.accept("TRANSACTION")) {
      tokens.expect("ISOLATION", "LEVEL");
      String level = tokens.oneOf("READ", "REPEATABLE", "SERIALIZABLE", "SNAPSHOT");
      if (level.equals("READ")) {
        level += " " + tokens.oneOf("COMMITTED", "UNCOMMITTED");
      } else if (level.equals("REPEATABLE")) {
        tokens.expect("READ");
        level += " READ";
      }
      return new Statement.SetOption(List.of("ISOLATION"), level);
    }
    if (ELSEWHERE.contains(tokens.peek().text().toUpperCase(Locale.ROOT))) {
      throw tokens.notSimulated("SET " + tokens.peek().text().toUpperCase(Locale.ROOT));
    }
    var names = new ArrayList<String>();
    do {
      names.add(word());
    } while (tokens.acceptSymbol(","));
    boolean valued = names.size() == 1 && VALUED.contains(names.get(0));
    if (!valued && !SWITCHES.containsAll(names)) {
      throw tokens.syntaxError(tokens.previous());
    }
    return new Statement.SetOption(names, valued ? value() : tokens.oneOf("ON", "OFF"));
  }

  private String word() {
    if (tokens.peek().kind() != Kind.WORD) {
      throw tokens.syntaxError();
    }
    return tokens.next().text().toUpperCase(Locale.ROOT);
  }

  private String value() {
    String sign = tokens.acceptSymbol("-") ? "-" : "";
    Token token = tokens.next();
    return switch (token.kind()) {
      case NUMBER, STRING, NATIONAL_STRING, BINARY, NAME -> sign + token.text();
      case WORD -> token.text();
      default -> throw tokens.syntaxError(token);
    };
  }
}
