package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.engine.UserTable;
import io.linkfleet.simulator.session.SqlType;
import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.ObjectMessage;
import io.linkfleet.simulator.tsql.TableMessage;
import io.linkfleet.simulator.tsql.TsqlError;
import io.linkfleet.simulator.tsql.state.Access;
import io.linkfleet.simulator.tsql.state.Databases;
import io.linkfleet.simulator.tsql.state.OpenDatabases;
import io.linkfleet.simulator.tsql.state.UserTables;
import io.linkfleet.simulator.tsql.syntax.Definition;
import io.linkfleet.simulator.tsql.syntax.Definition.TableColumn;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** CREATE TABLE and DROP TABLE. The order of the checks was inferred. */
final class TableStatements {
  private static final Set<SqlType> WHOLE =
      Set.of(SqlType.INT, SqlType.BIGINT, SqlType.SMALLINT, SqlType.TINYINT);

  private TableStatements() {}

  static void create(Definition.CreateTable s, Work work) {
    UserTables.Place place = place(s.name(), work);
    OpenDatabases.open(work.session, place.database().name);
    if (!Access.has(work.login)) {
      throw Message.STATEMENT_DENIED.error("CREATE TABLE", place.database().name);
    }
    LogSpace.demand(place.database(), work);
    place.demandFree(work.session);
    if (isTaken(place.name(), place)
        || work.server.keys(place.database().name).procedures().containsKey(place.name())) {
      throw ObjectMessage.OBJECT_EXISTS.error(place.name());
    }
    BigInteger seed = checkColumns(s, place.name());
    int id = work.newObjectId(place.database().name);
    List<Integer> key = key(s, place);
    var now = work.now();
    var columns = new ArrayList<UserTable.Column>();
    int next = id;
    for (int i = 0; i < s.columns().size(); i++) {
      TableColumn c = s.columns().get(i);
      boolean required =
          Boolean.FALSE.equals(c.nullable()) || c.identity() != null || key.contains(i);
      UserTable.Default byDefault = null;
      if (c.byDefault() != null) {
        next = work.newObjectId(place.database().name);
        String name = c.defaultName() == null ? defaultName(place, c, next) : c.defaultName();
        byDefault = new UserTable.Default(name, next, c.byDefault());
      }
      columns.add(
          new UserTable.Column(
              c.name(), c.type().sql(), c.type().length(), !required,
              c.identity() == null ? null : c.identity().get(1), byDefault));
    }
    UserTable.Key made = null;
    if (s.key() != null) {
      int keyId = work.newObjectId(place.database().name);
      String name = s.key().name() == null ? keyName(place, keyId) : s.key().name();
      made = new UserTable.Key(name, keyId, key);
    }
    change(
        place,
        new UserTable(place.name(), id, List.copyOf(columns), made, List.of(), seed, now, now),
        work);
  }

  /** Puts a table, or another state of it, in place of what was there; one block of log. */
  static void change(UserTables.Place place, UserTable now, Work work) {
    boolean open = work.session.transactionCount > 0;
    place.database().tables().put(place.name(), now, open ? work.session : null);
    place.database().wrote();
  }

  private static UserTables.Place place(List<String> name, Work work) {
    String last = name.get(name.size() - 1);
    if (last.startsWith("#")) {
      throw Message.NOT_SIMULATED.error("temporary tables");
    }
    String schema = name.size() < 2 ? "" : name.get(name.size() - 2);
    if (!schema.isEmpty() && !schema.equalsIgnoreCase("dbo")) {
      throw Message.NOT_SIMULATED.error("tables of the schema " + schema);
    }
    String database = name.size() == 3 ? name.get(0) : work.session.database;
    if (Databases.isSystem(database)) {
      throw Message.NOT_SIMULATED.error("a table in the system database " + database);
    }
    UserTables.Place place = UserTables.place(name, work.session);
    if (place == null) {
      throw ObjectMessage.NO_DATABASE.error(database);
    }
    return place;
  }

  private static boolean isTaken(String name, UserTables.Place place) {
    return place.database().tables().all().stream()
        .anyMatch(
            table ->
                table.name().equalsIgnoreCase(name)
                    || table.key() != null && table.key().name().equalsIgnoreCase(name));
  }

  /** Refuses columns that no table can have; gives the seed of the IDENTITY column, or null. */
  private static BigInteger checkColumns(Definition.CreateTable s, String table) {
    BigInteger seed = null;
    for (int i = 0; i < s.columns().size(); i++) {
      TableColumn c = s.columns().get(i);
      for (TableColumn before : s.columns().subList(0, i)) {
        if (before.name().equalsIgnoreCase(c.name())) {
          throw TableMessage.COLUMN_TWICE.error(c.name(), table);
        }
      }
      if (c.identity() == null) {
        continue;
      }
      boolean exact = c.type().sql() == SqlType.NUMERIC && c.type().length() % 100 == 0;
      if (seed != null) {
        throw TableMessage.TWO_IDENTITIES.error(table);
      } else if (!WHOLE.contains(c.type().sql()) && !exact) {
        throw TableMessage.IDENTITY_TYPE.error(c.name());
      } else if (Boolean.TRUE.equals(c.nullable())) {
        throw TableMessage.IDENTITY_NULL.error(c.name(), table);
      } else if (c.byDefault() != null) {
        throw Message.NOT_SIMULATED.error("a default of an IDENTITY column");
      }
      seed = c.identity().get(0);
    }
    return seed;
  }

  private static List<Integer> key(Definition.CreateTable s, UserTables.Place place) {
    var places = new ArrayList<Integer>();
    if (s.key() == null) {
      return places;
    }
    for (String name : s.key().columns()) {
      int found = -1;
      for (int i = 0; i < s.columns().size(); i++) {
        found = s.columns().get(i).name().equalsIgnoreCase(name) ? i : found;
      }
      if (found < 0) {
        throw failed(TableMessage.NO_KEY_COLUMN.error(name));
      } else if (Boolean.TRUE.equals(s.columns().get(found).nullable())) {
        throw failed(TableMessage.NULLABLE_KEY.error(place.name()));
      }
      places.add(found);
    }
    if (s.key().name() != null && isTaken(s.key().name(), place)) {
      throw failed(ObjectMessage.OBJECT_EXISTS.error(s.key().name()));
    }
    return places;
  }

  private static TsqlError failed(TsqlError error) {
    return error.then(TableMessage.NO_CONSTRAINT.with());
  }

  /** Names of the form that a server finds; its digits are its own. */
  private static String keyName(UserTables.Place place, int id) {
    String digits = String.format(Locale.ROOT, "%08X%08X", place.name().hashCode(), id);
    return "PK__" + padded(place.name(), 8) + "__" + digits;
  }

  private static String defaultName(UserTables.Place place, TableColumn c, int id) {
    return "DF__" + padded(place.name(), 9) + "__" + padded(c.name(), 5)
        + String.format(Locale.ROOT, "__%08X", id);
  }

  private static String padded(String name, int width) {
    return (name + "_".repeat(width)).substring(0, width);
  }

  static void drop(Definition.DropTable s, Work work) {
    TsqlError missing = null;
    for (List<String> name : s.names()) {
      UserTables.Place place =
          Access.has(work.login) ? UserTables.find(name, work.session) : null;
      if (place != null) {
        OpenDatabases.open(work.session, place.database().name);
        place.demandFree(work.session);
        LogSpace.demand(place.database(), work);
        change(place, null, work);
      } else if (!s.ifExists()) {
        var error = ObjectMessage.CANNOT_DROP.with("table", String.join(".", name));
        missing = missing == null ? TsqlError.of(error) : missing.then(error);
      }
    }
    if (missing != null) {
      throw missing;
    }
  }
}
