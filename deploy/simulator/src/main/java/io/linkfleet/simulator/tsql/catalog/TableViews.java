package io.linkfleet.simulator.tsql.catalog;

import static io.linkfleet.simulator.tsql.catalog.SystemView.row;

import io.linkfleet.simulator.engine.UserTable;
import io.linkfleet.simulator.session.SqlType;
import io.linkfleet.simulator.tsql.state.Access;
import io.linkfleet.simulator.tsql.state.SessionState;
import io.linkfleet.simulator.tsql.state.UserTables;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Owns what the views on objects show of the tables that somebody made. */
final class TableViews {
  private static final Set<SqlType> LARGE =
      Set.of(SqlType.NVARCHAR_MAX, SqlType.VARCHAR_MAX, SqlType.VARBINARY_MAX, SqlType.TEXT,
          SqlType.NTEXT, SqlType.IMAGE);

  private TableViews() {}

  /** Tables, their primary keys and their defaults, with the columns of sys.objects. */
  static List<Object[]> objects(SessionState session) {
    var rows = new ArrayList<Object[]>();
    for (UserTable table : seen(session)) {
      rows.add(object(table, table.name(), table.id(), 0, "U ", "USER_TABLE"));
      if (table.key() != null) {
        rows.add(
            object(
                table, table.key().name(), table.key().id(), table.id(), "PK",
                "PRIMARY_KEY_CONSTRAINT"));
      }
      for (UserTable.Column column : table.columns()) {
        if (column.byDefault() != null) {
          rows.add(
              object(
                  table, column.byDefault().name(), column.byDefault().id(), table.id(), "D ",
                  "DEFAULT_CONSTRAINT"));
        }
      }
    }
    return rows;
  }

  private static List<UserTable> seen(SessionState session) {
    return Access.seesDefinitions(session.login)
        ? List.copyOf(UserTables.here(session).values())
        : List.of();
  }

  private static Object[] object(
      UserTable table, String name, int id, int parent, String type, String described) {
    return row(
        name, id, null, 1, parent, type, described, Moments.datetime(table.created()),
        Moments.datetime(table.modified()), false, false, false);
  }

  /** The rows of sys.tables. */
  static List<Object[]> tables(SessionState session) {
    var rows = new ArrayList<Object[]>();
    for (UserTable table : seen(session)) {
      Object[] object = object(table, table.name(), table.id(), 0, "U ", "USER_TABLE");
      boolean large = table.columns().stream().anyMatch(c -> LARGE.contains(c.type()));
      Object[] more =
          row(
              large ? 1 : 0, null, table.columns().size(), false, true, false, false, false,
              false, false, 0, false, false, 0, "TABLE", false, 0, "SCHEMA_AND_DATA", false, 0,
              "NON_TEMPORAL_TABLE", null, false, false, false, false);
      Object[] row = Arrays.copyOf(object, object.length + more.length);
      System.arraycopy(more, 0, row, object.length, more.length);
      rows.add(row);
    }
    return rows;
  }
}
