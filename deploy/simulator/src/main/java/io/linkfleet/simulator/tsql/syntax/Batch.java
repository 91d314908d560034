package io.linkfleet.simulator.tsql.syntax;

import io.linkfleet.simulator.tsql.TsqlError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A batch, parsed as a whole before anything of it runs.
 *
 * @param steps its statements
 * @param variables what its DECLAREs name, also those in branches that never run
 */
public record Batch(List<Statement.Step> steps, List<Statement.Declaration> variables) {
  /**
   * Parses a batch.
   *
   * @param parameters the variables that exist before its first statement
   * @throws TsqlError the syntax error, or every variable that was not declared
   */
  public static Batch parse(String text, Dialect dialect, Collection<String> parameters) {
    var tokens = new Tokens(text, dialect);
    tokens.declared.addAll(parameters);
    List<Statement.Step> steps = new StatementParser(tokens).batch();
    if (!tokens.undeclared.isEmpty()) {
      TsqlError all = tokens.undeclared.get(0);
      for (TsqlError more : tokens.undeclared.subList(1, tokens.undeclared.size())) {
        all = all.then(more.last());
      }
      throw all;
    }
    return new Batch(List.copyOf(steps), List.copyOf(tokens.declarations));
  }

  /** The expression that this text is, as a table keeps a default. */
  public static Expression expression(String text, Dialect dialect) {
    return new QueryParser(new Tokens(text, dialect)).expressions().value();
  }

  /** The names and types in a declaration list such as that of sp_executesql. */
  public static List<Statement.Declaration> declarations(String text, Dialect dialect) {
    var tokens = new Tokens(text, dialect);
    var found = new ArrayList<Statement.Declaration>();
    if (!tokens.atEnd()) {
      var expressions = new QueryParser(tokens).expressions();
      var types = new TypeParser(tokens);
      do {
        Token name = tokens.next();
        if (name.kind() != Token.Kind.VARIABLE) {
          throw tokens.syntaxError(name);
        }
        tokens.accept("AS");
        var type = types.type(1);
        if (tokens.acceptSymbol("=")) {
          expressions.value();
        }
        if (!tokens.accept("OUTPUT")) {
          tokens.accept("OUT");
        }
        found.add(new Statement.Declaration(name.text(), type, null));
      } while (tokens.acceptSymbol(","));
      if (!tokens.atEnd()) {
        throw tokens.syntaxError();
      }
    }
    return found;
  }
}
