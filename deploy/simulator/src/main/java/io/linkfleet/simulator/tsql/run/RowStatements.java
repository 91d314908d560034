package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.engine.UserTable;
import io.linkfleet.simulator.session.Column;
import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.TableMessage;
import io.linkfleet.simulator.tsql.TsqlError;
import io.linkfleet.simulator.tsql.catalog.Catalog;
import io.linkfleet.simulator.tsql.eval.Expressions;
import io.linkfleet.simulator.tsql.state.UserTables;
import io.linkfleet.simulator.tsql.syntax.Batch;
import io.linkfleet.simulator.tsql.syntax.Dialect;
import io.linkfleet.simulator.tsql.syntax.Expression;
import io.linkfleet.simulator.tsql.syntax.Statement.Delete;
import io.linkfleet.simulator.tsql.syntax.Statement.Insert;
import io.linkfleet.simulator.tsql.syntax.Statement.RowChange;
import io.linkfleet.simulator.tsql.syntax.Statement.Update;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * INSERT, UPDATE and DELETE: all rows of a statement, or none. The order of the checks was
 * inferred.
 */
final class RowStatements {
  /** Tables are for a few rows here; a bigger one would only cost memory. */
  private static final int MOST_ROWS = 10_000;

  /** Stands for DEFAULT among values. */
  private static final Object DEFAULT = new Object();

  private final UserTables.Place place;
  private final UserTable table;
  private final Work work;

  private RowStatements(UserTables.Place place, Work work) {
    this.place = place;
    this.table = place.table();
    this.work = work;
  }

  /** Gives how many rows were changed. */
  static int run(RowChange s, Work work) {
    UserTables.Place place = find(s, work);
    place.demand(StatementKind.of(s).name(), work.session);
    place.demandFree(work.session);
    var rows = new RowStatements(place, work);
    if (rows.table == null) {
      throw missing(s);
    }
    LogSpace.demand(place.database(), work);
    try {
      if (s instanceof Insert insert) {
        return rows.insert(insert);
      }
      return s instanceof Update update ? rows.update(update) : rows.delete((Delete) s);
    } catch (TsqlError error) {
      boolean terminates = RowValues.TERMINATING.contains(error.last().number());
      throw terminates ? error.then(TableMessage.TERMINATED.with()) : error;
    }
  }

  /** Finds the names of a statement, as before its batch runs. */
  static void check(RowChange s, Work work) {
    UserTables.Place place = find(s, work);
    var rows = new RowStatements(place, work);
    if (rows.table == null) {
      throw missing(s);
    }
    if (s instanceof Insert insert) {
      rows.places(insert.columns());
      if (insert.query() != null) {
        Expressions.check(insert.query(), work.frame);
      }
    } else if (s instanceof Update update) {
      rows.places(update.columns());
      rows.over(s.table(), update.where(), update.values());
    } else {
      rows.over(s.table(), ((Delete) s).where(), List.of());
    }
  }

  private static UserTables.Place find(RowChange s, Work work) {
    UserTables.Place place = UserTables.find(s.table(), work.session);
    if (place != null) {
      return place;
    }
    var view = Catalog.find(s.table(), work.session);
    if (view.isPresent() && !view.get().name().startsWith("sys.")) {
      throw Message.NOT_SIMULATED.error("changing rows of " + view.get().name()).endingBatch();
    }
    throw view.isPresent() ? TableMessage.SYSTEM_CATALOG.error() : missing(s);
  }

  private static TsqlError missing(RowChange s) {
    return Message.BAD_OBJECT.error(String.join(".", s.table())).endingBatch();
  }

  /** The places of these columns; all but the IDENTITY column when none are named. */
  private List<Integer> places(List<String> names) {
    var places = new ArrayList<Integer>();
    if (names == null) {
      for (int i = 0; i < table.columns().size(); i++) {
        if (table.columns().get(i).increment() == null) {
          places.add(i);
        }
      }
      return places;
    }
    for (String name : names) {
      int found = -1;
      for (int i = 0; i < table.columns().size(); i++) {
        found = table.columns().get(i).name().equalsIgnoreCase(name) ? i : found;
      }
      if (found < 0) {
        throw Message.BAD_COLUMN.error(name).endingBatch();
      } else if (places.contains(found)) {
        throw TableMessage.SET_TWICE.error(name);
      }
      places.add(found);
    }
    return places;
  }

  private int insert(Insert s) {
    List<Integer> places = places(s.columns());
    if (s.columns() != null
        && places.stream().anyMatch(i -> table.columns().get(i).increment() != null)) {
      throw TableMessage.IDENTITY_VALUE.error(table.name());
    }
    List<Object[]> given = s.query() == null ? values(s, places) : selected(s, places);
    var values = new RowValues(place, table, work);
    var all = new ArrayList<>(table.rows());
    BigInteger identity = table.nextIdentity();
    for (Object[] from : given) {
      Object[] row = new Object[table.columns().size()];
      for (int i = 0; i < row.length; i++) {
        UserTable.Column column = table.columns().get(i);
        int at = places.indexOf(i);
        if (column.increment() != null) {
          row[i] = values.convert(column, identity, "INSERT");
          identity = identity.add(column.increment());
        } else if (at >= 0 && at < from.length && from[at] != DEFAULT) {
          row[i] = values.convert(column, from[at], "INSERT");
        } else {
          row[i] = values.convert(column, byDefault(column), "INSERT");
        }
      }
      all.add(row);
    }
    return store(all, identity, given.size(), values);
  }

  private Object byDefault(UserTable.Column column) {
    if (column.byDefault() == null) {
      return null;
    }
    var dialect =
        new Dialect(work.server.description.majorVersion(), work.session.quotedIdentifier);
    return work.value(Batch.expression(column.byDefault().text(), dialect));
  }

  private List<Object[]> values(Insert s, List<Integer> places) {
    var rows = new ArrayList<Object[]>();
    for (List<Expression> row : s.rows()) {
      if (!row.isEmpty() && row.size() != places.size()) {
        throw wrongCount(s, row.size(), places.size());
      }
      rows.add(row.stream().map(v -> v == null ? DEFAULT : work.value(v)).toArray());
    }
    return rows;
  }

  private TsqlError wrongCount(Insert s, int given, int wanted) {
    if (s.columns() == null) {
      boolean withIdentity = given == table.columns().size();
      return withIdentity
          ? TableMessage.IDENTITY_WITHOUT_LIST.error(place.display())
          : TableMessage.VALUES_OF_TABLE.error();
    } else if (s.query() != null) {
      return (given < wanted ? TableMessage.FEWER_ITEMS : TableMessage.MORE_ITEMS).error();
    }
    return (given < wanted ? TableMessage.FEWER_VALUES : TableMessage.MORE_VALUES).error();
  }

  private List<Object[]> selected(Insert s, List<Integer> places) {
    var result = Expressions.query(s.query(), work.frame, new Expressions.Begun());
    if (result.columns().size() != places.size()) {
      throw wrongCount(s, result.columns().size(), places.size());
    }
    return result.rows();
  }

  private Expressions.OverRows over(
      List<String> name, Expression where, List<Expression> values) {
    List<Column> columns =
        table.columns().stream().map(c -> new Column(c.name(), c.type(), c.length())).toList();
    return Expressions.over(name, columns, where, values, work.frame);
  }

  private int update(Update s) {
    List<Integer> places = places(s.columns());
    for (int i : places) {
      if (table.columns().get(i).increment() != null) {
        throw TableMessage.IDENTITY_UPDATE.error(table.columns().get(i).name());
      }
    }
    Expressions.OverRows over = over(s.table(), s.where(), s.values());
    UserTables.demandFree(work.frame.reads, work.session);
    var values = new RowValues(place, table, work);
    var all = new ArrayList<Object[]>();
    int changed = 0;
    for (Object[] row : table.rows()) {
      Object[] now = row;
      if (over.holds(row)) {
        now = row.clone();
        changed++;
        for (int i = 0; i < places.size(); i++) {
          UserTable.Column column = table.columns().get(places.get(i));
          Object value = s.values().get(i) == null ? byDefault(column) : over.value(i, row);
          now[places.get(i)] = values.convert(column, value, "UPDATE");
        }
      }
      all.add(now);
    }
    return store(all, table.nextIdentity(), changed, values);
  }

  private int delete(Delete s) {
    Expressions.OverRows over = over(s.table(), s.where(), List.of());
    UserTables.demandFree(work.frame.reads, work.session);
    List<Object[]> left = table.rows().stream().filter(row -> !over.holds(row)).toList();
    int gone = table.rows().size() - left.size();
    return store(left, table.nextIdentity(), gone, new RowValues(place, table, work));
  }

  private int store(List<Object[]> rows, BigInteger identity, int changed, RowValues values) {
    if (rows.size() > MOST_ROWS) {
      throw Message.NOT_SIMULATED.error("a table of more than " + MOST_ROWS + " rows");
    }
    values.checkKey(rows);
    if (changed > 0) {
      TableStatements.change(place, table.with(rows, identity), work);
    }
    return changed;
  }
}
