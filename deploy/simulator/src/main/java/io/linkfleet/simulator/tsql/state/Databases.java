package io.linkfleet.simulator.tsql.state;

import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.engine.SqlServer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The databases of a server, the four system databases among them. */
public final class Databases {
  private static final Map<String, Integer> SYSTEM =
      Map.of("master", 1, "tempdb", 2, "model", 3, "msdb", 4);
  private static final Instant INSTALLED = Instant.parse("2003-04-08T09:13:36.390Z");

  private Databases() {}

  public static boolean isSystem(String name) {
    return SYSTEM.containsKey(name.toLowerCase(Locale.ROOT));
  }

  /** A database by its name, in whatever case. */
  public static Optional<Database> find(SqlServer server, String name) {
    Database user = server.databases.get(name);
    if (user != null) {
      return Optional.of(user);
    }
    Integer id = SYSTEM.get(name.toLowerCase(Locale.ROOT));
    return id == null ? Optional.empty() : Optional.of(system(name.toLowerCase(Locale.ROOT), id));
  }

  public static Optional<Database> find(SqlServer server, int id) {
    return all(server).stream().filter(database -> database.id == id).findFirst();
  }

  /** All databases in the order of their ids. */
  public static List<Database> all(SqlServer server) {
    var all = new ArrayList<Database>(server.databases.values());
    SYSTEM.forEach((name, id) -> {
      if (!server.databases.containsKey(name)) {
        all.add(system(name, id));
      }
    });
    all.sort(Comparator.comparingInt(database -> database.id));
    return all;
  }

  /** System databases have no state of their own here, so each look makes a fresh one. */
  private static Database system(String name, int id) {
    var database = new Database();
    database.name = name;
    database.id = id;
    database.createdAt = INSTALLED;
    database.recoveryModel = id == 3 ? "FULL" : "SIMPLE";
    return database;
  }
}
