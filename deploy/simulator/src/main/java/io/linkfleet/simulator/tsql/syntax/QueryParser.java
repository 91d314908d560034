package io.linkfleet.simulator.tsql.syntax;

import io.linkfleet.simulator.tsql.syntax.Query.Body;
import io.linkfleet.simulator.tsql.syntax.Query.Item;
import io.linkfleet.simulator.tsql.syntax.Query.Source;
import io.linkfleet.simulator.tsql.syntax.Token.Kind;
import io.linkfleet.simulator.tsql.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Parses SELECT: with its CTEs, unions, sources, grouping and order. */
final class QueryParser {
  private static final Set<String> HINTS =
      Set.of("NOLOCK", "READUNCOMMITTED", "READCOMMITTED", "READCOMMITTEDLOCK", "READPAST",
          "REPEATABLEREAD", "ROWLOCK", "PAGLOCK", "TABLOCK", "TABLOCKX", "HOLDLOCK", "NOWAIT",
          "UPDLOCK", "XLOCK", "SERIALIZABLE", "NOEXPAND", "FORCESCAN", "FORCESEEK");

  private static final Set<String> WITHOUT_ON = Set.of("CROSS", "CROSS APPLY", "OUTER APPLY");

  private final Tokens tokens;
  private final ExpressionParser expressions;

  QueryParser(Tokens tokens) {
    this.tokens = tokens;
    this.expressions = new ExpressionParser(tokens, this);
  }

  ExpressionParser expressions() {
    return expressions;
  }

  /** A query inside parentheses. */
  Query parenthesised() {
    tokens.expectSymbol("(");
    Query query = query();
    tokens.expectSymbol(")");
    return query;
  }

  Query query() {
    var with = new ArrayList<Query.CommonTable>();
    if (tokens.accept("WITH")) {
      do {
        String name = tokens.name();
        List<String> columns = tokens.isSymbol("(") ? columnNames() : List.of();
        tokens.expect("AS");
        with.add(new Query.CommonTable(name, columns, parenthesised()));
      } while (tokens.acceptSymbol(","));
    }
    Body body = body();
    var order = new ArrayList<Query.Order>();
    Expression offset = null;
    Expression fetch = null;
    if (tokens.accept("ORDER", "BY")) {
      do {
        Expression by = expressions.value();
        boolean descending = tokens.accept("DESC");
        if (!descending) {
          tokens.accept("ASC");
        }
        order.add(new Query.Order(by, descending));
      } while (tokens.acceptSymbol(","));
      if (tokens.accept("OFFSET")) {
        offset = expressions.value();
        tokens.oneOf("ROWS", "ROW");
        if (tokens.accept("FETCH")) {
          tokens.oneOf("NEXT", "FIRST");
          fetch = expressions.value();
          tokens.oneOf("ROWS", "ROW");
          tokens.expect("ONLY");
        }
      }
    }
    if (tokens.isWord("FOR")) {
      throw tokens.notSimulated("FOR XML, FOR JSON and FOR BROWSE");
    }
    if (tokens.accept("OPTION")) {
      skipHints();
    }
    return new Query(with, body, order, offset, fetch);
  }

  /** Query hints cannot change a result, so they are read and left out. */
  private void skipHints() {
    tokens.expectSymbol("(");
    do {
      int words = 0;
      while (tokens.peek().kind() == Kind.WORD || tokens.peek().kind() == Kind.NUMBER) {
        tokens.next();
        words++;
      }
      if (words == 0) {
        throw tokens.syntaxError();
      }
    } while (tokens.acceptSymbol(","));
    tokens.expectSymbol(")");
  }

  private Body body() {
    Body left = intersection();
    while (tokens.isWord("UNION") || tokens.isWord("EXCEPT")) {
      String operator = tokens.next().text().toUpperCase(Locale.ROOT);
      if (operator.equals("UNION") && tokens.accept("ALL")) {
        operator = "UNION ALL";
      }
      left = new Query.Combined(left, intersection(), operator);
    }
    return left;
  }

  private Body intersection() {
    Body left = oneBody();
    while (tokens.accept("INTERSECT")) {
      left = new Query.Combined(left, oneBody(), "INTERSECT");
    }
    return left;
  }

  private Body oneBody() {
    if (tokens.acceptSymbol("(")) {
      Body inside = body();
      tokens.expectSymbol(")");
      return inside;
    }
    return select();
  }

  private Query.Select select() {
    tokens.expect("SELECT");
    boolean distinct = tokens.accept("DISTINCT");
    if (!distinct) {
      tokens.accept("ALL");
    }
    Expression top = null;
    boolean percent = false;
    if (tokens.accept("TOP")) {
      top = top();
      percent = tokens.accept("PERCENT");
      if (tokens.areWords("WITH", "TIES")) {
        throw tokens.notSimulated("TOP … WITH TIES");
      }
    }
    var items = new ArrayList<Item>();
    do {
      items.add(item());
    } while (tokens.acceptSymbol(","));
    if (tokens.isWord("INTO")) {
      throw tokens.notSimulated("SELECT INTO");
    }
    Source from = tokens.accept("FROM") ? from() : null;
    Expression where = tokens.accept("WHERE") ? expressions.condition() : null;
    var groupBy = new ArrayList<Expression>();
    if (tokens.accept("GROUP", "BY")) {
      do {
        groupBy.add(expressions.value());
      } while (tokens.acceptSymbol(","));
    }
    Expression having = tokens.accept("HAVING") ? expressions.condition() : null;
    return new Query.Select(distinct, top, percent, items, from, where, groupBy, having);
  }

  private Expression top() {
    if (tokens.acceptSymbol("(")) {
      Expression rows = expressions.value();
      tokens.expectSymbol(")");
      return rows;
    }
    return new Expression.Literal(tokens.integer(), DataType.INT);
  }

  private Item item() {
    Token first = tokens.peek();
    if (tokens.acceptSymbol("*")) {
      return new Item(null, null, null, List.of());
    }
    List<String> qualifier = starQualifier();
    if (qualifier != null) {
      return new Item(null, null, null, qualifier);
    }
    boolean equals = tokens.peek(1).isSymbol("=");
    if (first.kind() == Kind.VARIABLE && equals && !first.text().startsWith("@@")) {
      tokens.useVariable(tokens.next());
      tokens.next();
      return new Item(expressions.value(), null, first.text(), null);
    }
    if (equals && (first.isName() || first.isString())) {
      tokens.next();
      tokens.next();
      return new Item(expressions.value(), first.text(), null, null);
    }
    Expression value = expressions.value();
    return new Item(value, alias(true), null, null);
  }

  /** The qualifier of {@code a.b.*}, taken with its star; null when something else comes. */
  private List<String> starQualifier() {
    var parts = new ArrayList<String>();
    int i = 0;
    while (tokens.peek(i).isName() && tokens.peek(i + 1).isSymbol(".")) {
      parts.add(tokens.peek(i).text());
      i += 2;
    }
    if (parts.isEmpty() || !tokens.peek(i).isSymbol("*")) {
      return null;
    }
    for (int taken = 0; taken <= i; taken++) {
      tokens.next();
    }
    return List.copyOf(parts);
  }

  private String alias(boolean strings) {
    if (tokens.accept("AS")) {
      return strings && tokens.peek().isString() ? tokens.next().text() : tokens.name();
    }
    Token next = tokens.peek();
    boolean take = strings ? next.isName() || next.isString() : next.isName();
    if (next.isWord("GO")) {
      // a server would take GO as an alias; whoever sends it forgot to split the script
      throw tokens.syntaxError();
    }
    return take ? tokens.next().text() : null;
  }

  private Source from() {
    Source left = joined();
    while (tokens.acceptSymbol(",")) {
      left = new Query.Join("CROSS", left, joined(), null);
    }
    return left;
  }

  private Source joined() {
    Source left = oneSource();
    while (true) {
      String kind = joinKind();
      if (kind == null) {
        return left;
      }
      if (WITHOUT_ON.contains(kind)) {
        left = new Query.Join(kind, left, oneSource(), null);
        continue;
      }
      // a JOIN b JOIN c ON … ON …: the inner join ends at its own ON
      Source right = oneSource();
      while (!tokens.isWord("ON")) {
        String inner = joinKind();
        if (inner == null || WITHOUT_ON.contains(inner)) {
          throw tokens.syntaxError();
        }
        Source innerRight = oneSource();
        tokens.expect("ON");
        right = new Query.Join(inner, right, innerRight, expressions.condition());
      }
      tokens.expect("ON");
      left = new Query.Join(kind, left, right, expressions.condition());
    }
  }

  private String joinKind() {
    if (tokens.isWord("CROSS") || tokens.isWord("OUTER")) {
      if (tokens.accept("CROSS", "APPLY")) {
        return "CROSS APPLY";
      } else if (tokens.accept("OUTER", "APPLY")) {
        return "OUTER APPLY";
      }
      tokens.expect("CROSS", "JOIN");
      return "CROSS";
    }
    if (tokens.accept("JOIN") || tokens.accept("INNER", "JOIN")) {
      return "INNER";
    }
    for (String side : new String[] {"LEFT", "RIGHT", "FULL"}) {
      if (tokens.accept(side, "OUTER", "JOIN") || tokens.accept(side, "JOIN")) {
        return side;
      }
    }
    return null;
  }

  private Source oneSource() {
    if (tokens.isSymbol("(")) {
      return inParentheses();
    }
    var parts = new ArrayList<String>();
    parts.add(tokens.name());
    while (tokens.acceptSymbol(".")) {
      parts.add(tokens.isSymbol(".") ? "" : tokens.name());
    }
    boolean oldHint = tokens.isSymbol("(") && isHint(tokens.peek(1));
    if (tokens.isSymbol("(") && !oldHint) {
      throw tokens.notSimulated("the table function " + String.join(".", parts));
    }
    if (oldHint) {
      tableHints();
    }
    String alias = alias(false);
    if (tokens.isSymbol("(") && isHint(tokens.peek(1))) {
      tableHints();
    }
    if (tokens.areWords("WITH") && tokens.peek(1).isSymbol("(")) {
      tokens.next();
      tableHints();
    }
    if (parts.size() > 4) {
      throw tokens.syntaxError();
    }
    return new Query.Table(List.copyOf(parts), alias);
  }

  /** Table hints cannot change a result here either; the comma between them is optional. */
  private void tableHints() {
    tokens.expectSymbol("(");
    do {
      Token hint = tokens.next();
      if (!isHint(hint)) {
        throw tokens.syntaxError(hint);
      }
      tokens.acceptSymbol(",");
    } while (!tokens.acceptSymbol(")"));
  }

  private static boolean isHint(Token token) {
    return HINTS.contains(token.text().toUpperCase(Locale.ROOT));
  }

  private Source inParentheses() {
    if (tokens.peek(1).isWord("VALUES")) {
      tokens.next();
      tokens.next();
      var rows = new ArrayList<List<Expression>>();
      do {
        rows.add(expressions.parenthesisedValues());
      } while (tokens.acceptSymbol(","));
      tokens.expectSymbol(")");
      tokens.accept("AS");
      return new Query.Values(rows, tokens.name(), columnNames());
    }
    int i = 0;
    while (tokens.peek(i).isSymbol("(")) {
      i++;
    }
    if (tokens.peek(i).isWord("SELECT") || tokens.peek(i).isWord("WITH")) {
      Query query = parenthesised();
      tokens.accept("AS");
      String alias = tokens.name();
      return new Query.Derived(query, alias, tokens.isSymbol("(") ? columnNames() : List.of());
    }
    tokens.next();
    Source inside = joined();
    tokens.expectSymbol(")");
    return inside;
  }

  private List<String> columnNames() {
    tokens.expectSymbol("(");
    var names = new ArrayList<String>();
    do {
      names.add(tokens.name());
    } while (tokens.acceptSymbol(","));
    tokens.expectSymbol(")");
    return names;
  }
}
