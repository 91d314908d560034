package io.linkfleet.simulator.tsql.syntax;

import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.syntax.Definition.CreateProcedure.Kind;
import io.linkfleet.simulator.tsql.syntax.Definition.ProcedureParameter;
import io.linkfleet.simulator.tsql.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Parses CREATE, ALTER and DROP PROCEDURE; the body is the rest of the batch. */
final class ProcedureParser {
  private final Tokens tokens;
  private final StatementParser statements;

  ProcedureParser(Tokens tokens, StatementParser statements) {
    this.tokens = tokens;
    this.statements = statements;
  }

  /** Whether CREATE [OR ALTER], ALTER or DROP of a procedure stands here. */
  boolean stand() {
    int at = tokens.peek().isWord("CREATE") && tokens.peek(1).isWord("OR") ? 3 : 1;
    Token object = tokens.peek(at);
    return object.isWord("PROCEDURE") || object.isWord("PROC");
  }

  /** The rest of the batch is its body, which is read for its syntax now. */
  Statement definition(boolean first) {
    Token verb = tokens.next();
    if (verb.isWord("DROP")) {
      tokens.next();
      boolean ifExists = tokens.accept("IF", "EXISTS");
      return new Definition.DropProcedure(name(), ifExists);
    }
    boolean either = tokens.accept("OR", "ALTER");
    tokens.next();
    String name = name();
    if (!first) {
      String what = verb.text().toUpperCase(Locale.ROOT) + (either ? " OR ALTER" : "");
      throw Message.FIRST_OF_BATCH.error(what + " PROCEDURE")
          .atLine(verb.line(), "").endingBatch();
    }
    List<ProcedureParameter> parameters = parameters();
    if (tokens.isWord("WITH") || tokens.isWord("FOR")) {
      throw tokens.notSimulated("options of a procedure");
    }
    tokens.expect("AS");
    int line = tokens.peek().line();
    Token from = tokens.peek();
    if (statements.batch().isEmpty()) {
      throw tokens.syntaxError();
    }
    String body = "\n".repeat(line - 1) + tokens.slice(from, tokens.peek());
    Kind kind =
        either ? Kind.CREATE_OR_ALTER : verb.isWord("ALTER") ? Kind.ALTER : Kind.CREATE;
    return new Definition.CreateProcedure(kind, name, parameters, body);
  }

  private List<ProcedureParameter> parameters() {
    boolean enclosed = tokens.acceptSymbol("(");
    var parameters = new ArrayList<ProcedureParameter>();
    if (enclosed || tokens.peek().kind() == Token.Kind.VARIABLE) {
      do {
        parameters.add(parameter());
      } while (tokens.acceptSymbol(","));
    }
    if (enclosed) {
      tokens.expectSymbol(")");
    }
    return List.copyOf(parameters);
  }

  private ProcedureParameter parameter() {
    Token name = tokens.next();
    if (name.kind() != Token.Kind.VARIABLE || name.text().startsWith("@@")) {
      throw tokens.syntaxError(name);
    }
    tokens.accept("AS");
    DataType type = new TypeParser(tokens).type(1);
    if (!tokens.declared.add(name.text())) {
      throw Message.DECLARED_TWICE.error(name.text()).atLine(name.line(), "").endingBatch();
    }
    String byDefault = tokens.acceptSymbol("=") ? constant() : null;
    boolean output = tokens.accept("OUTPUT") || tokens.accept("OUT");
    if (tokens.isWord("READONLY") || tokens.isWord("VARYING")) {
      throw tokens.notSimulated("parameters that are tables or cursors");
    }
    return new ProcedureParameter(name.text(), type, byDefault, output);
  }

  /** A constant as an expression; a bare word is a text here. */
  private String constant() {
    Token from = tokens.peek();
    if (from.kind() == Token.Kind.WORD && !from.isWord("NULL")) {
      return "N'" + tokens.name().replace("'", "''") + "'";
    }
    tokens.acceptSymbol("-");
    Token value = tokens.next();
    boolean constant =
        switch (value.kind()) {
          case NUMBER, STRING, NATIONAL_STRING, BINARY -> true;
          default -> value.isWord("NULL");
        };
    if (!constant) {
      throw tokens.syntaxError(value);
    }
    return tokens.slice(from, tokens.peek());
  }

  /** Procedures are of schema dbo alone here. */
  private String name() {
    String name = tokens.name();
    if (tokens.acceptSymbol(".")) {
      if (!name.equalsIgnoreCase("dbo")) {
        throw tokens.notSimulated("procedures of the schema " + name);
      }
      name = tokens.name();
    }
    return name;
  }
}
