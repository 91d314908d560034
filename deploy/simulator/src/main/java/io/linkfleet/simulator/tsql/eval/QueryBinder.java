package io.linkfleet.simulator.tsql.eval;

import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.state.Frame;
import io.linkfleet.simulator.tsql.syntax.Expression;
import io.linkfleet.simulator.tsql.syntax.Query;
import io.linkfleet.simulator.tsql.type.Compare;
import io.linkfleet.simulator.tsql.type.Convert;
import io.linkfleet.simulator.tsql.type.DataType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Binds a whole query: CTEs, unions, order and paging; one SELECT is {@link SelectBinder}'s. */
final class QueryBinder {
  private final Frame frame;
  private final Scope outer;
  private final Map<String, BoundQuery> commonTables;

  QueryBinder(Frame frame, Scope outer, Map<String, BoundQuery> commonTables) {
    this.frame = frame;
    this.outer = outer;
    this.commonTables = commonTables;
  }

  BoundQuery bind(Query query) {
    Map<String, BoundQuery> visible = commonTables;
    if (!query.with().isEmpty()) {
      visible = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      visible.putAll(commonTables);
      for (Query.CommonTable table : query.with()) {
        BoundQuery bound = new QueryBinder(frame, outer, visible).bind(table.query());
        List<Scope.Column> columns =
            SourceBinder.renamed(table.name(), table.columns(), bound.columns());
        visible.put(table.name(), withColumns(bound, columns));
      }
    }
    if (query.body() instanceof Query.Select select) {
      return new SelectBinder(frame, outer, visible).bind(select, query);
    }
    BoundQuery combined = body(query.body(), visible);
    return query.order().isEmpty() ? combined : ordered(combined, query);
  }

  private static BoundQuery withColumns(BoundQuery query, List<Scope.Column> columns) {
    return new BoundQuery() {
      @Override
      public List<Scope.Column> columns() {
        return columns;
      }

      @Override
      public List<Object[]> rows(Tuple outer) {
        return query.rows(outer);
      }
    };
  }

  private BoundQuery body(Query.Body body, Map<String, BoundQuery> visible) {
    if (body instanceof Query.Select select) {
      var plain = new Query(List.of(), select, List.of(), null, null);
      return new SelectBinder(frame, outer, visible).bind(select, plain);
    }
    Query.Combined combined = (Query.Combined) body;
    BoundQuery left = body(combined.left(), visible);
    BoundQuery right = body(combined.right(), visible);
    if (left.columns().size() != right.columns().size()) {
      throw Message.UNION_WIDTH.error().endingBatch();
    }
    var columns = new ArrayList<Scope.Column>();
    for (int i = 0; i < left.columns().size(); i++) {
      Scope.Column column = left.columns().get(i);
      columns.add(
          new Scope.Column(column.name(), column.type().with(right.columns().get(i).type())));
    }
    return new BoundQuery() {
      @Override
      public List<Scope.Column> columns() {
        return columns;
      }

      @Override
      public List<Object[]> rows(Tuple row) {
        return combine(
            combined.operator(), converted(left.rows(row)), converted(right.rows(row)));
      }

      private List<Object[]> converted(List<Object[]> rows) {
        return rows.stream()
            .map(
                row -> {
                  Object[] values = new Object[row.length];
                  for (int i = 0; i < row.length; i++) {
                    values[i] = Convert.to(row[i], columns.get(i).type(), 0);
                  }
                  return values;
                })
            .toList();
      }
    };
  }

  private static List<Object[]> combine(
      String operator, List<Object[]> left, List<Object[]> right) {
    if (operator.startsWith("UNION")) {
      var all = new ArrayList<>(left);
      all.addAll(right);
      return operator.equals("UNION ALL") ? all : Binder.distinct(all);
    }
    var keys = new java.util.HashSet<List<Object>>();
    right.forEach(row -> keys.add(Binder.keys(row)));
    boolean wanted = operator.equals("INTERSECT");
    return Binder.distinct(
        left.stream().filter(row -> keys.contains(Binder.keys(row)) == wanted).toList());
  }

  /** ORDER BY over a union: by the names or places of its columns. */
  private BoundQuery ordered(BoundQuery query, Query syntax) {
    Comparator<Object[]> order = null;
    for (Query.Order by : syntax.order()) {
      int place = place(by.expression(), query.columns());
      Comparator<Object[]> next =
          (a, b) -> Compare.nullsFirst(a[place], b[place]);
      next = by.descending() ? next.reversed() : next;
      order = order == null ? next : order.thenComparing(next);
    }
    Comparator<Object[]> whole = order;
    Paging paging = Paging.of(syntax, null, frame);
    return new BoundQuery() {
      @Override
      public List<Scope.Column> columns() {
        return query.columns();
      }

      @Override
      public List<Object[]> rows(Tuple outer) {
        var rows = new ArrayList<>(query.rows(outer));
        rows.sort(whole);
        return paging.page(rows);
      }
    };
  }

  static int place(Expression by, List<Scope.Column> columns) {
    if (by instanceof Expression.Literal literal && literal.value() instanceof Integer n) {
      if (n < 1 || n > columns.size()) {
        throw Message.ORDER_POSITION.error(n).endingBatch();
      }
      return n - 1;
    }
    if (by instanceof Expression.ColumnName name && name.parts().size() == 1) {
      for (int i = 0; i < columns.size(); i++) {
        if (name.name().equalsIgnoreCase(columns.get(i).name())) {
          return i;
        }
      }
      throw Message.BAD_COLUMN.error(name.name()).endingBatch();
    }
    throw Message.NOT_SIMULATED.error("ORDER BY of an expression over a UNION").endingBatch();
  }

  /** How many rows of the sorted result remain: TOP, OFFSET and FETCH. */
  record Paging(Bound top, boolean percent, Bound offset, Bound fetch) {
    static Paging of(Query query, Query.Select select, Frame frame) {
      var binder = new Binder(frame, new Scope(null), Map.of(), null, true);
      return new Paging(
          select == null || select.top() == null ? null : binder.bind(select.top()),
          select != null && select.percent(),
          query.offset() == null ? null : binder.bind(query.offset()),
          query.fetch() == null ? null : binder.bind(query.fetch()));
    }

    <T> List<T> page(List<T> rows) {
      int from = offset == null ? 0 : number(offset);
      long count = fetch == null ? Integer.MAX_VALUE : number(fetch);
      if (top != null) {
        count = percent ? (long) Math.ceil(rows.size() * number(top) / 100.0) : number(top);
      }
      int start = Math.min(from, rows.size());
      int end = (int) Math.min(rows.size(), start + count);
      return start == 0 && end == rows.size() ? rows : rows.subList(start, end);
    }

    private static int number(Bound bound) {
      Object value = bound.on(Tuple.NONE);
      return value == null ? 0 : Math.max(0, (Integer) Convert.to(value, DataType.INT, 0));
    }
  }
}
