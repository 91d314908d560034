package io.linkfleet.acceptance.faults;

import io.linkfleet.acceptance.faults.FaultWorld.Server;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** A person at a server, with a login of his own. */
final class Dba {
  static final String LOGIN = "dba";
  static final String PASSWORD = "By-Hand-5Tz!8vQ";
  private final String url;

  Dba(Stack stack, Server server) {
    this.url =
        "jdbc:sqlserver://localhost:%d;encrypt=true;trustServerCertificate=true;user=%s;password=%s"
            .formatted(server.port(stack.offset()), LOGIN, PASSWORD);
  }

  void run(String statement) {
    try (Connection sql = DriverManager.getConnection(url);
        Statement one = sql.createStatement()) {
      one.execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(statement, e);
    }
  }
}
