package io.linkfleet.simulator.tsql.eval;

import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.TsqlError;
import io.linkfleet.simulator.tsql.state.Frame;
import io.linkfleet.simulator.tsql.syntax.Expression;
import io.linkfleet.simulator.tsql.syntax.Query;
import io.linkfleet.simulator.tsql.type.Collation;
import io.linkfleet.simulator.tsql.type.Compare;
import io.linkfleet.simulator.tsql.type.Convert;
import io.linkfleet.simulator.tsql.type.DataType;
import io.linkfleet.simulator.tsql.type.Times;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Resolves the names of an expression and gives it its type, so that it can be evaluated on rows.
 */
final class Binder {
  final Frame frame;
  final Scope scope;
  /** Common table expressions in sight. */
  final Map<String, BoundQuery> commonTables;
  /** Null outside a grouped query. */
  final Grouping grouping;
  private final boolean aggregatesForbidden;
  /** Null where no windowed function may stand. */
  private Rankings rankings;

  Binder(
      Frame frame, Scope scope, Map<String, BoundQuery> commonTables, Grouping grouping,
      boolean aggregatesForbidden) {
    this.frame = frame;
    this.scope = scope;
    this.commonTables = commonTables;
    this.grouping = grouping;
    this.aggregatesForbidden = aggregatesForbidden;
  }

  /** The same, for a place where windowed functions may stand. */
  Binder with(Rankings windowed) {
    var binder = new Binder(frame, scope, commonTables, grouping, aggregatesForbidden);
    binder.rankings = windowed;
    return binder;
  }

  Bound bind(Expression e) {
    if (e instanceof Expression.Ranking ranking) {
      if (rankings == null) {
        throw Message.OVER_PLACE.error().endingBatch();
      }
      return rankings.bind(ranking, this);
    }
    if (grouping != null) {
      Bound slot = grouping.keyFor(e);
      if (slot != null) {
        return slot;
      }
    }
    if (e instanceof Expression.Literal literal) {
      return Bound.constant(literal.type(), literal.value());
    } else if (e instanceof Expression.Variable variable) {
      return variable(variable.name());
    } else if (e instanceof Expression.Global global) {
      return Globals.bind(global.name(), frame);
    } else if (e instanceof Expression.ColumnName name) {
      return column(name);
    } else if (e instanceof Expression.Negate negate) {
      return Operators.negate(bind(negate.operand()));
    } else if (e instanceof Expression.Arithmetic sum) {
      Bound left = bind(sum.left());
      Bound right = bind(sum.right());
      return Operators.arithmetic(
          sum.operator(), left, right, exact(sum.left(), left), exact(sum.right(), right));
    } else if (e instanceof Expression.Case branch) {
      return caseOf(branch);
    } else if (e instanceof Expression.Cast cast) {
      return cast(cast);
    } else if (e instanceof Expression.Call call) {
      return call(call);
    } else if (e instanceof Expression.ScalarQuery query) {
      return scalarQuery(query.query());
    }
    return condition((Expression.Condition) e);
  }

  /** A whole number that is written out counts with the digits it has. */
  private static DataType exact(Expression e, Bound bound) {
    Expression written = e instanceof Expression.Negate negate ? negate.operand() : e;
    return written instanceof Expression.Literal literal && literal.value() instanceof Integer n
        ? DataType.numeric(String.valueOf(Math.abs((long) n)).length(), 0)
        : bound.type().exact();
  }

  private static boolean isNull(Expression e) {
    return e instanceof Expression.Literal literal && literal.value() == null;
  }

  private Bound variable(String name) {
    Frame.Variable variable = frame.variable(name);
    if (variable == null) {
      throw Message.UNDECLARED.error(name).endingBatch();
    }
    return new Bound(variable.type, row -> variable.value());
  }

  private Bound column(Expression.ColumnName name) {
    Scope.Slot slot;
    try {
      slot = scope.resolve(name);
    } catch (TsqlError unknown) {
      if (unknown.last().number() == Message.NOT_GROUPED.number()) {
        throw unknown;
      }
      // told together with the others, when all of the statement has been looked at
      frame.unbound.add(unknown);
      return Bound.constant(DataType.NULL, null);
    }
    int index = slot.index();
    int depth = slot.depth();
    if (depth == 0) {
      return new Bound(slot.type(), row -> row.values()[index]);
    }
    return new Bound(slot.type(), row -> row.at(depth).values()[index]);
  }

  private Bound caseOf(Expression.Case branch) {
    boolean untyped =
        branch.whens().stream().allMatch(when -> isNull(when.result()))
            && (branch.otherwise() == null || isNull(branch.otherwise()));
    if (untyped) {
      throw Message.NULL_CASE.error().endingBatch();
    }
    var tests = new ArrayList<Bound>();
    var results = new ArrayList<Bound>();
    DataType type = DataType.NULL;
    Bound operand = branch.operand() == null ? null : bind(branch.operand());
    for (Expression.When when : branch.whens()) {
      Bound test = bind(when.test());
      tests.add(operand == null ? test : Operators.comparison("=", operand, test));
      results.add(bind(when.result()));
      type = type.with(results.get(results.size() - 1).type());
    }
    Bound otherwise =
        branch.otherwise() == null
            ? Bound.constant(DataType.NULL, null)
            : bind(branch.otherwise());
    DataType whole = type.with(otherwise.type());
    return new Bound(
        whole,
        row -> {
          for (int i = 0; i < tests.size(); i++) {
            if (tests.get(i).holds(row)) {
              return Convert.to(results.get(i).on(row), whole, 0);
            }
          }
          return Convert.to(otherwise.on(row), whole, 0);
        });
  }

  private Bound cast(Expression.Cast cast) {
    Bound operand = bind(cast.operand());
    Bound style = cast.style() == null ? null : bind(cast.style());
    return new Bound(
        cast.target(),
        row -> {
          Object value = operand.on(row);
          Object styled = style == null ? Integer.valueOf(0) : style.on(row);
          if (value == null || styled == null) {
            return null;
          }
          try {
            int form = (Integer) Convert.to(styled, DataType.INT, 0);
            return Times.convert(value, operand.type(), cast.target(), form);
          } catch (TsqlError error) {
            if (cast.attempt()) {
              return null;
            }
            throw operand.type().isNational() ? error.ofNational() : error;
          }
        });
  }

  private Bound call(Expression.Call call) {
    if (Aggregates.isAggregate(call)) {
      if (grouping == null || aggregatesForbidden) {
        throw Message.AGGREGATE_IN_WHERE.error().endingBatch();
      }
      return grouping.aggregate(call);
    }
    return switch (call.name().toUpperCase(Locale.ROOT)) {
      case "ISNULL" -> isNull(call);
      case "COALESCE" -> coalesce(call);
      case "NULLIF" -> nullIf(call);
      case "IIF" -> {
        count(call, 3);
        var when = new Expression.When(call.arguments().get(0), call.arguments().get(1));
        yield caseOf(new Expression.Case(null, List.of(when), call.arguments().get(2)));
      }
      default -> Functions.bind(call, this);
    };
  }

  private static void count(Expression.Call call, int wanted) {
    if (call.arguments().size() != wanted) {
      throw Message.ARGUMENT_COUNT
          .error(call.name().toLowerCase(Locale.ROOT), wanted)
          .endingBatch();
    }
  }

  private Bound isNull(Expression.Call call) {
    count(call, 2);
    Bound first = bind(call.arguments().get(0));
    Bound second = bind(call.arguments().get(1));
    DataType type = first.type().sql() == null ? second.type() : first.type();
    return new Bound(
        type,
        row -> {
          Object value = first.on(row);
          return Convert.to(value != null ? value : second.on(row), type, 0);
        });
  }

  private Bound coalesce(Expression.Call call) {
    if (call.arguments().stream().allMatch(Binder::isNull)) {
      throw Message.NULL_COALESCE.error().endingBatch();
    }
    List<Bound> values = call.arguments().stream().map(this::bind).toList();
    DataType type = DataType.NULL;
    for (Bound value : values) {
      type = type.with(value.type());
    }
    DataType whole = type;
    return new Bound(
        whole,
        row -> {
          for (Bound value : values) {
            Object v = value.on(row);
            if (v != null) {
              return Convert.to(v, whole, 0);
            }
          }
          return null;
        });
  }

  private Bound nullIf(Expression.Call call) {
    count(call, 2);
    if (isNull(call.arguments().get(0))) {
      throw Message.NULL_NULLIF.error().endingBatch();
    }
    Bound first = bind(call.arguments().get(0));
    Bound same = Operators.comparison("=", first, bind(call.arguments().get(1)));
    return new Bound(first.type(), row -> same.holds(row) ? null : first.on(row));
  }

  private Bound scalarQuery(Query query) {
    BoundQuery bound = subquery(query);
    if (bound.columns().size() != 1) {
      throw Message.ONE_COLUMN.error().endingBatch();
    }
    return new Bound(
        bound.columns().get(0).type(),
        row -> {
          List<Object[]> rows = bound.rows(row);
          if (rows.size() > 1) {
            throw Message.SUBQUERY_ROWS.error();
          }
          return rows.isEmpty() ? null : rows.get(0)[0];
        });
  }

  private BoundQuery subquery(Query query) {
    return new QueryBinder(frame, scope, commonTables).bind(query);
  }

  private Bound condition(Expression.Condition condition) {
    if (condition instanceof Expression.Comparison c) {
      return Operators.comparison(c.operator(), bind(c.left()), bind(c.right()));
    } else if (condition instanceof Expression.And and) {
      Bound left = bind(and.left());
      Bound right = bind(and.right());
      return bit(row -> {
        Object a = left.on(row);
        return Boolean.FALSE.equals(a) ? a : Operators.and(a, right.on(row));
      });
    } else if (condition instanceof Expression.Or or) {
      Bound left = bind(or.left());
      Bound right = bind(or.right());
      return bit(row -> {
        Object a = left.on(row);
        return Boolean.TRUE.equals(a)
            ? a
            : Operators.not(Operators.and(Operators.not(a), Operators.not(right.on(row))));
      });
    } else if (condition instanceof Expression.Not not) {
      Bound operand = bind(not.operand());
      return bit(row -> Operators.not(operand.on(row)));
    } else if (condition instanceof Expression.IsNull isNull) {
      Bound operand = bind(isNull.operand());
      return bit(row -> (operand.on(row) == null) != isNull.negated());
    } else if (condition instanceof Expression.InList in) {
      return in(in);
    } else if (condition instanceof Expression.InQuery in) {
      return inQuery(in);
    } else if (condition instanceof Expression.Between between) {
      Bound operand = bind(between.operand());
      Bound low = Operators.comparison(">=", operand, bind(between.low()));
      Bound high = Operators.comparison("<=", operand, bind(between.high()));
      return negatable(between.negated(), row -> Operators.and(low.on(row), high.on(row)));
    } else if (condition instanceof Expression.Like like) {
      return like(like);
    }
    Expression.Exists exists = (Expression.Exists) condition;
    BoundQuery query = subquery(exists.query());
    return bit(row -> !query.rows(row).isEmpty());
  }

  private static Bound bit(Bound.Evaluation evaluation) {
    return new Bound(DataType.BIT, evaluation);
  }

  private static Bound negatable(boolean negated, Bound.Evaluation evaluation) {
    return bit(negated ? row -> Operators.not(evaluation.on(row)) : evaluation);
  }

  private Bound in(Expression.InList in) {
    Bound operand = bind(in.operand());
    List<Bound> items =
        in.items().stream().map(item -> Operators.comparison("=", operand, bind(item))).toList();
    return negatable(
        in.negated(),
        row -> {
          boolean unknown = false;
          for (Bound item : items) {
            Object same = item.on(row);
            if (Boolean.TRUE.equals(same)) {
              return true;
            }
            unknown |= same == null;
          }
          return unknown ? null : Boolean.FALSE;
        });
  }

  private Bound inQuery(Expression.InQuery in) {
    Bound operand = bind(in.operand());
    BoundQuery query = subquery(in.query());
    if (query.columns().size() != 1) {
      throw Message.ONE_COLUMN.error().endingBatch();
    }
    return negatable(
        in.negated(),
        row -> {
          Object value = operand.on(row);
          List<Object[]> rows = query.rows(row);
          if (rows.isEmpty()) {
            return false;
          }
          boolean unknown = value == null;
          for (Object[] candidate : rows) {
            if (candidate[0] == null || value == null) {
              unknown = true;
            } else if (Compare.values(value, candidate[0]) == 0) {
              return true;
            }
          }
          return unknown ? null : Boolean.FALSE;
        });
  }

  private Bound like(Expression.Like like) {
    Bound operand = bind(like.operand());
    Bound pattern = bind(like.pattern());
    Bound escape = like.escape() == null ? null : bind(like.escape());
    return negatable(
        like.negated(),
        row -> {
          Object text = operand.on(row);
          Object wanted = pattern.on(row);
          if (text == null || wanted == null) {
            return null;
          }
          Object e = escape == null ? null : escape.on(row);
          Character escaping = e == null || e.toString().isEmpty() ? null : e.toString().charAt(0);
          return Collation.like(Convert.text(wanted), escaping)
              .matcher(Convert.text(text))
              .matches();
        });
  }

  /** The rows of a query without those that compare equal to an earlier one. */
  static List<Object[]> distinct(List<Object[]> rows) {
    Set<List<Object>> seen = new HashSet<>();
    return rows.stream().filter(row -> seen.add(keys(row))).toList();
  }

  static List<Object> keys(Object[] row) {
    var keys = new ArrayList<Object>(row.length);
    for (Object value : row) {
      keys.add(Compare.key(value));
    }
    return keys;
  }
}
