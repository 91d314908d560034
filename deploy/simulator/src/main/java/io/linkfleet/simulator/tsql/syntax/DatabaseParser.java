package io.linkfleet.simulator.tsql.syntax;

import io.linkfleet.simulator.tsql.syntax.Definition.AlterDatabase;
import io.linkfleet.simulator.tsql.syntax.Definition.Backup;
import io.linkfleet.simulator.tsql.syntax.Definition.CreateDatabase;
import io.linkfleet.simulator.tsql.syntax.Definition.DropDatabase;
import io.linkfleet.simulator.tsql.syntax.Definition.Hadr;
import io.linkfleet.simulator.tsql.syntax.Token.Kind;
import io.linkfleet.simulator.tsql.type.DataType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Parses statements on databases and their backups. */
final class DatabaseParser {
  private static final Set<String> SWITCHES =
      Set.of("READ_ONLY", "READ_WRITE", "SINGLE_USER", "MULTI_USER", "RESTRICTED_USER", "ONLINE",
          "OFFLINE");
  /** Stands before the path of a device that is a URL. */
  private static final String URL = "url:";

  private static final List<String> SETTINGS =
      List.of("ACCELERATED_DATABASE_RECOVERY", "READ_COMMITTED_SNAPSHOT", "TRUSTWORTHY");
  private static final Set<String> BACKUP_FLAGS =
      Set.of("COPY_ONLY", "CHECKSUM", "NO_CHECKSUM", "COMPRESSION", "NO_COMPRESSION", "FORMAT",
          "NOFORMAT", "INIT", "NOINIT", "SKIP", "NOSKIP", "REWIND", "NOREWIND", "UNLOAD",
          "NOUNLOAD", "STOP_ON_ERROR", "CONTINUE_AFTER_ERROR", "DIFFERENTIAL", "NORECOVERY",
          "NO_TRUNCATE");
  private static final Set<String> BACKUP_ELSEWHERE =
      Set.of("ENCRYPTION", "CREDENTIAL", "FILE_SNAPSHOT", "METADATA_ONLY");
  private static final Set<String> BACKUP_VALUES =
      Set.of("NAME", "DESCRIPTION", "MEDIANAME", "MEDIADESCRIPTION", "STATS", "BLOCKSIZE",
          "BUFFERCOUNT", "MAXTRANSFERSIZE", "RETAINDAYS", "EXPIREDATE", "STANDBY");

  private final Tokens tokens;
  private final ExpressionParser expressions;

  DatabaseParser(Tokens tokens, ExpressionParser expressions) {
    this.tokens = tokens;
    this.expressions = expressions;
  }

  /** After … DATABASE. */
  Statement database(String verb) {
    switch (verb) {
      case "CREATE":
        return create();
      case "ALTER":
        return alter();
      case "DROP":
        return drop();
      default:
        return backup(false);
    }
  }

  private Statement create() {
    if (tokens.isWord("AUDIT") || tokens.isWord("SCOPED") || tokens.isWord("ENCRYPTION")) {
      throw tokens.notSimulated("CREATE DATABASE " + tokens.peek().text());
    }
    String name = tokens.name();
    String collation = tokens.accept("COLLATE") ? tokens.name() : null;
    if (tokens.isWord("ON") || tokens.isWord("LOG") || tokens.isWord("AS")
        || tokens.isWord("CONTAINMENT") || tokens.isWord("WITH") || tokens.isWord("FOR")) {
      throw tokens.notSimulated("CREATE DATABASE with files, snapshots or options");
    }
    return new CreateDatabase(name, collation);
  }

  private Statement drop() {
    boolean ifExists = tokens.accept("IF", "EXISTS");
    var names = new ArrayList<String>();
    do {
      names.add(tokens.name());
    } while (tokens.acceptSymbol(","));
    return new DropDatabase(names, ifExists);
  }

  private Statement alter() {
    if (tokens.areWords("SCOPED") || tokens.areWords("AUDIT")) {
      throw tokens.notSimulated("ALTER DATABASE " + tokens.peek().text());
    }
    String name = tokens.accept("CURRENT") ? null : tokens.name();
    if (!tokens.accept("SET")) {
      if (tokens.peek().kind() == Kind.WORD) {
        throw tokens.notSimulated("ALTER DATABASE … " + tokens.peek().text());
      }
      throw tokens.syntaxError();
    }
    if (tokens.isWord("PARTNER") || tokens.isWord("WITNESS")) {
      return new MirroringParser(tokens).mirroring(name);
    }
    if (tokens.accept("HADR")) {
      return hadr(name);
    }
    var options = new LinkedHashMap<String, String>();
    do {
      option(options);
    } while (tokens.acceptSymbol(","));
    if (tokens.accept("WITH")) {
      termination();
    }
    return new AlterDatabase(name, options);
  }

  /** After SET HADR. */
  private Statement hadr(String database) {
    if (tokens.accept("AVAILABILITY", "GROUP")) {
      tokens.expectSymbol("=");
      return new Hadr(database, "JOIN", tokens.name());
    }
    return new Hadr(database, tokens.oneOf("OFF", "SUSPEND", "RESUME"), null);
  }

  private void option(Map<String, String> options) {
    if (tokens.accept("RECOVERY")) {
      options.put("RECOVERY", tokens.oneOf("FULL", "BULK_LOGGED", "SIMPLE"));
      return;
    }
    if (tokens.accept("AUTO_CLOSE")) {
      options.put("AUTO_CLOSE", tokens.oneOf("ON", "OFF"));
      return;
    }
    if (tokens.accept("ENABLE_BROKER") || tokens.accept("DISABLE_BROKER")) {
      options.put("BROKER", tokens.previous().isWord("ENABLE_BROKER") ? "ON" : "OFF");
      return;
    }
    for (String option : SETTINGS) {
      if (tokens.accept(option)) {
        // the first is written with a sign, the others without one; it came with 2019
        if (option.equals(SETTINGS.get(0))) {
          if (tokens.dialect.majorVersion() < 15) {
            throw tokens.syntaxError(tokens.previous());
          }
          tokens.expectSymbol("=");
        }
        options.put(option, tokens.oneOf("ON", "OFF"));
        return;
      }
    }
    Token token = tokens.peek();
    for (String option : SWITCHES) {
      if (tokens.accept(option)) {
        options.put(option, "");
        return;
      }
    }
    if (token.kind() != Kind.WORD) {
      throw tokens.syntaxError();
    }
    throw tokens.notSimulated("ALTER DATABASE … SET " + token.text().toUpperCase());
  }

  private void termination() {
    if (tokens.accept("NO_WAIT")) {
      return;
    }
    tokens.expect("ROLLBACK");
    if (tokens.accept("AFTER")) {
      tokens.integer();
      tokens.accept("SECONDS");
    } else {
      tokens.expect("IMMEDIATE");
    }
  }

  /** After BACKUP DATABASE or BACKUP LOG. */
  Statement backup(boolean log) {
    String variable = null;
    String name = null;
    if (tokens.peek().kind() == Kind.VARIABLE) {
      tokens.useVariable(tokens.peek());
      variable = tokens.next().text();
    } else {
      name = tokens.name();
    }
    if (tokens.isWord("FILE")
        || tokens.isWord("FILEGROUP")
        || tokens.isWord("READ_WRITE_FILEGROUPS")) {
      throw tokens.notSimulated("backups of single files or filegroups");
    }
    tokens.expect("TO");
    List<Expression> devices = new ArrayList<>();
    do {
      devices.add(device(tokens, expressions, "BACKUP TO"));
    } while (tokens.acceptSymbol(","));
    if (tokens.areWords("MIRROR", "TO")) {
      throw tokens.notSimulated("BACKUP … MIRROR TO");
    }
    var options = new LinkedHashMap<String, Expression>();
    if (tokens.accept("WITH")) {
      do {
        backupOption(options);
      } while (tokens.acceptSymbol(","));
    }
    return new Backup(log, name, variable, devices, options);
  }

  static Expression device(Tokens tokens, ExpressionParser expressions, String verb) {
    if (tokens.isWord("TAPE")) {
      throw tokens.notSimulated(verb + " " + tokens.peek().text().toUpperCase());
    }
    if (tokens.accept("URL")) {
      tokens.expectSymbol("=");
      return new Expression.Arithmetic(
          '+', new Expression.Literal(URL, DataType.SYSNAME), expressions.constant());
    }
    if (!tokens.accept("DISK")) {
      if (tokens.peek().isName()) {
        throw tokens.notSimulated(verb + " a logical device");
      }
      throw tokens.syntaxError();
    }
    tokens.expectSymbol("=");
    return expressions.constant();
  }

  private void backupOption(Map<String, Expression> options) {
    String option = tokens.peek().text().toUpperCase();
    if (tokens.peek().kind() != Kind.WORD) {
      throw tokens.syntaxError();
    }
    if (BACKUP_FLAGS.contains(option)) {
      tokens.next();
      options.put(option, null);
      if (option.equals("COMPRESSION") && tokens.isSymbol("(")) {
        compressionAlgorithm();
      }
    } else if (BACKUP_VALUES.contains(option)) {
      tokens.next();
      boolean valued = tokens.acceptSymbol("=");
      if (!valued && !option.equals("STATS")) {
        throw tokens.syntaxError();
      }
      options.put(option, valued ? expressions.constant() : null);
    } else if (BACKUP_ELSEWHERE.contains(option)) {
      throw tokens.notSimulated("BACKUP … WITH " + option);
    } else {
      throw tokens.syntaxError();
    }
  }

  private void compressionAlgorithm() {
    if (tokens.dialect.majorVersion() < 16) {
      throw tokens.syntaxError();
    }
    tokens.expectSymbol("(");
    tokens.expect("ALGORITHM");
    tokens.expectSymbol("=");
    if (tokens.dialect.majorVersion() < 17) {
      tokens.oneOf("MS_XPRESS", "QAT_DEFLATE");
    } else {
      tokens.oneOf("MS_XPRESS", "QAT_DEFLATE", "ZSTD");
    }
    tokens.expectSymbol(")");
  }
}
