package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.engine.UserTable;
import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.TableMessage;
import io.linkfleet.simulator.tsql.state.UserTables;
import io.linkfleet.simulator.tsql.type.Compare;
import io.linkfleet.simulator.tsql.type.Convert;
import io.linkfleet.simulator.tsql.type.DataType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Owns what a value must be to be stored: its type, its width, NULL or not, unique in its key. */
final class RowValues {
  /** Errors that 3621 follows. */
  static final Set<Integer> TERMINATING = Set.of(220, 242, 515, 2627, 2628, 8115, 8152);

  /** From this version on the message about a value that is too long says which one. */
  private static final int NAMES_THE_VALUE = 15;

  private final UserTables.Place place;
  private final UserTable table;
  private final Work work;

  RowValues(UserTables.Place place, UserTable table, Work work) {
    this.place = place;
    this.table = table;
    this.work = work;
  }

  Object convert(UserTable.Column column, Object value, String verb) {
    if (value == null) {
      if (!column.nullable()) {
        throw TableMessage.NULL_VALUE.error(column.name(), place.display(), verb);
      }
      return null;
    }
    var type = new DataType(column.type(), column.length());
    if ((type.isString() || type.isBinary()) && !type.isOldLong()) {
      checkWidth(column, type, value);
    }
    return Convert.to(value, type, 0);
  }

  private void checkWidth(UserTable.Column column, DataType type, Object value) {
    int width = type.width();
    if (type.isBinary()) {
      if (value instanceof byte[] bytes && bytes.length > width) {
        // that the value is cut to nothing in the message is inferred
        throw truncated(column, "");
      }
      return;
    }
    String text = (String) Convert.to(value, type.isNational()
        ? DataType.NVARCHAR_MAX
        : DataType.VARCHAR_MAX, 0);
    if (text.stripTrailing().length() <= width) {
      return;
    }
    if (!(value instanceof String)) {
      throw Message.OVERFLOW.error(type.display());
    }
    throw truncated(column, text.substring(0, width));
  }

  private RuntimeException truncated(UserTable.Column column, String kept) {
    return work.server.description.majorVersion() >= NAMES_THE_VALUE
        ? TableMessage.TRUNCATED_VALUE.error(place.display(), column.name(), kept)
        : TableMessage.TRUNCATED.error();
  }

  /** 2627 when two rows have one key. */
  void checkKey(List<Object[]> rows) {
    if (table.key() == null) {
      return;
    }
    var seen = new HashSet<List<Object>>();
    for (Object[] row : rows) {
      var key = new ArrayList<>();
      table.key().columns().forEach(i -> key.add(Compare.key(row[i])));
      if (!seen.add(key)) {
        List<String> shown =
            table.key().columns().stream().map(i -> Convert.text(row[i])).toList();
        throw TableMessage.DUPLICATE_KEY.error(
            "PRIMARY KEY", table.key().name(), "dbo." + table.name(), String.join(", ", shown));
      }
    }
  }
}
