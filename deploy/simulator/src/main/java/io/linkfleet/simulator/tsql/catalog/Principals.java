package io.linkfleet.simulator.tsql.catalog;

import static io.linkfleet.simulator.tsql.catalog.SystemView.row;
import static io.linkfleet.simulator.tsql.catalog.SystemView.view;

import io.linkfleet.simulator.engine.Credential;
import io.linkfleet.simulator.engine.Login;
import io.linkfleet.simulator.engine.SqlServer;
import io.linkfleet.simulator.tsql.state.Access;
import io.linkfleet.simulator.tsql.state.SessionState;
import io.linkfleet.simulator.tsql.type.Convert;
import io.linkfleet.simulator.tsql.type.DataType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The views on logins, users of master, their permissions, and the names and ids they go by. */
public final class Principals {
  private static final Instant INSTALLED = Instant.parse("2003-04-08T09:10:35.460Z");

  static final List<SystemView> VIEWS =
      List.of(
          view(
              "sys.credentials",
              """
              credential_id int, name sysname, credential_identity nvarchar(4000),
              create_date datetime, modify_date datetime, target_type nvarchar(100), target_id int
              """,
              Principals::credentials),
          view(
              "sys.server_principals",
              """
              name sysname, principal_id int, sid varbinary(85), type char(1),
              type_desc nvarchar(60), is_disabled bit, create_date datetime,
              modify_date datetime, default_database_name sysname, default_language_name sysname,
              credential_id int, owning_principal_id int, is_fixed_role bit
              """,
              Principals::logins),
          view(
              "sys.sql_logins",
              """
              name sysname, principal_id int, sid varbinary(85), type char(1),
              type_desc nvarchar(60), is_disabled bit, create_date datetime,
              modify_date datetime, default_database_name sysname, default_language_name sysname
              """,
              session ->
                  logins(session).stream()
                      .filter(r -> r[3].equals("S"))
                      .map(r -> Arrays.copyOf(r, 10))
                      .toList()),
          view(
              "sys.database_principals",
              """
              name sysname, principal_id int, type char(1), type_desc nvarchar(60),
              default_schema_name sysname, create_date datetime, modify_date datetime,
              owning_principal_id int, sid varbinary(85), is_fixed_role bit,
              authentication_type int, authentication_type_desc nvarchar(60)
              """,
              Principals::users),
          view(
              "sys.server_permissions",
              """
              class tinyint, class_desc nvarchar(60), major_id int, minor_id int,
              grantee_principal_id int, grantor_principal_id int, type char(4),
              permission_name nvarchar(128), state char(1), state_desc nvarchar(60)
              """,
              Principals::permissions),
          view(
              "sys.server_role_members",
              "role_principal_id int, member_principal_id int",
              session ->
                  visible(session).stream()
                      .filter(Login::isSysadmin)
                      .map(login -> row(3, id(login)))
                      .toList()));

  private Principals() {}

  private static List<Login> visible(SessionState session) {
    boolean all = Access.seesDefinitions(session.login)
        || Access.has(session.login, Login.Permission.ALTER_ANY_LOGIN);
    return session.server.logins.values().stream()
        .filter(l -> all || l == session.login || l.name.equalsIgnoreCase("sa"))
        .toList();
  }

  /** The principal_id of a login. */
  public static int id(Login login) {
    return login.name.equalsIgnoreCase("sa") ? 1 : login.id;
  }

  private static List<Object[]> credentials(SessionState session) {
    var rows = new ArrayList<Object[]>();
    if (Access.seesDefinitions(session.login)) {
      for (Credential c : session.server.credentials().values()) {
        rows.add(
            row(
                c.id(), c.name(), c.identity(), Moments.datetime(c.created()),
                Moments.datetime(c.modified()), null, null));
      }
    }
    return rows;
  }

  private static byte[] sid(Login login) {
    if (login.name.equalsIgnoreCase("sa")) {
      return new byte[] {1};
    }
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(login.name.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
      return Arrays.copyOf(hash, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Object[]> logins(SessionState session) {
    var rows = new ArrayList<Object[]>();
    var then = Moments.datetime(INSTALLED);
    for (Login l : visible(session)) {
      boolean windows = l.password == null;
      rows.add(
          row(
              l.name, id(l), sid(l), windows ? "U" : "S",
              windows ? "WINDOWS_LOGIN" : "SQL_LOGIN", l.disabled, then, then, "master",
              "us_english", null, null, false));
    }
    if (!session.server.logins.containsKey("sa")) {
      // every server has it; nobody can log in with it when the estate does not name it
      rows.add(
          row(
              "sa", 1, new byte[] {1}, "S", "SQL_LOGIN", true, then, then, "master",
              "us_english", null, null, false));
    }
    for (String role : List.of("public", "sysadmin")) {
      int id = role.equals("public") ? 2 : 3;
      rows.add(
          row(
              role, id, new byte[] {(byte) id}, "R", "SERVER_ROLE", false, then, then, null, null,
              null, 1, id == 3));
    }
    return rows;
  }

  /** The users of the current database. */
  private static List<Object[]> users(SessionState session) {
    var rows = new ArrayList<Object[]>();
    rows.add(user("public", 0, "R", "DATABASE_ROLE", null));
    rows.add(user("dbo", 1, "S", "SQL_USER", new byte[] {1}));
    rows.add(user("guest", 2, "S", "SQL_USER", new byte[] {0}));
    rows.add(user("INFORMATION_SCHEMA", 3, "S", "SQL_USER", null));
    rows.add(user("sys", 4, "S", "SQL_USER", null));
    if (Access.seesDefinitions(session.login)) {
      session.server.keys(session.database).users.forEach(
          (name, loginName) -> {
            Login login = session.server.logins.get(loginName);
            rows.add(
                user(
                    name, session.server.userId(name), "S", "SQL_USER",
                    login == null ? null : sid(login)));
          });
    }
    return rows;
  }

  private static Object[] user(String name, int id, String type, String typeName, byte[] sid) {
    var then = Moments.datetime(INSTALLED);
    boolean role = type.equals("R");
    return row(
        name, id, type, typeName, role ? null : "dbo", then, then, role ? 1 : null, sid, false,
        role ? 0 : 1, role ? "NONE" : "INSTANCE");
  }

  private static List<Object[]> permissions(SessionState session) {
    var rows = new ArrayList<Object[]>();
    for (Login l : visible(session)) {
      rows.add(row(100, "SERVER", 0, 0, id(l), 1, "COSQ", "CONNECT SQL", "G", "GRANT"));
      for (Login.Permission p : l.permissions) {
        if (p != Login.Permission.SYSADMIN) {
          rows.add(row(100, "SERVER", 0, 0, id(l), 1, code(p), p.name().replace('_', ' '), "G",
              "GRANT"));
        }
      }
    }
    var endpoint = session.server.endpoint;
    if (endpoint != null && Access.seesDefinitions(session.login)) {
      endpoint.connectGrantedTo.forEach(name -> rows.add(connect(session, name, "G", "GRANT")));
      endpoint.connectDeniedTo.forEach(name -> rows.add(connect(session, name, "D", "DENY")));
    }
    return rows;
  }

  private static Object[] connect(
      SessionState session, String name, String state, String stateName) {
    Login login = session.server.logins.get(name);
    int grantee = name.equalsIgnoreCase("public") ? 2 : login == null ? 0 : id(login);
    return row(
        105, "ENDPOINT", session.server.endpoint.id, 0, grantee, 1, "CO  ", "CONNECT", state,
        stateName);
  }

  private static String code(Login.Permission p) {
    return switch (p) {
      case VIEW_SERVER_STATE -> "VWSS";
      case VIEW_ANY_DEFINITION -> "VWAD";
      case ALTER_ANY_ENDPOINT -> "ALES";
      case CREATE_ENDPOINT -> "CRHE";
      case ALTER_ANY_AVAILABILITY_GROUP -> "ALAG";
      case CONTROL_SERVER -> "CL  ";
      case ALTER_ANY_LOGIN -> "ALLG";
      case CREATE_ANY_DATABASE -> "CRDB";
      case ALTER_ANY_DATABASE -> "ALDB";
      case SYSADMIN -> "";
    };
  }

  /** The user that the session's login is in the current database. */
  public static String userOf(SessionState session) {
    Login login = session.login;
    if (login.isSysadmin()) {
      return "dbo";
    }
    return session.server.keys(session.database).users.entrySet().stream()
        .filter(e -> e.getValue().equalsIgnoreCase(login.name))
        .map(java.util.Map.Entry::getKey)
        .findFirst()
        .orElse("guest");
  }

  public static Integer userId(SessionState session, String user) {
    return switch (user.toLowerCase(Locale.ROOT)) {
      case "public" -> 0;
      case "dbo" -> 1;
      case "guest" -> 2;
      default ->
          session.server.keys(session.database).users.containsKey(user)
              ? Integer.valueOf(session.server.userId(user))
              : null;
    };
  }

  public static String userName(SessionState session, Object id) {
    if (id == null) {
      return null;
    }
    int wanted = (Integer) Convert.to(id, DataType.INT, 0);
    if (wanted < 3) {
      return List.of("public", "dbo", "guest").get(Math.max(0, wanted));
    }
    return session.server.keys(session.database).users.keySet().stream()
        .filter(u -> session.server.userId(u) == wanted).findFirst().orElse(null);
  }

  public static Integer loginId(SqlServer server, String name) {
    Login login = server.logins.get(name);
    return login == null ? null : Integer.valueOf(id(login));
  }

  public static String loginName(SqlServer server, Object id) {
    if (id == null) {
      return null;
    }
    int wanted = (Integer) Convert.to(id, DataType.INT, 0);
    return server.logins.values().stream()
        .filter(l -> id(l) == wanted).map(l -> l.name).findFirst().orElse(null);
  }

  public static byte[] sidOf(SqlServer server, String name) {
    Login login = server.logins.get(name);
    return login == null ? null : sid(login);
  }

  public static String loginOfSid(SqlServer server, Object sid) {
    if (!(sid instanceof byte[] bytes)) {
      return null;
    }
    if (Arrays.equals(bytes, new byte[] {1})) {
      return "sa";
    }
    return server.logins.values().stream()
        .filter(l -> Arrays.equals(sid(l), bytes)).map(l -> l.name).findFirst().orElse(null);
  }
}
