package io.linkfleet.simulator.tsql.syntax;

import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.syntax.Statement.Step;
import io.linkfleet.simulator.tsql.syntax.Token.Kind;
import io.linkfleet.simulator.tsql.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Parses a batch into statements: control flow, variables, EXEC; hands the rest to its parsers. */
final class StatementParser {
  /** Beginnings that a server knows and the simulator does not. */
  private static final Set<String> UNKNOWN_HERE =
      Set.of("MERGE", "TRUNCATE", "KILL", "SHUTDOWN", "OPEN",
          "CLOSE", "FETCH", "DEALLOCATE", "BULK", "CHECKPOINT", "GOTO", "REVERT", "ADD", "MOVE");

  private final Tokens tokens;
  private final QueryParser queries;
  private final ExpressionParser expressions;
  private final DefinitionParser definitions;
  private final ProcedureParser procedures;
  private int loops;

  StatementParser(Tokens tokens) {
    this.tokens = tokens;
    this.queries = new QueryParser(tokens);
    this.expressions = queries.expressions();
    this.definitions = new DefinitionParser(tokens, expressions);
    this.procedures = new ProcedureParser(tokens, this);
  }

  List<Step> batch() {
    var steps = new ArrayList<Step>();
    skipSemicolons();
    while (!tokens.atEnd()) {
      steps.add(step(steps.isEmpty()));
      skipSemicolons();
    }
    return steps;
  }

  private void skipSemicolons() {
    while (tokens.acceptSymbol(";")) {
      // an empty statement
    }
  }

  private Step step(boolean first) {
    Token start = tokens.peek();
    Statement statement = statement(first);
    return new Step(statement, start.line(), tokens.maskedFrom(start));
  }

  private Step nested() {
    skipSemicolons();
    Step step = step(false);
    tokens.acceptSymbol(";");
    return step;
  }

  private Statement statement(boolean first) {
    Token token = tokens.peek();
    if (token.isSymbol("(") && selectInParentheses()) {
      return new Statement.SelectRows(queries.query());
    }
    if (token.kind() != Kind.WORD && token.kind() != Kind.NAME) {
      throw tokens.syntaxError();
    }
    String word = token.kind() == Kind.WORD ? token.text().toUpperCase(Locale.ROOT) : "";
    if (UNKNOWN_HERE.contains(word)) {
      throw tokens.notSimulated("the statement " + word);
    }
    switch (word) {
      case "SELECT", "WITH":
        return new Statement.SelectRows(queries.query());
      case "DECLARE":
        return declare();
      case "SET":
        return set();
      case "IF":
        return ifElse();
      case "WHILE":
        return loop();
      case "BEGIN":
        return begin();
      case "BREAK", "CONTINUE":
        return leaveLoop(word);
      case "RETURN":
        tokens.next();
        return new Statement.Return(startsValue() ? expressions.value() : null);
      case "PRINT":
        tokens.next();
        return new Statement.Print(expressions.value());
      case "RAISERROR":
        return raiseError();
      case "THROW":
        return raise();
      case "WAITFOR":
        tokens.next();
        boolean until = tokens.oneOf("DELAY", "TIME").equals("TIME");
        return new Statement.WaitFor(expressions.value(), until);
      case "USE":
        tokens.next();
        return new Statement.Use(tokens.name());
      case "COMMIT", "ROLLBACK", "SAVE":
        return transaction();
      case "EXEC", "EXECUTE":
        tokens.next();
        return new ExecuteParser(tokens, expressions).execute();
      case "DBCC":
        return new ExecuteParser(tokens, expressions).dbcc();
      case "RECONFIGURE":
        tokens.next();
        if (tokens.accept("WITH")) {
          tokens.expect("OVERRIDE");
        }
        return new Statement.Reconfigure();
      case "INSERT", "UPDATE", "DELETE":
        return new RowParser(tokens, queries).change();
      case "RESTORE":
        tokens.next();
        return new RestoreParser(tokens, expressions).restore();
      case "CREATE", "ALTER", "DROP", "BACKUP", "GRANT", "REVOKE", "DENY":
        return procedures.stand() ? procedures.definition(first) : definitions.definition();
      case "GO":
        throw tokens.syntaxError();
      default:
        if (first && token.isName()) {
          return new ExecuteParser(tokens, expressions).execute();
        }
        throw tokens.syntaxError();
    }
  }

  private boolean selectInParentheses() {
    int i = 0;
    while (tokens.peek(i).isSymbol("(")) {
      i++;
    }
    return tokens.peek(i).isWord("SELECT");
  }

  private Statement declare() {
    tokens.next();
    var variables = new ArrayList<Statement.Declaration>();
    do {
      Token name = tokens.next();
      if (tokens.isWord("CURSOR") || tokens.areWords("INSENSITIVE", "CURSOR")
          || tokens.areWords("SCROLL", "CURSOR")) {
        throw tokens.notSimulated("cursors");
      }
      if (name.kind() != Kind.VARIABLE || name.text().startsWith("@@")) {
        throw tokens.syntaxError(name);
      }
      tokens.accept("AS");
      if (tokens.isWord("TABLE")) {
        throw tokens.notSimulated("table variables");
      }
      DataType type = new TypeParser(tokens).type(1);
      if (type.isOldLong()) {
        throw Message.OLD_LONG_VARIABLE.error().atLine(tokens.peek().line(), "").endingBatch();
      }
      if (!tokens.declared.add(name.text())) {
        throw Message.DECLARED_TWICE.error(name.text()).atLine(name.line(), "").endingBatch();
      }
      Expression value = tokens.acceptSymbol("=") ? expressions.value() : null;
      variables.add(new Statement.Declaration(name.text(), type, value));
      tokens.declarations.add(variables.get(variables.size() - 1));
    } while (tokens.acceptSymbol(","));
    return new Statement.Declare(variables);
  }

  private Statement set() {
    tokens.next();
    if (tokens.peek().kind() == Kind.VARIABLE) {
      Token variable = tokens.next();
      tokens.useVariable(variable);
      Token operator = tokens.next();
      boolean compound =
          operator.text().length() == 2 && "+-*/".indexOf(operator.text().charAt(0)) >= 0;
      if (operator.kind() != Kind.SYMBOL || !(operator.text().equals("=") || compound)) {
        throw tokens.syntaxError(operator);
      }
      return new Statement.Assign(
          variable.text(), compound ? operator.text().charAt(0) : null, expressions.value());
    }
    return new SetParser(tokens).option();
  }

  private Statement ifElse() {
    tokens.next();
    Expression condition = expressions.condition();
    Step then = nestedWithElse();
    Step otherwise = tokens.accept("ELSE") ? nested() : null;
    return new Statement.If(condition, then, otherwise);
  }

  /** The statement after IF; its semicolon is taken only when an ELSE does not depend on it. */
  private Step nestedWithElse() {
    skipSemicolons();
    Step step = step(false);
    while (tokens.isSymbol(";")
        && (tokens.peek(1).isWord("ELSE") || tokens.peek(1).isSymbol(";"))) {
      tokens.next();
    }
    return step;
  }

  private Statement loop() {
    tokens.next();
    Expression condition = expressions.condition();
    loops++;
    Step body = nested();
    loops--;
    return new Statement.While(condition, body);
  }

  private Statement leaveLoop(String word) {
    Token token = tokens.next();
    boolean leave = word.equals("BREAK");
    if (loops == 0) {
      Message message = leave ? Message.BREAK_OUTSIDE : Message.CONTINUE_OUTSIDE;
      throw message.error().atLine(token.line(), "").endingBatch();
    }
    return leave ? new Statement.Break() : new Statement.Continue();
  }

  private Statement begin() {
    if (tokens.peek(1).isWord("TRAN") || tokens.peek(1).isWord("TRANSACTION")) {
      return transaction();
    }
    tokens.next();
    if (tokens.accept("TRY")) {
      List<Step> body = until("END", "TRY");
      skipSemicolonBeforeCatch();
      tokens.expect("BEGIN", "CATCH");
      return new Statement.TryCatch(body, until("END", "CATCH"));
    }
    if (tokens.isWord("DISTRIBUTED") || tokens.isWord("DIALOG") || tokens.isWord("CONVERSATION")) {
      throw tokens.notSimulated("BEGIN " + tokens.peek().text().toUpperCase(Locale.ROOT));
    }
    List<Step> steps = until("END");
    if (steps.isEmpty()) {
      throw tokens.syntaxError(tokens.previous());
    }
    return new Statement.Block(steps);
  }

  private void skipSemicolonBeforeCatch() {
    if (tokens.isSymbol(";")) {
      throw tokens.syntaxError();
    }
  }

  private List<Step> until(String... end) {
    var steps = new ArrayList<Step>();
    skipSemicolons();
    while (!tokens.accept(end)) {
      if (tokens.atEnd()) {
        throw tokens.syntaxError();
      }
      steps.add(step(false));
      skipSemicolons();
    }
    return steps;
  }

  private boolean startsValue() {
    Token token = tokens.peek();
    return switch (token.kind()) {
      case NUMBER, STRING, NATIONAL_STRING, VARIABLE -> true;
      case SYMBOL -> token.text().equals("-") || token.text().equals("(");
      default -> false;
    };
  }

  private Statement raiseError() {
    tokens.next();
    tokens.expectSymbol("(");
    var values = new ArrayList<Expression>();
    do {
      values.add(expressions.value());
    } while (tokens.acceptSymbol(","));
    tokens.expectSymbol(")");
    if (values.size() < 3) {
      throw tokens.syntaxError(tokens.previous());
    }
    var options = new ArrayList<String>();
    if (tokens.accept("WITH")) {
      do {
        options.add(tokens.oneOf("LOG", "NOWAIT", "SETERROR"));
      } while (tokens.acceptSymbol(","));
    }
    return new Statement.RaiseError(
        values.get(0), values.get(1), values.get(2), values.subList(3, values.size()), options);
  }

  private Statement raise() {
    tokens.next();
    if (!startsValue()) {
      return new Statement.Throw(null, null, null);
    }
    Expression number = expressions.value();
    tokens.expectSymbol(",");
    Expression message = expressions.value();
    tokens.expectSymbol(",");
    return new Statement.Throw(number, message, expressions.value());
  }

  private Statement transaction() {
    String verb = tokens.next().text().toUpperCase(Locale.ROOT);
    boolean named = tokens.accept("TRAN") || tokens.accept("TRANSACTION");
    if (!named && (verb.equals("COMMIT") || verb.equals("ROLLBACK"))) {
      tokens.accept("WORK");
    }
    String name = null;
    if (named && (tokens.peek().isName() && !startsStatement())) {
      name = tokens.name();
    }
    if (verb.equals("SAVE")) {
      throw tokens.notSimulated("SAVE TRANSACTION");
    }
    if (verb.equals("BEGIN") && tokens.areWords("WITH", "MARK")) {
      throw tokens.notSimulated("BEGIN TRANSACTION … WITH MARK");
    }
    return new Statement.Transaction(verb, name);
  }

  private boolean startsStatement() {
    return tokens.isWord("THROW") || tokens.isWord("GO");
  }
}
