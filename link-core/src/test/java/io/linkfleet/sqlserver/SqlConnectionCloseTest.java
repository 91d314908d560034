package io.linkfleet.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A connection goes back to its pool whatever fails while it is given up. */
class SqlConnectionCloseTest {
  static List<Exception> failures() {
    return List.of(
        new SQLException("The connection is closed."), new IllegalStateException("no channel"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void oneThatCannotBeAbortedIsGivenBackAllTheSame(Exception failure) {
    List<String> called = new ArrayList<>();
    Connection driver =
        (Connection)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                  called.add(method.getName());
                  switch (method.getName()) {
                    case "isClosed":
                      return false;
                    case "prepareStatement":
                      throw new SQLException("SQL Server did not return a response.", "08S01");
                    case "abort":
                      throw failure;
                    default:
                      return null;
                  }
                });
    SqlConnection connection = new SqlConnection("SQL01", driver, null);
    assertThatThrownBy(() -> connection.query("reading", "SELECT 1", row -> 1))
        .isInstanceOf(SqlFailure.class);

    connection.close();

    assertThat(called).contains("abort").endsWith("close");
  }
}
