package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.state.SessionState;
import io.linkfleet.simulator.tsql.syntax.Statement;
import java.util.Locale;

/** SET: the options that matter here are kept, those that cannot matter are read and left out. */
record SessionOptions(
    boolean noCount,
    boolean xactAbort,
    boolean implicitTransactions,
    boolean quotedIdentifier,
    boolean ansiWarnings,
    int rowLimit,
    int lockTimeoutMillis) {

  /** The options as they are now. */
  static SessionOptions of(SessionState s) {
    return new SessionOptions(
        s.noCount, s.xactAbort, s.implicitTransactions, s.quotedIdentifier, s.ansiWarnings,
        s.rowLimit, s.lockTimeoutMillis);
  }

  /** Ends what a text that EXEC ran has set. */
  void restore(SessionState s) {
    s.noCount = noCount;
    s.xactAbort = xactAbort;
    s.implicitTransactions = implicitTransactions;
    s.quotedIdentifier = quotedIdentifier;
    s.ansiWarnings = ansiWarnings;
    s.rowLimit = rowLimit;
    s.lockTimeoutMillis = lockTimeoutMillis;
  }

  static void set(Statement.SetOption s, SessionState session) {
    for (String name : s.names()) {
      set(name, s.value(), session);
    }
  }

  private static void set(String name, String value, SessionState session) {
    boolean on = value.equals("ON");
    switch (name) {
      case "NOCOUNT" -> session.noCount = on;
      case "XACT_ABORT" -> session.xactAbort = on;
      case "IMPLICIT_TRANSACTIONS" -> session.implicitTransactions = on;
      case "QUOTED_IDENTIFIER" -> session.quotedIdentifier = on;
      case "ANSI_DEFAULTS" -> {
        session.quotedIdentifier = on;
        session.ansiWarnings = on;
      }
      case "ANSI_WARNINGS" -> session.ansiWarnings = on;
      case "ROWCOUNT" -> session.rowLimit = number(value);
      case "LOCK_TIMEOUT" -> session.lockTimeoutMillis = number(value);
      case "FMTONLY", "NOEXEC", "PARSEONLY" -> onlyOff(name, on);
      case "CONCAT_NULL_YIELDS_NULL", "ANSI_NULLS" -> onlyOn(name, on);
      case "DATEFORMAT" -> onlyMonthFirst(value);
      case "LANGUAGE" -> onlyEnglish(value);
      default -> {
        // no statement that is modelled depends on the others
      }
    }
  }

  private static int number(String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw Message.SYNTAX.error(value);
    }
  }

  private static void onlyOff(String name, boolean on) {
    if (on) {
      throw Message.NOT_SIMULATED.error("SET " + name + " ON");
    }
  }

  private static void onlyOn(String name, boolean on) {
    if (!on) {
      throw Message.NOT_SIMULATED.error("SET " + name + " OFF");
    }
  }

  private static void onlyEnglish(String language) {
    String name = language.toLowerCase(Locale.ROOT);
    if (!name.equals("us_english") && !name.equals("english")) {
      throw Message.NOT_SIMULATED.error("SET LANGUAGE " + language);
    }
  }

  private static void onlyMonthFirst(String format) {
    if (!format.toLowerCase(Locale.ROOT).equals("mdy")) {
      throw Message.NOT_SIMULATED.error("SET DATEFORMAT " + format);
    }
  }
}
