package io.linkfleet.simulator.tsql.catalog;

import io.linkfleet.simulator.engine.Login.Permission;
import io.linkfleet.simulator.tsql.state.Access;
import io.linkfleet.simulator.tsql.state.Databases;
import io.linkfleet.simulator.tsql.state.SessionState;
import java.util.Locale;
import java.util.Map;

/** HAS_PERMS_BY_NAME over the permissions that the simulator tells apart. */
public final class PermissionChecks {
  /** What else, besides sysadmin, gives a server permission. */
  private static final Map<String, Permission[]> SERVER =
      Map.ofEntries(
          Map.entry("CONTROL SERVER", of(Permission.CONTROL_SERVER)),
          Map.entry("VIEW SERVER STATE", of(Permission.VIEW_SERVER_STATE)),
          Map.entry("VIEW SERVER PERFORMANCE STATE", of(Permission.VIEW_SERVER_STATE)),
          Map.entry("VIEW ANY DEFINITION", of(Permission.VIEW_ANY_DEFINITION)),
          Map.entry("ALTER ANY ENDPOINT", of(Permission.ALTER_ANY_ENDPOINT)),
          Map.entry(
              "CREATE ENDPOINT", of(Permission.CREATE_ENDPOINT, Permission.ALTER_ANY_ENDPOINT)),
          Map.entry("ALTER ANY AVAILABILITY GROUP", of(Permission.ALTER_ANY_AVAILABILITY_GROUP)),
          Map.entry("CREATE AVAILABILITY GROUP", of(Permission.ALTER_ANY_AVAILABILITY_GROUP)),
          Map.entry("ALTER ANY LOGIN", of(Permission.ALTER_ANY_LOGIN)),
          Map.entry("CREATE ANY DATABASE", of(Permission.CREATE_ANY_DATABASE)),
          Map.entry("ALTER ANY DATABASE", of(Permission.ALTER_ANY_DATABASE)));

  private PermissionChecks() {}

  private static Permission[] of(Permission... permissions) {
    return permissions;
  }

  /** 1, 0, or NULL when the class or the permission is unknown. */
  public static Integer check(
      SessionState session, String securable, String securableClass, String permission) {
    if (permission == null) {
      return null;
    }
    String wanted = permission.trim().toUpperCase(Locale.ROOT);
    if (securableClass == null) {
      return securable == null ? server(session, wanted) : null;
    }
    return switch (securableClass.trim().toUpperCase(Locale.ROOT)) {
      case "SERVER" -> server(session, wanted);
      case "DATABASE" -> database(session, securable, wanted);
      case "ENDPOINT" -> endpoint(session, securable, wanted);
      default -> null;
    };
  }

  private static Integer server(SessionState session, String wanted) {
    if (wanted.equals("CONNECT SQL")
        || wanted.equals("VIEW ANY DATABASE")
        || wanted.equals("ANY")) {
      return 1;
    }
    Permission[] given = SERVER.get(wanted);
    return given == null ? null : Access.has(session.login, given) ? 1 : 0;
  }

  private static Integer database(SessionState session, String name, String wanted) {
    if (name != null
        && Databases.find(session.server, unquoted(name))
            .isEmpty()) {
      return 0;
    }
    return switch (wanted) {
      case "CONNECT" -> 1;
      case "VIEW DEFINITION" -> Access.seesDefinitions(session.login) ? 1 : 0;
      case "ALTER" -> Access.has(session.login, Permission.ALTER_ANY_DATABASE) ? 1 : 0;
      case "CONTROL", "CREATE CERTIFICATE", "ALTER ANY CERTIFICATE", "ALTER ANY USER",
          "BACKUP DATABASE", "BACKUP LOG", "CREATE TABLE", "ANY" ->
          Access.has(session.login) ? 1 : 0;
      default -> null;
    };
  }

  private static Integer endpoint(SessionState session, String name, String wanted) {
    var endpoint = session.server.endpoint;
    if (endpoint == null || name == null || !endpoint.name.equalsIgnoreCase(unquoted(name))) {
      return 0;
    }
    boolean granted =
        switch (wanted) {
          case "CONNECT" ->
              Access.has(session.login)
                  || endpoint.connectGrantedTo.contains(session.login.name)
                      && !endpoint.connectDeniedTo.contains(session.login.name);
          case "VIEW DEFINITION" -> Access.seesDefinitions(session.login);
          default -> Access.has(session.login, Permission.ALTER_ANY_ENDPOINT);
        };
    return granted ? 1 : 0;
  }

  private static String unquoted(String name) {
    return name.startsWith("[") && name.endsWith("]")
        ? name.substring(1, name.length() - 1).replace("]]", "]")
        : name;
  }
}
