package io.linkfleet.simulator.tsql.eval;

import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.state.Frame;
import io.linkfleet.simulator.tsql.syntax.Expression;
import io.linkfleet.simulator.tsql.syntax.Query;
import io.linkfleet.simulator.tsql.type.Compare;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Binds one SELECT: sources, filter, groups, select list, order. */
final class SelectBinder {
  private final Frame frame;
  private final Scope scope;
  private final Map<String, BoundQuery> commonTables;

  private final Rankings rankings = new Rankings();
  private final List<Scope.Column> columns = new ArrayList<>();
  private final List<Bound> outputs = new ArrayList<>();
  private final List<Frame.Variable> targets = new ArrayList<>();

  SelectBinder(Frame frame, Scope outer, Map<String, BoundQuery> commonTables) {
    this.frame = frame;
    this.scope = new Scope(outer);
    this.commonTables = commonTables;
  }

  BoundQuery bind(Query.Select select, Query query) {
    SourceBinder.Rows source =
        select.from() == null
            ? outer -> List.<Object[]>of(new Object[0])
            : new SourceBinder(frame, scope, commonTables).bind(select.from());
    var rows = new Binder(frame, scope, commonTables, null, true);
    Bound where = select.where() == null ? null : rows.bind(select.where());
    Grouping grouping = isGrouped(select, query) ? new Grouping(select.groupBy(), rows) : null;
    Binder binder =
        grouping == null
            ? rows
            : new Binder(frame, groupedScope(grouping), commonTables, grouping, false);
    Bound having = select.having() == null ? null : binder.bind(select.having());
    binder = binder.with(rankings);
    items(select, binder);
    List<Bound> sortKeys = new ArrayList<>();
    for (Query.Order by : query.order()) {
      sortKeys.add(sortKey(by.expression(), binder, select.distinct()));
    }
    scope.correlated |= binder.scope.correlated;
    var paging = QueryBinder.Paging.of(query, select, frame);
    return new Plan(
        source, where, grouping, having, select.distinct(), query.order(), sortKeys, paging);
  }

  /** The scope of expressions over groups: the same sources, but only keys may be used. */
  private Scope groupedScope(Grouping grouping) {
    var grouped = new Scope(scope.outer);
    for (Scope.Source s : scope.sources()) {
      grouped.add(s.qualifiers(), s.columns());
    }
    grouped.groupKeyOf = grouping::keyOfColumn;
    return grouped;
  }

  private static boolean isGrouped(Query.Select select, Query query) {
    if (!select.groupBy().isEmpty() || select.having() != null) {
      return true;
    }
    return select.items().stream()
            .anyMatch(i -> i.expression() != null && aggregates(i.expression()))
        || query.order().stream().anyMatch(o -> aggregates(o.expression()));
  }

  /** Whether an expression has an aggregate of its own, not one of a query inside it. */
  private static boolean aggregates(Expression e) {
    if (e instanceof Expression.Call call) {
      return Aggregates.isAggregate(call)
          || call.arguments().stream().anyMatch(SelectBinder::aggregates);
    } else if (e instanceof Expression.Arithmetic sum) {
      return aggregates(sum.left()) || aggregates(sum.right());
    } else if (e instanceof Expression.Negate negate) {
      return aggregates(negate.operand());
    } else if (e instanceof Expression.Cast cast) {
      return aggregates(cast.operand());
    } else if (e instanceof Expression.Comparison c) {
      return aggregates(c.left()) || aggregates(c.right());
    } else if (e instanceof Expression.And and) {
      return aggregates(and.left()) || aggregates(and.right());
    } else if (e instanceof Expression.Or or) {
      return aggregates(or.left()) || aggregates(or.right());
    } else if (e instanceof Expression.Not not) {
      return aggregates(not.operand());
    } else if (e instanceof Expression.IsNull isNull) {
      return aggregates(isNull.operand());
    } else if (e instanceof Expression.InList in) {
      return aggregates(in.operand()) || in.items().stream().anyMatch(SelectBinder::aggregates);
    } else if (e instanceof Expression.Between b) {
      return aggregates(b.operand()) || aggregates(b.low()) || aggregates(b.high());
    } else if (e instanceof Expression.Case c) {
      return (c.operand() != null && aggregates(c.operand()))
          || (c.otherwise() != null && aggregates(c.otherwise()))
          || c.whens().stream().anyMatch(w -> aggregates(w.test()) || aggregates(w.result()));
    }
    return false;
  }

  private void items(Query.Select select, Binder binder) {
    for (Query.Item item : select.items()) {
      if (item.expression() == null) {
        star(item.qualifier(), binder);
        continue;
      }
      Bound value = binder.bind(item.expression());
      String name = item.alias();
      if (name == null && item.expression() instanceof Expression.ColumnName column) {
        name = column.name();
      }
      columns.add(new Scope.Column(name, value.type()));
      outputs.add(value);
      if (item.variable() != null) {
        targets.add(frame.variable(item.variable()));
      }
    }
    if (!targets.isEmpty() && targets.size() < outputs.size()) {
      throw Message.ASSIGN_AND_SELECT.error().endingBatch();
    }
  }

  private void star(List<String> qualifier, Binder binder) {
    boolean found = false;
    for (Scope.Source source : scope.sources()) {
      if (!source.answersTo(qualifier)) {
        continue;
      }
      found = true;
      for (Scope.Column column : source.columns()) {
        var parts = new ArrayList<>(source.qualifiers());
        parts.add(column.name());
        outputs.add(binder.bind(new Expression.ColumnName(parts)));
        columns.add(column);
      }
    }
    if (!found) {
      throw Message.BAD_STAR
          .error(qualifier.isEmpty() ? "*" : String.join(".", qualifier))
          .endingBatch();
    }
  }

  private Bound sortKey(Expression by, Binder binder, boolean distinct) {
    boolean byPlace =
        by instanceof Expression.Literal literal && literal.value() instanceof Integer;
    if (byPlace || (by instanceof Expression.ColumnName name && isAlias(name))) {
      return outputs.get(QueryBinder.place(by, columns));
    }
    Bound key = binder.bind(by);
    if (distinct) {
      throw Message.ORDER_DISTINCT.error().endingBatch();
    }
    return key;
  }

  private boolean isAlias(Expression.ColumnName name) {
    return name.parts().size() == 1
        && columns.stream()
            .anyMatch(
                c ->
                    c.name() != null
                        && c.name().equalsIgnoreCase(name.name().toLowerCase(Locale.ROOT)));
  }

  /** The bound SELECT. */
  private final class Plan implements BoundQuery {
    private final SourceBinder.Rows source;
    private final Bound where;
    private final Grouping grouping;
    private final Bound having;
    private final boolean distinct;
    private final List<Query.Order> order;
    private final List<Bound> sortKeys;
    private final QueryBinder.Paging paging;
    private List<Object[]> done = List.of();

    Plan(
        SourceBinder.Rows source, Bound where, Grouping grouping, Bound having, boolean distinct,
        List<Query.Order> order, List<Bound> sortKeys, QueryBinder.Paging paging) {
      this.source = source;
      this.where = where;
      this.grouping = grouping;
      this.having = having;
      this.distinct = distinct;
      this.order = order;
      this.sortKeys = sortKeys;
      this.paging = paging;
    }

    @Override
    public List<Scope.Column> columns() {
      return targets.isEmpty() ? columns : List.of();
    }

    @Override
    @SuppressWarnings("unchecked")
    public List<Object[]> rows(Tuple outer) {
      if (scope.outer == null || scope.correlated || !targets.isEmpty()) {
        return compute(outer);
      }
      // nothing of the row around is used: one look per statement is enough
      var cache = frame.session.statementCache;
      List<Object[]> known = (List<Object[]>) cache.get(this);
      if (known == null) {
        known = compute(outer);
        cache.put(this, known);
      }
      return known;
    }

    @Override
    public List<Object[]> soFar() {
      return done;
    }

    private List<Object[]> compute(Tuple outer) {
      List<Tuple> tuples = new ArrayList<>();
      for (Object[] values : source.read(outer)) {
        var tuple = new Tuple(values, outer);
        if (where == null || where.holds(tuple)) {
          tuples.add(tuple);
        }
      }
      if (grouping != null) {
        tuples = grouping.group(tuples, outer);
        if (having != null) {
          tuples.removeIf(tuple -> !having.holds(tuple));
        }
      }
      rankings.over(tuples);
      if (!distinct) {
        tuples = paging.page(sorted(tuples));
      }
      List<Object[]> rows = new ArrayList<>(tuples.size());
      done = distinct ? done : rows;
      var seen = new HashSet<List<Object>>();
      var kept = new ArrayList<Tuple>();
      for (Tuple tuple : tuples) {
        Object[] row = project(tuple);
        if (!distinct || seen.add(Binder.keys(row))) {
          rows.add(row);
          kept.add(tuple);
        }
      }
      if (distinct) {
        rows.clear();
        for (Tuple tuple : paging.page(sorted(kept))) {
          rows.add(project(tuple));
        }
      }
      return rows;
    }

    private Object[] project(Tuple tuple) {
      Object[] row = new Object[outputs.size()];
      for (int i = 0; i < row.length; i++) {
        row[i] = outputs.get(i).on(tuple);
        if (!targets.isEmpty()) {
          targets.get(i).value(row[i]);
        }
      }
      return row;
    }

    private List<Tuple> sorted(List<Tuple> tuples) {
      if (sortKeys.isEmpty()) {
        return tuples;
      }
      record Keyed(Tuple tuple, Object[] keys) {}

      var keyed = new ArrayList<Keyed>();
      for (Tuple tuple : tuples) {
        keyed.add(new Keyed(tuple, sortKeys.stream().map(key -> key.on(tuple)).toArray()));
      }
      Comparator<Keyed> comparator =
          (a, b) -> {
            for (int i = 0; i < a.keys().length; i++) {
              int c = Compare.nullsFirst(a.keys()[i], b.keys()[i]);
              if (c != 0) {
                return order.get(i).descending() ? -c : c;
              }
            }
            return 0;
          };
      keyed.sort(comparator);
      return keyed.stream().map(Keyed::tuple).toList();
    }
  }
}
