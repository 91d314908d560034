package io.linkfleet.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The scripts with which the documentation tests the network before a link is made, verbatim and in
 * both directions: parameters from the instance, an Agent job on the server, a test endpoint, the
 * job NetHelper on the instance.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NetworkScriptsTest {
  private Simulator simulator;
  private Connection server;
  private Connection instance;

  @BeforeAll
  void start() throws SQLException {
    simulator =
        Simulator.start(
            """
            azure: {subscription: s, tenant: t}
            logins: [{name: admin, password: Secret-1, role: sysadmin}]
            instances:
              - {name: mi-west, resourceGroup: rg, location: westeurope, dnsZone: a1, port: 0}
            servers:
              - {name: SQL01, version: 2022, ip: 10.0.0.11, agent: true}
              - {name: SQL02, version: 2022, ip: 10.0.0.12}
            """);
    simulator.world().settings.connectDelay = Duration.ofMillis(20);
    server = connect("SQL01");
    instance = connect("mi-west");
  }

  @BeforeEach
  void mend() {
    simulator.network().mend("SQL01");
  }

  @AfterAll
  void stop() throws SQLException {
    server.close();
    instance.close();
    simulator.close();
  }

  private Connection connect(String name) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:sqlserver://localhost:%d;user=admin;password=Secret-1;encrypt=true;"
                .formatted(simulator.tdsPort(name))
            + "trustStore=%s;trustStorePassword=%s"
                .formatted(simulator.trustStore(), Simulator.TRUST_STORE_PASSWORD));
  }

  private static String script(String name) throws IOException {
    try (InputStream in = NetworkScriptsTest.class.getResourceAsStream("network-test/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The last result set of a script; every row by its columns. */
  private static List<Map<String, String>> run(Connection connection, String script)
      throws SQLException {
    List<Map<String, String>> rows = new ArrayList<>();
    for (String batch : script.split("(?m)^GO\\s*$")) {
      if (batch.isBlank()) {
        continue;
      }
      try (Statement statement = connection.createStatement()) {
        boolean result = statement.execute(batch);
        while (result || statement.getUpdateCount() != -1) {
          if (result) {
            rows = rows(statement.getResultSet());
          }
          result = statement.getMoreResults();
        }
      }
    }
    return rows;
  }

  private static List<Map<String, String>> rows(ResultSet set) throws SQLException {
    List<Map<String, String>> rows = new ArrayList<>();
    while (set.next()) {
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 1; i <= set.getMetaData().getColumnCount(); i++) {
        row.put(set.getMetaData().getColumnLabel(i), set.getString(i));
      }
      rows.add(row);
    }
    return rows;
  }

  /** The server's test with the parameters that the instance gave, as a person pastes them. */
  private String serverTest() throws IOException, SQLException {
    String script = script("02-server-test.sql");
    for (Map<String, String> row : run(instance, script("01-instance-parameters.sql"))) {
      String declared = row.get("");
      String empty = declared.substring(0, declared.indexOf('=')) + "= N''";
      assertThat(script).contains(empty);
      script = script.replace(empty, declared);
    }
    assertThat(script).doesNotContain("= N''");
    return script;
  }

  @Test
  void theServerTestsItsWayToTheInstance() throws IOException, SQLException {
    String script = serverTest();

    List<Map<String, String>> open = run(server, script);

    assertThat(open).extracting(row -> row.get("step_name"))
        .containsExactly("Test Port 5022", "Test HADR Port");
    for (Map<String, String> row : open) {
      assertThat(row.get("TcpTestResult")).startsWith("TcpTestSucceeded : True");
      assertThat(row.get("RemoteAddressResult")).matches("RemoteAddress    : 10\\.[\\d.]+ +");
      assertThat(row.get("run_status")).isEqualTo("1");
      assertThat(row.get("message")).endsWith(".  Process Exit Code 0.  The step succeeded.");
    }

    // no way out of the server's network: the same job once more
    simulator.network().cut("SQL01");
    run(server, "EXEC msdb.dbo.sp_start_job @job_name = N'TestMILinkConnection'");
    String logs = script.substring(script.indexOf("--Get logs"));
    Awaitility.await().until(() -> run(server, logs).size() == 4);
    assertThat(run(server, logs).subList(2, 4))
        .allSatisfy(
            row -> {
              assertThat(row.get("TcpTestResult")).startsWith("TcpTestSucceeded : False");
              assertThat(row.get("RemoteAddressResult")).contains("10.");
            });

    run(server, "EXEC msdb.dbo.sp_delete_job @job_name = N'TestMILinkConnection'");
    assertThat(run(server, logs)).isEmpty();
  }

  @Test
  void theInstanceTestsItsWayToTheServer() throws IOException, SQLException {
    String job =
        script("04-instance-job.sql").replace("<SQL_SERVER_IP_ADDRESS>", "10.0.0.11");
    run(instance, job);
    run(instance, script("05-instance-procedure.sql"));
    assertThatThrownBy(() -> run(instance, job)).hasMessageContaining("NetHelper already exists");
    assertThatThrownBy(() -> run(instance, script("05-instance-procedure.sql")))
        .hasMessageContaining("ExecuteNetHelper already exists");

    assertThat(probed()).as("no endpoint yet").isEqualTo("False");

    run(server, "CREATE MASTER KEY ENCRYPTION BY PASSWORD = 'Str0ng-enough!'");
    run(server, script("03-server-endpoint.sql"));
    assertThat(probed()).isEqualTo("True");

    simulator.network().cut("SQL01");
    assertThat(probed()).as("off the network").isEqualTo("False");
    simulator.network().mend("SQL01");

    run(server, script("07-server-clean-up.sql"));
    assertThat(probed()).as("cleaned up").isEqualTo("False");
    run(instance, "EXEC msdb.dbo.sp_delete_job @job_name=N'NetHelper'");
    run(instance, "DROP PROCEDURE ExecuteNetHelper");
  }

  private String probed() throws IOException, SQLException {
    List<Map<String, String>> rows = run(instance, script("06-instance-run.sql"));
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0))
        .containsEntry("JobName", "NetHelper")
        .containsEntry("Step executed", "TNC network probe from MI to SQL Server");
    return rows.get(0).get("Connectivity status").strip();
  }

  @Test
  void aServerWhoseAgentIsStoppedSaysSo() throws IOException, SQLException {
    try (Connection other = connect("SQL02")) {
      String script = serverTest();
      String start = "EXEC msdb.dbo.sp_start_job";
      run(other, script.substring(0, script.indexOf(start)));
      assertThatThrownBy(() -> run(other, start + " @job_name = N'TestMILinkConnection'"))
          .hasMessageContaining("SQLServerAgent is not currently running")
          .extracting(e -> ((SQLException) e).getErrorCode())
          .isEqualTo(22022);
      assertThat(
              run(
                  other,
                  "SELECT status_desc FROM sys.dm_server_services"
                      + " WHERE servicename LIKE '%Agent%'"))
          .containsExactly(Map.of("status_desc", "Stopped"));
    }
  }
}
