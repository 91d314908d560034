package io.linkfleet.simulator.tsql.syntax;

import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.syntax.Expression.Condition;
import io.linkfleet.simulator.tsql.syntax.Token.Kind;
import io.linkfleet.simulator.tsql.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Parses scalar expressions and search conditions by precedence. */
final class ExpressionParser {
  private static final Set<String> RANKINGS = Set.of("ROW_NUMBER", "RANK", "DENSE_RANK");
  private static final Set<String> COMPARISONS =
      Set.of("=", "<>", "!=", "<", "<=", ">", ">=", "!<", "!>");
  /** Functions that are written without parentheses. */
  private static final Set<String> BARE =
      Set.of("CURRENT_TIMESTAMP", "SYSTEM_USER", "CURRENT_USER", "SESSION_USER", "USER");
  /** Reserved words that are functions when a parenthesis follows. */
  private static final Set<String> RESERVED_FUNCTIONS =
      Set.of("LEFT", "RIGHT", "COALESCE", "NULLIF", "CONVERT", "TRY_CONVERT");

  private final Tokens tokens;
  private final QueryParser queries;
  private final TypeParser types;

  ExpressionParser(Tokens tokens, QueryParser queries) {
    this.tokens = tokens;
    this.types = new TypeParser(tokens);
    this.queries = queries;
  }

  /** A value. */
  Expression value() {
    Token start = tokens.peek();
    Expression e = sum();
    if (e instanceof Condition) {
      throw tokens.syntaxError(start);
    }
    return e;
  }

  /** A search condition. */
  Expression condition() {
    Expression e = or();
    if (!(e instanceof Condition)) {
      Token near = tokens.peek().kind() == Kind.END ? tokens.previous() : tokens.peek();
      throw Message.NOT_A_CONDITION.error(near.text()).atLine(near.line(), "").endingBatch();
    }
    return e;
  }

  private Expression or() {
    Expression left = and();
    while (tokens.isWord("OR")) {
      left = new Expression.Or(mustBeCondition(left), rightAfterWord(this::and));
    }
    return left;
  }

  private Expression and() {
    Expression left = not();
    while (tokens.isWord("AND")) {
      left = new Expression.And(mustBeCondition(left), rightAfterWord(this::not));
    }
    return left;
  }

  private Expression rightAfterWord(java.util.function.Supplier<Expression> right) {
    tokens.next();
    return mustBeCondition(right.get());
  }

  private Expression mustBeCondition(Expression e) {
    if (!(e instanceof Condition)) {
      Token near = tokens.peek().kind() == Kind.END ? tokens.previous() : tokens.peek();
      throw Message.NOT_A_CONDITION.error(near.text()).atLine(near.line(), "").endingBatch();
    }
    return e;
  }

  private Expression not() {
    if (tokens.accept("NOT")) {
      return new Expression.Not(mustBeCondition(not()));
    }
    return predicate();
  }

  private Expression predicate() {
    if (tokens.areWords("EXISTS") && tokens.peek(1).isSymbol("(")) {
      tokens.next();
      return new Expression.Exists(queries.parenthesised());
    }
    Expression left = sum();
    if (left instanceof Condition) {
      return left;
    }
    Token operator = tokens.peek();
    if (operator.kind() == Kind.SYMBOL && COMPARISONS.contains(operator.text())) {
      tokens.next();
      if (tokens.areWords("ANY") || tokens.areWords("SOME") || tokens.areWords("ALL")) {
        throw tokens.notSimulated("comparison with ANY, SOME or ALL");
      }
      return new Expression.Comparison(operator.text(), left, value());
    }
    if (tokens.accept("IS")) {
      boolean negated = tokens.accept("NOT");
      tokens.expect("NULL");
      return new Expression.IsNull(left, negated);
    }
    boolean negated = tokens.accept("NOT");
    if (tokens.accept("IN")) {
      return in(left, negated);
    } else if (tokens.accept("BETWEEN")) {
      Expression low = value();
      tokens.expect("AND");
      return new Expression.Between(left, low, value(), negated);
    } else if (tokens.accept("LIKE")) {
      Expression pattern = value();
      Expression escape = tokens.accept("ESCAPE") ? value() : null;
      return new Expression.Like(left, pattern, escape, negated);
    } else if (negated) {
      throw tokens.syntaxError();
    }
    return left;
  }

  private Expression in(Expression left, boolean negated) {
    if (startsQuery(1)) {
      return new Expression.InQuery(left, queries.parenthesised(), negated);
    }
    return new Expression.InList(left, parenthesisedValues(), negated);
  }

  private boolean startsQuery(int ahead) {
    int i = ahead;
    while (tokens.peek(i).isSymbol("(")) {
      i++;
    }
    return tokens.peek(i).isWord("SELECT");
  }

  List<Expression> parenthesisedValues() {
    tokens.expectSymbol("(");
    var values = new ArrayList<Expression>();
    do {
      values.add(value());
    } while (tokens.acceptSymbol(","));
    tokens.expectSymbol(")");
    return values;
  }

  private Expression sum() {
    Expression left = product();
    while (!(left instanceof Condition)
        && tokens.peek().kind() == Kind.SYMBOL
        && "+-&|^".contains(tokens.peek().text())) {
      char operator = tokens.next().text().charAt(0);
      left = new Expression.Arithmetic(operator, left, operand(product()));
    }
    return left;
  }

  private Expression product() {
    Expression left = unary();
    while (!(left instanceof Condition)
        && (tokens.isSymbol("*") || tokens.isSymbol("/") || tokens.isSymbol("%"))) {
      char operator = tokens.next().text().charAt(0);
      left = new Expression.Arithmetic(operator, left, operand(unary()));
    }
    return left;
  }

  private Expression operand(Expression e) {
    if (e instanceof Condition) {
      throw tokens.syntaxError();
    }
    return e;
  }

  private Expression unary() {
    if (tokens.acceptSymbol("-")) {
      return new Expression.Negate(operand(unary()));
    } else if (tokens.acceptSymbol("+")) {
      return unary();
    }
    Expression e = primary();
    while (tokens.isWord("COLLATE")) {
      tokens.next();
      String collation = tokens.name().toUpperCase(Locale.ROOT);
      if (!collation.endsWith("_CI_AS") && !collation.equals("DATABASE_DEFAULT")) {
        throw tokens.notSimulated("COLLATE " + collation);
      }
    }
    return e;
  }

  private Expression primary() {
    Token token = tokens.peek();
    switch (token.kind()) {
      case NUMBER:
        return Literals.number(tokens.next());
      case STRING:
        tokens.next();
        return new Expression.Literal(
            token.text(), DataType.varchar(Math.max(1, token.text().length())));
      case NATIONAL_STRING:
        tokens.next();
        return new Expression.Literal(
            token.text(), DataType.nvarchar(Math.max(1, token.text().length())));
      case BINARY:
        byte[] bytes = Literals.binary(tokens.next());
        return new Expression.Literal(bytes, DataType.varbinary(Math.max(1, bytes.length)));
      case VARIABLE:
        tokens.next();
        if (token.text().startsWith("@@")) {
          return new Expression.Global(token.text().toUpperCase(Locale.ROOT));
        }
        tokens.useVariable(token);
        return new Expression.Variable(token.text());
      case SYMBOL:
        return parenthesised();
      case NAME:
        return columnOrCall();
      case WORD:
        return word(token);
      default:
        throw tokens.syntaxError();
    }
  }

  /** A literal or a variable: all that EXEC takes as an argument. */
  Expression constant() {
    Token token = tokens.peek();
    boolean word = token.kind() == Kind.WORD && !token.isWord("NULL");
    if (word || token.kind() == Kind.SYMBOL || token.kind() == Kind.NAME) {
      throw tokens.syntaxError();
    }
    return primary();
  }

  private Expression parenthesised() {
    if (!tokens.isSymbol("(")) {
      throw tokens.syntaxError();
    }
    if (startsQuery(0)) {
      return new Expression.ScalarQuery(queries.parenthesised());
    }
    tokens.next();
    Expression inside = or();
    tokens.expectSymbol(")");
    return inside;
  }

  private Expression word(Token token) {
    String word = token.text().toUpperCase(Locale.ROOT);
    boolean call = tokens.peek(1).isSymbol("(");
    if (word.equals("NULL")) {
      tokens.next();
      return new Expression.Literal(null, DataType.NULL);
    } else if (word.equals("CASE")) {
      return caseExpression();
    } else if (BARE.contains(word)) {
      tokens.next();
      return new Expression.Call(word, List.of(), false, false);
    } else if (call && (word.equals("CAST") || word.equals("TRY_CAST"))) {
      return cast(word.equals("TRY_CAST"));
    } else if (call && (word.equals("CONVERT") || word.equals("TRY_CONVERT"))) {
      return convert(word.equals("TRY_CONVERT"));
    } else if (call && RESERVED_FUNCTIONS.contains(word)) {
      tokens.next();
      return call(word);
    } else if (Words.isReserved(word)) {
      throw tokens.syntaxError();
    }
    return columnOrCall();
  }

  private Expression columnOrCall() {
    var parts = new ArrayList<String>();
    parts.add(tokens.name());
    while (tokens.isSymbol(".")) {
      tokens.next();
      // an empty part means the default, as in msdb..backupset
      parts.add(tokens.isSymbol(".") ? "" : tokens.name());
    }
    if (tokens.isSymbol("(")) {
      return call(String.join(".", parts));
    }
    if (parts.size() > 4) {
      throw tokens.syntaxError();
    }
    return new Expression.ColumnName(List.copyOf(parts));
  }

  private Expression call(String name) {
    tokens.expectSymbol("(");
    if (tokens.isSymbol("*") && tokens.peek(1).isSymbol(")")) {
      tokens.next();
      tokens.next();
      return notWindow(new Expression.Call(name, List.of(), false, true));
    }
    boolean distinct = tokens.accept("DISTINCT");
    if (!distinct) {
      tokens.accept("ALL");
    }
    if (RANKINGS.contains(name.toUpperCase(Locale.ROOT))) {
      tokens.expectSymbol(")");
      return ranking(name.toUpperCase(Locale.ROOT));
    }
    var arguments = new ArrayList<Expression>();
    if (!tokens.isSymbol(")")) {
      do {
        arguments.add(name.equalsIgnoreCase("IIF") && arguments.isEmpty() ? condition() : value());
      } while (tokens.acceptSymbol(","));
    }
    tokens.expectSymbol(")");
    if (name.equalsIgnoreCase("STRING_AGG") && tokens.accept("WITHIN", "GROUP")) {
      order(arguments);
    }
    return notWindow(new Expression.Call(name, List.copyOf(arguments), distinct, false));
  }

  /** WITHIN GROUP: each key, and whether it descends, follow the other arguments. */
  private void order(List<Expression> arguments) {
    tokens.expectSymbol("(");
    tokens.expect("ORDER", "BY");
    do {
      arguments.add(value());
      boolean descending = tokens.accept("DESC");
      if (!descending) {
        tokens.accept("ASC");
      }
      arguments.add(new Expression.Literal(descending, DataType.BIT));
    } while (tokens.acceptSymbol(","));
    tokens.expectSymbol(")");
  }

  /** OVER ([PARTITION BY …] ORDER BY …). */
  private Expression ranking(String name) {
    if (!tokens.accept("OVER")) {
      throw Message.OVER_MISSING.error(name).atLine(tokens.peek().line(), "").endingBatch();
    }
    tokens.expectSymbol("(");
    var partition = new ArrayList<Expression>();
    if (tokens.accept("PARTITION", "BY")) {
      do {
        partition.add(value());
      } while (tokens.acceptSymbol(","));
    }
    if (!tokens.accept("ORDER", "BY")) {
      throw Message.OVER_ORDER.error(name).atLine(tokens.peek().line(), "").endingBatch();
    }
    var order = new ArrayList<Query.Order>();
    do {
      Expression key = value();
      boolean descending = tokens.accept("DESC");
      if (!descending) {
        tokens.accept("ASC");
      }
      order.add(new Query.Order(key, descending));
    } while (tokens.acceptSymbol(","));
    tokens.expectSymbol(")");
    return new Expression.Ranking(name, List.copyOf(partition), List.copyOf(order));
  }

  private Expression notWindow(Expression call) {
    if (tokens.isWord("OVER")) {
      throw tokens.notSimulated("window functions (OVER)");
    }
    return call;
  }

  private Expression caseExpression() {
    tokens.expect("CASE");
    Expression operand = tokens.isWord("WHEN") ? null : value();
    var whens = new ArrayList<Expression.When>();
    while (tokens.accept("WHEN")) {
      Expression test = operand == null ? condition() : value();
      tokens.expect("THEN");
      whens.add(new Expression.When(test, value()));
    }
    if (whens.isEmpty()) {
      throw tokens.syntaxError();
    }
    Expression otherwise = tokens.accept("ELSE") ? value() : null;
    tokens.expect("END");
    return new Expression.Case(operand, whens, otherwise);
  }

  private Expression cast(boolean attempt) {
    tokens.next();
    tokens.expectSymbol("(");
    Expression operand = value();
    tokens.expect("AS");
    DataType target = types.type(30);
    tokens.expectSymbol(")");
    return new Expression.Cast(operand, target, null, attempt);
  }

  private Expression convert(boolean attempt) {
    tokens.next();
    tokens.expectSymbol("(");
    DataType target = types.type(30);
    tokens.expectSymbol(",");
    Expression operand = value();
    Expression style = tokens.acceptSymbol(",") ? value() : null;
    tokens.expectSymbol(")");
    return new Expression.Cast(operand, target, style, attempt);
  }
}
