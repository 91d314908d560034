package io.linkfleet.simulator.tsql.syntax;

import io.linkfleet.simulator.tsql.syntax.Definition.Restore;
import io.linkfleet.simulator.tsql.syntax.Token.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Parses RESTORE of whole databases and logs, and the RESTORE forms that only read. */
final class RestoreParser {
  private static final Set<String> FLAGS =
      Set.of("NORECOVERY", "RECOVERY", "REPLACE", "CHECKSUM", "NO_CHECKSUM", "STOP_ON_ERROR",
          "CONTINUE_AFTER_ERROR", "REWIND", "NOREWIND", "UNLOAD", "NOUNLOAD", "LOADHISTORY");
  private static final Set<String> VALUES =
      Set.of("FILE", "STATS", "STANDBY", "STOPAT", "BLOCKSIZE", "BUFFERCOUNT",
          "MAXTRANSFERSIZE", "MEDIANAME");
  private static final Set<String> ELSEWHERE =
      Set.of("STOPATMARK", "STOPBEFOREMARK", "PARTIAL", "RESTART",
          "RESTRICTED_USER", "KEEP_REPLICATION", "KEEP_CDC", "ENABLE_BROKER", "NEW_BROKER",
          "ERROR_BROKER_CONVERSATIONS", "CREDENTIAL", "FILESTREAM", "PASSWORD", "MEDIAPASSWORD",
          "METADATA_ONLY", "SNAPSHOT_RESTORE_PHASE");

  private final Tokens tokens;
  private final ExpressionParser expressions;

  RestoreParser(Tokens tokens, ExpressionParser expressions) {
    this.tokens = tokens;
    this.expressions = expressions;
  }

  /** After RESTORE. */
  Statement restore() {
    String what = tokens.peek().text().toUpperCase(Locale.ROOT);
    if (Set.of("LABELONLY", "REWINDONLY", "MASTER", "SERVICE").contains(what)) {
      throw tokens.notSimulated("RESTORE " + what);
    }
    what = tokens.oneOf("DATABASE", "LOG", "HEADERONLY", "FILELISTONLY", "VERIFYONLY");
    boolean restores = what.equals("DATABASE") || what.equals("LOG");
    return restores ? database(what.equals("LOG")) : reading(what);
  }

  private Statement reading(String what) {
    tokens.expect("FROM");
    List<Expression> devices = devices();
    var options = new LinkedHashMap<String, Expression>();
    options(options, new LinkedHashMap<>());
    return new Statement.ReadBackup(what, devices, options);
  }

  private Statement database(boolean log) {
    String variable = null;
    String name = null;
    if (tokens.peek().kind() == Kind.VARIABLE) {
      tokens.useVariable(tokens.peek());
      variable = tokens.next().text();
    } else {
      name = tokens.name();
    }
    if (tokens.isWord("FILE") || tokens.isWord("FILEGROUP") || tokens.isWord("PAGE")
        || tokens.isWord("READ_WRITE_FILEGROUPS")) {
      throw tokens.notSimulated("restoring files, filegroups or pages");
    }
    if (tokens.accept("FROM", "DATABASE_SNAPSHOT")) {
      throw tokens.notSimulated("RESTORE FROM DATABASE_SNAPSHOT");
    }
    List<Expression> devices = tokens.accept("FROM") ? devices() : List.of();
    var moves = new LinkedHashMap<Expression, Expression>();
    var options = new LinkedHashMap<String, Expression>();
    options(options, moves);
    return new Restore(log, name, variable, devices, moves, options);
  }

  private List<Expression> devices() {
    var devices = new ArrayList<Expression>();
    do {
      devices.add(DatabaseParser.device(tokens, expressions, "RESTORE FROM"));
    } while (tokens.acceptSymbol(","));
    return devices;
  }

  private void options(Map<String, Expression> options, Map<Expression, Expression> moves) {
    if (!tokens.accept("WITH")) {
      return;
    }
    do {
      option(options, moves);
    } while (tokens.acceptSymbol(","));
  }

  private void option(Map<String, Expression> options, Map<Expression, Expression> moves) {
    Token token = tokens.peek();
    String option = token.text().toUpperCase(Locale.ROOT);
    if (token.kind() != Kind.WORD) {
      throw tokens.syntaxError();
    }
    if (tokens.accept("MOVE")) {
      Expression logical = expressions.constant();
      tokens.expect("TO");
      moves.put(logical, expressions.constant());
    } else if (FLAGS.contains(option)) {
      tokens.next();
      options.put(option, null);
    } else if (VALUES.contains(option)) {
      tokens.next();
      boolean valued = tokens.acceptSymbol("=");
      if (!valued && !option.equals("STATS")) {
        throw tokens.syntaxError();
      }
      options.put(option, valued ? expressions.constant() : null);
    } else if (ELSEWHERE.contains(option)) {
      throw tokens.notSimulated("RESTORE … WITH " + option);
    } else {
      throw tokens.syntaxError();
    }
  }
}
