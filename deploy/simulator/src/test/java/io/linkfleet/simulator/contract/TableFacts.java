package io.linkfleet.simulator.contract;

import static io.linkfleet.simulator.contract.Fact.Source.DOCUMENTED;
import static io.linkfleet.simulator.contract.Fact.Source.RECALLED;
import static io.linkfleet.simulator.contract.SqlFacts.fact;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/**
 * Owns the facts about tables of users and their rows. Each check makes a database of its own and
 * drops it again.
 */
final class TableFacts {
  private TableFacts() {}

  static List<Fact> all() {
    return List.of(
        refused("a table that is there already", "2714/16", "CREATE TABLE %s (a int)"),
        refused("DROP of a missing table", "3701/11", "DROP TABLE %s_gone"),
        refused("INSERT into a missing table", "208/16", "INSERT %s_gone VALUES (1)"),
        refused("NULL in a column that takes none", "515/16", "INSERT %s (b) VALUES ('x')"),
        refused("a primary key a second time", "2627/14", "INSERT %s (a) VALUES (1), (1)"),
        refused("fewer values than the table has columns", "213/16", "INSERT %s VALUES (1)"),
        refused("a value for an IDENTITY column", "544/16", "INSERT %s (a, id) VALUES (1, 1)"),
        refused("UPDATE of an IDENTITY column", "8102/16", "UPDATE %s SET id = 1"),
        fact(
            "a text that is too long: 2628, before SQL Server 2019 8152",
            DOCUMENTED,
            sql ->
                withTable(
                    sql,
                    (database, table) ->
                        assertThat(sql.error("INSERT " + table + " (a, b) VALUES (1, 'long')"))
                            .isEqualTo(sql.majorVersion() < 15 ? "8152/16" : "2628/16"))),
        fact(
            "a rollback undoes rows, but no IDENTITY is given twice",
            DOCUMENTED,
            sql ->
                withTable(
                    sql,
                    (database, table) -> {
                      String insert = "INSERT " + table + " (a) VALUES (1)";
                      sql.run("BEGIN TRAN; " + insert + "; ROLLBACK; " + insert);
                      assertThat(sql.rows("SELECT id FROM " + table)).containsExactly("2");
                    })),
        fact(
            "a log backup does not truncate what an open transaction has written:"
                + " ACTIVE_TRANSACTION",
            RECALLED,
            sql ->
                withTable(
                    sql,
                    (database, table) -> {
                      sql.run("BACKUP DATABASE [" + database + "] TO DISK = 'NUL'");
                      try (var connection = sql.connect();
                          var statement = connection.createStatement()) {
                        statement.execute(
                            "BEGIN TRAN; INSERT " + table + " (a) VALUES (1)");
                        sql.run("BACKUP LOG [" + database + "] TO DISK = 'NUL'");
                        assertThat(
                                sql.one(
                                    "SELECT log_reuse_wait_desc FROM sys.databases"
                                        + " WHERE name = '" + database + "'"))
                            .isEqualTo("ACTIVE_TRANSACTION");
                        statement.execute("ROLLBACK");
                      }
                    })));
  }

  private static Fact refused(String what, String error, String statement) {
    return fact(
        what + ": " + error,
        RECALLED,
        sql ->
            withTable(
                sql,
                (database, table) ->
                    assertThat(sql.error(statement.formatted(table))).isEqualTo(error)));
  }

  /** Looks at a table with its name in three parts. */
  @FunctionalInterface
  private interface Look {
    void at(String database, String table) throws Exception;
  }

  private static void withTable(SqlSubject sql, Look look) throws Exception {
    GroupFacts.withDatabase(
        sql,
        database -> {
          String table = database + ".dbo.linkfleet_contract";
          sql.run(
              "CREATE TABLE " + table
                  + " (id int IDENTITY, a int NOT NULL PRIMARY KEY, b varchar(3) NULL)");
          look.at(database, table);
        });
  }
}
