package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.engine.Login;
import io.linkfleet.simulator.engine.SqlServer;
import io.linkfleet.simulator.tsql.state.OpenDatabases;
import io.linkfleet.simulator.tsql.state.SessionState;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Checks the name and the password of a login. */
public final class Logins {
  private Logins() {}

  /** The login, or null when the name, the password or its state turns the client away. */
  public static Login find(SqlServer server, String name, String password) {
    server.lock.lock();
    try {
      Login login = name == null ? null : server.logins.get(name);
      boolean right =
          login != null
              && login.password != null
              && password != null
              && !login.disabled
              && MessageDigest.isEqual(
                  login.password.getBytes(StandardCharsets.UTF_8),
                  password.getBytes(StandardCharsets.UTF_8));
      return right ? login : null;
    } finally {
      server.lock.unlock();
    }
  }

  /** The database that a login asks for, in its own spelling. */
  public static String open(SessionState session, String database) {
    return OpenDatabases.open(session, database);
  }
}
