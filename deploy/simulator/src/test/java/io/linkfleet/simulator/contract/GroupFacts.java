package io.linkfleet.simulator.contract;

import static io.linkfleet.simulator.contract.Fact.Source.DOCUMENTED;
import static io.linkfleet.simulator.contract.Fact.Source.INFERRED;
import static io.linkfleet.simulator.contract.Fact.Source.MESSAGES;
import static io.linkfleet.simulator.contract.SqlFacts.fact;
import static io.linkfleet.simulator.contract.SqlSubject.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/**
 * Owns the facts about availability groups of a SQL Server. Each check makes a database of its own
 * and drops it again, with the group when the server made one against all expectation.
 */
final class GroupFacts {
  private static final String RIGHT =
      "ENDPOINT_URL = 'TCP://10.0.0.4:5022', AVAILABILITY_MODE = SYNCHRONOUS_COMMIT,"
          + " FAILOVER_MODE = MANUAL, SEEDING_MODE = AUTOMATIC";

  private GroupFacts() {}

  static List<Fact> all() {
    return List.of(
        refused("a database without a full backup", MESSAGES, "1475/16", "", RIGHT),
        refused(
            "a copy-only backup does not start the log chain", DOCUMENTED, "1475/16",
            "BACKUP DATABASE [%s] TO DISK = 'NUL' WITH COPY_ONLY", RIGHT),
        refused(
            "a database that is not FULL", MESSAGES, "1465/16",
            "ALTER DATABASE [%s] SET RECOVERY SIMPLE", RIGHT),
        refused(
            "no FAILOVER_MODE", MESSAGES, "41197/15", "",
            RIGHT.replace("FAILOVER_MODE = MANUAL,", "")),
        refused(
            "no AVAILABILITY_MODE", MESSAGES, "41198/15", "",
            RIGHT.replace("AVAILABILITY_MODE = SYNCHRONOUS_COMMIT,", "")),
        refused(
            "a SESSION_TIMEOUT below 5", MESSAGES, "35214/16", "", RIGHT + ", SESSION_TIMEOUT = 4"),
        refused(
            "an ENDPOINT_URL that is none", MESSAGES, "35232/16", "",
            RIGHT.replace("TCP://10.0.0.4:5022", "10.0.0.4")),
        fact(
            "last_log_backup_lsn is NULL until the first full backup",
            DOCUMENTED,
            sql ->
                withDatabase(
                    sql,
                    database -> {
                      String query =
                          "SELECT COUNT(last_log_backup_lsn) FROM sys.database_recovery_status"
                              + " WHERE database_id = DB_ID('%s')".formatted(database);
                      assertThat(sql.one(query)).isEqualTo("0");
                      sql.run("BACKUP DATABASE [" + database + "] TO DISK = 'NUL'");
                      assertThat(sql.one(query)).isEqualTo("1");
                    })),
        ddl("group DDL in another database than master", MESSAGES, "35208/16",
            "USE tempdb; DROP AVAILABILITY GROUP linkfleet_no_such"),
        ddl("GRANT CREATE ANY DATABASE to a missing group", MESSAGES, "15151/16",
            "ALTER AVAILABILITY GROUP linkfleet_no_such GRANT CREATE ANY DATABASE"),
        fact(
            "SET HADR OFF, SUSPEND and RESUME of a database outside a group: 35242/16",
            MESSAGES,
            sql -> {
              sql.demandAlwaysOn();
              withDatabase(
                  sql,
                  database -> {
                    for (String action : List.of("OFF", "SUSPEND", "RESUME")) {
                      assertThat(sql.error("ALTER DATABASE [" + database + "] SET HADR " + action))
                          .as(action)
                          .isEqualTo("35242/16");
                    }
                  });
            }),
        ddl("DROP of a missing group", MESSAGES, "15151/16",
            "DROP AVAILABILITY GROUP linkfleet_no_such"),
        ddl("MODIFY AVAILABILITY GROUP of a missing group", MESSAGES, "19510/16",
            "ALTER AVAILABILITY GROUP linkfleet_no_such MODIFY AVAILABILITY GROUP ON 'a' WITH"
                + " (AVAILABILITY_MODE = SYNCHRONOUS_COMMIT)"),
        ddl("a distributed group without a local member", MESSAGES, "19501/16", distributed("")),
        ddl(
            "DISTRIBUTED with another option", MESSAGES, "19497/16",
            distributed(", DB_FAILOVER = ON")),
        ddl("group DDL in a transaction", INFERRED, "574/16",
            "BEGIN TRAN; DROP AVAILABILITY GROUP linkfleet_no_such; ROLLBACK"));
  }

  private static String distributed(String option) {
    return """
        CREATE AVAILABILITY GROUP linkfleet_no_such WITH (DISTRIBUTED%s) AVAILABILITY GROUP ON
        'linkfleet_a' WITH (LISTENER_URL = 'TCP://10.0.0.4:5022',
          AVAILABILITY_MODE = ASYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL),
        'linkfleet_b' WITH (LISTENER_URL = 'TCP://10.0.0.5:5022',
          AVAILABILITY_MODE = ASYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL)
        """
        .formatted(option);
  }

  private static Fact ddl(
      String situation, Fact.Source source, String expected, String batch) {
    return fact(
        situation + ": " + expected,
        source,
        sql -> {
          sql.demandAlwaysOn();
          assertThat(sql.error(batch)).as(batch).isEqualTo(expected);
        });
  }

  private static Fact refused(
      String situation, Fact.Source source, String expected, String before, String replica) {
    return fact(
        "CREATE AVAILABILITY GROUP, " + situation + ": " + expected,
        source,
        sql -> {
          sql.demandAlwaysOn();
          withDatabase(
              sql,
              database -> {
                if (!before.isEmpty()) {
                  sql.run(before.formatted(database));
                }
                String group = fresh("group");
                String cluster = sql.majorVersion() < 14 ? "" : "WITH (CLUSTER_TYPE = NONE) ";
                String create =
                    "DECLARE @sql nvarchar(max) = N'CREATE AVAILABILITY GROUP [%s] %sFOR DATABASE"
                            .formatted(group, cluster)
                        + " [%s] REPLICA ON N''' + @@SERVERNAME + ''' WITH (%s)'; EXEC (@sql)"
                            .formatted(database, replica.replace("'", "''"));
                try {
                  assertThat(sql.error(create)).as(create).isEqualTo(expected);
                } finally {
                  sql.run(
                      "IF EXISTS (SELECT 1 FROM sys.availability_groups WHERE name = '%s')"
                              .formatted(group)
                          + " DROP AVAILABILITY GROUP [%s]".formatted(group));
                }
              });
        });
  }

  @FunctionalInterface
  interface Named {
    void with(String name) throws Exception;
  }

  static void withDatabase(SqlSubject sql, Named check) throws Exception {
    String name = fresh("database");
    sql.run("CREATE DATABASE [" + name + "]");
    try {
      sql.run("ALTER DATABASE [" + name + "] SET RECOVERY FULL");
      check.with(name);
    } finally {
      sql.run("DROP DATABASE [" + name + "]");
    }
  }
}
