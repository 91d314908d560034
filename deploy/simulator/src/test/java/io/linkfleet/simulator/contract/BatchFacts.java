package io.linkfleet.simulator.contract;

import static io.linkfleet.simulator.contract.Fact.Source.DOCUMENTED;
import static io.linkfleet.simulator.contract.Fact.Source.FIELD;
import static io.linkfleet.simulator.contract.Fact.Source.MESSAGES;
import static io.linkfleet.simulator.contract.Fact.Source.RECALLED;
import static io.linkfleet.simulator.contract.SqlFacts.error;
import static io.linkfleet.simulator.contract.SqlFacts.fact;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** Owns the facts about batches and queries of a SQL Server, and about its history of backups. */
final class BatchFacts {
  private static final String MISSING_VIEW = "SELECT * FROM sys.linkfleet_no_such";

  private BatchFacts() {}

  static List<Fact> all() {
    return List.of(
        error("a missing column refuses the whole batch", DOCUMENTED, "207/16",
            "RAISERROR('ran', 16, 1); SELECT linkfleet_no_such FROM sys.databases"),
        error("a missing view is noticed when its turn comes", DOCUMENTED, "50000/16",
            "RAISERROR('ran', 16, 1); " + MISSING_VIEW),
        error("a CATCH of the same level does not see a missing view", DOCUMENTED, "208/16",
            "BEGIN TRY " + MISSING_VIEW + " END TRY BEGIN CATCH SELECT 1 END CATCH"),
        fact(
            "a CATCH around EXEC sees it",
            DOCUMENTED,
            sql ->
                assertThat(
                        sql.one(
                            "BEGIN TRY EXEC('" + MISSING_VIEW + "') END TRY"
                                + " BEGIN CATCH SELECT ERROR_NUMBER() END CATCH"))
                    .isEqualTo("208")),
        error("a view of a missing database", RECALLED, "208/16",
            "SELECT * FROM linkfleet_no_such.sys.databases"),
        error("a server that is not linked", MESSAGES, "7202/11",
            "SELECT * FROM linkfleet_no_such.master.sys.databases"),
        error("300 in a tinyint", MESSAGES, "220/16", "DECLARE @t tinyint; SET @t = 300"),
        error("a day that no month has, as a datetime", MESSAGES, "242/16",
            "DECLARE @t datetime; SET @t = '2024-02-30'"),
        error("ROLLBACK by another name", MESSAGES, "6401/16",
            "BEGIN TRAN one; ROLLBACK TRAN two; ROLLBACK"),
        fact(
            "a quotient of exact numbers has the documented digits and is cut off",
            DOCUMENTED,
            sql ->
                assertThat(sql.one("SELECT 2/3.0, 1.0/CAST(3 AS int)"))
                    .isEqualTo("0.666666 0.333333333333")),
        fact(
            "USE inside EXEC ends with it",
            DOCUMENTED,
            sql -> assertThat(sql.one("EXEC('USE msdb'); SELECT DB_NAME()")).isNotEqualTo("msdb")),
        error("CREATE PROCEDURE behind another statement", MESSAGES, "111/15",
            "SELECT 1; CREATE PROCEDURE linkfleet_no_such AS SELECT 1"),
        procedure("a parameter that is not supplied", "201/16", ""),
        procedure("one argument too many", "8144/16", "1, 2, 3"),
        procedure("an argument for no parameter", "8145/16", "1, @linkfleet_no_such = 1"),
        procedure("a text for a number", "8114/16", "'one'"),
        error("DROP of a missing procedure", MESSAGES, "3701/11",
            "DROP PROCEDURE linkfleet_no_such"),
        error("DROP of a missing credential", MESSAGES, "15151/16",
            "DROP CREDENTIAL linkfleet_no_such"),
        error("sp_delete_job of a missing job", MESSAGES, "14262/16",
            "EXEC msdb.dbo.sp_delete_job @job_name = N'linkfleet_no_such'"),
        error("sp_delete_job of no job", MESSAGES, "14294/16", "EXEC msdb.dbo.sp_delete_job"),
        fact(
            "sp_add_job gives the job an id, which a binary(16) can hold, and a description",
            DOCUMENTED,
            BatchFacts::job),
        fact(
            "begins_log_chain marks the first log backup",
            DOCUMENTED,
            sql ->
                history(
                    sql, "begins_log_chain", List.of("0", "1", "0"), "DATABASE", "LOG", "LOG")),
        fact(
            "has_backup_checksums marks CHECKSUM, not compression",
            FIELD,
            sql ->
                history(
                    sql, "has_backup_checksums", List.of("0", "1", "0"), "DATABASE",
                    "DATABASE WITH CHECKSUM", "DATABASE WITH COMPRESSION")));
  }

  /** A procedure with one parameter and an optional one, called with these arguments. */
  private static Fact procedure(String what, String expected, String arguments) {
    return fact(
        what + ": " + expected,
        RECALLED,
        sql -> {
          String name = SqlSubject.fresh("procedure");
          sql.run("CREATE PROCEDURE " + name + " @a int, @b int = 2 AS SELECT @a + @b");
          try {
            assertThat(sql.error("EXEC " + name + " " + arguments)).isEqualTo(expected);
          } finally {
            sql.run("DROP PROCEDURE " + name);
          }
        });
  }

  private static void job(SqlSubject sql) throws Exception {
    String name = "N'linkfleet_contract_job'";
    try {
      assertThat(
              sql.one(
                  "DECLARE @id binary(16); EXEC msdb.dbo.sp_add_job @job_name = " + name
                      + ", @job_id = @id OUTPUT; SELECT CAST(enabled AS int), description"
                      + " FROM msdb.dbo.sysjobs WHERE job_id = @id AND name = " + name))
          .isEqualTo("1 No description available.");
    } finally {
      sql.run("EXEC msdb.dbo.sp_delete_job @job_name = " + name);
    }
  }

  private static void history(
      SqlSubject sql, String column, List<String> expected, String... backups) throws Exception {
    GroupFacts.withDatabase(
        sql,
        database -> {
          sql.run("ALTER DATABASE [" + database + "] SET RECOVERY FULL");
          for (String backup : backups) {
            String[] parts = backup.split(" ", 2);
            sql.run(
                "BACKUP " + parts[0] + " [" + database + "] TO DISK = 'NUL'"
                    + (parts.length > 1 ? " " + parts[1] : ""));
          }
          assertThat(
                  sql.rows(
                      "SELECT CAST(" + column + " AS int) FROM msdb.dbo.backupset"
                          + " WHERE database_name = '" + database + "' ORDER BY backup_set_id"))
              .isEqualTo(expected);
        });
  }
}
