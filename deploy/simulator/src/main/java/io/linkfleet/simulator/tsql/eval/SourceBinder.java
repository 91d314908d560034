package io.linkfleet.simulator.tsql.eval;

import io.linkfleet.simulator.engine.UserTable;
import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.catalog.Catalog;
import io.linkfleet.simulator.tsql.catalog.SystemView;
import io.linkfleet.simulator.tsql.state.Frame;
import io.linkfleet.simulator.tsql.state.UserTables;
import io.linkfleet.simulator.tsql.syntax.Expression;
import io.linkfleet.simulator.tsql.syntax.Query;
import io.linkfleet.simulator.tsql.type.Compare;
import io.linkfleet.simulator.tsql.type.DataType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Binds what stands after FROM: tables, derived tables and joins. */
final class SourceBinder {
  /** Gives the rows of a source; only derived tables use the row around. */
  @FunctionalInterface
  interface Rows {
    List<Object[]> read(Tuple outer);
  }

  private final Frame frame;
  private final Scope scope;
  private final Map<String, BoundQuery> commonTables;

  SourceBinder(Frame frame, Scope scope, Map<String, BoundQuery> commonTables) {
    this.frame = frame;
    this.scope = scope;
    this.commonTables = commonTables;
  }

  /** Adds the source's columns to the scope, left to right. */
  Rows bind(Query.Source source) {
    if (source instanceof Query.Table table) {
      return table(table);
    } else if (source instanceof Query.Derived derived) {
      return derived(derived);
    } else if (source instanceof Query.Values values) {
      return values(values);
    }
    return join((Query.Join) source);
  }

  private Rows table(Query.Table table) {
    if (table.parts().size() == 1 && commonTables.containsKey(table.name())) {
      BoundQuery common = commonTables.get(table.name());
      scope.add(List.of(table.alias() == null ? table.name() : table.alias()), common.columns());
      return common::rows;
    }
    UserTables.Place place = UserTables.find(table.parts(), frame.session);
    if (place != null) {
      return userTable(place, table);
    }
    SystemView view =
        Catalog.find(table.parts(), frame.session)
            .orElseThrow(() -> Message.BAD_OBJECT.error(table.display()).endingBatch());
    List<Scope.Column> columns = new ArrayList<>();
    for (SystemView.ViewColumn column : view.columns()) {
      columns.add(new Scope.Column(column.name(), column.type()));
    }
    scope.add(table.alias() == null ? table.parts() : List.of(table.alias()), columns);
    return outer -> read(view);
  }

  /** Its rows are those of now: binding and reading happen under one hold of the server's lock. */
  private Rows userTable(UserTables.Place place, Query.Table named) {
    place.demand("SELECT", frame.session);
    frame.reads.add(place);
    UserTable table = place.table();
    if (table == null) {
      place.demandFree(frame.session);
      throw Message.BAD_OBJECT.error(named.display()).endingBatch();
    }
    List<Scope.Column> columns = new ArrayList<>();
    for (UserTable.Column column : table.columns()) {
      columns.add(new Scope.Column(column.name(), new DataType(column.type(), column.length())));
    }
    scope.add(named.alias() == null ? named.parts() : List.of(named.alias()), columns);
    return outer -> table.rows();
  }

  /** A view is read once per statement, so that all of the statement sees one moment. */
  @SuppressWarnings("unchecked")
  private List<Object[]> read(SystemView view) {
    return (List<Object[]>)
        frame.session.statementCache.computeIfAbsent(
            view.name(), name -> Catalog.read(view, frame.session));
  }

  private Rows derived(Query.Derived derived) {
    BoundQuery query = new QueryBinder(frame, scope.outer, commonTables).bind(derived.query());
    scope.add(
        List.of(derived.alias()), renamed(derived.alias(), derived.columns(), query.columns()));
    return query::rows;
  }

  static List<Scope.Column> renamed(
      String alias, List<String> names, List<Scope.Column> columns) {
    var named = new ArrayList<Scope.Column>();
    if (!names.isEmpty() && names.size() != columns.size()) {
      throw Message.NO_COLUMN_NAME.error(Math.min(names.size(), columns.size()) + 1, alias);
    }
    for (int i = 0; i < columns.size(); i++) {
      String name = names.isEmpty() ? columns.get(i).name() : names.get(i);
      if (name == null || name.isEmpty()) {
        throw Message.NO_COLUMN_NAME.error(i + 1, alias).endingBatch();
      }
      if (named.stream().anyMatch(column -> column.name().equalsIgnoreCase(name))) {
        throw Message.COLUMN_TWICE.error(name, alias).endingBatch();
      }
      named.add(new Scope.Column(name, columns.get(i).type()));
    }
    return named;
  }

  private Rows values(Query.Values values) {
    var binder = new Binder(frame, new Scope(scope.outer), commonTables, null, true);
    List<List<Bound>> rows =
        values.rows().stream().map(row -> row.stream().map(binder::bind).toList()).toList();
    var columns = new ArrayList<Scope.Column>();
    for (int i = 0; i < values.columns().size(); i++) {
      DataType type = DataType.NULL;
      for (List<Bound> row : rows) {
        if (row.size() != values.columns().size()) {
          throw Message.UNION_WIDTH.error().endingBatch();
        }
        type = type.with(row.get(i).type());
      }
      columns.add(new Scope.Column(values.columns().get(i), type));
    }
    scope.add(List.of(values.alias()), columns);
    return outer ->
        rows.stream()
            .map(row -> row.stream().map(v -> v.on(new Tuple(new Object[0], outer))).toArray())
            .toList();
  }

  private Rows join(Query.Join join) {
    if (join.kind().endsWith("APPLY")) {
      return apply(join);
    }
    int start = scope.width();
    Rows left = bind(join.left());
    int middle = scope.width();
    Rows right = bind(join.right());
    int end = scope.width();
    Bound on =
        join.on() == null
            ? null
            : new Binder(frame, scope, commonTables, null, true).bind(join.on());
    int[] equal = on == null ? null : equality(join.on(), start, middle, end);
    return outer -> {
      var pairs = new Pairs(left.read(outer), right.read(outer), middle - start, end - middle);
      return pairs.joined(join.kind(), start, on, equal, outer);
    };
  }

  /** The right side is asked anew for every row of the left, whose columns it may name. */
  private Rows apply(Query.Join join) {
    int start = scope.width();
    Rows left = bind(join.left());
    int middle = scope.width();
    if (!(join.right() instanceof Query.Derived derived)) {
      throw Message.NOT_SIMULATED.error("APPLY of anything but a query").endingBatch();
    }
    BoundQuery query = new QueryBinder(frame, scope, commonTables).bind(derived.query());
    scope.add(
        List.of(derived.alias()), renamed(derived.alias(), derived.columns(), query.columns()));
    int width = scope.width() - middle;
    boolean keeps = join.kind().startsWith("OUTER");
    return outer -> {
      var result = new ArrayList<Object[]>();
      for (Object[] row : left.read(outer)) {
        List<Object[]> found = query.rows(new Tuple(Pairs.shifted(row, start), outer));
        List<Object[]> kept =
            found.isEmpty() && keeps ? List.<Object[]>of(new Object[width]) : found;
        for (Object[] right : kept) {
          Object[] both = java.util.Arrays.copyOf(row, row.length + width);
          System.arraycopy(right, 0, both, row.length, width);
          result.add(both);
        }
      }
      return result;
    };
  }

  /** The columns (in the left row, in the right row) of one {@code a.x = b.y}, or null. */
  private int[] equality(Expression on, int start, int middle, int end) {
    if (on instanceof Expression.And and) {
      int[] left = equality(and.left(), start, middle, end);
      return left != null ? left : equality(and.right(), start, middle, end);
    }
    if (!(on instanceof Expression.Comparison c)
        || !c.operator().equals("=")
        || !(c.left() instanceof Expression.ColumnName a)
        || !(c.right() instanceof Expression.ColumnName b)) {
      return null;
    }
    Scope.Slot x = scope.resolve(a);
    Scope.Slot y = scope.resolve(b);
    if (x.depth() != 0 || y.depth() != 0 || x.type().sql() != y.type().sql()) {
      return null;
    }
    Scope.Slot first = x.index() < y.index() ? x : y;
    Scope.Slot second = first == x ? y : x;
    boolean sides =
        first.index() >= start && first.index() < middle
            && second.index() >= middle && second.index() < end;
    return sides ? new int[] {first.index() - start, second.index() - middle} : null;
  }

  /** Two lists of rows on their way to becoming one. */
  private record Pairs(
      List<Object[]> left, List<Object[]> right, int leftWidth, int rightWidth) {
    List<Object[]> joined(String kind, int start, Bound on, int[] equal, Tuple outer) {
      Map<Object, List<Integer>> index = equal == null ? null : indexed(equal[1]);
      var result = new ArrayList<Object[]>();
      boolean[] rightUsed = new boolean[right.size()];
      for (Object[] row : left) {
        boolean used = false;
        for (int r : candidates(row, equal, index)) {
          Object[] both = both(row, right.get(r));
          if (on == null || on.holds(new Tuple(shifted(both, start), outer))) {
            result.add(both);
            used = true;
            rightUsed[r] = true;
          }
        }
        if (!used && (kind.equals("LEFT") || kind.equals("FULL"))) {
          result.add(both(row, new Object[rightWidth]));
        }
      }
      if (kind.equals("RIGHT") || kind.equals("FULL")) {
        for (int r = 0; r < right.size(); r++) {
          if (!rightUsed[r]) {
            result.add(both(new Object[leftWidth], right.get(r)));
          }
        }
      }
      return result;
    }

    /** The rows on the right by the key of an equality, so that joins of big views stay fast. */
    private Map<Object, List<Integer>> indexed(int column) {
      Map<Object, List<Integer>> index = new HashMap<>();
      for (int r = 0; r < right.size(); r++) {
        Object key = Compare.key(right.get(r)[column]);
        index.computeIfAbsent(key, k -> new ArrayList<>()).add(r);
      }
      return index;
    }

    private Iterable<Integer> candidates(
        Object[] row, int[] equal, Map<Object, List<Integer>> index) {
      if (index != null) {
        return index.getOrDefault(Compare.key(row[equal[0]]), List.of());
      }
      return java.util.stream.IntStream.range(0, right.size()).boxed()::iterator;
    }

    private Object[] both(Object[] a, Object[] b) {
      Object[] both = java.util.Arrays.copyOf(a, leftWidth + rightWidth);
      System.arraycopy(b, 0, both, leftWidth, rightWidth);
      return both;
    }

    /** The condition sees places counted from the first source of FROM. */
    private static Object[] shifted(Object[] row, int start) {
      if (start == 0) {
        return row;
      }
      Object[] shifted = new Object[start + row.length];
      System.arraycopy(row, 0, shifted, start, row.length);
      return shifted;
    }
  }
}
