package io.linkfleet.simulator.tsql.eval;

import io.linkfleet.simulator.session.SqlType;
import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.syntax.Expression.Call;
import io.linkfleet.simulator.tsql.type.Compare;
import io.linkfleet.simulator.tsql.type.Convert;
import io.linkfleet.simulator.tsql.type.DataType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * STRING_AGG, from 2017 on: joins the texts of a group and passes NULLs over without a warning. Its
 * order is that of WITHIN GROUP, otherwise that of the rows; numbers become nvarchar(4000).
 *
 * @param keys what WITHIN GROUP orders by
 * @param descending for each of them
 */
record Joining(
    Bound argument, Bound separator, List<Bound> keys, List<Boolean> descending, DataType type)
    implements Aggregates.OfGroup {
  private static final String NAME = "STRING_AGG";
  private static final int SINCE = 14;
  private static final int MOST = 4000;
  private static final DataType NARROW = new DataType(SqlType.VARCHAR, 2 * MOST);

  static boolean isMeant(Call call) {
    return call.name().equalsIgnoreCase(NAME);
  }

  /** Binds its arguments against the rows before they are grouped. */
  static Joining of(Call call, Bound argument, Binder rows) {
    if (rows.frame.session.server.description.majorVersion() < SINCE || call.distinct()) {
      throw Message.UNKNOWN_FUNCTION.error(call.name()).endingBatch();
    }
    int given = call.arguments().size();
    if (argument == null || given < 2 || given % 2 != 0) {
      throw Message.ARGUMENT_COUNT.error(NAME.toLowerCase(), 2).endingBatch();
    }
    var keys = new ArrayList<Bound>();
    var descending = new ArrayList<Boolean>();
    for (int i = 2; i < given; i += 2) {
      keys.add(rows.bind(call.arguments().get(i)));
      descending.add((Boolean) rows.bind(call.arguments().get(i + 1)).on(null));
    }
    SqlType sql = argument.type().sql();
    boolean longText = sql == SqlType.NVARCHAR_MAX || sql == SqlType.VARCHAR_MAX;
    return new Joining(
        argument, rows.bind(call.arguments().get(1)), keys, descending,
        longText ? argument.type() : oneByte(sql) ? NARROW : DataType.nvarchar(MOST));
  }

  private static boolean oneByte(SqlType sql) {
    return sql == SqlType.VARCHAR || sql == SqlType.CHAR;
  }

  @Override
  public Object over(List<Tuple> rows) {
    List<Tuple> ordered = rows;
    if (!keys.isEmpty()) {
      ordered = new ArrayList<>(rows);
      ordered.sort(order());
    }
    StringBuilder joined = null;
    for (Tuple row : ordered) {
      Object value = argument.on(row);
      if (value == null) {
        continue;
      }
      if (joined == null) {
        joined = new StringBuilder();
      } else {
        Object between = separator.on(row);
        joined.append(between == null ? "" : Convert.text(between));
      }
      joined.append(Convert.text(value));
      boolean bounded = type.sql() == SqlType.NVARCHAR || type == NARROW;
      if (bounded && joined.length() > (type == NARROW ? 2 * MOST : MOST)) {
        throw Message.STRING_AGG_LIMIT.error();
      }
    }
    return joined == null ? null : joined.toString();
  }

  /** NULLs come first. */
  private Comparator<Tuple> order() {
    return (a, b) -> {
      for (int i = 0; i < keys.size(); i++) {
        Object left = keys.get(i).on(a);
        Object right = keys.get(i).on(b);
        int compared =
            left == null || right == null
                ? Boolean.compare(left != null, right != null)
                : Compare.values(left, right);
        if (compared != 0) {
          return descending.get(i) ? -compared : compared;
        }
      }
      return 0;
    };
  }
}
