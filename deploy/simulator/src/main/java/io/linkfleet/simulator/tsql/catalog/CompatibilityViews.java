package io.linkfleet.simulator.tsql.catalog;

import static io.linkfleet.simulator.tsql.catalog.SystemView.row;
import static io.linkfleet.simulator.tsql.catalog.SystemView.view;

import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.tsql.state.Databases;
import io.linkfleet.simulator.tsql.state.SessionState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Owns the views that stand for the system tables of old: {@code sysdatabases}, which the script on
 * pausing log backups asks. Schema dbo and no schema lead to them too, in every database.
 */
final class CompatibilityViews {
  static final List<SystemView> VIEWS =
      List.of(
          view(
              "sys.sysdatabases",
              """
              name sysname, dbid smallint, sid varbinary(85), mode smallint, status int,
              status2 int, crdate datetime, reserved datetime, category int, cmptlevel tinyint,
              filename nvarchar(260), version smallint
              """,
              CompatibilityViews::databases));

  // documented bits of status
  private static final int AUTO_CLOSE = 1;
  private static final int BULK_LOGGED = 4;
  private static final int SIMPLE = 8;
  private static final int LOADING = 32;
  private static final int OFFLINE = 512;
  private static final int READ_ONLY = 1024;
  private static final int SINGLE_USER = 4096;

  /** Without a meaning in the documentation, and set on databases as users show them. */
  private static final int ALWAYS = 65536;

  /** As users show it of databases whose settings nobody has changed. */
  private static final int STATUS2 = 1627389952;

  private static final Instant NEVER = Instant.parse("1900-01-01T00:00:00Z");

  private CompatibilityViews() {}

  /** The name with which such a view is found, or null when it is none. */
  static String named(String schema, String name) {
    String full = "sys." + name.toLowerCase(Locale.ROOT);
    boolean known = VIEWS.stream().anyMatch(view -> view.name().equals(full));
    return known && schema.equalsIgnoreCase("dbo") ? full : null;
  }

  private static List<Object[]> databases(SessionState session) {
    var rows = new ArrayList<Object[]>();
    int major = session.server.description.majorVersion();
    for (Database d : Databases.all(session.server)) {
      boolean open = d.state.equals("ONLINE");
      rows.add(
          row(
              d.name, d.id, new byte[] {1}, 0, status(d), STATUS2, Moments.datetime(d.createdAt),
              Moments.datetime(NEVER), 0, major * 10, FileViews.dataPath(session, d),
              open ? format(major) : null));
    }
    return rows;
  }

  private static int status(Database d) {
    return ALWAYS
        | (d.autoClose ? AUTO_CLOSE : 0)
        | (d.recoveryModel.equals("BULK_LOGGED") ? BULK_LOGGED : 0)
        | (d.recoveryModel.equals("SIMPLE") ? SIMPLE : 0)
        | (d.state.equals("RESTORING") ? LOADING : 0)
        | (d.state.equals("OFFLINE") ? OFFLINE : 0)
        | (d.readOnly || d.standby ? READ_ONLY : 0)
        | (d.singleUser ? SINGLE_USER : 0);
  }

  /** The internal format of a database as messages of servers name it. */
  private static int format(int major) {
    return switch (major) {
      case 13 -> 852;
      case 14 -> 869;
      case 15 -> 904;
      case 16 -> 957;
      default -> 998;
    };
  }
}
