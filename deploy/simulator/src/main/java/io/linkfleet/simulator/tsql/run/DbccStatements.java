package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.session.Column;
import io.linkfleet.simulator.session.SqlType;
import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.eval.Expressions.Result;
import io.linkfleet.simulator.tsql.state.Access;
import io.linkfleet.simulator.tsql.syntax.Expression;
import io.linkfleet.simulator.tsql.syntax.Statement;
import io.linkfleet.simulator.tsql.type.Convert;
import io.linkfleet.simulator.tsql.type.DataType;
import java.util.ArrayList;
import java.util.List;

/** DBCC TRACESTATUS, TRACEON, TRACEOFF and SQLPERF(LOGSPACE). */
final class DbccStatements {
  private static final int EVERYWHERE = -1;

  private DbccStatements() {}

  /** The rows of the command, or null when it has none. */
  static Result run(Statement.Dbcc s, Work work) {
    Result rows =
        switch (s.command()) {
          case "TRACESTATUS" -> status(flags(s, work), work);
          case "TRACEON", "TRACEOFF" -> set(s, flags(s, work), work);
          case "SQLPERF" -> logSpace(s, work);
          default -> throw Message.NOT_SIMULATED.error("DBCC " + s.command());
        };
    if (!s.options().contains("NO_INFOMSGS")) {
      work.tell(Message.DBCC_DONE.with());
    }
    return rows;
  }

  private static List<Integer> flags(Statement.Dbcc s, Work work) {
    var flags = new ArrayList<Integer>();
    for (Expression argument : s.arguments()) {
      flags.add((Integer) Convert.to(work.value(argument), DataType.INT, 0));
    }
    return flags;
  }

  private static Result status(List<Integer> wanted, Work work) {
    var rows = new ArrayList<Object[]>();
    var on = work.server.traceFlags;
    if (wanted.isEmpty() || wanted.equals(List.of(EVERYWHERE))) {
      on.forEach(flag -> rows.add(new Object[] {flag, 1, 1, 0}));
    } else {
      wanted.stream()
          .filter(flag -> flag != EVERYWHERE)
          .forEach(
              flag -> {
                int is = on.contains(flag) ? 1 : 0;
                rows.add(new Object[] {flag, is, is, 0});
              });
    }
    // a server sends no result set at all when no flag is on
    return rows.isEmpty()
        ? null
        : new Result(
            List.of(
                new Column("TraceFlag", SqlType.SMALLINT, 0),
                new Column("Status", SqlType.SMALLINT, 0),
                new Column("Global", SqlType.SMALLINT, 0),
                new Column("Session", SqlType.SMALLINT, 0)),
            rows);
  }

  private static Result set(Statement.Dbcc s, List<Integer> flags, Work work) {
    if (!work.login.isSysadmin()) {
      throw Message.DBCC_DENIED.error(work.login.name, s.command());
    }
    if (!flags.contains(EVERYWHERE)) {
      throw Message.NOT_SIMULATED.error("trace flags of a session: add -1 for all of the server");
    }
    for (int flag : flags) {
      if (flag != EVERYWHERE && s.command().equals("TRACEON")) {
        work.server.traceFlags.add(flag);
      } else {
        work.server.traceFlags.remove(flag);
      }
      if (flag != EVERYWHERE) {
        work.server.errorLog.add(
            work.now(),
            "spid" + work.session.spid,
            "DBCC %s %d, server process ID (SPID) %d. This is an informational message only; no"
                    .formatted(s.command(), flag, work.session.spid)
                + " user action is required.");
      }
    }
    return null;
  }

  private static Result logSpace(Statement.Dbcc s, Work work) {
    boolean known =
        s.arguments().size() == 1
            && s.arguments().get(0) instanceof Expression.Literal literal
            && "LOGSPACE".equalsIgnoreCase(String.valueOf(literal.value()));
    if (!known) {
      throw Message.NOT_SIMULATED.error("DBCC SQLPERF of anything but LOGSPACE");
    }
    Access.demandServerState(work.session);
    var rows = new ArrayList<Object[]>();
    // how full the logs of the system databases are is not modelled
    for (String system : List.of("master", "tempdb", "model", "msdb")) {
      rows.add(new Object[] {system, 16f, 5f, 0});
    }
    for (Database d : work.server.databases.values()) {
      double megabytes = d.logBytes() / 1048576.0;
      rows.add(new Object[] {d.name, (float) megabytes, (float) (d.logUsed * 100), 0});
    }
    return new Result(
        List.of(
            new Column("Database Name", SqlType.NVARCHAR, 128),
            new Column("Log Size (MB)", SqlType.REAL, 0),
            new Column("Log Space Used (%)", SqlType.REAL, 0),
            new Column("Status", SqlType.INT, 0)),
        rows);
  }
}
