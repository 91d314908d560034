package io.linkfleet.simulator.tsql;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.simulator.session.Parameter;
import io.linkfleet.simulator.session.Reply.TransactionChange;
import io.linkfleet.simulator.session.SqlMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Variables, branches, loops, errors and TRY, dynamic SQL, and what drivers send by themselves. */
class ControlFlowTest {
  private final TestServer server = new TestServer();

  @Test
  void branchesAndLoopsRunAsWritten() {
    assertThat(
            server.ok(
                    """
                    DECLARE @i int = 0, @s nvarchar(100) = N''
                    WHILE @i < 10
                    BEGIN
                      SET @i += 1;
                      IF @i = 3 CONTINUE
                      IF @i > 5 BREAK;
                      SET @s = @s + CAST(@i AS nvarchar(10)) + N' '
                    END
                    IF @i = 6 PRINT @s; ELSE PRINT 'wrong'
                    IF @i IS NULL
                      PRINT 'wrong'
                    ELSE IF @i > 100
                      PRINT 'wrong'
                    ELSE
                    BEGIN
                      PRINT 'right'
                    END
                    RETURN
                    PRINT 'never'
                    """)
                .printed())
        .containsExactly("1 2 4 5 ", "right");
  }

  @Test
  void selectAssignsRowByRow() {
    assertThat(
            server.ok(
                    """
                    DECLARE @all nvarchar(max) = '', @n int;
                    SELECT @all = @all + name + ';' FROM sys.databases ORDER BY name
                    SELECT @n = @@ROWCOUNT
                    SELECT @all AS names, @n
                    """)
                .results.get(0).rows.get(0))
        .containsExactly("master;model;msdb;tempdb;", 4);
  }

  @Test
  void errorsEndTheirStatementAndTheBatchGoesOn() {
    Answer answer = server.run("PRINT 'a'; SELECT 1/0; PRINT @@ERROR; PRINT @@ERROR");
    assertThat(answer.printed()).containsExactly("a", "8134", "0");
    assertThat(answer.errors()).containsExactly(8134);
    assertThat(answer.dones).contains("-1 failed");
  }

  @Test
  void anUnknownViewEndsTheBatchButNotTheCallerOfDynamicSql() {
    assertThat(server.run("SELECT * FROM sys.none; PRINT 'never'").printed()).isEmpty();
    Answer answer =
        server.run("EXEC ('SELECT * FROM sys.none; PRINT ''never'''); PRINT 'caller'");
    assertThat(answer.printed()).containsExactly("caller");
    assertThat(answer.errors()).containsExactly(208);
  }

  @Test
  void catchKnowsTheErrorAndCanThrowItAgain() {
    Answer answer =
        server.run(
            """
            BEGIN TRY
              DROP LOGIN missing
              PRINT 'never'
            END TRY
            BEGIN CATCH
              SELECT ERROR_NUMBER() n, ERROR_SEVERITY() s, ERROR_STATE() st, ERROR_LINE() l,
                ERROR_MESSAGE() m, ERROR_PROCEDURE() p;
              THROW
            END CATCH
            PRINT 'never'
            """);
    assertThat(answer.results.get(0).rows.get(0))
        .containsExactly(
            15151, 16, 1, 2,
            "Cannot drop the login 'missing', because it does not exist or you do not have"
                + " permission.",
            null);
    assertThat(answer.printed()).isEmpty();
    assertThat(answer.errors()).containsExactly(15151);
    assertThat(server.ok("SELECT ERROR_NUMBER()").value()).isNull();
  }

  @Test
  void catchSeesTheLastOfTwoErrors() {
    assertThat(
            server.ok(
                    "BEGIN TRY BACKUP DATABASE none TO DISK = 'x' END TRY\n"
                        + "BEGIN CATCH SELECT ERROR_NUMBER() END CATCH")
                .value())
        .isEqualTo(3013);
  }

  @Test
  void raiserrorAndThrowMakeErrorsOfTheirOwn() {
    Answer answer =
        server.run(
            """
            RAISERROR ('%s has %d of %%', 16, 7, N'x', 3)
            RAISERROR ('only news', 10, 1) WITH NOWAIT;
            THROW 50001, N'thrown', 2;
            PRINT 'never'
            """);
    assertThat(answer.messages)
        .extracting(SqlMessage::number, SqlMessage::severity, SqlMessage::state, SqlMessage::text)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(50000, 16, 7, "x has 3 of %"),
            org.assertj.core.groups.Tuple.tuple(50000, 10, 1, "only news"),
            org.assertj.core.groups.Tuple.tuple(50001, 16, 2, "thrown"));
  }

  @Test
  void dynamicSqlTakesParametersAndGivesThemBack() {
    assertThat(
            server.ok(
                    """
                    DECLARE @text nvarchar(max) = N'SET @out = @in * 2; SELECT @in AS i', @x int
                    EXEC sp_executesql @stmt = @text, @params = N'@in int, @out int OUTPUT',
                      @in = 21, @out = @x OUTPUT
                    PRINT @x
                    """)
                .printed())
        .containsExactly("42");
    assertThat(server.run("EXEC ('SELECT ') PRINT 'after'").printed()).containsExactly("after");
    assertThat(server.run("EXEC ('PRINT @x')").errors()).containsExactly(137);
  }

  @Test
  void parametersOfTheWireAreVariables() {
    var in = new Parameter("@P0", "nvarchar(4000)", false, "mas%");
    var out = new Parameter("@P1", "int", true, null);
    Answer answer =
        TestServer.run(
            server.session,
            "SELECT @P1 = COUNT(*) FROM sys.databases WHERE name LIKE @P0; SELECT @P1",
            in, out);
    assertThat(answer.value()).isEqualTo(1);
    assertThat(out.value()).isEqualTo(1);
  }

  @Test
  void useChangesTheContextAndSaysSo() {
    Answer answer = server.ok("use [MSDB] SELECT DB_NAME()");
    assertThat(answer.databases).containsExactly("msdb");
    assertThat(answer.value()).isEqualTo("msdb");
    assertThat(answer.messages.get(0).number()).isEqualTo(5701);
  }

  @Test
  void whatDriversSendByThemselvesIsUnderstood() {
    server.ok("SELECT 1");
    Answer answer = server.ok("set implicit_transactions on ");
    assertThat(answer.errors()).isEmpty();
    assertThat(server.ok("SELECT 1; SELECT @@TRANCOUNT").results.get(1).rows.get(0)[0])
        .as("a SELECT without a table begins nothing")
        .isEqualTo(0);
    assertThat(server.ok("SELECT name FROM sys.databases").transactions)
        .containsExactly(TransactionChange.BEGUN);
    assertThat(server.ok("IF @@TRANCOUNT > 0 COMMIT TRAN").transactions)
        .containsExactly(TransactionChange.COMMITTED);
    server.ok("set implicit_transactions off IF @@TRANCOUNT > 0 COMMIT TRAN ");
    server.ok("set transaction isolation level  read committed ");
    server.ok("SELECT SCHEMA_NAME() SELECT SYSTEM_USER");
    assertThat(server.value("CAST(SERVERPROPERTY('EngineEdition') as INT)")).isEqualTo(3);
    server.ok(
        """
        set ansi_nulls on
        set ansi_null_dflt_on on
        set ansi_padding on
        set ansi_warnings on
        set arithabort on
        set concat_null_yields_null on
        set cursor_close_on_commit off
        set datefirst 7
        set dateformat mdy
        set implicit_transactions off
        set language us_english
        set numeric_roundabort off
        set quoted_identifier on
        set textsize 2147483647
        set transaction isolation level read committed
        """);
    assertThat(server.ok("SET ROWCOUNT 2 SELECT name FROM sys.databases SET ROWCOUNT 0")
        .results.get(0).rows).hasSize(2);
    assertThat(server.ok("SET NOCOUNT ON SELECT 1 SET NOCOUNT OFF").dones)
        .containsOnly("-1");
  }

  @Test
  void theVendorsOwnScriptsRun() {
    assertThat(
            server.ok(
                    """
                    declare @IsHadrEnabled sql_variant = (select SERVERPROPERTY('IsHadrEnabled'))
                    select case @IsHadrEnabled when 0 then 'disabled' when 1 then 'enabled'
                      else 'unknown' end as [state]
                    """)
                .value())
        .isEqualTo("enabled");
    server.ok(
        """
        SELECT ag.local_database_name, ag.role_desc, ag.internal_state_desc,
          CONVERT(varchar(20), ag.transferred_size_bytes/1048576) + ' MB'
        FROM sys.dm_hadr_physical_seeding_stats AS ag
        INNER JOIN sys.dm_hadr_automatic_seeding AS ar
        ON local_physical_seeding_id = operation_id
        """);
    server.ok(
        """
        DECLARE @link_name varchar(max) = 'x'
        SELECT ag.name, rs.synchronization_health_desc
        FROM sys.availability_groups ag
        JOIN sys.dm_hadr_availability_replica_states rs ON ag.group_id = rs.group_id
        WHERE rs.is_local = 0 AND rs.role = 2 AND ag.is_distributed = 1 AND ag.name = @link_name
        """);
    server.ok(
        """
        SELECT ag.name, db.name, drs.last_hardened_lsn
        FROM sys.dm_hadr_database_replica_states drs
        JOIN sys.databases db ON db.database_id = drs.database_id
        JOIN sys.availability_groups ag ON drs.group_id = ag.group_id
        WHERE ag.is_distributed = 1
        """);
  }

  @Test
  void anAttentionEndsAWaitAndTheSessionLives() throws Exception {
    var waiting = new Thread(() -> server.run("WAITFOR DELAY '00:01:00'; PRINT 'never'"));
    waiting.start();
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
    long began = System.nanoTime();
    server.session.cancel();
    waiting.join(TimeUnit.SECONDS.toMillis(10));
    assertThat(waiting.isAlive()).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    assertThat(server.value("1")).isEqualTo(1);
  }

  @Test
  void commentsNestAndQuotingIsSqlServers() {
    assertThat(
            server.ok("/* a /* b */ c */ SELECT [a]]b] = 'it''s', \"c d\" = N'é' -- end")
                .results.get(0).columns)
        .extracting(c -> c.name())
        .isEqualTo(List.of("a]b", "c d"));
    assertThat(server.ok("SET QUOTED_IDENTIFIER OFF").errors()).isEmpty();
    assertThat(server.ok("SELECT \"text\"").value()).isEqualTo("text");
  }

  @Test
  void oldLongTypesAreNeitherVariablesNorCompared() {
    assertThat(server.run("DECLARE @t ntext").errors()).containsExactly(2739);
    assertThat(server.run("SELECT 1 WHERE CAST('a' AS text) = 'a'").errors())
        .containsExactly(402);
    assertThat(server.ok("SELECT 1 WHERE CAST('abc' AS text) LIKE 'a%'").value()).isEqualTo(1);
  }

  @Test
  void aTypeOfMoreThanItsSizeIsRefused() {
    assertThat(server.run("DECLARE @t nvarchar(4001)").errors()).containsExactly(2717);
    assertThat(server.run("SELECT CAST('a' AS varchar(8001))").errors())
        .containsExactly(131);
    assertThat(server.run("SELECT CAST('10:11' AS time(8))").errors())
        .containsExactly(1002);
  }

  @Test
  void moneyAndDatesBeyondTheirRangeAreRefused() {
    assertThat(server.run("SELECT CAST(214748.3648 AS smallmoney)").errors())
        .containsExactly(8115);
    assertThat(server.run("SELECT CAST('12 EUR' AS money)").errors()).containsExactly(235);
    assertThat(server.run("SELECT CAST('20790607' AS smalldatetime)").errors())
        .containsExactly(242);
    assertThat(server.run("SELECT CAST(CAST('20260101' AS date) AS time)").errors())
        .containsExactly(529);
  }
}
