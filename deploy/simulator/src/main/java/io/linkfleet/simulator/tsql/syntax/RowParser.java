package io.linkfleet.simulator.tsql.syntax;

import io.linkfleet.simulator.tsql.Message;
import java.util.ArrayList;
import java.util.List;

/** Parses INSERT, UPDATE and DELETE of one table; joins, TOP and OUTPUT are not simulated. */
final class RowParser {
  private static final int MOST_ROWS = 1000;

  private final Tokens tokens;
  private final QueryParser queries;
  private final ExpressionParser expressions;

  RowParser(Tokens tokens, QueryParser queries) {
    this.tokens = tokens;
    this.queries = queries;
    this.expressions = queries.expressions();
  }

  Statement change() {
    Token verb = tokens.next();
    refuse("TOP");
    if (verb.isWord("INSERT")) {
      tokens.accept("INTO");
      return insert(table());
    } else if (verb.isWord("DELETE")) {
      tokens.accept("FROM");
      List<String> table = table();
      return new Statement.Delete(table, where());
    }
    return update(table());
  }

  private List<String> table() {
    if (tokens.peek().kind() == Token.Kind.VARIABLE) {
      throw tokens.notSimulated("table variables");
    }
    List<String> table = TableParser.name(tokens);
    if (tokens.isWord("WITH")) {
      throw tokens.notSimulated("hints of a statement that changes rows");
    }
    return table;
  }

  private void refuse(String word) {
    if (tokens.isWord(word)) {
      throw tokens.notSimulated(word + " of a statement that changes rows");
    }
  }

  private Expression where() {
    refuse("OUTPUT");
    refuse("FROM");
    Expression condition = null;
    if (tokens.accept("WHERE")) {
      if (tokens.isWord("CURRENT")) {
        throw tokens.notSimulated("cursors");
      }
      condition = expressions.condition();
    }
    refuse("OPTION");
    return condition;
  }

  private Statement insert(List<String> table) {
    List<String> columns = null;
    if (tokens.isSymbol("(") && !tokens.peek(1).isWord("SELECT")) {
      tokens.next();
      columns = new ArrayList<>();
      do {
        columns.add(tokens.name());
      } while (tokens.acceptSymbol(","));
      tokens.expectSymbol(")");
    }
    refuse("OUTPUT");
    if (tokens.accept("DEFAULT", "VALUES")) {
      return new Statement.Insert(table, columns, List.of(List.of()), null);
    }
    if (!tokens.accept("VALUES")) {
      if (tokens.isWord("EXEC") || tokens.isWord("EXECUTE")) {
        throw tokens.notSimulated("INSERT … EXEC");
      }
      return new Statement.Insert(table, columns, null, queries.query());
    }
    var rows = new ArrayList<List<Expression>>();
    do {
      Token start = tokens.peek();
      rows.add(values());
      if (rows.size() > MOST_ROWS) {
        throw Message.TOO_MANY_ROWS.error().atLine(start.line(), "").endingBatch();
      }
    } while (tokens.acceptSymbol(","));
    return new Statement.Insert(table, columns, rows, null);
  }

  /** A value is null for DEFAULT. */
  private List<Expression> values() {
    tokens.expectSymbol("(");
    var values = new ArrayList<Expression>();
    do {
      values.add(tokens.accept("DEFAULT") ? null : expressions.value());
    } while (tokens.acceptSymbol(","));
    tokens.expectSymbol(")");
    return values;
  }

  private Statement update(List<String> table) {
    tokens.expect("SET");
    var columns = new ArrayList<String>();
    var values = new ArrayList<Expression>();
    do {
      if (tokens.peek().kind() == Token.Kind.VARIABLE) {
        throw tokens.notSimulated("UPDATE of a variable");
      }
      List<String> name = TableParser.name(tokens);
      columns.add(name.get(name.size() - 1));
      if (!tokens.isSymbol("=") && tokens.peek().text().endsWith("=")) {
        throw tokens.notSimulated("SET column " + tokens.peek().text());
      }
      tokens.expectSymbol("=");
      values.add(tokens.accept("DEFAULT") ? null : expressions.value());
    } while (tokens.acceptSymbol(","));
    return new Statement.Update(table, columns, values, where());
  }
}
