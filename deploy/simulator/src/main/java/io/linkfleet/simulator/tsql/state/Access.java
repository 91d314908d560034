package io.linkfleet.simulator.tsql.state;

import io.linkfleet.simulator.engine.Login;
import io.linkfleet.simulator.engine.Login.Permission;
import io.linkfleet.simulator.tsql.Message;

/** What a login may do on a server, from its permissions. */
public final class Access {
  private Access() {}

  /** Whether the login has one of these permissions, by itself or through sysadmin. */
  public static boolean has(Login login, Permission... oneOf) {
    if (login.isSysadmin() || login.permissions.contains(Permission.CONTROL_SERVER)) {
      return true;
    }
    for (Permission permission : oneOf) {
      if (login.permissions.contains(permission)) {
        return true;
      }
    }
    return false;
  }

  /** Throws 15247 unless the login has one of these permissions. */
  public static void demand(Login login, Permission... oneOf) {
    if (!has(login, oneOf)) {
      throw Message.PERMISSION_DENIED.error();
    }
  }

  /** Whether the DMVs answer this login. */
  public static boolean seesServerState(Login login) {
    return has(login, Permission.VIEW_SERVER_STATE);
  }

  /** Whether the catalog views show this login everything. */
  public static boolean seesDefinitions(Login login) {
    return has(login, Permission.VIEW_ANY_DEFINITION);
  }

  /** 300 and 297, as the DMVs say it; SQL Server 2022 names its narrower permission. */
  public static void demandServerState(SessionState session) {
    if (!seesServerState(session.login)) {
      String permission =
          session.server.description.majorVersion() >= 16
              ? "VIEW SERVER PERFORMANCE STATE"
              : "VIEW SERVER STATE";
      throw Message.SERVER_STATE_DENIED
          .error(permission)
          .then(Message.NO_PERMISSION.with());
    }
  }
}
