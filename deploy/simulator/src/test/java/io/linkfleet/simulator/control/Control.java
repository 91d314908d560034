package io.linkfleet.simulator.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.linkfleet.simulator.Simulator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** For tests only: a simulator steered over HTTP, and the driver's way to its servers. */
public final class Control {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private final Simulator simulator;

  public Control(Simulator simulator) {
    this.simulator = simulator;
  }

  public JsonNode put(String path, String body) {
    return done("PUT", path, body);
  }

  JsonNode post(String path, String body) {
    return done("POST", path, body);
  }

  JsonNode delete(String path) {
    return done("DELETE", path, "");
  }

  JsonNode get(String path) {
    return done("GET", path, "");
  }

  private JsonNode done(String method, String path, String body) {
    try {
      var answer = call(method, path, body);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  java.net.http.HttpResponse<String> call(String method, String path, String body)
      throws IOException {
    var request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + simulator.controlPort() + path))
            .method(method, BodyPublishers.ofString(body))
            .build();
    try {
      return HTTP.send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The lines of the record whose text begins so. */
  List<JsonNode> record(String text) {
    try {
      List<JsonNode> found = new ArrayList<>();
      for (String line : call("GET", "/record", "").body().lines().toList()) {
        JsonNode effect = JSON.readTree(line);
        if (effect.path("text").asText().startsWith(text)) {
          found.add(effect);
        }
      }
      return found;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  Connection connect(String server) throws SQLException {
    return connect(server, "admin", "");
  }

  Connection connect(String server, String login, String more) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:sqlserver://localhost:%d;user=%s;password=Secret-1;encrypt=true;connectRetryCount=0;"
                .formatted(simulator.tdsPort(server), login)
            + "trustStore=%s;trustStorePassword=%s;%s"
                .formatted(simulator.trustStore(), Simulator.TRUST_STORE_PASSWORD, more));
  }

  static void run(Connection connection, String text) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  static String one(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      assertThat(rows.next()).as("a row for %s", query).isTrue();
      return rows.getString(1);
    }
  }
}
