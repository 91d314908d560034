package io.linkfleet.simulator.wire;

import static io.linkfleet.simulator.wire.ToyServer.error;
import static io.linkfleet.simulator.wire.ToyServer.scalar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.microsoft.sqlserver.jdbc.SQLServerException;
import io.linkfleet.simulator.session.Column;
import io.linkfleet.simulator.session.Parameter;
import io.linkfleet.simulator.session.Reply.TransactionChange;
import io.linkfleet.simulator.session.SqlMessage;
import io.linkfleet.simulator.session.SqlType;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the JDBC driver sends for each call, and that it understands every kind of answer. */
@Timeout(60)
class DriverRequestsTest {
  private static final SqlMessage HELLO = new SqlMessage(0, 0, 1, "Grüße", "", 1);

  @TempDir Path directory;
  private Wired wired;
  private ToyServer toy;
  private Connection connection;

  @BeforeEach
  void start() throws Exception {
    wired = new Wired(directory);
    toy = wired.toy;
    connection = wired.connect();
  }

  @AfterEach
  void stop() throws Exception {
    connection.close();
    wired.close();
  }

  @Test
  void aLateErrorIsFoundByDraining() throws Exception {
    toy.on(
        "two and an error",
        (s, p, reply) -> {
          scalar(reply, 1);
          scalar(reply, 2);
          reply.done(3, 0xC5, false);
          reply.message(new SqlMessage(15151, 16, 7, "Cannot find the user.", "sp_x", 4));
          reply.message(error(15025, 16, "Another."));
          reply.done(-1, 0, true);
        });
    try (var statement = connection.createStatement()) {
      assertThat(statement.execute("two and an error")).isTrue();
      assertThat(statement.getMoreResults()).isTrue();
      assertThat(statement.getMoreResults()).isFalse();
      assertThat(statement.getUpdateCount()).isEqualTo(3);
      assertThatThrownBy(statement::getMoreResults)
          .isInstanceOfSatisfying(
              SQLServerException.class,
              e -> {
                assertThat(e.getErrorCode()).isEqualTo(15151);
                var sent = e.getSQLServerError();
                assertThat(sent.getErrorSeverity()).isEqualTo(16);
                assertThat(sent.getErrorState()).isEqualTo(7);
                assertThat(sent.getProcedureName()).isEqualTo("sp_x");
                assertThat(sent.getLineNumber()).isEqualTo(4);
                assertThat(sent.getServerName()).isEqualTo("TOY\\ONE");
                assertThat(e.getNextException().getErrorCode()).isEqualTo(15025);
              });
    }
    assertThat(connection.isValid(5)).isTrue();
  }

  @Test
  void printAndLowSeverityAreWarnings() throws Exception {
    toy.on(
        "talk",
        (s, p, reply) -> {
          reply.message(HELLO);
          reply.message(error(50000, 10, "careful"));
          reply.done(-1, 0, false);
        });
    try (var statement = connection.createStatement()) {
      statement.execute("talk");
      SQLWarning first = statement.getWarnings();
      assertThat(first.getMessage()).isEqualTo("Grüße");
      assertThat(first.getErrorCode()).isZero();
      assertThat(first.getSQLState()).isEqualTo("S0001");
      assertThat(first.getNextWarning().getMessage()).isEqualTo("careful");
      assertThat(first.getNextWarning().getErrorCode()).isEqualTo(50000);
    }
  }

  @Test
  void severityTwentyEndsTheConnection() throws Exception {
    toy.on(
        "die",
        (s, p, reply) -> {
          reply.message(error(21, 20, "Fatal."));
          reply.done(-1, 0, true);
        });
    try (var statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("die")).hasMessageContaining("Fatal.");
    }
    await().untilAsserted(() -> assertThat(toy.open).hasValue(0));
  }

  @Test
  void aFailureOfTheSessionItselfIsToldAndEndsTheConnection() throws Exception {
    toy.on(
        "bug",
        (s, p, reply) -> {
          reply.columns(List.of(new Column("n", SqlType.INT, 0)));
          reply.row(new Object[] {"not a number"});
        });
    try (var statement = connection.createStatement()) {
      assertThatThrownBy(() -> drain(statement, "bug"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("column 'n' of type INT cannot hold a String");
    }
    await().untilAsserted(() -> assertThat(toy.open).hasValue(0));
  }

  private static void drain(java.sql.Statement statement, String text) throws SQLException {
    // Row by row: the driver drops an error among rows that nobody reads.
    try (var rows = statement.executeQuery(text)) {
      while (rows.next()) {
        assertThat(rows.getInt(1)).isZero();
      }
    }
  }

  @Test
  void aPreparedStatementIsPreparedOnceAndThenRunByItsHandle() throws Exception {
    var seen = new ArrayList<Object>();
    var handles = new ArrayList<Integer>();
    toy.on(
        "SELECT @P0 , @P1",
        (s, parameters, reply) -> {
          parameters.forEach(p -> seen.add(p.declaredType() + "=" + p.value()));
          scalar(reply, (Integer) parameters.get(1).value());
        });
    try (var statement = connection.prepareStatement("SELECT ?, ?")) {
      for (int i = 0; i < 4; i++) {
        statement.setString(1, "v" + i);
        statement.setInt(2, i);
        try (var rows = statement.executeQuery()) {
          rows.next();
          assertThat(rows.getInt(1)).isEqualTo(i);
        }
        int handle = ((com.microsoft.sqlserver.jdbc.SQLServerPreparedStatement) statement)
            .getPreparedStatementHandle();
        handles.add(handle);
      }
    }
    // The second run prepares; the driver reads the handle at the start of the third.
    assertThat(handles).containsExactly(0, 0, 1, 1);
    assertThat(seen).hasSize(8).contains("nvarchar(4000)=v3", "int=3");
    connection.close();
  }

  @Test
  void aStatementCallFollowsTheBatchOfGivenBackHandlesWithoutReachingTheSession() throws Exception {
    try (var statement = connection.createStatement()) {
      statement.execute("EXEC sp_unprepare 1;EXEC sp_unprepare 2;");
      statement.execute("EXEC sp_unprepare 1; PRINT 'x'");
    }
    assertThat(toy.batches).containsExactly("EXEC sp_unprepare 1; PRINT 'x'");
  }

  @Test
  void preparedBatchesRunEveryRow() throws Exception {
    var seen = new ArrayList<Object>();
    ToyServer.Script insert =
        (s, parameters, reply) -> {
          seen.add(parameters.get(0).value());
          if (Integer.valueOf(3).equals(parameters.get(0).value())) {
            reply.message(error(2627, 14, "Violation."));
            reply.done(-1, 0xC3, true);
          } else {
            reply.done(1, 0xC3, false);
          }
        };
    toy.on("INSERT t VALUES( @P0 )", insert);
    try (var statement = connection.prepareStatement("INSERT t VALUES(?)")) {
      for (int i = 0; i < 3; i++) {
        statement.setInt(1, i);
        statement.addBatch();
      }
      assertThat(statement.executeBatch()).containsExactly(1, 1, 1);
      for (int i = 2; i < 5; i++) {
        statement.setInt(1, i);
        statement.addBatch();
      }
      assertThatThrownBy(statement::executeBatch)
          .isInstanceOfSatisfying(
              BatchUpdateException.class, e -> assertThat(e.getErrorCode()).isEqualTo(2627));
    }
    assertThat(seen).containsExactly(0, 1, 2, 2, 3, 4);
  }

  @Test
  void aBatchOfStatementsArrivesJoined() throws Exception {
    try (var statement = connection.createStatement()) {
      statement.addBatch("USE a");
      statement.addBatch("USE b");
      statement.executeBatch();
    }
    assertThat(toy.batches).containsExactly("USE a;USE b");
  }

  @Test
  void aCallableGivesItsReturnValueAndOutputParameter() throws Exception {
    ToyServer.Script call =
        (s, parameters, reply) -> {
          for (Parameter p : parameters) {
            if (p.output()) {
              p.value(p.declaredType().startsWith("int") ? (Object) 7 : "out: Ω");
            }
          }
          reply.message(HELLO);
          reply.done(-1, 0, false);
        };
    toy.on("EXEC @P0 = sp_toy @P1 , @P2 OUT", call);
    try (var statement = connection.prepareCall("{? = call sp_toy(?, ?)}")) {
      statement.registerOutParameter(1, Types.INTEGER);
      statement.setString(2, "in");
      statement.registerOutParameter(3, Types.NVARCHAR);
      statement.execute();
      assertThat(statement.getInt(1)).isEqualTo(7);
      assertThat(statement.getString(3)).isEqualTo("out: Ω");
    }
  }

  @Test
  void transactionsArriveVerbatim() throws Exception {
    toy.on(
        "work",
        (s, p, reply) -> {
          reply.transactionChanged(TransactionChange.BEGUN);
          reply.done(1, 0xC5, false);
        });
    toy.on(
        "IF @@TRANCOUNT > 0 COMMIT TRAN",
        (s, p, reply) -> {
          reply.transactionChanged(TransactionChange.COMMITTED);
          reply.done(-1, 0xD5, false);
        });
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      assertThat(statement.executeUpdate("work")).isEqualTo(1);
      connection.commit();
      connection.rollback();
    }
    connection.setAutoCommit(true);
    assertThat(toy.batches)
        .containsExactly(
            "set implicit_transactions on ",
            "work",
            "IF @@TRANCOUNT > 0 COMMIT TRAN",
            "IF @@TRANCOUNT > 0 ROLLBACK TRAN",
            "set implicit_transactions off IF @@TRANCOUNT > 0 COMMIT TRAN ");
  }

  @Test
  void theDriverFollowsAChangeOfDatabase() throws Exception {
    toy.on("use [msdb]", (s, p, reply) -> s.use("msdb", reply));
    connection.setCatalog("msdb");
    assertThat(connection.getCatalog()).isEqualTo("msdb");
    assertThat(toy.batches).containsExactly("use [msdb]");
  }

  @Test
  void manyRowsAndLongTextsCrossPackets() throws Exception {
    String chunk = "Zeile Ω ".repeat(3_000);
    toy.on(
        "long",
        (s, p, reply) -> {
          reply.columns(
              List.of(
                  new Column("n", SqlType.BIGINT, 0), new Column("t", SqlType.NVARCHAR_MAX, 0)));
          for (long i = 0; i < 200; i++) {
            reply.row(new Object[] {i, i % 2 == 0 ? chunk + i : null});
          }
          reply.done(200, 0xC1, false);
        });
    try (var rows = connection.createStatement().executeQuery("long")) {
      int count = 0;
      while (rows.next()) {
        assertThat(rows.getLong(1)).isEqualTo(count);
        assertThat(rows.getString(2)).isEqualTo(count % 2 == 0 ? chunk + count : null);
        count++;
      }
      assertThat(count).isEqualTo(200);
    }
  }

  @Test
  void aLongBatchArrivesWhole() throws Exception {
    String text = "-- " + "ж".repeat(300_000);
    try (var statement = connection.createStatement()) {
      statement.execute(text);
    }
    assertThat(toy.batches).containsExactly(text);
    await().untilAsserted(() -> assertThat(wired.tds.bufferedBytes()).isZero());
  }
}
