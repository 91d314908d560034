package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.tsql.syntax.Expression;

/** Tells whether an expression asks the server something: whether there is a query inside. */
final class Queries {
  private Queries() {}

  static boolean asks(Expression e) {
    if (e instanceof Expression.Exists
        || e instanceof Expression.ScalarQuery
        || e instanceof Expression.InQuery) {
      return true;
    } else if (e instanceof Expression.Not not) {
      return asks(not.operand());
    } else if (e instanceof Expression.And and) {
      return asks(and.left()) || asks(and.right());
    } else if (e instanceof Expression.Or or) {
      return asks(or.left()) || asks(or.right());
    } else if (e instanceof Expression.Comparison c) {
      return asks(c.left()) || asks(c.right());
    } else if (e instanceof Expression.IsNull isNull) {
      return asks(isNull.operand());
    } else if (e instanceof Expression.Arithmetic sum) {
      return asks(sum.left()) || asks(sum.right());
    } else if (e instanceof Expression.Cast cast) {
      return asks(cast.operand());
    } else if (e instanceof Expression.Call call) {
      return call.arguments().stream().anyMatch(Queries::asks);
    } else if (e instanceof Expression.Negate negate) {
      return asks(negate.operand());
    } else if (e instanceof Expression.Case branch) {
      return asks(branch.operand())
          || asks(branch.otherwise())
          || branch.whens().stream().anyMatch(w -> asks(w.test()) || asks(w.result()));
    } else if (e instanceof Expression.InList in) {
      return asks(in.operand()) || in.items().stream().anyMatch(Queries::asks);
    } else if (e instanceof Expression.Between between) {
      return asks(between.operand()) || asks(between.low()) || asks(between.high());
    } else if (e instanceof Expression.Like like) {
      return asks(like.operand()) || asks(like.pattern());
    }
    return false;
  }
}
