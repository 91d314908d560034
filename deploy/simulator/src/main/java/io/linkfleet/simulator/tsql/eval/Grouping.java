package io.linkfleet.simulator.tsql.eval;

import io.linkfleet.simulator.tsql.syntax.Expression;
import io.linkfleet.simulator.tsql.syntax.Expression.ColumnName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The groups of a grouped query: its keys, and the aggregates that its expressions ask for. A row
 * of a group is its keys, then its aggregates.
 */
final class Grouping {
  private final List<Expression> keys;
  private final List<Bound> boundKeys = new ArrayList<>();
  private final List<Integer> keyColumns = new ArrayList<>();
  private final List<Aggregates.OfGroup> aggregates = new ArrayList<>();
  private final Binder rows;

  /**
   * A grouping by these keys.
   *
   * @param rows binds against the rows before they are grouped
   */
  Grouping(List<Expression> keys, Binder rows) {
    this.keys = keys;
    this.rows = rows;
    for (Expression key : keys) {
      boundKeys.add(rows.bind(key));
      keyColumns.add(key instanceof ColumnName name ? columnOf(name) : -1);
    }
  }

  private int columnOf(ColumnName name) {
    Scope.Slot slot = rows.scope.resolve(name);
    return slot.depth() == 0 ? slot.index() : -1;
  }

  /** The place of a source column among the keys, or -1. */
  int keyOfColumn(int column) {
    return keyColumns.indexOf(column);
  }

  /** The key that this expression repeats, or null. */
  Bound keyFor(Expression e) {
    if (e instanceof ColumnName || e instanceof Expression.Literal) {
      return null;
    }
    int place = keys.indexOf(e);
    return place < 0 ? null : slot(place, boundKeys.get(place));
  }

  private static Bound slot(int place, Bound like) {
    return new Bound(like.type(), row -> row.values()[place]);
  }

  Bound aggregate(Expression.Call call) {
    Bound argument = call.star() ? null : rows.bind(call.arguments().get(0));
    if (Joining.isMeant(call)) {
      aggregates.add(Joining.of(call, argument, rows));
    } else {
      aggregates.add(Aggregates.of(call, argument, rows.frame));
    }
    int place = keys.size() + aggregates.size() - 1;
    return new Bound(
        aggregates.get(aggregates.size() - 1).type(), row -> row.values()[place]);
  }

  boolean hasAggregates() {
    return !aggregates.isEmpty();
  }

  /** One tuple per group, in the order in which the groups first appear. */
  List<Tuple> group(List<Tuple> tuples, Tuple outer) {
    Map<List<Object>, List<Tuple>> groups = new LinkedHashMap<>();
    if (keys.isEmpty()) {
      groups.put(List.of(), new ArrayList<>());
    }
    for (Tuple tuple : tuples) {
      Object[] values = boundKeys.stream().map(key -> key.on(tuple)).toArray();
      groups.computeIfAbsent(Binder.keys(values), k -> new ArrayList<>()).add(tuple);
    }
    var grouped = new ArrayList<Tuple>();
    for (List<Tuple> members : groups.values()) {
      Object[] values = new Object[keys.size() + aggregates.size()];
      for (int i = 0; i < keys.size(); i++) {
        values[i] = boundKeys.get(i).on(members.get(0));
      }
      for (int i = 0; i < aggregates.size(); i++) {
        values[keys.size() + i] = aggregates.get(i).over(members);
      }
      grouped.add(new Tuple(values, outer));
    }
    return grouped;
  }
}
