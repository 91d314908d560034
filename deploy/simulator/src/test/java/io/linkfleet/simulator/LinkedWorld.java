package io.linkfleet.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.linkfleet.simulator.engine.Certificate;
import io.linkfleet.simulator.engine.ManagedInstance;
import io.linkfleet.simulator.engine.SqlServer;
import io.linkfleet.simulator.engine.X509;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * A simulator with the database Sales of SQL01 set up for a link to mi-west, asked over TDS and
 * HTTPS only.
 */
public final class LinkedWorld implements AutoCloseable {
  public static final String NEW_SHAPE = "2023-08-01-preview";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LINK =
      "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Sql/managedInstances/mi-west/"
          + "distributedAvailabilityGroups/DAG_Sales";

  public final Simulator simulator;
  public final ManagedInstance instance;
  public final SqlServer server;
  private final HttpClient http;
  private final Map<String, Connection> connections = new HashMap<>();

  public LinkedWorld() {
    this("version: 2022");
  }

  /** With a server of this version or productVersion; everything but the link itself is there. */
  public LinkedWorld(String version) {
    simulator =
        Simulator.start(
            """
            azure: {subscription: s, tenant: t, operation: PT0.05S}
            logins:
              - {name: admin, password: Secret-1, role: sysadmin}
              - {name: watcher, password: Secret-1, role: monitor}
            instances:
              - {name: mi-west, resourceGroup: rg, location: westeurope, dnsZone: a1, port: 0}
            servers:
              - {name: SQL01, %s, ip: 10.0.0.11, databases: [{name: Sales, size: 8 MB}]}
            """
                .formatted(version));
    simulator.world().settings.connectDelay = Duration.ofMillis(20);
    instance = simulator.world().instances.get("mi-west");
    server = simulator.world().servers.get("SQL01");
    http = HttpClient.newBuilder().sslContext(simulator.clientTls()).build();
    server.lock.lock();
    try {
      Certificate own = LinkSetup.trustAndEndpoint(server, instance);
      instance.trustCertificates.put(
          own.name,
          new ManagedInstance.TrustCertificate(
              own.name, own.der, X509.hex(X509.thumbprint(own.der))));
      LinkSetup.groups(server, instance, server.databases.get("Sales"));
    } finally {
      server.lock.unlock();
    }
  }

  /** Creates the link and waits until its database is seeded. */
  public LinkedWorld linked() {
    createLink();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> state().equals("LinkSynchronizing"));
    return this;
  }

  public void createLink() {
    var answer =
        azure(
            "PUT",
            "",
            """
            {"properties":{"databases":[{"databaseName":"Sales"}],
              "partnerEndpoint":"TCP://10.0.0.11:5022","partnerAvailabilityGroupName":"AG_Sales",
              "instanceAvailabilityGroupName":"mi-west"}}
            """);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
  }

  public String state() {
    return link().at("/properties/databases/0/replicaState").asText();
  }

  /** The link's resource in the newer shape. */
  public JsonNode link() {
    return json(azure("GET", "", null));
  }

  /** A request about the link; {@code action} is empty, or for example {@code /failover}. */
  public HttpResponse<String> azure(String method, String action, String body) {
    return azure(method, action, body, NEW_SHAPE);
  }

  public HttpResponse<String> azure(String method, String action, String body, String version) {
    return send(
        method, URI.create(simulator.armEndpoint() + LINK + action + "?api-version=" + version),
        body);
  }

  /** The links of the instance, in the shape of this api-version. */
  public JsonNode links(String version) {
    String all = LINK.substring(0, LINK.lastIndexOf('/'));
    return json(
        send("GET", URI.create(simulator.armEndpoint() + all + "?api-version=" + version), null));
  }

  /** How the operation that an answer began has ended: Succeeded, or the code of its error. */
  public String end(HttpResponse<String> accepted) {
    assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
    URI operation = URI.create(accepted.headers().firstValue("Azure-AsyncOperation").orElseThrow());
    JsonNode ended =
        Awaitility.await()
            .atMost(Duration.ofSeconds(20))
            .until(
                () -> json(send("GET", operation, null)),
                status -> !status.path("status").asText().equals("InProgress"));
    String status = ended.path("status").asText();
    return status.equals("Failed") ? ended.at("/error/code").asText() : status;
  }

  private HttpResponse<String> send(String method, URI uri, String body) {
    try {
      return http.send(
          HttpRequest.newBuilder(uri)
              .header("Authorization", "Bearer t")
              .header("Content-Type", "application/json")
              .method(
                  method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
              .build(),
          BodyHandlers.ofString());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public static JsonNode json(HttpResponse<String> answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  public static String code(HttpResponse<String> answer) {
    return answer.statusCode() + " " + json(answer).at("/error/code").asText();
  }

  /** A connection of the administrator to SQL01 or to mi-west, one for the whole test. */
  public Connection sql(String name) {
    return connections.computeIfAbsent(name, n -> connect(n, "admin", "master"));
  }

  public Connection connect(String name, String login, String database) {
    try {
      return DriverManager.getConnection(
          "jdbc:sqlserver://localhost:%d;user=%s;password=Secret-1;encrypt=true;databaseName=%s;"
                  .formatted(simulator.tdsPort(name), login, database)
              + "trustStore=%s;trustStorePassword=%s"
                  .formatted(simulator.trustStore(), Simulator.TRUST_STORE_PASSWORD));
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  public void run(String name, String text) {
    try (Statement statement = sql(name).createStatement()) {
      statement.execute(text);
    } catch (SQLException e) {
      throw new AssertionError(e.getErrorCode() + " " + e.getMessage() + " from " + text, e);
    }
  }

  /** The number of the error that the text must give. */
  public int error(String name, String text) {
    try (Statement statement = sql(name).createStatement()) {
      statement.execute(text);
    } catch (SQLException e) {
      return e.getErrorCode();
    }
    throw new AssertionError("no error from " + text);
  }

  /** The rows of a query, each as its values joined by one blank. */
  public List<String> rows(String name, String query) {
    try (Statement statement = sql(name).createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> all = new ArrayList<>();
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          values.add(String.valueOf(rows.getString(i)));
        }
        all.add(String.join(" ", values));
      }
      return all;
    } catch (SQLException e) {
      throw new AssertionError(e.getErrorCode() + " " + e.getMessage() + " from " + query, e);
    }
  }

  public String one(String name, String query) {
    List<String> rows = rows(name, query);
    assertThat(rows).as(query).hasSize(1);
    return rows.get(0);
  }

  /** The role of this side in the link, as the article on failover asks for it. */
  public String role(String name) {
    return one(
        name,
        """
        SELECT ars.role_desc
        FROM sys.availability_groups AS ag
        JOIN sys.dm_hadr_availability_replica_states AS ars ON ag.group_id = ars.group_id
        WHERE ag.is_distributed = 1 AND ars.is_local = 1 AND ag.name = N'DAG_Sales'
        """);
  }

  /** last_hardened_lsn of the link's database on one side. */
  public String hardened(String name) {
    return one(
        name,
        """
        SELECT drs.last_hardened_lsn
        FROM sys.dm_hadr_database_replica_states drs
        JOIN sys.databases db ON db.database_id = drs.database_id
        JOIN sys.availability_groups ag ON drs.group_id = ag.group_id
        WHERE ag.is_distributed = 1 AND db.name = N'Sales'
        """);
  }

  @Override
  public void close() {
    for (Connection connection : connections.values()) {
      try {
        connection.close();
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
    simulator.close();
  }
}
