package io.linkfleet.simulator.tsql.syntax;

import io.linkfleet.simulator.tsql.syntax.Token.Kind;
import io.linkfleet.simulator.tsql.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Parses EXEC of a procedure or a text, and DBCC. */
final class ExecuteParser {
  private final Tokens tokens;
  private final ExpressionParser expressions;

  ExecuteParser(Tokens tokens, ExpressionParser expressions) {
    this.tokens = tokens;
    this.expressions = expressions;
  }

  /** After EXEC, or at the name of a procedure that begins a batch. */
  Statement execute() {
    if (tokens.isSymbol("(")) {
      tokens.next();
      Expression text = expressions.value();
      tokens.expectSymbol(")");
      if (tokens.isWord("AT") || tokens.isWord("AS")) {
        throw tokens.notSimulated("EXEC (…) AT or AS");
      }
      return new Statement.ExecuteText(text);
    }
    String into = null;
    if (tokens.peek().kind() == Kind.VARIABLE && tokens.peek(1).isSymbol("=")) {
      tokens.useVariable(tokens.peek());
      into = tokens.next().text();
      tokens.next();
    }
    if (tokens.peek().kind() == Kind.VARIABLE) {
      throw tokens.notSimulated("EXEC of a procedure named by a variable");
    }
    var procedure = new ArrayList<String>();
    procedure.add(tokens.name());
    while (tokens.acceptSymbol(".")) {
      procedure.add(tokens.isSymbol(".") ? "" : tokens.name());
    }
    var arguments = new ArrayList<Statement.Argument>();
    if (startsArgument()) {
      do {
        arguments.add(argument());
      } while (tokens.acceptSymbol(","));
    }
    return new Statement.Execute(into, procedure, arguments);
  }

  private boolean startsArgument() {
    Token token = tokens.peek();
    return switch (token.kind()) {
      case NUMBER, STRING, NATIONAL_STRING, VARIABLE, BINARY, NAME -> true;
      case SYMBOL -> token.text().equals("-");
      case WORD ->
          token.isWord("NULL")
              || token.isWord("DEFAULT")
              || (token.isName() && !token.isWord("THROW") && !token.isWord("GO"));
      default -> false;
    };
  }

  private Statement.Argument argument() {
    String name = null;
    if (tokens.peek().kind() == Kind.VARIABLE && tokens.peek(1).isSymbol("=")) {
      name = tokens.next().text();
      tokens.next();
    }
    Token token = tokens.peek();
    if (tokens.accept("DEFAULT")) {
      return new Statement.Argument(name, null, false);
    }
    Expression value;
    if (token.isName()) {
      // a bare word is a string here, as in EXEC sp_help x
      value = new Expression.Literal(tokens.name(), DataType.SYSNAME);
    } else {
      // EXEC takes a constant or a variable, never an expression
      boolean negative = tokens.acceptSymbol("-");
      value = expressions.constant();
      value = negative ? new Expression.Negate(value) : value;
    }
    boolean output = tokens.accept("OUTPUT") || tokens.accept("OUT");
    return new Statement.Argument(name, value, output);
  }

  /** At DBCC. */
  Statement dbcc() {
    tokens.next();
    String command = tokens.name().toUpperCase(Locale.ROOT);
    List<Expression> arguments = List.of();
    if (tokens.acceptSymbol("(")) {
      var values = new ArrayList<Expression>();
      if (!tokens.isSymbol(")")) {
        do {
          values.add(
              tokens.peek().isName()
                  ? new Expression.Literal(tokens.name(), DataType.SYSNAME)
                  : expressions.value());
        } while (tokens.acceptSymbol(","));
      }
      tokens.expectSymbol(")");
      arguments = values;
    }
    var options = new ArrayList<String>();
    if (tokens.accept("WITH")) {
      do {
        options.add(tokens.name().toUpperCase(Locale.ROOT));
      } while (tokens.acceptSymbol(","));
    }
    return new Statement.Dbcc(command, arguments, options);
  }
}
