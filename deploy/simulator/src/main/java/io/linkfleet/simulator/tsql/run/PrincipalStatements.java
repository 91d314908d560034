package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.engine.Login;
import io.linkfleet.simulator.engine.Login.Permission;
import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.state.Access;
import io.linkfleet.simulator.tsql.state.Sessions;
import io.linkfleet.simulator.tsql.syntax.Definition;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Statements on logins, users and permissions. */
final class PrincipalStatements {
  private static final int SHORTEST_PASSWORD = 8;
  private static final Map<String, Permission> PERMISSIONS =
      Map.ofEntries(
          Map.entry("VIEW SERVER STATE", Permission.VIEW_SERVER_STATE),
          Map.entry("VIEW SERVER PERFORMANCE STATE", Permission.VIEW_SERVER_STATE),
          Map.entry("VIEW ANY DEFINITION", Permission.VIEW_ANY_DEFINITION),
          Map.entry("ALTER ANY ENDPOINT", Permission.ALTER_ANY_ENDPOINT),
          Map.entry("CREATE ENDPOINT", Permission.CREATE_ENDPOINT),
          Map.entry("ALTER ANY AVAILABILITY GROUP", Permission.ALTER_ANY_AVAILABILITY_GROUP),
          Map.entry("CREATE AVAILABILITY GROUP", Permission.ALTER_ANY_AVAILABILITY_GROUP),
          Map.entry("CONTROL SERVER", Permission.CONTROL_SERVER),
          Map.entry("ALTER ANY LOGIN", Permission.ALTER_ANY_LOGIN),
          Map.entry("CREATE ANY DATABASE", Permission.CREATE_ANY_DATABASE),
          Map.entry("ALTER ANY DATABASE", Permission.ALTER_ANY_DATABASE));

  private PrincipalStatements() {}

  /** The password policy of Windows: eight characters of three of four kinds. */
  static void checkPassword(String password) {
    if (password.length() < SHORTEST_PASSWORD) {
      throw Message.SHORT_PASSWORD.error();
    }
    int kinds = 0;
    kinds += password.chars().anyMatch(Character::isUpperCase) ? 1 : 0;
    kinds += password.chars().anyMatch(Character::isLowerCase) ? 1 : 0;
    kinds += password.chars().anyMatch(Character::isDigit) ? 1 : 0;
    kinds += password.chars().anyMatch(c -> !Character.isLetterOrDigit(c)) ? 1 : 0;
    if (kinds < 3) {
      throw Message.WEAK_PASSWORD.error();
    }
  }

  static void createLogin(Definition.CreateLogin s, Work work) {
    Access.demand(work.login, Permission.ALTER_ANY_LOGIN);
    if (work.server.logins.containsKey(s.name())) {
      throw Message.LOGIN_EXISTS.error(s.name());
    }
    if (s.windows() && s.name().indexOf('\\') <= 0) {
      throw Message.NO_WINDOWS_NAME.error(s.name());
    }
    if (!s.windows()) {
      checkPassword(s.password());
    }
    var login = new Login(s.name(), s.password());
    work.server.logins.put(s.name(), login);
    work.onRollback(() -> work.server.logins.remove(s.name(), login));
  }

  private static Login login(Work work, String name, String verb) {
    Login login = work.server.logins.get(name);
    if (login == null) {
      throw Message.MISSING.error(verb, "login", name);
    }
    return login;
  }

  static void alterLogin(Definition.AlterLogin s, Work work) {
    if (!Access.has(work.login, Permission.ALTER_ANY_LOGIN)) {
      throw Message.MISSING.error("alter", "login", s.name());
    }
    Login login = login(work, s.name(), "alter");
    String password = login.password;
    boolean disabled = login.disabled;
    if (s.password() != null) {
      checkPassword(s.password());
      login.password = s.password();
    }
    if (s.enabled() != null) {
      login.disabled = !s.enabled();
    }
    work.onRollback(
        () -> {
          login.password = password;
          login.disabled = disabled;
        });
  }

  static void dropLogin(Definition.DropLogin s, Work work) {
    if (!Access.has(work.login, Permission.ALTER_ANY_LOGIN)) {
      throw Message.MISSING.error("drop", "login", s.name());
    }
    Login login = login(work, s.name(), "drop");
    if (Sessions.of(work.server).stream().anyMatch(session -> session.login == login)) {
      throw Message.LOGIN_IN_USE.error(s.name());
    }
    work.server.logins.remove(s.name());
    if (work.server.endpoint != null) {
      put(work.server.endpoint.connectGrantedTo, s.name(), false, work);
      put(work.server.endpoint.connectDeniedTo, s.name(), false, work);
    }
    work.onRollback(() -> work.server.logins.put(login.name, login));
  }

  static void createUser(Definition.CreateUser s, Work work) {
    Access.demand(work.login);
    String name = s.name();
    boolean fixed =
        List.of("dbo", "guest", "sys", "public").contains(name.toLowerCase(Locale.ROOT));
    if (fixed || work.keysHere().users.containsKey(name)) {
      throw Message.USER_EXISTS.error(name);
    }
    String login = "";
    if (!s.withoutLogin()) {
      login = s.login() == null ? name : s.login();
      if (!work.server.logins.containsKey(login)) {
        throw Message.NO_LOGIN.error(login);
      }
      login = work.server.logins.get(login).name;
      if (login.equalsIgnoreCase("sa") || work.keysHere().users.containsValue(login)) {
        throw Message.LOGIN_MAPPED.error();
      }
    }
    var users = work.keysHere().users;
    users.put(name, login);
    work.onRollback(() -> users.remove(name));
  }

  static void dropUser(Definition.DropUser s, Work work) {
    String login = work.keysHere().users.get(s.name());
    if (login == null && s.ifExists()) {
      return;
    }
    if (login == null || !Access.has(work.login)) {
      throw Message.MISSING.error("drop", "user", s.name());
    }
    if (work.keysHere().certificates.values().stream()
        .anyMatch(c -> c.owner.equalsIgnoreCase(s.name()))) {
      throw Message.USER_OWNS.error("certificate");
    }
    var users = work.keysHere().users;
    users.remove(s.name());
    work.onRollback(() -> users.put(s.name(), login));
  }

  static void serverRole(Definition.ServerRole s, Work work) {
    if (!s.role().equalsIgnoreCase("sysadmin")) {
      throw Message.NOT_SIMULATED.error("the server role " + s.role());
    }
    if (!work.login.isSysadmin()) {
      throw Message.PERMISSION_DENIED.error();
    }
    Login login = work.server.logins.get(s.member());
    if (login == null) {
      throw Message.MISSING.error(s.add() ? "add" : "drop", "principal", s.member());
    }
    set(login, Permission.SYSADMIN, s.add(), work);
  }

  private static void set(Login login, Permission permission, boolean given, Work work) {
    boolean before = login.permissions.contains(permission);
    if (given) {
      login.permissions.add(permission);
    } else {
      login.permissions.remove(permission);
    }
    work.onRollback(
        () -> {
          if (before) {
            login.permissions.add(permission);
          } else {
            login.permissions.remove(permission);
          }
        });
  }

  static void permission(Definition.Permission s, Work work) {
    if (!work.inMaster()) {
      throw Message.NOT_IN_MASTER.error();
    }
    if (s.securableClass() != null) {
      onEndpoint(s, work);
    } else {
      onServer(s, work);
    }
  }

  private static void onEndpoint(Definition.Permission s, Work work) {
    var endpoint = work.server.endpoint;
    if (endpoint == null
        || !endpoint.name.equalsIgnoreCase(s.securable())
        || !Access.has(work.login, Permission.ALTER_ANY_ENDPOINT)) {
      throw Message.MISSING.error("find", "endpoint", s.securable());
    }
    for (String permission : s.permissions()) {
      if (!permission.equals("CONNECT")) {
        throw Message.NOT_SIMULATED.error(s.verb() + " " + permission + " ON ENDPOINT");
      }
    }
    for (String principal : s.principals()) {
      if (!principal.equals("public")) {
        grantee(principal, work);
      }
    }
    for (String principal : s.principals()) {
      put(endpoint.connectGrantedTo, principal, s.verb().equals("GRANT"), work);
      put(endpoint.connectDeniedTo, principal, s.verb().equals("DENY"), work);
    }
  }

  private static void put(Set<String> names, String name, boolean there, Work work) {
    boolean changed = there ? names.add(name) : names.remove(name);
    if (changed) {
      work.onRollback(
          () -> {
            if (there) {
              names.remove(name);
            } else {
              names.add(name);
            }
          });
    }
  }

  private static Login grantee(String name, Work work) {
    Login login = login(work, name, "find");
    if (login == work.login || name.equalsIgnoreCase("sa")) {
      throw Message.GRANT_TO_OWNER.error();
    }
    return login;
  }

  private static void onServer(Definition.Permission s, Work work) {
    if (!Access.has(work.login)) {
      throw Message.PERMISSION_DENIED.error();
    }
    for (String name : s.permissions()) {
      if (!PERMISSIONS.containsKey(name) && !name.equals("CONNECT SQL")) {
        throw Message.NOT_SIMULATED.error(s.verb() + " " + name);
      }
    }
    for (String principal : s.principals()) {
      Login login = grantee(principal, work);
      for (String name : s.permissions()) {
        if (PERMISSIONS.containsKey(name)) {
          set(login, PERMISSIONS.get(name), s.verb().equals("GRANT"), work);
        } else if (!s.verb().equals("GRANT")) {
          throw Message.NOT_SIMULATED.error(s.verb() + " CONNECT SQL");
        }
      }
    }
  }
}
