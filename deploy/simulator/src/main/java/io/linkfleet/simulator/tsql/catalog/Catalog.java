package io.linkfleet.simulator.tsql.catalog;

import io.linkfleet.simulator.engine.SqlServer;
import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.state.Access;
import io.linkfleet.simulator.tsql.state.Databases;
import io.linkfleet.simulator.tsql.state.SessionState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Finds a catalog view, DMV or system table by its name, and reads it for a session. */
public final class Catalog {
  private static final Map<String, SystemView> VIEWS = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  /** The views as each version has them. */
  private static final Map<String, SystemView> BY_VERSION = new ConcurrentHashMap<>();

  static {
    add(CertificateViews.VIEWS);
    add(EndpointViews.VIEWS);
    add(DatabaseViews.VIEWS);
    add(FileViews.VIEWS);
    add(GroupViews.VIEWS);
    add(GroupStateViews.VIEWS);
    add(ReplicaStateViews.VIEWS);
    add(SeedingViews.VIEWS);
    add(MirroringViews.VIEWS);
    add(BackupViews.VIEWS);
    add(ObjectViews.VIEWS);
    add(Principals.VIEWS);
    add(SessionViews.VIEWS);
    add(ConfigurationViews.VIEWS);
    add(AgentViews.VIEWS);
    add(FabricViews.VIEWS);
    add(InternalGroupViews.VIEWS);
    add(CompatibilityViews.VIEWS);
  }

  private Catalog() {}

  private static void add(List<SystemView> views) {
    views.forEach(view -> VIEWS.put(view.name(), view));
  }

  /** Every view there is, by name. */
  public static Map<String, SystemView> views() {
    return VIEWS;
  }

  /** {@code [database.][schema.]name}; empty as well when there is no such database. */
  public static Optional<SystemView> find(List<String> parts, SessionState session) {
    int n = parts.size();
    if (n > 3) {
      return local(parts, session);
    }
    String database = n == 3 && !parts.get(0).isEmpty() ? parts.get(0) : session.database;
    if (Databases.find(session.server, database).isEmpty()) {
      return Optional.empty();
    }
    String schema = n > 1 && !parts.get(n - 2).isEmpty() ? parts.get(n - 2) : "dbo";
    String name = schema + "." + parts.get(n - 1);
    // views of sys are in every database, tables of dbo in msdb alone
    SystemView view = VIEWS.get(schema.equalsIgnoreCase("sys") ? name : database + "." + name);
    String old = view == null ? CompatibilityViews.named(schema, parts.get(n - 1)) : null;
    view = old == null ? view : VIEWS.get(old);
    if (view != null && !isOn(session.server, view)) {
      if (!FabricViews.VIEWS.contains(view)) {
        return Optional.empty();
      }
      // whether SQL Server has those of the fabric as well is not known
      view = null;
    }
    if (view == null && Unmodelled.view(database, schema, parts.get(n - 1))) {
      throw Message.NOT_SIMULATED.error("the view " + name).endingBatch();
    }
    int version = session.server.description.majorVersion();
    return Optional.ofNullable(view)
        .map(newest -> BY_VERSION.computeIfAbsent(
            newest.name() + "@" + version, key -> newest.at(version)));
  }

  /** Whether this server has the view: some came with a build, some are of instances alone. */
  static boolean isOn(SqlServer server, SystemView view) {
    if (InternalGroupViews.VIEWS.contains(view)) {
      return InternalGroupViews.areOn(server.description);
    }
    if (view.name().equals(SessionViews.HOST)) {
      return server.description.majorVersion() >= 14;
    }
    return server.isManagedInstance() || !FabricViews.VIEWS.contains(view);
  }

  /** A name of four parts; a server has itself among its servers. */
  private static Optional<SystemView> local(List<String> parts, SessionState session) {
    String name = parts.get(0);
    if (!name.equalsIgnoreCase(session.server.name())) {
      throw Message.NO_LINKED_SERVER.error(name).endingBatch();
    }
    return parts.size() > 4 ? Optional.empty() : find(parts.subList(1, 4), session);
  }

  /** The rows that this session may see; 300 and 297 when it may not ask. */
  public static List<Object[]> read(SystemView view, SessionState session) {
    if (view.needsServerState()) {
      Access.demandServerState(session);
    }
    return view.rows().read(session);
  }
}
