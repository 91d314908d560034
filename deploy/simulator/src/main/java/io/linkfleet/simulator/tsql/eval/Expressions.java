package io.linkfleet.simulator.tsql.eval;

import io.linkfleet.simulator.session.Column;
import io.linkfleet.simulator.session.SqlType;
import io.linkfleet.simulator.tsql.TsqlError;
import io.linkfleet.simulator.tsql.state.Frame;
import io.linkfleet.simulator.tsql.state.UserTables;
import io.linkfleet.simulator.tsql.syntax.Expression;
import io.linkfleet.simulator.tsql.syntax.Query;
import io.linkfleet.simulator.tsql.type.DataType;
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
    Bound bound = bind(expression, frame);
    UserTables.demandFree(frame.reads, frame.session);
    return bound.on(Tuple.NONE);
  }

  /** Whether a condition holds; unknown does not. */
  public static boolean holds(Expression condition, Frame frame) {
    Bound bound = bind(condition, frame);
    UserTables.demandFree(frame.reads, frame.session);
    return bound.holds(Tuple.NONE);
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
    frame.reads.clear();
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

  /** What a statement computes for each row of the one table that it changes. */
  public static final class OverRows {
    private final Bound condition;
    private final List<Bound> values;

    private OverRows(Bound condition, List<Bound> values) {
      this.condition = condition;
      this.values = values;
    }

    public boolean holds(Object[] row) {
      return condition == null || condition.holds(new Tuple(row, null));
    }

    /** The value at this place of the list, of this row. */
    public Object value(int i, Object[] row) {
      return values.get(i).on(new Tuple(row, null));
    }
  }

  /**
   * Finds the names of a condition and of values over the columns of one table.
   *
   * @param condition null when it holds for every row
   * @param values null where a value is nobody's to compute
   */
  public static OverRows over(
      List<String> table, List<Column> columns, Expression condition, List<Expression> values,
      Frame frame) {
    return named(
        frame,
        () -> {
          var scope = new Scope(null);
          scope.add(
              table,
              columns.stream()
                  .map(c -> new Scope.Column(c.name(), new DataType(c.type(), c.length())))
                  .toList());
          var binder = new Binder(frame, scope, Map.of(), null, true);
          var bound = new ArrayList<Bound>();
          for (Expression value : values) {
            bound.add(value == null ? null : binder.bind(value));
          }
          return new OverRows(condition == null ? null : binder.bind(condition), bound);
        });
  }

  /** Runs a query; {@code begun} knows what was there when a row of it fails. */
  public static Result query(Query query, Frame frame, Begun begun) {
    BoundQuery bound = bind(query, frame);
    UserTables.demandFree(frame.reads, frame.session);
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
