package io.linkfleet.acceptance.faults;

import io.linkfleet.acceptance.faults.FaultWorld.Server;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A person at a server, with a login of his own. */
final class Dba {
  static final String LOGIN = "dba";
  static final String PASSWORD = "By-Hand-5Tz!8vQ";
  private final Server server;
  private final String url;

  Dba(Stack stack, Server server) {
    this(stack.offset(), server);
  }

  Dba(int offset, Server server) {
    this.server = server;
    this.url =
        "jdbc:sqlserver://localhost:%d;encrypt=true;trustServerCertificate=true;loginTimeout=20"
            .formatted(server.port(offset));
  }

  void run(String... statements) {
    try (Connection sql = DriverManager.getConnection(url, LOGIN, PASSWORD);
        Statement one = sql.createStatement()) {
      for (String statement : statements) {
        one.execute(statement);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(server.name() + ": " + e.getMessage(), e);
    }
  }

  /** The first column of the first row; bytes as hexadecimal digits; null without a row. */
  String read(String query) {
    try (Connection sql = DriverManager.getConnection(url, LOGIN, PASSWORD);
        Statement one = sql.createStatement();
        ResultSet rows = one.executeQuery(query)) {
      return rows.next() ? rows.getString(1) : null;
    } catch (SQLException e) {
      throw new IllegalStateException(server.name() + ": " + e.getMessage(), e);
    }
  }
}
