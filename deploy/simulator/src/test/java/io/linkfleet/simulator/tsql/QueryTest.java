package io.linkfleet.simulator.tsql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryTest {
  private final TestServer server = new TestServer();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "1 + 2 * 3 | 7",
        "(1 + 2) * 3 | 9",
        "7 / 2 | 3",
        "7 % 4 | 3",
        "-5 + 2 | -3",
        "7 / 2.0 | 3.500000",
        "'a' + 'b' + N'c' | abc",
        "'it''s' | it's",
        "CASE WHEN 'A' = 'a  ' THEN 'same' ELSE 'other' END | same",
        "CASE 2 WHEN 1 THEN 'one' WHEN 2 THEN 'two' END | two",
        "IIF(1 < 2, 'yes', 'no') | yes",
        "COALESCE(NULL, NULL, 5) | 5",
        "ISNULL(NULL, 'x') | x",
        "ISNULL(NULLIF('abcde', 'ABCDE'), 'equal') | equal",
        "ISNULL(NULLIF('a', 'A'), 'equal') | e",
        "LEN('abc  ') | 3",
        "UPPER('abc') + LOWER('DEF') | ABCdef",
        "REPLACE('aXbx', 'x', '-') | a-b-",
        "QUOTENAME('a]b') | [a]]b]",
        "SUBSTRING('abcdef', 2, 3) | bcd",
        "LEFT('abc', 2) + RIGHT('abc', 1) | abc",
        "CHARINDEX('c', 'abc') | 3",
        "STUFF('abcdef', 2, 3, '-') | a-ef",
        "CAST('42' AS int) + 1 | 43",
        "CAST(42 AS varchar(10)) + 'x' | 42x",
        "CONVERT(varchar(10), CAST('20260131 10:11:12' AS datetime), 120) | 2026-01-31",
        "CONVERT(varchar(8), CAST('20260131 10:11:12' AS datetime), 108) | 10:11:12",
        "CONVERT(varchar(30), CAST('2026-01-31T10:11:12' AS datetime), 126) | 2026-01-31T10:11:12",
        "DATEDIFF(day, '20260101', '03/01/2026') | 59",
        "DATEDIFF(hour, '20260101 00:59', '20260101 01:00') | 1",
        "CONVERT(varchar(10), DATEADD(month, 1, '20260131'), 112) | 20260228",
        "CONVERT(varchar(8), DATEADD(second, 4210, 0), 108) | 01:10:10",
        "DATEDIFF(day, 0, '19000103') | 2",
        "CONVERT(varchar(max), 0xCAFE, 1) | 0xCAFE",
        "TRY_CAST('x' AS int) | ~~",
        "CAST(CAST('$1,234.5' AS money) AS varchar(20)) | 1234.50",
        "CONVERT(varchar(20), CAST(-1234.5678 AS money), 1) | -1,234.57",
        "CAST(1.5 AS money) * 2 | 3.0000",
        "CAST(10 AS smallmoney) / 3 | 3.3333",
        "CAST(CAST('10:11:12.1234567' AS time) AS varchar(20)) | 10:11:12.1234567",
        "CAST(CAST('10:11:12.6' AS time(0)) AS varchar(20)) | 10:11:13",
        "CAST(CAST('2026-01-31 10:11:12.5' AS datetime2(3)) AS varchar(30))"
            + " | 2026-01-31 10:11:12.500",
        "CONVERT(varchar(30), CAST('2026-01-31 10:11:12' AS datetime2(0)), 126)"
            + " | 2026-01-31T10:11:12",
        "CAST(CAST('2026-01-31 10:11:12 +02:30' AS datetimeoffset(0)) AS varchar(40))"
            + " | 2026-01-31 10:11:12 +02:30",
        "CONVERT(varchar(20), CAST('2026-01-31 10:11:30' AS smalldatetime), 120)"
            + " | 2026-01-31 10:12:00",
        "CONVERT(varchar(20), CAST('abc' AS binary(4)), 1) | 0x61626300",
        "CONVERT(varchar(20), CAST(N'a' AS varbinary(4)), 1) | 0x6100",
        "CAST(CAST(0.1 AS real) AS varchar(20)) | 0.1",
        "CASE WHEN CAST(0.1 AS real) = CAST(0.1 AS float) THEN 'same' ELSE 'no' END | no",
        "CONVERT(varchar(8), CAST('20260102' AS datetime) - CAST('20260101' AS datetime), 112)"
            + " | 19000102",
        "CAST(CAST('abc' AS text) AS varchar(10)) | abc",
        "LEN(REPLICATE('a', 8000) + 'b') | 8000",
        "LEN(CAST(REPLICATE('a', 8000) AS varchar(max)) + 'b') | 8001",
        "CONCAT('a', NULL, 1) | a1",
        "DATALENGTH('abc') | 3",
        "DATALENGTH(N'abc') | 6",
        "DATALENGTH(CAST('abc' AS char(5))) | 5",
        "DATALENGTH(CAST(N'abc' AS nchar(5))) | 10",
        "DATALENGTH(CAST('abc' AS varchar(max))) | 3",
        "DATALENGTH(CAST(N'abc' AS varchar(10)) + 'd') | 4",
        "DATALENGTH('abc' + N'd') | 8",
        "DATALENGTH(UPPER('abc')) | 3",
        "DATALENGTH(0x0102) | 2",
        "DATALENGTH(1) | 4",
        "DATALENGTH(CAST(1 AS tinyint)) | 1",
        "DATALENGTH(NEWID()) | 16",
        "DATALENGTH(NULL) | ~~",
        "SERVERPROPERTY('EngineEdition') | 3",
        "CASE WHEN SERVERPROPERTY('EngineEdition') = '3' THEN 1 ELSE 0 END | 0",
        "CASE WHEN NOT (1 = 2 OR NULL = 1) THEN 1 ELSE 0 END | 0",
        "CASE WHEN 3 BETWEEN 1 AND 3 AND 4 NOT IN (1, 2) THEN 1 END | 1",
        "CASE WHEN 'a_b' LIKE 'a[_]b' AND 'axb' NOT LIKE 'a!_b' ESCAPE '!' THEN 1 END | 1",
        "CASE WHEN 'Cert7' LIKE 'cert[0-9]' AND 'CertX' LIKE '%[^0-9]' THEN 1 END | 1",
        "@@SERVERNAME | sql1",
        "SUSER_SNAME() + SYSTEM_USER | sasa",
        "DB_NAME() | master",
        "DB_ID('msdb') | 4",
      })
  void evaluatesExpressions(String expression, String expected) {
    Object value = server.value(expression);
    assertThat(value == null ? "" : String.valueOf(value)).isEqualTo(expected);
  }

  @Test
  void joinsGroupsAndSorts() {
    server.database("alpha");
    server.database("Beta").recoveryModel = "SIMPLE";
    server.database("gamma");
    Answer answer =
        server.ok(
            """
            SELECT TOP (5) d.recovery_model_desc AS model, COUNT(*) n, MAX(d.name) [last one]
            FROM sys.databases AS d
              LEFT OUTER JOIN sys.database_recovery_status r ON r.database_id = d.database_id
            WHERE d.database_id > 4 AND r.last_log_backup_lsn IS NULL
            GROUP BY d.recovery_model_desc
            HAVING COUNT(*) > 0
            ORDER BY n DESC, model;
            """);
    assertThat(answer.results.get(0).values("model")).containsExactly("FULL", "SIMPLE");
    assertThat(answer.results.get(0).values("n")).containsExactly(2, 1);
    assertThat(answer.results.get(0).values("last one")).containsExactly("gamma", "Beta");
  }

  @Test
  void understandsSubqueriesUnionsAndCommonTables() {
    server.database("alpha");
    assertThat(
            server
                .ok(
                    """
                    WITH u (name) AS (SELECT name FROM sys.databases WHERE database_id > 4)
                    SELECT x.name FROM (
                      SELECT name FROM u
                      UNION ALL
                      SELECT 'extra'
                    ) AS x
                    WHERE EXISTS (SELECT 1 FROM sys.databases d WHERE d.name = x.name)
                       OR x.name IN (SELECT 'EXTRA')
                    ORDER BY 1 DESC
                    """)
                .results.get(0)
                .values("name"))
        .containsExactly("extra", "alpha");
    assertThat(server.value("(SELECT COUNT(DISTINCT type) FROM sys.endpoints)")).isEqualTo(1);
    assertThat(
            server
                .ok("SELECT DISTINCT v FROM (VALUES (1, 'a'), (1, 'b')) t(v, w)")
                .value())
        .isEqualTo(1);
  }

  @Test
  void correlatedSubqueriesSeeTheRowAround() {
    server.database("alpha");
    server.database("beta");
    Answer answer =
        server.ok(
            """
            SELECT d.name, (SELECT COUNT(*) FROM sys.databases o WHERE o.name < d.name
              AND o.database_id > 4) before
            FROM sys.databases d WHERE d.database_id > 4 ORDER BY d.name
            """);
    assertThat(answer.results.get(0).values("before")).containsExactly(0, 1);
  }

  @Test
  void joinsFromTheLeftTheRightAndByComma() {
    assertThat(
            server.ok(
                    """
                    SELECT a.x, b.y FROM (VALUES (1), (2)) a(x)
                    FULL JOIN (VALUES (2), (3)) b(y) ON a.x = b.y ORDER BY 1, 2
                    """)
                .results.get(0).rows)
        .extracting(r -> r[0] + "/" + r[1])
        .containsExactly("null/3", "1/null", "2/2");
    assertThat(
            server.ok("SELECT 1 FROM sys.databases a, sys.databases b WHERE a.name = b.name")
                .results.get(0).rows)
        .hasSize(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "SELECT nope FROM sys.databases | 207",
        "SELECT d.nope FROM sys.databases d | 207",
        "SELECT x.name FROM sys.databases d | 4104",
        "SELECT * FROM sys.nothing | 208",
        "SELECT * FROM nodb.sys.databases | 208",
        "SELECT name FROM sys.databases a, sys.endpoints b | 209",
        "SELECT name, COUNT(*) FROM sys.databases | 8120",
        "SELECT 1 WHERE COUNT(*) > 1 | 147",
        "SELECT NOSUCH(1) | 195",
        "SELECT LEN(1, 2) | 174",
        "SELECT @x | 137",
        "SELECT 1/0 | 8134",
        "SELECT CAST('x' AS int) | 245",
        "SELECT CAST('x' AS datetime) | 241",
        "SELECT CAST('x' AS uniqueidentifier) | 8169",
        "SELECT CAST(300 AS tinyint) | 220",
        "SELECT 'a' + SERVERPROPERTY('ServerName') | 257",
        "SELECT (SELECT name FROM sys.databases) | 512",
        "SELECT (SELECT name, 1 FROM sys.databases) | 116",
        "SELECT 1 UNION SELECT 1, 2 | 205",
        "SELECT 1 WHERE 1 | 4145",
        "SELECT * FROM (SELECT 1 AS a, 2 AS A) x | 8156",
        "WITH x(a, a) AS (SELECT 1, 2) SELECT 1 FROM x | 8156",
        "SELECT name FROM sys.databases ORDER BY 2 | 108",
        "SELECT 1 FROM | 102",
        "SELECT FROM sys.databases | 156",
        "/* open | 113",
        "SELECT 1 GO | 102",
        "GO | 102",
        "SELEKT 1 | 2812",
        "PRINT 1 SELEKT 1 | 102",
        "CREATE TABLE t (x int) | 50999",
        "INSERT t VALUES (1) | 208",
      })
  void refusesWhatAServerRefuses(String batch, int number) {
    assertThat(server.run(batch).errors()).containsExactly(number);
  }

  @Test
  void aSyntaxErrorRunsNothingOfItsBatch() {
    Answer answer = server.run("PRINT 'first'; CREATE LOGIN x WITH PASSWORD = 'Passw0rd!'\nGO\n");
    assertThat(answer.printed()).isEmpty();
    assertThat(answer.errors()).containsExactly(102);
    assertThat(answer.messages.get(0).line()).isEqualTo(2);
    assertThat(server.server.logins).doesNotContainKey("x");
  }
}
