package io.linkfleet.simulator.tsql;

import io.linkfleet.simulator.engine.Login;
import io.linkfleet.simulator.engine.SqlServer;
import io.linkfleet.simulator.engine.World;
import io.linkfleet.simulator.session.SqlMessage;
import io.linkfleet.simulator.session.SqlServerPort;
import io.linkfleet.simulator.tsql.run.Logins;
import io.linkfleet.simulator.tsql.run.SimulatedSession;
import io.linkfleet.simulator.tsql.state.SessionState;
import io.linkfleet.simulator.tsql.state.Sessions;
import java.util.List;

/** One simulated SQL Server: who may log in, and the sessions that answer T-SQL. */
public final class SimulatedSqlServer implements SqlServerPort {
  private final World world;
  private final SqlServer server;

  public SimulatedSqlServer(World world, SqlServer server) {
    this.world = world;
    this.server = server;
  }

  @Override
  public String serverName() {
    return server.name();
  }

  @Override
  public int[] productVersion() {
    String[] parts = server.description.productVersion().split("\\.");
    return new int[] {
      Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2])
    };
  }

  @Override
  public boolean isUp() {
    return server.up;
  }

  @Override
  public LoginResult login(LoginRequest request) {
    SqlMessage failed = Message.LOGIN_FAILED.with(request.user());
    Login login = Logins.find(server, request.user(), request.password());
    if (login == null) {
      // the reason is for the log alone; which of them it was is not modelled
      server.errorLog.error(
          world.clock.instant(), "Logon", 18456, 14, 8, failed.text() + " [CLIENT: 127.0.0.1]");
      return new LoginResult.Refused(List.of(failed));
    }
    synchronized (server) {
      var state =
          new SessionState(
              world, server, login, Sessions.nextSpid(server), request.application(),
              request.hostName());
      String database = request.database();
      if (database != null && !database.isEmpty()) {
        try {
          state.database = Logins.open(state, database);
        } catch (TsqlError closed) {
          return new LoginResult.Refused(
              List.of(Message.CANNOT_OPEN_DATABASE.with(database), failed));
        }
      }
      return new LoginResult.Accepted(new SimulatedSession(state));
    }
  }
}
