package io.linkfleet.simulator.tsql.eval;

import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.catalog.ServerProperties;
import io.linkfleet.simulator.tsql.catalog.Unmodelled;
import io.linkfleet.simulator.tsql.state.Frame;
import io.linkfleet.simulator.tsql.state.SessionState;
import io.linkfleet.simulator.tsql.type.DataType;
import java.util.function.Function;

/** The functions whose names begin with {@code @@}. */
final class Globals {
  private Globals() {}

  static Bound bind(String name, Frame frame) {
    SessionState session = frame.session;
    return switch (name) {
      case "@@SERVERNAME" -> of(DataType.SYSNAME, session, s -> s.server.name());
      case "@@SERVICENAME" ->
          of(
              DataType.SYSNAME,
              session,
              s -> {
                String instance = ServerProperties.instanceName(s.server);
                return instance == null ? "MSSQLSERVER" : instance;
              });
      case "@@VERSION" ->
          of(DataType.nvarchar(300), session, s -> ServerProperties.version(s.server));
      case "@@SPID" -> of(DataType.SMALLINT, session, s -> s.spid);
      case "@@TRANCOUNT" -> of(DataType.INT, session, s -> s.transactionCount);
      case "@@ROWCOUNT" -> of(DataType.INT, session, s -> (int) s.rowCount);
      case "@@ERROR" -> of(DataType.INT, session, s -> s.lastError);
      case "@@LOCK_TIMEOUT" -> of(DataType.INT, session, s -> s.lockTimeoutMillis);
      case "@@NESTLEVEL" -> of(DataType.INT, session, s -> frame.depth);
      case "@@MAX_PRECISION" -> of(DataType.TINYINT, session, s -> 38);
      case "@@LANGUAGE" -> of(DataType.SYSNAME, session, s -> "us_english");
      case "@@LANGID" -> of(DataType.SMALLINT, session, s -> 0);
      case "@@DATEFIRST" -> of(DataType.TINYINT, session, s -> 7);
      case "@@TEXTSIZE" -> of(DataType.INT, session, s -> -1);
      case "@@OPTIONS" -> of(DataType.INT, session, Globals::options);
      case "@@MICROSOFTVERSION" -> of(DataType.INT, session, s -> packedVersion(s));
      default -> throw Unmodelled.global(name)
          ? Message.NOT_SIMULATED.error("the variable " + name).endingBatch()
          : Message.UNKNOWN_GLOBAL.error(name.toLowerCase()).endingBatch();
    };
  }

  private static Bound of(
      DataType type, SessionState session, Function<SessionState, Object> value) {
    return new Bound(type, row -> value.apply(session));
  }

  /** The bits of SET that a session can change here; the others are as a driver leaves them. */
  private static Object options(SessionState s) {
    int always = 8 | 16 | 32 | 64 | 1024 | 4096;
    return always
        | (s.implicitTransactions ? 2 : 0)
        | (s.quotedIdentifier ? 256 : 0)
        | (s.noCount ? 512 : 0)
        | (s.xactAbort ? 16384 : 0);
  }

  private static Object packedVersion(SessionState s) {
    String[] parts = s.server.description.productVersion().split("\\.");
    return Integer.parseInt(parts[0]) << 24
        | Integer.parseInt(parts[1]) << 16
        | Integer.parseInt(parts[2]);
  }

}
