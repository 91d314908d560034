package io.linkfleet.simulator.tsql.eval;

import static io.linkfleet.simulator.tsql.eval.Functions.lenient;
import static io.linkfleet.simulator.tsql.eval.Functions.strict;

import io.linkfleet.simulator.engine.Login;
import io.linkfleet.simulator.session.SqlMessage;
import io.linkfleet.simulator.tsql.catalog.Principals;
import io.linkfleet.simulator.tsql.catalog.ServerProperties;
import io.linkfleet.simulator.tsql.state.Frame;
import io.linkfleet.simulator.tsql.type.DataType;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Built-in functions on the session: who is logged in, what was caught, what the server is. */
final class SessionFunctions {
  private SessionFunctions() {}

  static void addTo(Map<String, Functions.Function> table) {
    Functions.Function login = strict(0, DataType.SYSNAME, (a, f) -> f.session.login.name);
    table.put("SYSTEM_USER", login);
    table.put("ORIGINAL_LOGIN", login);
    table.put(
        "SUSER_NAME",
        lenient(
            0,
            1,
            DataType.SYSNAME,
            (a, f) ->
                a.length == 0
                    ? f.session.login.name
                    : Principals.loginName(f.session.server, a[0])));
    table.put(
        "SUSER_SNAME",
        lenient(
            0,
            1,
            DataType.SYSNAME,
            (a, f) ->
                a.length == 0
                    ? f.session.login.name
                    : Principals.loginOfSid(f.session.server, a[0])));
    table.put("SUSER_ID", lenient(0, 1, DataType.INT, (a, f) -> Principals.loginId(
        f.session.server, a.length == 0 ? f.session.login.name : TextFunctions.text(a[0]))));
    table.put("SUSER_SID", lenient(0, 2, DataType.varbinary(85), (a, f) -> Principals.sidOf(
        f.session.server, a.length == 0 ? f.session.login.name : TextFunctions.text(a[0]))));
    Functions.Function user = strict(0, DataType.SYSNAME, (a, f) -> user(f));
    table.put("CURRENT_USER", user);
    table.put("SESSION_USER", user);
    table.put("USER", user);
    table.put("USER_NAME", lenient(0, 1, DataType.SYSNAME,
        (a, f) -> a.length == 0 ? user(f) : Principals.userName(f.session, a[0])));
    table.put("USER_ID", lenient(0, 1, DataType.INT, (a, f) -> Principals.userId(
        f.session, a.length == 0 ? user(f) : TextFunctions.text(a[0]))));
    table.put("DATABASE_PRINCIPAL_ID", table.get("USER_ID"));
    table.put("SCHEMA_NAME", lenient(0, 1, DataType.SYSNAME,
        (a, f) -> a.length == 0 || Integer.valueOf(1).equals(a[0]) ? "dbo"
            : Integer.valueOf(4).equals(a[0]) ? "sys" : null));
    table.put("SCHEMA_ID", lenient(0, 1, DataType.INT,
        (a, f) -> a.length == 0 || "dbo".equalsIgnoreCase(String.valueOf(a[0])) ? Integer.valueOf(1)
            : "sys".equalsIgnoreCase(String.valueOf(a[0])) ? Integer.valueOf(4) : null));
    table.put("HOST_NAME", strict(0, DataType.SYSNAME, (a, f) -> f.session.hostName));
    table.put("APP_NAME", strict(0, DataType.SYSNAME, (a, f) -> f.session.application));
    table.put("XACT_STATE", strict(0, DataType.SMALLINT,
        (a, f) -> f.session.transactionCount == 0 ? 0 : f.session.doomed ? -1 : 1));
    table.put("IS_SRVROLEMEMBER", lenient(1, 2, DataType.INT, (a, f) -> serverRole(a, f)));
    table.put("IS_MEMBER", lenient(1, 1, DataType.INT,
        (a, f) -> a[0] == null ? null : f.session.login.isSysadmin() ? 1 : 0));
    // undocumented; that it names the workgroup outside a domain is recalled, never checked
    table.put("DEFAULT_DOMAIN", strict(0, DataType.SYSNAME,
        (a, f) -> f.session.server.windowsDomain == null
            ? "WORKGROUP" : f.session.server.windowsDomain));
    table.put("SERVERPROPERTY", strict(1, DataType.VARIANT,
        (a, f) -> ServerProperties.of(f.session.server, TextFunctions.text(a[0]))));
    table.put("ERROR_NUMBER", caught(DataType.INT, SqlMessage::number));
    table.put("ERROR_SEVERITY", caught(DataType.INT, SqlMessage::severity));
    table.put("ERROR_STATE", caught(DataType.INT, SqlMessage::state));
    table.put("ERROR_LINE", caught(DataType.INT, SqlMessage::line));
    table.put("ERROR_MESSAGE", caught(DataType.nvarchar(4000), SqlMessage::text));
    table.put("ERROR_PROCEDURE", caught(DataType.SYSNAME,
        m -> m.procedure().isEmpty() ? null : m.procedure()));
  }

  private static Functions.Function caught(DataType type, Function<SqlMessage, Object> what) {
    return strict(0, type, (a, f) -> {
      SqlMessage message = f.session.caught.peek();
      return message == null ? null : what.apply(message);
    });
  }

  private static String user(Frame frame) {
    return Principals.userOf(frame.session);
  }

  /** NULL for an unknown role or login, as on a server. */
  private static Object serverRole(Object[] a, Frame frame) {
    if (a[0] == null) {
      return null;
    }
    Login login =
        a.length > 1 && a[1] != null
            ? frame.session.server.logins.get(TextFunctions.text(a[1]))
            : frame.session.login;
    if (login == null) {
      return null;
    }
    return switch (TextFunctions.text(a[0]).trim().toLowerCase(Locale.ROOT)) {
      case "sysadmin" -> login.isSysadmin() ? 1 : 0;
      case "public" -> 1;
      case "serveradmin", "securityadmin", "dbcreator", "setupadmin", "processadmin", "diskadmin",
          "bulkadmin" ->
          login.isSysadmin() ? 1 : 0;
      default -> null;
    };
  }
}
