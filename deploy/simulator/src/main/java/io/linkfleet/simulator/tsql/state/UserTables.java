package io.linkfleet.simulator.tsql.state;

import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.engine.UserTable;
import io.linkfleet.simulator.tsql.Message;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** Finds the tables that somebody made, of schema dbo in databases of users; no others are here. */
public final class UserTables {
  private UserTables() {}

  /** A table's database and name, whether it is there or not. */
  public record Place(Database database, String name) {
    public UserTable table() {
      return database.hasTables() ? database.tables().find(name) : null;
    }

    /** As messages name it, with its database. */
    public String display() {
      return database.name + ".dbo." + name;
    }

    /** Throws {@link Blocked} while another session's transaction has it. */
    public void demandFree(SessionState session) {
      Object holder = database.hasTables() ? database.tables().heldBy(name, session) : null;
      if (holder != null) {
        throw new Blocked((SessionState) holder);
      }
    }

    /** 229 unless the session may do this with it. */
    public void demand(String permission, SessionState session) {
      OpenDatabases.open(session, database.name);
      if (!Access.has(session.login)) {
        throw Message.OBJECT_DENIED.error(permission, name, database.name, "dbo");
      }
    }
  }

  /** Where {@code [database.][schema.]name} leads; null where no table can be. */
  public static Place place(List<String> parts, SessionState session) {
    int n = parts.size();
    String schema = n > 1 ? parts.get(n - 2) : "";
    if (n > 3 || !(schema.isEmpty() || schema.equalsIgnoreCase("dbo"))) {
      return null;
    }
    String name = n == 3 && !parts.get(0).isEmpty() ? parts.get(0) : session.database;
    Database database = session.server.databases.get(name);
    return database == null ? null : new Place(database, parts.get(n - 1));
  }

  /** The place of a table that is there, or that another session is about to drop; else null. */
  public static Place find(List<String> parts, SessionState session) {
    Place place = place(parts, session);
    boolean there =
        place != null
            && place.database().hasTables()
            && (place.table() != null
                || place.database().tables().heldBy(place.name(), session) != null);
    return there ? place : null;
  }

  /** The tables of the session's database by name. */
  public static TreeMap<String, UserTable> here(SessionState session) {
    var tables = new TreeMap<String, UserTable>(String.CASE_INSENSITIVE_ORDER);
    Database here = session.server.databases.get(session.database);
    if (here != null && here.hasTables()) {
      here.tables().all().forEach(table -> tables.put(table.name(), table));
    }
    return tables;
  }

  /** Waits for those that other sessions have changed. */
  public static void demandFree(Set<Place> places, SessionState session) {
    for (Place place : places) {
      place.demandFree(session);
    }
  }
}
