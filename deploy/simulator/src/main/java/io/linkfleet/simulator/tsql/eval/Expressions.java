package io.linkfleet.simulator.tsql.eval;

import io.linkfleet.simulator.session.Column;
import io.linkfleet.simulator.session.SqlType;
import io.linkfleet.simulator.tsql.TsqlError;
import io.linkfleet.simulator.tsql.state.Frame;
import io.linkfleet.simulator.tsql.syntax.Expression;
import io.linkfleet.simulator.tsql.syntax.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Evaluates expressions and queries for statements: the way into this package. */
public final class Expressions {
  /**
   * The answer of a query.
   *
   * @param columns empty when the query only assigned variables
   */
  public record Result(List<Column> columns, List<Object[]> rows) {}

  /** A query that a value of one of its rows stopped: the client has got the rest already. */
  public static final class Begun {
    private static final Set<Integer> OF_A_ROW =
        Set.of(220, 235, 241, 242, 244, 245, 248, 281, 512, 517, 8114, 8115, 8134, 8169);
    private List<Column> columns;
    private BoundQuery query;

    /** What was sent before this error; null when it came before the first row. */
    public Result result(TsqlError error) {
      boolean late = query != null && OF_A_ROW.contains(error.messages().get(0).number());
      return late && !columns.isEmpty() ? new Result(columns, query.soFar()) : null;
    }
  }

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
    return named(
        frame, () -> new Binder(frame, new Scope(null), Map.of(), null, true).bind(expression));
  }

  private static BoundQuery bind(Query query, Frame frame) {
    return named(frame, () -> new QueryBinder(frame, null, Map.of()).bind(query));
  }

  /** Every name that was not found is told, and before anything else that is wrong. */
  private static <T> T named(Frame frame, Supplier<T> binding) {
    frame.unbound.clear();
    T bound = null;
    TsqlError other = null;
    try {
      bound = binding.get();
    } catch (TsqlError error) {
      other = error;
    }
    if (!frame.unbound.isEmpty()) {
      TsqlError all = frame.unbound.get(0);
      for (TsqlError more : frame.unbound.subList(1, frame.unbound.size())) {
        all = all.then(more.last());
      }
      throw all;
    }
    if (other != null) {
      throw other;
    }
    return bound;
  }

  /** Finds the names of a query and the types of its columns, and reads nothing. */
  public static void check(Query query, Frame frame) {
    bind(query, frame);
  }

  /** As for a query. */
  public static void check(Expression expression, Frame frame) {
    bind(expression, frame);
  }

  /** Runs a query; {@code begun} knows what was there when a row of it fails. */
  public static Result query(Query query, Frame frame, Begun begun) {
    BoundQuery bound = bind(query, frame);
    var columns = new ArrayList<Column>();
    for (Scope.Column column : bound.columns()) {
      var type = column.type();
      columns.add(
          new Column(
              column.name() == null ? "" : column.name(),
              type.sql() == null ? SqlType.INT : type.sql(),
              type.length()));
    }
    begun.columns = columns;
    begun.query = bound;
    return new Result(columns, bound.rows(null));
  }
}
