package io.linkfleet.simulator.tsql.eval;

import io.linkfleet.simulator.session.SqlType;
import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.state.Frame;
import io.linkfleet.simulator.tsql.syntax.Expression.Call;
import io.linkfleet.simulator.tsql.type.Compare;
import io.linkfleet.simulator.tsql.type.Convert;
import io.linkfleet.simulator.tsql.type.DataType;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The aggregate functions: COUNT, COUNT_BIG, SUM, AVG, MIN, MAX; {@link Joining} is another. */
final class Aggregates {
  private static final Set<String> NAMES =
      Set.of("COUNT", "COUNT_BIG", "SUM", "AVG", "MIN", "MAX");

  private Aggregates() {}

  static boolean isAggregate(Call call) {
    return NAMES.contains(call.name().toUpperCase(Locale.ROOT)) || Joining.isMeant(call);
  }

  /** What an aggregate is to a group. */
  interface OfGroup {
    DataType type();

    Object over(List<Tuple> rows);
  }

  /** An aggregate over the rows of a group. */
  record Aggregate(
      String name, Bound argument, boolean distinct, DataType type, Frame frame)
      implements OfGroup {
    @Override
    public Object over(List<Tuple> rows) {
      if (argument == null) {
        return count(rows.size());
      }
      var seen = new HashSet<Object>();
      Object best = null;
      BigDecimal sum = BigDecimal.ZERO;
      long values = 0;
      DataType exact = DataType.numeric(38, Math.max(10, type.exact().scale()));
      for (Tuple row : rows) {
        Object value = argument.on(row);
        frame.nullEliminated |= value == null;
        if (value == null || (distinct && !seen.add(Compare.key(value)))) {
          continue;
        }
        values++;
        switch (name) {
          case "MIN" -> best = best == null || Compare.values(value, best) < 0 ? value : best;
          case "MAX" -> best = best == null || Compare.values(value, best) > 0 ? value : best;
          case "SUM", "AVG" ->
              sum = sum.add((BigDecimal) Convert.to(value, exact, 0));
          default -> { }
        }
      }
      return switch (name) {
        case "MIN", "MAX" -> best;
        case "SUM" -> values == 0 ? null : Convert.to(sum, type, 0);
        case "AVG" ->
            values == 0
                ? null
                : Convert.to(
                    sum.divide(
                        BigDecimal.valueOf(values), exact.scale(), java.math.RoundingMode.DOWN),
                    type,
                    0);
        default -> count(values);
      };
    }

    private Object count(long n) {
      return Convert.to(n, type, 0);
    }
  }

  static Aggregate of(Call call, Bound argument, Frame frame) {
    String name = call.name().toUpperCase(Locale.ROOT);
    DataType type;
    switch (name) {
      case "COUNT" -> type = DataType.INT;
      case "COUNT_BIG" -> type = DataType.BIGINT;
      case "SUM", "AVG" -> type = sumType(name, argument.type());
      default -> {
        if (argument.type().sql() == SqlType.BIT) {
          throw Message.OPERAND_TYPE.error("bit", name.toLowerCase(Locale.ROOT));
        }
        type = argument.type();
      }
    }
    return new Aggregate(name, argument, call.distinct(), type, frame);
  }

  private static DataType sumType(String name, DataType argument) {
    if (argument.sql() == null || !argument.isNumber() || argument.sql() == SqlType.BIT) {
      throw Message.OPERAND_TYPE.error(argument.display(), name.toLowerCase(Locale.ROOT));
    }
    return switch (argument.sql()) {
      case INT, SMALLINT, TINYINT -> DataType.INT;
      case MONEY, SMALLMONEY -> DataType.MONEY;
      case REAL, FLOAT -> DataType.FLOAT;
      case NUMERIC ->
          DataType.numeric(38, Math.max(argument.length() % 100, name.equals("AVG") ? 6 : 0));
      default -> argument;
    };
  }
}
