package io.linkfleet.simulator.tsql.eval;

import io.linkfleet.simulator.session.Column;
import io.linkfleet.simulator.session.SqlType;
import io.linkfleet.simulator.tsql.state.Frame;
import io.linkfleet.simulator.tsql.syntax.Expression;
import io.linkfleet.simulator.tsql.syntax.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Evaluates expressions and queries for statements: the way into this package. */
public final class Expressions {
  /**
   * The answer of a query.
   *
   * @param columns empty when the query only assigned variables
   */
  public record Result(List<Column> columns, List<Object[]> rows) {}

  private Expressions() {}

  /** The value of an expression outside a query. */
  public static Object value(Expression expression, Frame frame) {
    return bind(expression, frame).on(Tuple.NONE);
  }

  /** Whether a condition holds; unknown does not. */
  public static boolean holds(Expression condition, Frame frame) {
    return bind(condition, frame).holds(Tuple.NONE);
  }

  private static Bound bind(Expression expression, Frame frame) {
    return new Binder(frame, new Scope(null), Map.of(), null, true).bind(expression);
  }

  public static Result query(Query query, Frame frame) {
    BoundQuery bound = new QueryBinder(frame, null, Map.of()).bind(query);
    var columns = new ArrayList<Column>();
    for (Scope.Column column : bound.columns()) {
      var type = column.type();
      columns.add(
          new Column(
              column.name() == null ? "" : column.name(),
              type.sql() == null ? SqlType.INT : type.sql(),
              type.length()));
    }
    return new Result(columns, bound.rows(null));
  }
}
