package io.linkfleet.simulator.tsql;

import io.linkfleet.simulator.session.Column;
import io.linkfleet.simulator.session.Reply;
import io.linkfleet.simulator.session.SqlMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects what a session says to one batch. */
final class Answer implements Reply {
  /** One result set. */
  static final class Rows {
    final List<Column> columns;
    final List<Object[]> rows = new ArrayList<>();

    Rows(List<Column> columns) {
      this.columns = columns;
    }

    Object value(int row, String column) {
      for (int i = 0; i < columns.size(); i++) {
        if (columns.get(i).name().equalsIgnoreCase(column)) {
          return rows.get(row)[i];
        }
      }
      throw new AssertionError("no column " + column + " in " + columns);
    }

    /** The values of a column from the top down. */
    List<Object> values(String column) {
      var values = new ArrayList<Object>();
      for (int i = 0; i < rows.size(); i++) {
        values.add(value(i, column));
      }
      return values;
    }

    List<Map<String, Object>> asMaps() {
      var maps = new ArrayList<Map<String, Object>>();
      for (Object[] row : rows) {
        var map = new HashMap<String, Object>();
        for (int i = 0; i < row.length; i++) {
          map.put(columns.get(i).name(), row[i]);
        }
        maps.add(map);
      }
      return maps;
    }
  }

  final List<Rows> results = new ArrayList<>();
  final List<SqlMessage> messages = new ArrayList<>();
  final List<String> databases = new ArrayList<>();
  final List<TransactionChange> transactions = new ArrayList<>();
  final List<String> dones = new ArrayList<>();

  @Override
  public void columns(List<Column> columns) {
    results.add(new Rows(columns));
  }

  @Override
  public void row(Object[] values) {
    results.get(results.size() - 1).rows.add(values);
  }

  @Override
  public void message(SqlMessage message) {
    messages.add(message);
  }

  @Override
  public void databaseChanged(String now, String before) {
    databases.add(now);
  }

  @Override
  public void transactionChanged(TransactionChange change) {
    transactions.add(change);
  }

  @Override
  public void done(long rows, int currentCommand, boolean failed) {
    dones.add(rows + (failed ? " failed" : ""));
  }

  @Override
  public void returnStatus(int status) {}

  /** The numbers of the errors, in order. */
  List<Integer> errors() {
    return messages.stream().filter(SqlMessage::isError).map(SqlMessage::number).toList();
  }

  /** What PRINT said. */
  List<String> printed() {
    return messages.stream().filter(m -> m.number() == 0).map(SqlMessage::text).toList();
  }

  /** The one value of the one result set. */
  Object value() {
    if (results.size() != 1 || results.get(0).rows.size() != 1) {
      throw new AssertionError("not one row: " + results.size() + " results, " + messages);
    }
    return results.get(0).rows.get(0)[0];
  }
}
