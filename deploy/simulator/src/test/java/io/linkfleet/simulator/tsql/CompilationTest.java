package io.linkfleet.simulator.tsql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What refuses a batch as a whole, what waits for its turn, and what a CATCH never sees. */
class CompilationTest {
  private final TestServer sql = new TestServer();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT nosuch FROM sys.databases",
        "IF EXISTS (SELECT 1 FROM sys.databases WHERE nosuch = 1) PRINT 'there'",
        "DECLARE @n int; SET @n = (SELECT MAX(nosuch) FROM sys.databases)",
        "BEGIN TRY SELECT nosuch FROM sys.databases END TRY BEGIN CATCH PRINT 'caught' END CATCH",
        "WHILE 1 = 0 SELECT nosuch FROM sys.databases",
        "IF 1 = 0 SELECT nosuch FROM sys.databases"
      })
  void aMissingColumnOfAViewRefusesTheBatch(String statement) {
    Answer answer = sql.run("PRINT 'first'\n" + statement);
    assertThat(answer.printed()).isEmpty();
    assertThat(answer.errors()).containsExactly(207);
    assertThat(answer.messages.get(0).line()).isEqualTo(2);
  }

  @Test
  void aMissingViewIsNoticedWhenItsTurnComes() {
    Answer answer = sql.run("PRINT 'first'; SELECT nosuch FROM sys.nosuch; PRINT 'last'");
    assertThat(answer.printed()).containsExactly("first");
    assertThat(answer.errors()).containsExactly(208);
    assertThat(sql.ok("IF 1 = 0 SELECT * FROM sys.nosuch; PRINT 'last'").printed())
        .containsExactly("last");
  }

  @Test
  void aMissingViewIsCaughtOnlyFurtherOut() {
    String tried = "BEGIN TRY SELECT * FROM sys.nosuch END TRY BEGIN CATCH PRINT 'in' END CATCH";
    Answer same = sql.run(tried + "; PRINT 'last'");
    assertThat(same.errors()).containsExactly(208);
    assertThat(same.printed()).isEmpty();
    String within = tried.replace("'", "''");
    Answer outer =
        sql.ok(
            "BEGIN TRY EXEC('" + within + "') END TRY"
                + " BEGIN CATCH PRINT ERROR_NUMBER() END CATCH; PRINT 'last'");
    assertThat(outer.printed()).containsExactly("208", "last");
  }

  @Test
  void theColumnsOfATextThatExecRunsAreCaught() {
    Answer answer =
        sql.ok(
            "BEGIN TRY EXEC('PRINT 1; SELECT nosuch FROM sys.databases') END TRY"
                + " BEGIN CATCH PRINT ERROR_NUMBER() END CATCH");
    assertThat(answer.printed()).containsExactly("207");
  }

  @Test
  void everyMissingColumnIsTold() {
    Answer answer = sql.run("SELECT one, name, x.two FROM sys.databases ORDER BY three");
    assertThat(answer.errors()).containsExactly(207, 4104, 207);
    assertThat(answer.messages.get(0).text()).contains("'one'");
    assertThat(answer.messages.get(2).text()).contains("'three'");
  }

  @Test
  void rowsBeforeAnErrorAreSent() {
    Answer divided = sql.run("SELECT 1/0 AS x");
    assertThat(divided.errors()).containsExactly(8134);
    assertThat(divided.results).hasSize(1);
    assertThat(divided.results.get(0).columns.get(0).name()).isEqualTo("x");
    assertThat(divided.results.get(0).rows).isEmpty();
    Answer third =
        sql.run("SELECT database_id, 1/(database_id - 3) FROM sys.databases ORDER BY database_id");
    assertThat(third.errors()).containsExactly(8134);
    assertThat(third.results.get(0).values("database_id")).containsExactly(1, 2);
    Answer caught = sql.ok("BEGIN TRY SELECT 1/0 END TRY BEGIN CATCH SELECT 2 END CATCH");
    assertThat(caught.results).hasSize(2);
  }

  @Test
  void noRowsOfADmvAreSentWithoutPermission() {
    var nobody = sql.as("nobody");
    Answer answer = TestServer.run(nobody, "SELECT * FROM sys.dm_hadr_availability_replica_states");
    assertThat(answer.results).isEmpty();
    assertThat(answer.errors()).containsExactly(300, 297);
  }

  @Test
  void anObjectElsewhereHasTheNumberOfItsPlace() {
    assertThat(sql.run("SELECT * FROM nosuch.sys.databases").errors()).containsExactly(208);
    assertThat(sql.run("SELECT * FROM faraway.master.sys.databases").errors())
        .containsExactly(7202);
    sql.ok("SELECT name FROM [sql1].master.sys.databases");
    assertThat(sql.run("SELECT * FROM [sql1].master.sys.nosuch").errors()).containsExactly(208);
  }

  @Test
  void aProcedureOfAnotherDatabaseRunsThere() {
    assertThat(sql.ok("EXEC msdb..sp_executesql N'SELECT DB_NAME()'").value()).isEqualTo("msdb");
    assertThat(sql.value("DB_NAME()")).isEqualTo("master");
    assertThat(sql.run("EXEC nosuch.sys.sp_executesql N'SELECT 1'").errors())
        .containsExactly(911);
  }

  @Test
  void whatATextSetsEndsWithIt() {
    assertThat(sql.ok("EXEC('USE msdb; SET ROWCOUNT 1'); SELECT DB_NAME()").value())
        .isEqualTo("master");
    assertThat(sql.ok("SELECT name FROM sys.databases").results.get(0).rows.size())
        .isGreaterThan(1);
  }

  @Test
  void anOpenQuoteIsASyntaxErrorAsWell() {
    assertThat(sql.run("SELECT 'abc").errors()).containsExactly(105, 102);
  }
}
