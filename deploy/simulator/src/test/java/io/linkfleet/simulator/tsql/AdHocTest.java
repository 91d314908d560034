package io.linkfleet.simulator.tsql;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.simulator.session.SqlMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What administrators type: hints, named transactions, quotes, joins to owners. */
class AdHocTest {
  private final TestServer sql = new TestServer();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sys.databases (NOLOCK)",
        "sys.databases AS d (NOLOCK)",
        "sys.databases d(nolock)",
        "sys.databases d WITH (NOLOCK, READPAST)",
        "sys.databases d WITH (NOLOCK READPAST)",
        "sys.databases WITH(NOLOCK) JOIN sys.endpoints e (NOLOCK) ON 1 = 0"
      })
  void tableHintsAreRead(String from) {
    sql.ok("SELECT 1 FROM " + from);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sys.databases d (NOSUCH)", "sys.databases WITH (NOSUCH)", "sys.databases WITH ()"
      })
  void otherHintsAreNot(String from) {
    assertThat(sql.run("SELECT 1 FROM " + from).errors()).containsExactly(102);
  }

  @Test
  void rowsAreNumbered() {
    var sql = new TestServer();
    String four = " FROM sys.databases WHERE database_id < 5";
    assertThat(
            sql.ok(
                    "SELECT name, ROW_NUMBER() OVER (ORDER BY database_id DESC) AS n" + four
                        + " ORDER BY n")
                .results.get(0).rows)
        .containsExactly(
            new Object[] {"msdb", 1L}, new Object[] {"model", 2L}, new Object[] {"tempdb", 3L},
            new Object[] {"master", 4L});
    assertThat(
            sql.ok(
                    "WITH d AS (SELECT name, ROW_NUMBER() OVER (PARTITION BY recovery_model"
                        + " ORDER BY name) AS n" + four + ") SELECT name FROM d WHERE n = 1"
                        + " ORDER BY name")
                .results.get(0).rows)
        .containsExactly(new Object[] {"master"}, new Object[] {"model"});
    assertThat(
            sql.ok(
                    "SELECT RANK() OVER (ORDER BY recovery_model), DENSE_RANK() OVER (ORDER BY"
                        + " recovery_model)" + four + " ORDER BY 1, 2")
                .results.get(0).rows)
        .containsExactly(
            new Object[] {1L, 1L}, new Object[] {2L, 2L}, new Object[] {2L, 2L},
            new Object[] {2L, 2L});
    assertThat(
            sql.ok("SELECT recovery_model_desc, COUNT(*), ROW_NUMBER() OVER (ORDER BY COUNT(*))"
                + four + " GROUP BY recovery_model_desc ORDER BY 3").results.get(0).rows)
        .containsExactly(new Object[] {"FULL", 1, 1L}, new Object[] {"SIMPLE", 3, 2L});
    assertThat(sql.run("SELECT 1" + four + " AND ROW_NUMBER() OVER (ORDER BY name) = 1").errors())
        .containsExactly(4108);
    assertThat(sql.run("SELECT ROW_NUMBER() OVER (PARTITION BY name)" + four).errors())
        .containsExactly(4112);
    assertThat(sql.run("SELECT ROW_NUMBER()" + four).errors()).containsExactly(10753);
    assertThat(sql.run("SELECT COUNT(*) OVER (ORDER BY name)" + four).errors())
        .containsExactly(50999);
  }

  @Test
  void textsAreJoined() {
    var sql = new TestServer();
    String four = " FROM sys.databases WHERE database_id < 5";
    assertThat(sql.value("STRING_AGG(name, ', ') WITHIN GROUP (ORDER BY database_id DESC)" + four))
        .isEqualTo("msdb, model, tempdb, master");
    assertThat(sql.value("STRING_AGG(CAST(name AS nvarchar(max)), N'+')" + four))
        .isEqualTo("master+tempdb+model+msdb");
    assertThat(sql.value("STRING_AGG(database_id, '')" + four)).isEqualTo("1234");
    assertThat(sql.value("STRING_AGG(CASE WHEN database_id = 2 THEN name END, ',')" + four))
        .isEqualTo("tempdb");
    assertThat(sql.value("STRING_AGG(name, ',') FROM sys.databases WHERE 1 = 0")).isNull();
    assertThat(
            sql.ok(
                    "SELECT recovery_model_desc, STRING_AGG(name, ',') WITHIN GROUP (ORDER BY name)"
                        + four + " GROUP BY recovery_model_desc ORDER BY 1")
                .results.get(0).rows)
        .containsExactly(
            new Object[] {"FULL", "model"}, new Object[] {"SIMPLE", "master,msdb,tempdb"});
    assertThat(sql.run("SELECT STRING_AGG(name)" + four).errors()).containsExactly(174);
    assertThat(
            sql.run("SELECT STRING_AGG(REPLICATE('x', 3000), '') FROM sys.databases").errors())
        .containsExactly(9829);
    assertThat(
            new TestServer("sql1", "13.0.7000.253", true)
                .run("SELECT STRING_AGG(name, ',')" + four).errors())
        .containsExactly(195);
  }

  @Test
  void textOfFixedWidthIsTrimmed() {
    sql.database("Sales");
    assertThat(
            sql.value(
                "TOP 1 RTRIM(object_name) + ':' + RTRIM(counter_name)"
                    + " FROM sys.dm_os_performance_counters ORDER BY 1"))
        .asString()
        .doesNotContain(" :")
        .doesNotEndWith(" ");
    assertThat(sql.value("UPPER(CAST('a ' AS char(5))) + 'b'")).isEqualTo("A    b");
  }

  @Test
  void aTransactionIsRolledBackByItsOwnName() {
    assertThat(sql.run("BEGIN TRAN outermost; BEGIN TRAN inside; ROLLBACK TRAN inside").errors())
        .containsExactly(6401);
    assertThat(sql.value("@@TRANCOUNT")).isEqualTo(2);
    sql.ok("ROLLBACK TRANSACTION Outermost");
    assertThat(sql.value("@@TRANCOUNT")).isEqualTo(0);
    assertThat(sql.run("ROLLBACK TRAN outermost").errors()).containsExactly(3903);
  }

  @Test
  void quotesMeanWhatTheLastSetBeforeThemSays() {
    Answer answer =
        sql.ok(
            "SET QUOTED_IDENTIFIER OFF; SELECT \"text\" AS x;"
                + " SET QUOTED_IDENTIFIER ON; SELECT 1 AS \"name\"");
    assertThat(answer.results.get(0).value(0, "x")).isEqualTo("text");
    assertThat(answer.results.get(1).value(0, "name")).isEqualTo(1);
    assertThat(sql.run("IF 1 = 0 SET QUOTED_IDENTIFIER OFF; SELECT \"text\"").value())
        .isEqualTo("text");
  }

  @Test
  void anEndpointBelongsToTheLoginThatMadeIt() {
    sql.login("maker", io.linkfleet.simulator.engine.Login.Permission.SYSADMIN);
    sql.ok("CREATE MASTER KEY ENCRYPTION BY PASSWORD = 'Secret-123'");
    sql.ok("CREATE CERTIFICATE c WITH SUBJECT = 'c'");
    var session = sql.as("maker");
    var made =
        TestServer.run(
            session,
            "CREATE ENDPOINT e AS TCP (LISTENER_PORT = 5022) FOR DATABASE_MIRRORING"
                + " (AUTHENTICATION = CERTIFICATE c, ROLE = ALL)");
    assertThat(made.errors()).isEmpty();
    assertThat(
            sql.value(
                "p.name FROM sys.endpoints e JOIN sys.server_principals p"
                    + " ON p.principal_id = e.principal_id WHERE e.type = 4"))
        .isEqualTo("maker");
    assertThat(sql.value("name FROM sys.server_principals WHERE principal_id = 1"))
        .isEqualTo("sa");
  }

  @Test
  void anAggregateSaysThatItLeftANullOut() {
    String query = "SELECT MAX(x) AS m FROM (VALUES (1), (NULL)) v(x)";
    assertThat(sql.ok(query).messages).extracting(SqlMessage::number).containsExactly(8153);
    assertThat(sql.ok("SET ANSI_WARNINGS OFF; " + query + "; SET ANSI_WARNINGS ON").messages)
        .isEmpty();
    assertThat(sql.ok("SELECT COUNT(*) FROM (VALUES (1), (NULL)) v(x)").messages).isEmpty();
  }

  @Test
  void aQueryIsAppliedToEveryRow() {
    sql.database("Sales");
    sql.database("Stock");
    sql.ok("BACKUP DATABASE Sales TO DISK = 'NUL' WITH NAME = 'one'");
    sql.ok("BACKUP DATABASE Sales TO DISK = 'NUL' WITH NAME = 'two'");
    String latest =
        "APPLY (SELECT TOP 1 b.name FROM msdb.dbo.backupset b WHERE b.database_name = d.name"
            + " ORDER BY b.backup_set_id DESC) x WHERE d.database_id > 4 ORDER BY d.name";
    String all = "SELECT d.name, x.name AS latest FROM sys.databases d OUTER " + latest;
    assertThat(sql.ok(all).results.get(0).values("latest")).containsExactly("two", null);
    assertThat(
            sql.ok(all.replace("OUTER", "JOIN sys.databases e ON e.name = d.name CROSS"))
                .results.get(0).values("latest"))
        .containsExactly("two");
  }

  @Test
  void theLogSpaceOfEveryDatabaseIsShown() {
    sql.database("Sales");
    assertThat(sql.ok("DBCC SQLPERF(LOGSPACE)").results.get(0).values("Database Name"))
        .containsExactly("master", "tempdb", "model", "msdb", "Sales");
  }

  @Test
  void aBuildHasItsUpdate() {
    assertThat(sql.value("SERVERPROPERTY('ProductUpdateLevel')")).isEqualTo("CU16");
  }
}
