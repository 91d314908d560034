package io.linkfleet.simulator.tsql.catalog;

import io.linkfleet.simulator.tsql.state.SessionState;
import io.linkfleet.simulator.tsql.type.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One catalog view, DMV or system table: its columns as documented, and its rows as the state of
 * the server gives them.
 *
 * @param name with its schema, for example {@code sys.certificates}
 * @param columns names and types, in the documented order, also those of later versions
 * @param needsServerState whether it is a DMV, which needs VIEW SERVER STATE
 * @param rows reads them under the server's lock
 */
public record SystemView(
    String name, List<ViewColumn> columns, boolean needsServerState, Rows rows) {

  /** A column; {@code since} is the first major version that has it, 0 for all. */
  public record ViewColumn(String name, DataType type, int since) {}

  /** Gives the rows that this session may see. */
  @FunctionalInterface
  public interface Rows {
    List<Object[]> read(SessionState session);
  }

  /** The view as a server of this version has it: without the columns of later ones. */
  public SystemView at(int majorVersion) {
    int[] kept =
        IntStream.range(0, columns.size())
            .filter(i -> columns.get(i).since() <= majorVersion)
            .toArray();
    if (kept.length == columns.size()) {
      return this;
    }
    Rows fewer =
        session -> {
          var shorter = new ArrayList<Object[]>();
          for (Object[] row : rows.read(session)) {
            Object[] left = new Object[kept.length];
            for (int i = 0; i < kept.length; i++) {
              left[i] = row[kept[i]];
            }
            shorter.add(left);
          }
          return shorter;
        };
    return new SystemView(
        name, Arrays.stream(kept).mapToObj(columns::get).toList(), needsServerState, fewer);
  }

  /** A catalog view whose columns are written as {@code name type, name type @since}. */
  static SystemView view(String name, String columns, Rows rows) {
    return new SystemView(
        name, columns(columns), false, checked(name, columns(columns).size(), rows));
  }

  /** A DMV, which answers 300 and 297 without VIEW SERVER STATE. */
  static SystemView dmv(String name, String columns, Rows rows) {
    return new SystemView(
        name, columns(columns), true, checked(name, columns(columns).size(), rows));
  }

  /** A row of the wrong width is a mistake of ours: say which view made it. */
  private static Rows checked(String name, int width, Rows rows) {
    return session -> {
      List<Object[]> read = rows.read(session);
      for (Object[] row : read) {
        if (row.length != width) {
          throw new IllegalStateException(name + ": " + row.length + " values, not " + width);
        }
      }
      return read;
    };
  }

  static List<ViewColumn> columns(String text) {
    var columns = new ArrayList<ViewColumn>();
    for (String column : text.split(",(?![^(]*\\))")) {
      String[] parts = column.trim().split("\\s+", 2);
      String[] typed = parts[1].split("\\s*@");
      String type = typed[0];
      int since = typed.length == 1 ? 0 : Integer.parseInt(typed[1]);
      int open = type.indexOf('(');
      var arguments = new ArrayList<Integer>();
      if (open > 0) {
        for (String n : type.substring(open + 1, type.indexOf(')')).split(",")) {
          arguments.add(n.trim().equals("max") ? -1 : Integer.parseInt(n.trim()));
        }
        type = type.substring(0, open);
      }
      String shown = type;
      columns.add(
          new ViewColumn(
              parts[0],
              DataType.named(type, arguments)
                  .orElseThrow(() -> new IllegalArgumentException("no type " + shown)),
              since));
    }
    return List.copyOf(columns);
  }

  static Object[] row(Object... values) {
    return values;
  }
}
