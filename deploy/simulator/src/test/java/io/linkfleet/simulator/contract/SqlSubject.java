package io.linkfleet.simulator.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.sqlserver.jdbc.SQLServerError;
import com.microsoft.sqlserver.jdbc.SQLServerException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A SQL Server or a managed instance behind a JDBC address. Every object that a check makes has a
 * name that nobody else has, and the check drops it.
 */
final class SqlSubject implements Subject {
  private final String name;
  private final String url;

  SqlSubject(String name, String url) {
    this.name = name;
    this.url = url;
  }

  @Override
  public String name() {
    return name;
  }

  /** A name for an object of a check. */
  static String fresh(String what) {
    return "linkfleet_contract_" + what + "_" + UUID.randomUUID().toString().substring(0, 8);
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(url);
  }

  void run(String batch) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(batch);
    }
  }

  /** The rows of a query as text, values joined by one blank. */
  List<String> rows(String query) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> all = new ArrayList<>();
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          values.add(String.valueOf(rows.getString(i)));
        }
        all.add(String.join(" ", values));
      }
      return all;
    }
  }

  String one(String query) throws SQLException {
    List<String> rows = rows(query);
    assertThat(rows).as(query).hasSize(1);
    return rows.get(0);
  }

  byte[] bytes(String query) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      assertThat(rows.next()).as(query).isTrue();
      return rows.getBytes(1);
    }
  }

  /** Column names and types of a view, in order. */
  List<String> columns(String view) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM " + view + " WHERE 1 = 0")) {
      var meta = rows.getMetaData();
      List<String> columns = new ArrayList<>();
      for (int i = 1; i <= meta.getColumnCount(); i++) {
        columns.add(meta.getColumnName(i) + " " + meta.getColumnTypeName(i));
      }
      return columns;
    }
  }

  /** The first error of a batch: its number and severity, {@code 0/0} when there is none. */
  String error(String batch) throws SQLException {
    SQLServerError error = refusal(batch);
    return error == null ? "0/0" : error.getErrorNumber() + "/" + error.getErrorSeverity();
  }

  /** The text of the first error of a batch. */
  String message(String batch) throws SQLException {
    SQLServerError error = refusal(batch);
    return error == null ? "" : error.getErrorMessage();
  }

  private SQLServerError refusal(String batch) throws SQLException {
    try {
      run(batch);
      return null;
    } catch (SQLServerException e) {
      if (e.getSQLServerError() == null) {
        throw e;
      }
      return e.getSQLServerError();
    }
  }

  int majorVersion() throws SQLException {
    String build = one("SELECT CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128))");
    return Integer.parseInt(build.substring(0, build.indexOf('.')));
  }

  void demandAlwaysOn() throws SQLException {
    if (!one("SELECT CAST(SERVERPROPERTY('IsHadrEnabled') AS int)").equals("1")) {
      throw new Fact.NotHere("Always On is off");
    }
  }

  void demandProcedure(String procedure) throws SQLException {
    if (rows("SELECT 1 FROM sys.system_objects WHERE name = '" + procedure + "'").isEmpty()) {
      throw new Fact.NotHere("this build has no " + procedure);
    }
  }
}
