package io.linkfleet.simulator.control;

import static io.linkfleet.simulator.control.Control.one;
import static io.linkfleet.simulator.control.Control.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.linkfleet.simulator.Simulator;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections that break, asked for over HTTP and met by the driver. */
@Timeout(120)
class ConnectionControlTest {
  private static final String CREATE = "CREATE LOGIN [made] WITH PASSWORD = N'Str0ng-enough!'";
  private static final String THERE =
      "SELECT COUNT(*) FROM sys.server_principals WHERE name = N'made'";
  private Simulator simulator;
  private Control control;

  @BeforeEach
  void start() {
    simulator =
        Simulator.start(
            """
            azure: {subscription: s, tenant: t}
            logins:
              - {name: admin, password: Secret-1, role: sysadmin}
              - {name: watcher, password: Secret-1, role: monitor}
            servers:
              - {name: SQL01, version: 2022, ip: 10.0.0.1}
              - {name: 'SQL02\\PROD', version: 2019, ip: 10.0.0.2}
            """);
    control = new Control(simulator);
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void aStatementOfAClassTakesAsLongAsAskedAndOthersDoNot() throws Exception {
    control.put("/settings", "{\"latency\": {\"CREATE LOGIN\": \"PT0.6S\"}}");
    try (Connection sql = control.connect("SQL01")) {
      one(sql, "SELECT 1");
      long before = System.nanoTime();
      run(sql, CREATE);
      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isGreaterThan(Duration.ofMillis(600));
      assertThat(control.record("CREATE LOGIN").get(0).path("nanos").asLong())
          .isGreaterThan(600_000_000L);
      assertThat(control.record("SELECT 1").get(0).path("nanos").asLong())
          .isLessThan(600_000_000L);
    }
  }

  @Test
  void aConnectionDroppedBeforeTheStatementLeavesNoEffect() throws Exception {
    control.post("/sql/faults", "{\"statement\": \"create login\", \"when\": \"before\"}");

    breaks(CREATE);

    assertThat(count()).isEqualTo("0");
    assertThat(control.record("CREATE LOGIN")).isEmpty();
  }

  @Test
  void aConnectionDroppedAfterTheStatementHidesItsEffect() throws Exception {
    control.post("/sql/faults", "{\"statement\": \"CREATE LOGIN\", \"when\": \"after\"}");

    breaks(CREATE);

    assertThat(count()).isEqualTo("1");
    assertThat(control.record("CREATE LOGIN"))
        .singleElement()
        .satisfies(
            effect -> {
              assertThat(effect.path("outcome").asText()).isEqualTo("OK");
              assertThat(effect.path("answered").booleanValue()).isFalse();
              assertThat(effect.path("login").asText()).isEqualTo("admin");
            });
    assertThat(control.record("SELECT COUNT").get(0).path("answered").booleanValue()).isTrue();
  }

  @Test
  void aConnectionDroppedDuringAStatementEndsItThere() throws Exception {
    control.put("/settings", "{\"latency\": {\"CREATE USER\": \"PT30S\"}}");
    control.post(
        "/sql/faults",
        "{\"statement\": \"CREATE USER\", \"when\": \"during\", \"delay\": \"PT0.2S\"}");

    breaks(CREATE + " CREATE USER [made] FOR LOGIN [made]");

    await().untilAsserted(() -> assertThat(control.record("CREATE USER")).hasSize(1));
    assertThat(control.record("CREATE USER").get(0).path("outcome").asText())
        .isEqualTo("cancelled");
    assertThat(count()).as("what was done before stays").isEqualTo("1");
    try (Connection sql = control.connect("SQL01")) {
      assertThat(one(sql, "SELECT COUNT(*) FROM sys.database_principals WHERE name = N'made'"))
          .isEqualTo("0");
    }
  }

  @Test
  void aFaultHitsOnlyItsServerLoginStatementAndOccurrence() throws Exception {
    control.post(
        "/sql/faults",
        """
        {"server": "sql02\\\\prod", "login": "watcher", "statement": "SELECT name", "nth": 2}
        """);
    try (Connection other = control.connect("SQL01", "watcher", "");
        Connection admin = control.connect("SQL02\\PROD");
        Connection hit = control.connect("SQL02\\PROD", "watcher", "")) {
      String query = "SELECT /* its */ name FROM sys.databases";
      for (int i = 0; i < 2; i++) {
        one(other, query);
        one(admin, query);
        one(hit, "SELECT 'SELECT name'");
        one(hit, "SELECT [name] FROM sys.databases");
      }
      one(hit, query);
      assertThatThrownBy(() -> one(hit, query)).isInstanceOf(SQLException.class);
    }
    try (Connection again = control.connect("SQL02\\PROD", "watcher", "")) {
      one(again, "SELECT name FROM sys.databases");
    }
    JsonNode fault = control.get("/sql/faults").get(0);
    assertThat(fault.path("met").intValue()).isEqualTo(3);
    assertThat(fault.path("struck").intValue()).isEqualTo(1);
  }

  @Test
  void theSameSeedBreaksTheSameConnections() throws Exception {
    List<Integer> first = broken(7);
    List<Integer> again = broken(7);
    List<Integer> other = broken(8);

    assertThat(first).hasSizeBetween(3, 17).isEqualTo(again).isNotEqualTo(other);
  }

  private List<Integer> broken(int seed) throws SQLException {
    control.put("/settings", "{\"seed\": " + seed + "}");
    control.delete("/sql/faults");
    control.post("/sql/faults", "{\"statement\": \"SELECT\", \"times\": 0, \"probability\": 0.4}");
    List<Integer> broken = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      try (Connection sql = control.connect("SQL01")) {
        one(sql, "SELECT 1");
      } catch (SQLException e) {
        broken.add(i);
      }
    }
    return broken;
  }

  @Test
  void aRefusedStatementHasNoEffectAndItsConnectionGoesOn() throws Exception {
    control.post(
        "/sql/faults",
        """
        {"statement": "CREATE LOGIN", "error": 1205, "severity": 13, "message": "Deadlocked."}
        """);
    try (Connection sql = control.connect("SQL01")) {
      assertThatThrownBy(() -> run(sql, CREATE))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1205))
          .hasMessageContaining("Deadlocked.");
      assertThat(one(sql, THERE)).isEqualTo("0");

      run(sql, CREATE);

      assertThat(one(sql, THERE)).isEqualTo("1");
    }
    assertThat(control.get("/sql/faults").get(0).path("error").intValue()).isEqualTo(1205);
  }

  @Test
  void aHungConnectionIsLeftByItsClientAndOthersGoOn() throws Exception {
    control.post("/sql/faults", "{\"statement\": \"SELECT 1\", \"hang\": true}");
    try (Connection hung = control.connect("SQL01", "admin", "socketTimeout=700");
        Connection well = control.connect("SQL01")) {
      assertThatThrownBy(() -> one(hung, "SELECT 1"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("timed out");
      assertThat(one(well, "SELECT 2")).isEqualTo("2");
    }
  }

  @Test
  void aHungServerAnswersNobodyUntilItGoesOn() throws Exception {
    try (Connection before = control.connect("SQL01", "admin", "socketTimeout=700")) {
      control.post("/servers/SQL01/hang", "");
      assertThatThrownBy(() -> one(before, "SELECT 1")).hasMessageContaining("timed out");
      // The driver waits for the first answer without regard to loginTimeout.
      assertThatThrownBy(() -> control.connect("SQL01", "admin", "socketTimeout=700"))
          .isInstanceOf(SQLException.class);
      assertThat(control.get("/servers/SQL01").path("hung").booleanValue()).isTrue();
    }
    try (Connection other = control.connect("SQL02\\PROD")) {
      assertThat(one(other, "SELECT 1")).isEqualTo("1");
    }

    control.post("/servers/SQL01/resume", "");

    try (Connection after = control.connect("SQL01")) {
      assertThat(one(after, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void aFaultThatMeansNothingIsRefusedAndChangesNothing() throws Exception {
    for (String wrong :
        List.of(
            "{\"sever\": \"SQL01\"}",
            "{\"when\": \"later\"}",
            "{\"probability\": 2}",
            "{\"nth\": 0}",
            "{\"when\": \"during\", \"hang\": true}",
            "{\"delay\": \"PT1S\"}",
            "{\"error\": 0}",
            "{\"error\": 1205, \"severity\": 10}",
            "{\"error\": 1205, \"hang\": true}",
            "{\"error\": 1205, \"when\": \"after\"}",
            "[]")) {
      assertThat(control.call("POST", "/sql/faults", wrong).statusCode()).as(wrong).isEqualTo(400);
    }
    assertThat(control.get("/sql/faults")).isEmpty();
  }

  /** The driver must not run any statement for its login that a fault could meet first. */
  private void breaks(String text) throws SQLException {
    try (Connection sql = control.connect("SQL01")) {
      assertThatThrownBy(() -> run(sql, text)).isInstanceOf(SQLException.class);
      assertThat(sql.isValid(2)).isFalse();
    }
  }

  private String count() throws SQLException {
    try (Connection sql = control.connect("SQL01")) {
      return one(sql, THERE);
    }
  }
}
