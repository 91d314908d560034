package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.engine.ErrorLog;
import io.linkfleet.simulator.session.Column;
import io.linkfleet.simulator.session.SqlType;
import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.eval.Expressions.Result;
import io.linkfleet.simulator.tsql.state.Access;
import io.linkfleet.simulator.tsql.type.Convert;
import io.linkfleet.simulator.tsql.type.DataType;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * sp_readerrorlog and xp_readerrorlog: both texts must occur in a line. There is one log; archives
 * and the log of SQL Server Agent are empty. Widths of the columns were never checked on a server.
 */
final class ErrorLogProcedure {
  static final String SYSTEM = "sp_readerrorlog";
  static final String EXTENDED = "xp_readerrorlog";
  static final List<String> PARAMETERS =
      List.of("@p1", "@p2", "@p3", "@p4", "@p5", "@p6", "@p7");

  private ErrorLogProcedure() {}

  static Procedures.Answer run(String name, Map<String, Object> given, Work work) {
    if (!Access.has(work.login) && !Access.seesServerState(work.login)) {
      throw name.equals(SYSTEM)
          ? Message.ROLE_MEMBERS_ONLY.error("securityadmin")
          : Message.OBJECT_DENIED.error("EXECUTE", EXTENDED, "mssqlsystemresource", "sys");
    }
    int archive = number(given.get("@p1"), 0);
    int kind = number(given.get("@p2"), 1);
    var rows = new ArrayList<Object[]>();
    if (archive == 0 && kind == 1) {
      work.server.errorLog.lines().stream()
          .filter(line -> holds(line, given.get("@p3")) && holds(line, given.get("@p4")))
          .map(line -> new Object[] {moment(line), line.source(), line.text()})
          .filter(row -> within((LocalDateTime) row[0], given))
          .forEach(rows::add);
    }
    if ("desc".equalsIgnoreCase(text(given.get("@p7")))) {
      Collections.reverse(rows);
    }
    return new Procedures.Answer(
        new Result(
            List.of(
                new Column("LogDate", SqlType.DATETIME, 0),
                new Column("ProcessInfo", SqlType.NVARCHAR, 50),
                new Column("Text", SqlType.NVARCHAR_MAX, 0)),
            rows),
        0);
  }

  private static LocalDateTime moment(ErrorLog.Line line) {
    return (LocalDateTime)
        Convert.to(LocalDateTime.ofInstant(line.at(), ZoneOffset.UTC), DataType.DATETIME, 0);
  }

  private static boolean within(LocalDateTime at, Map<String, Object> given) {
    Object from = Convert.to(given.get("@p5"), DataType.DATETIME, 0);
    Object until = Convert.to(given.get("@p6"), DataType.DATETIME, 0);
    return (from == null || !at.isBefore((LocalDateTime) from))
        && (until == null || !at.isAfter((LocalDateTime) until));
  }

  private static boolean holds(ErrorLog.Line line, Object wanted) {
    return line.text().toLowerCase(Locale.ROOT).contains(text(wanted).toLowerCase(Locale.ROOT));
  }

  private static String text(Object value) {
    return value == null ? "" : Convert.text(value);
  }

  private static int number(Object value, int otherwise) {
    return value == null ? otherwise : (Integer) Convert.to(value, DataType.INT, 0);
  }
}
