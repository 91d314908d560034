package io.linkfleet.simulator.tsql.syntax;

import io.linkfleet.simulator.tsql.type.DataType;
import java.util.List;

/** A scalar expression or a search condition as it was written. */
public sealed interface Expression {
  record Literal(Object value, DataType type) implements Expression {}

  /** {@code @x}. */
  record Variable(String name) implements Expression {}

  /** {@code @@x}. */
  record Global(String name) implements Expression {}

  /** A column, by its name and up to two qualifiers before it. */
  record ColumnName(List<String> parts) implements Expression {
    public String name() {
      return parts.get(parts.size() - 1);
    }

    public String display() {
      return String.join(".", parts);
    }
  }

  record Negate(Expression operand) implements Expression {}

  record Arithmetic(char operator, Expression left, Expression right) implements Expression {}

  record Case(Expression operand, List<When> whens, Expression otherwise) implements Expression {}

  /** One WHEN … THEN: a condition, or a value when CASE has an operand. */
  record When(Expression test, Expression result) {}

  /** CAST, CONVERT and, when it gives NULL rather than an error, TRY_CAST and TRY_CONVERT. */
  record Cast(Expression operand, DataType target, Expression style, boolean attempt)
      implements Expression {}

  /** A function or an aggregate; {@code star} for COUNT(*). */
  record Call(String name, List<Expression> arguments, boolean distinct, boolean star)
      implements Expression {}

  /** ROW_NUMBER, RANK or DENSE_RANK with what stands in OVER. */
  record Ranking(String name, List<Expression> partition, List<Query.Order> order)
      implements Expression {}

  record ScalarQuery(Query query) implements Expression {}

  // conditions

  record Comparison(String operator, Expression left, Expression right) implements Condition {}

  record And(Expression left, Expression right) implements Condition {}

  record Or(Expression left, Expression right) implements Condition {}

  record Not(Expression operand) implements Condition {}

  record IsNull(Expression operand, boolean negated) implements Condition {}

  record InList(Expression operand, List<Expression> items, boolean negated)
      implements Condition {}

  record InQuery(Expression operand, Query query, boolean negated) implements Condition {}

  record Between(Expression operand, Expression low, Expression high, boolean negated)
      implements Condition {}

  record Like(Expression operand, Expression pattern, Expression escape, boolean negated)
      implements Condition {}

  record Exists(Query query) implements Condition {}

  /** What may stand after WHERE, ON, IF and WHEN, and nowhere else. */
  sealed interface Condition extends Expression {}
}
