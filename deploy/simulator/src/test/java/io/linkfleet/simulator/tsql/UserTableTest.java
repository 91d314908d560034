package io.linkfleet.simulator.tsql;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.simulator.session.SqlMessage;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables that somebody makes in a database, and their rows. */
class UserTableTest {
  private final TestServer server = new TestServer();

  @BeforeEach
  void database() {
    server.database("Sales");
    server.ok("USE Sales");
  }

  private List<Integer> errors(String batch) {
    return server.run(batch).errors();
  }

  private List<String> rows(String query) {
    return server.ok(query).results.get(0).rows.stream().map(java.util.Arrays::toString).toList();
  }

  /** One that takes NULL, one with a key, a default and numbers of its own. */
  private void orders() {
    server.ok(
        """
        CREATE TABLE dbo.Orders (
          Id int IDENTITY(10, 5) NOT NULL,
          Code char(3) NOT NULL,
          Town nvarchar(5) NULL CONSTRAINT DF_Town DEFAULT N'Ulm',
          Amount decimal(9, 2),
          CONSTRAINT PK_Orders PRIMARY KEY CLUSTERED (Code ASC)
        ) ON [PRIMARY]
        """);
  }

  @Test
  void rowsAreInsertedChangedDeletedAndRead() {
    orders();
    Answer inserted =
        server.ok("INSERT INTO Orders (Code, Amount) VALUES ('a', 1.5), ('b', DEFAULT)");
    assertThat(inserted.dones).containsExactly("2");
    server.ok("INSERT dbo.Orders VALUES ('c', NULL, 7)");
    server.ok("INSERT Sales.dbo.Orders (Code, Town) SELECT 'd', name FROM sys.databases"
        + " WHERE name = 'Sales'");
    assertThat(rows("SELECT * FROM Orders ORDER BY Id"))
        .containsExactly(
            "[10, a  , Ulm, 1.50]", "[15, b  , Ulm, null]", "[20, c  , null, 7.00]",
            "[25, d  , Sales, null]");
    assertThat(server.ok("UPDATE Orders SET Amount = Id * 2, Town = DEFAULT WHERE Id >= 20").dones)
        .containsExactly("2");
    assertThat(server.ok("DELETE FROM Orders WHERE Code = 'a'; SELECT @@ROWCOUNT").value())
        .isEqualTo(1);
    assertThat(
            rows("SELECT o.Town, SUM(o.Amount) s, COUNT(*) n FROM dbo.Orders AS o WITH (NOLOCK)"
                + " JOIN sys.databases d ON d.name = 'Sales' GROUP BY o.Town"))
        .containsExactly("[Ulm, 90.00, 3]");
    assertThat(server.ok("DELETE Orders").dones).containsExactly("3");
    assertThat(server.value("COUNT(*) FROM Orders")).isEqualTo(0);
  }

  @Test
  void theCatalogShowsThem() {
    orders();
    assertThat(rows("SELECT name, type, type_desc FROM sys.objects ORDER BY name"))
        .containsExactly(
            "[DF_Town, D , DEFAULT_CONSTRAINT]", "[Orders, U , USER_TABLE]",
            "[PK_Orders, PK, PRIMARY_KEY_CONSTRAINT]");
    assertThat(server.value("object_id FROM sys.tables WHERE name = 'orders'"))
        .isEqualTo(server.value("OBJECT_ID(N'dbo.Orders', N'U')"));
    assertThat(server.value("OBJECT_NAME(OBJECT_ID('[Sales].[dbo].[Orders]'))"))
        .isEqualTo("Orders");
    assertThat(server.value("OBJECT_ID('Orders', 'P')")).isNull();
    assertThat(server.value("COUNT(*) FROM sys.tables t JOIN sys.objects o"
        + " ON o.parent_object_id = t.object_id")).isEqualTo(2);
    server.ok("USE master");
    assertThat(server.value("COUNT(*) FROM sys.tables")).isEqualTo(0);
    assertThat(server.value("COUNT(*) FROM Sales.dbo.Orders")).isEqualTo(0);
    assertThat(errors("SELECT * FROM Orders")).containsExactly(208);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELECT * FROM missing | 208",
        "INSERT missing VALUES (1) | 208",
        "UPDATE missing SET a = 1 | 208",
        "DELETE missing | 208",
        "DROP TABLE missing | 3701",
        "DROP TABLE Orders, missing, dbo.gone | 3701 3701",
        "CREATE TABLE Orders (a int) | 2714",
        "CREATE TABLE p (a int) | 2714",
        "CREATE TABLE PK_Orders (a int) | 2714",
        "CREATE TABLE t (a int, A bit) | 2705",
        "CREATE TABLE t (a int PRIMARY KEY, b int PRIMARY KEY) | 8110",
        "CREATE TABLE t (a int NULL PRIMARY KEY) | 8111 1750",
        "CREATE TABLE t (a int, PRIMARY KEY (b)) | 1911 1750",
        "CREATE TABLE t (a int CONSTRAINT PK_Orders PRIMARY KEY) | 2714 1750",
        "CREATE TABLE t (a int IDENTITY, b int IDENTITY) | 2744",
        "CREATE TABLE t (a nvarchar(9) IDENTITY) | 2749",
        "CREATE TABLE t (a int NULL IDENTITY) | 8147",
        "CREATE TABLE t (a nosuch) | 2715",
        "CREATE TABLE t () | 102",
        "INSERT Orders (Code) VALUES (NULL) | 515",
        "INSERT Orders (Town) VALUES ('x') | 515",
        "UPDATE Orders SET Code = NULL | 515",
        "INSERT Orders (Code) VALUES ('k') | 2627",
        "INSERT Orders (Code) VALUES ('y'), ('Y ') | 2627",
        "INSERT Orders (Code, Town) VALUES ('x', 'Berlin') | 2628",
        "INSERT Orders (Code) VALUES (12345) | 8115",
        "INSERT Orders VALUES ('x') | 213",
        "INSERT Orders VALUES (1, 'x', 'y', 2) | 8101",
        "INSERT Orders (Id, Code) VALUES (1, 'x') | 544",
        "INSERT Orders (Code, Town) VALUES ('x') | 109",
        "INSERT Orders (Code) VALUES ('x', 'y') | 110",
        "INSERT Orders (Code, Town) SELECT 'x' | 120",
        "INSERT Orders (Code) SELECT 'x', 'y' | 121",
        "INSERT Orders (Code, code) VALUES ('x', 'y') | 264",
        "INSERT Orders (Nosuch) VALUES (1) | 207",
        "UPDATE Orders SET Nosuch = 1 | 207",
        "UPDATE Orders SET Town = Nosuch | 207",
        "UPDATE Orders SET Id = 1 | 8102",
        "DELETE Orders WHERE Nosuch = 1 | 207",
        "UPDATE sys.databases SET name = 'x' | 259",
      })
  void isRefused(String statement, String numbers) {
    orders();
    server.ok("INSERT Orders (Code) VALUES ('k')");
    server.ok("CREATE PROCEDURE p AS SELECT 1");
    var expected =
        java.util.Arrays.stream(numbers.split(" ")).map(Integer::valueOf).toList();
    assertThat(errors(statement)).isEqualTo(expected);
    if (!statement.startsWith("DROP")) {
      assertThat(rows("SELECT Code, Town FROM Orders")).containsExactly("[k  , Ulm]");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE #t (a int)",
        "CREATE TABLE audit.t (a int)",
        "CREATE TABLE master.dbo.t (a int)",
        "CREATE TABLE t (a int UNIQUE)",
        "CREATE TABLE t (a int REFERENCES Orders (Code))",
        "CREATE TABLE t (a int, CHECK (a > 0))",
        "CREATE TABLE t (a int, b AS a + 1)",
        "CREATE TABLE t (a xml)",
        "CREATE TABLE t (a int) WITH (DATA_COMPRESSION = PAGE)",
        "ALTER TABLE Orders ADD b int",
        "TRUNCATE TABLE Orders",
        "CREATE INDEX i ON Orders (Town)",
        "CREATE TRIGGER r ON Orders FOR INSERT AS SELECT 1",
        "INSERT Orders (Code) OUTPUT inserted.Id VALUES ('x')",
        "INSERT Orders (Code) EXEC p",
        "UPDATE Orders SET Town = 'x' FROM Orders",
        "DELETE TOP (1) FROM Orders",
        "SET IDENTITY_INSERT Orders ON",
        "SELECT * INTO t FROM Orders",
        "MERGE Orders USING Orders o ON 1 = 1 WHEN MATCHED THEN DELETE",
        "UPDATE msdb.dbo.sysjobs SET name = 'x'",
        "SELECT * FROM sys.columns",
      })
  void isNotSimulated(String statement) {
    orders();
    assertThat(errors(statement)).containsExactly(50999);
  }

  @Test
  void messagesNameWhatIsWrong() {
    orders();
    server.ok("INSERT Orders (Code) VALUES ('k')");
    assertThat(text("INSERT Orders (Town) VALUES ('x')"))
        .containsExactly(
            "Cannot insert the value NULL into column 'Code', table 'Sales.dbo.Orders'; column"
                + " does not allow nulls. INSERT fails.",
            "The statement has been terminated.");
    assertThat(text("INSERT Orders (Code) VALUES ('k')"))
        .containsExactly(
            "Violation of PRIMARY KEY constraint 'PK_Orders'. Cannot insert duplicate key in"
                + " object 'dbo.Orders'. The duplicate key value is (k  ).",
            "The statement has been terminated.");
    assertThat(text("INSERT Orders (Code, Town) VALUES ('x', 'Berlin')"))
        .containsExactly(
            "String or binary data would be truncated in table 'Sales.dbo.Orders', column 'Town'."
                + " Truncated value: 'Berli'.",
            "The statement has been terminated.");
    assertThat(
            server.ok("BEGIN TRY INSERT Orders (Code) VALUES ('k') END TRY"
                    + " BEGIN CATCH SELECT ERROR_NUMBER() END CATCH")
                .value())
        .isEqualTo(2627);
    var older = new TestServer("o", "14.0.3490.10", true);
    older.database("Sales");
    older.ok("CREATE TABLE Sales.dbo.t (a varchar(2))");
    assertThat(older.run("INSERT Sales.dbo.t VALUES ('abc')").errors()).containsExactly(8152);
    older.ok("INSERT Sales.dbo.t VALUES ('ab  ')");
  }

  private List<String> text(String statement) {
    return server.run(statement).messages.stream().map(SqlMessage::text).toList();
  }

  @Test
  void wordsThatAreNotReservedAreNamesOfColumns() {
    server.ok("CREATE TABLE t (Period int, Hidden bit, [index] date)");
    server.ok("INSERT t (Period, [index]) VALUES (1, '20260101')");
    assertThat(rows("SELECT * FROM t")).containsExactly("[1, null, 2026-01-01]");
  }

  @Test
  void aMissingColumnRefusesTheBatchAndAMissingTableWaitsForItsTurn() {
    orders();
    Answer answer = server.run("PRINT 'begun'\nINSERT Orders (Nosuch) VALUES (1)");
    assertThat(answer.errors()).containsExactly(207);
    assertThat(answer.printed()).isEmpty();
    assertThat(
            server.ok("CREATE TABLE late (a int)\nINSERT late VALUES (1)\nSELECT a FROM late")
                .value())
        .isEqualTo(1);
  }

  @Test
  void aRollbackUndoesRowsAndTables() {
    orders();
    server.ok("INSERT Orders (Code) VALUES ('k')");
    server.ok(
        "BEGIN TRAN; INSERT Orders (Code) VALUES ('l'); DELETE Orders WHERE Code = 'k';"
            + " CREATE TABLE t (a int); INSERT t VALUES (1); DROP TABLE Orders; ROLLBACK");
    assertThat(rows("SELECT Code FROM Orders")).containsExactly("[k  ]");
    assertThat(errors("SELECT * FROM t")).containsExactly(208);
    server.ok("SET IMPLICIT_TRANSACTIONS ON; INSERT Orders (Code) VALUES ('m')");
    assertThat(server.value("@@TRANCOUNT")).isEqualTo(1);
    server.ok("ROLLBACK; SET IMPLICIT_TRANSACTIONS OFF; INSERT Orders (Code) VALUES ('n')");
    assertThat(rows("SELECT Id FROM Orders"))
        .as("numbers that were given are not given again")
        .containsExactly("[10]", "[25]");
  }

  @Test
  void othersWaitForWhatIsNotCommitted() throws Exception {
    orders();
    var other = server.as("sa");
    TestServer.run(other, "USE Sales; BEGIN TRAN; INSERT Orders (Code) VALUES ('k')");
    assertThat(TestServer.run(other, "SELECT COUNT(*) FROM Orders").value()).isEqualTo(1);
    assertThat(errors("SET LOCK_TIMEOUT 0; SELECT * FROM Orders")).containsExactly(1222);
    assertThat(errors("INSERT Orders (Code) VALUES ('k')")).containsExactly(1222);
    assertThat(errors("DROP TABLE Orders")).containsExactly(1222);
    server.ok("SET LOCK_TIMEOUT -1");
    var waiting = new java.util.concurrent.FutureTask<>(() -> rows("SELECT Code FROM Orders"));
    new Thread(waiting).start();
    org.awaitility.Awaitility.await()
        .until(() -> TestServer.run(other, "SELECT COUNT(*) FROM sys.dm_exec_requests"
            + " WHERE command = 'SELECT' AND session_id <> @@SPID").value().equals(1));
    TestServer.run(other, "COMMIT");
    assertThat(waiting.get(10, java.util.concurrent.TimeUnit.SECONDS)).containsExactly("[k  ]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "IF CASE WHEN (SELECT COUNT(*) FROM t) = 0 THEN 1 END = 1 PRINT 'x'",
        "IF (SELECT COUNT(*) FROM t) BETWEEN 0 AND 9 PRINT 'x'",
        "IF 1 IN (2, (SELECT COUNT(*) FROM t)) PRINT 'x'",
        "IF -(SELECT COUNT(*) FROM t) = 0 PRINT 'x'",
        "IF 'x' LIKE (SELECT 'y' FROM t) PRINT 'x'",
        "WHILE EXISTS (SELECT 1 FROM t) BREAK",
        "DECLARE @n int = (SELECT COUNT(*) FROM t)",
        "DECLARE @n int; SET @n = 1 + (SELECT COUNT(*) FROM t)",
        "DECLARE @n int; SELECT @n = a FROM t",
        "DELETE p WHERE a = (SELECT MAX(a) FROM t)",
        "INSERT p SELECT a FROM t",
        "EXEC r"
      })
  void whateverReadsTheTableWaits(String batch) {
    server.ok("CREATE TABLE t (a int); CREATE TABLE p (a int); INSERT p VALUES (1)");
    server.ok("CREATE PROCEDURE r AS RETURN (SELECT COUNT(*) FROM t)");
    TestServer.run(server.as("sa"), "USE Sales; BEGIN TRAN; INSERT t VALUES (1)");
    assertThat(errors("SET LOCK_TIMEOUT 0; " + batch)).containsExactly(1222);
  }

  @Test
  void twoThatWaitForEachOtherAreToldSo() throws Exception {
    server.ok("CREATE TABLE a (x int); CREATE TABLE b (x int)");
    var other = server.as("sa");
    server.ok("BEGIN TRAN; INSERT a VALUES (1)");
    TestServer.run(other, "USE Sales; BEGIN TRAN; INSERT b VALUES (1)");
    var waiting =
        new java.util.concurrent.FutureTask<>(
            () -> TestServer.run(other, "SELECT * FROM a; ROLLBACK").errors());
    new Thread(waiting).start();
    org.awaitility.Awaitility.await()
        .until(() -> server.value("COUNT(*) FROM sys.dm_exec_requests WHERE command = 'SELECT'"
            + " AND session_id <> @@SPID").equals(1));
    List<Integer> mine = errors("SELECT * FROM b");
    server.ok("IF @@TRANCOUNT > 0 ROLLBACK");
    List<Integer> theirs = waiting.get(10, java.util.concurrent.TimeUnit.SECONDS);
    assertThat(List.of(mine, theirs)).contains(List.of(50999));
  }

  @Test
  void thePermissionsAreThoseOfTheDatabase() {
    orders();
    var monitor = server.as("monitor");
    assertThat(TestServer.run(monitor, "SELECT * FROM Sales.dbo.Orders").errors())
        .containsExactly(916);
    assertThat(TestServer.run(monitor, "CREATE TABLE Sales.dbo.t (a int)").errors())
        .containsExactly(916);
    assertThat(TestServer.run(monitor, "DROP TABLE Sales.dbo.Orders").errors())
        .containsExactly(3701);
  }

  @Test
  void aDatabaseThatTakesNoChangesKeepsItsRows() {
    orders();
    server.server.databases.get("Sales").readOnly = true;
    assertThat(errors("INSERT Orders (Code) VALUES ('x')")).containsExactly(3906);
    server.server.databases.get("Sales").readOnly = false;
    server.server.databases.get("Sales").logUsed = 1;
    assertThat(errors("CREATE TABLE t (a int)")).containsExactly(9002);
    assertThat(rows("SELECT * FROM Orders")).isEmpty();
  }
}
