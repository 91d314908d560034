package io.linkfleet.simulator.control;

import static io.linkfleet.simulator.control.Control.one;
import static io.linkfleet.simulator.control.Control.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.linkfleet.simulator.Simulator;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that stops, fills up or changes its mind, asked for over HTTP and met by the driver. */
@Timeout(120)
class ServerControlTest {
  private Simulator simulator;
  private Control control;
  private Connection sql;

  @BeforeEach
  void start() throws SQLException {
    simulator =
        Simulator.start(
            """
            azure: {subscription: s, tenant: t}
            logins:
              - {name: admin, password: Secret-1, role: sysadmin}
              - {name: watcher, password: Secret-1, role: monitor}
            servers:
              - name: SQL01
                version: 2022
                ip: 10.0.0.1
                traceFlags: [1800]
                databases: [{name: Sales, size: 8 MB}]
                endpoint: {name: hadr, authentication: WINDOWS NEGOTIATE, encryption: REQUIRED AES,
                  state: STARTED, role: ALL}
            """);
    control = new Control(simulator);
    sql = control.connect("SQL01");
  }

  @AfterEach
  void stop() throws SQLException {
    sql.close();
    simulator.close();
  }

  @Test
  void aServerThatIsDownBreaksItsConnectionsAndTakesNone() throws Exception {
    control.post("/servers/SQL01/down", "");

    assertThat(sql.isValid(2)).isFalse();
    assertThatThrownBy(() -> control.connect("SQL01", "admin", "socketTimeout=5000"))
        .isInstanceOf(SQLException.class);

    control.post("/servers/SQL01/up", "");
    try (Connection again = control.connect("SQL01")) {
      assertThat(one(again, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void aRestartKeepsWhatIsOnDiskAndNothingElse() throws Exception {
    run(sql, "DBCC TRACEON(9567, -1) WITH NO_INFOMSGS");
    run(
        sql,
        """
        CREATE AVAILABILITY GROUP [AG] WITH (CLUSTER_TYPE = NONE)
        FOR DATABASE [Sales] REPLICA ON N'SQL01' WITH (ENDPOINT_URL = 'TCP://10.0.0.1:5022',
          AVAILABILITY_MODE = SYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL)
        """);
    assertThat(flags(sql)).contains("1800").contains("9567");

    control.post("/servers/SQL01/restart", "");

    assertThat(sql.isValid(2)).isFalse();
    try (Connection again = control.connect("SQL01")) {
      assertThat(one(again, "SELECT state_desc FROM sys.database_mirroring_endpoints"))
          .isEqualTo("STARTED");
      assertThat(one(again, "SELECT name FROM sys.availability_groups")).isEqualTo("AG");
      assertThat(flags(again)).contains("1800").doesNotContain("9567");
    }
  }

  private static String flags(Connection connection) throws SQLException {
    var found = new StringBuilder();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("DBCC TRACESTATUS(-1) WITH NO_INFOMSGS")) {
      while (rows.next()) {
        found.append(rows.getInt(1)).append(' ');
      }
    }
    return found.toString();
  }

  @Test
  void aFullLogIsSeenAndALogBackupEmptiesIt() throws Exception {
    String reuse = "SELECT log_reuse_wait_desc FROM sys.databases WHERE name = N'Sales'";
    assertThat(one(sql, reuse)).isEqualTo("NOTHING");

    control.put("/servers/SQL01/databases/Sales", "{\"logUsed\": 1}");

    assertThat(one(sql, reuse)).isEqualTo("LOG_BACKUP");
    assertThat(used()).isEqualTo(100);
    run(sql, "BACKUP LOG [Sales] TO DISK = N'C:\\Backup\\Sales.trn'");
    assertThat(used()).isLessThan(10);
    assertThat(control.call("PUT", "/servers/SQL01/databases/No", "{}").statusCode())
        .isEqualTo(404);
  }

  private double used() throws SQLException {
    try (var statement = sql.createStatement();
        var rows = statement.executeQuery("DBCC SQLPERF(LOGSPACE)")) {
      while (rows.next()) {
        if (rows.getString(1).equals("Sales")) {
          return rows.getDouble(3);
        }
      }
    }
    throw new AssertionError("Sales is not listed");
  }

  @Test
  void aLoginLosesItsPermissionsWhileItIsConnected() throws Exception {
    String drop = "DROP ENDPOINT hadr";
    control.put("/servers/SQL01/logins/admin", "{\"role\": \"monitor\"}");
    assertThatThrownBy(() -> run(sql, drop)).isInstanceOf(SQLException.class);
    assertThat(one(sql, "SELECT IS_SRVROLEMEMBER('sysadmin')")).isEqualTo("0");

    control.put("/servers/SQL01/logins/admin", "{\"permissions\": [\"alter any endpoint\"]}");
    run(sql, drop);

    assertThat(
            control.call("PUT", "/servers/SQL01/logins/admin", "{\"role\": \"god\"}").statusCode())
        .isEqualTo(400);
    assertThat(control.call("PUT", "/servers/SQL01/logins/x", "{}").statusCode()).isEqualTo(404);
  }

  @Test
  void aLoginThatIsTurnedOffIsNotLetIn() throws Exception {
    control.put("/servers/SQL01/logins/watcher", "{\"disabled\": true}");
    assertThatThrownBy(() -> control.connect("SQL01", "watcher", ""))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getErrorCode()).isBetween(18456, 18470));

    control.put("/servers/SQL01/logins/watcher", "{\"disabled\": false}");
    control.connect("SQL01", "watcher", "").close();
  }

  @Test
  void theServersClockIsMoved() throws Exception {
    control.put("/settings", "{\"clockOffset\": \"P400D\"}");

    LocalDateTime there =
        LocalDateTime.parse(one(sql, "SELECT CONVERT(nvarchar(19), SYSUTCDATETIME(), 126)"));

    assertThat(Duration.between(LocalDateTime.now(ZoneOffset.UTC), there))
        .isBetween(Duration.ofDays(400).minusMinutes(5), Duration.ofDays(400).plusMinutes(5));
  }
}
