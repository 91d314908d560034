package io.linkfleet.simulator.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.linkfleet.simulator.Simulator;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The control API as a test or a person uses it. */
class ControlServerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ESTATE =
      """
      azure: {subscription: s, tenant: t}
      servers:
        - {name: SQL01, version: 2022, ip: 10.0.0.1}
        - {name: 'SQL02\\PROD', version: 2022, ip: 10.0.0.2}
      """;
  private final HttpClient http = HttpClient.newHttpClient();
  private Simulator simulator;

  @BeforeEach
  void start() {
    simulator = Simulator.start(ESTATE);
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void isReadyWhenEveryPortAnswers() throws Exception {
    var healthy = call("GET", "/health", null);
    assertThat(healthy.statusCode()).isEqualTo(200);
    assertThat(json(healthy).path("ready").asBoolean()).isTrue();

    simulator.azure().close();

    var sick = call("GET", "/health", null);
    assertThat(sick.statusCode()).isEqualTo(503);
    assertThat(json(sick).path("ports").path("azure").asBoolean()).isFalse();
  }

  @Test
  void changesSettingsWhileItRuns() throws Exception {
    var changed =
        call(
            "PUT",
            "/settings",
            """
            {"seedingBytesPerSecond": 1000, "connectDelay": "PT0.1S", "initTimeout": "PT10S",
             "azureOperation": "PT9S", "clockOffset": "P400D",
             "latency": {"SELECT": "PT0.25S", "CREATE AVAILABILITY GROUP": "PT2S"},
             "azureWrites": {"size": 5, "refillPerSecond": 0.5}, "azurePageSize": 7}
            """);

    assertThat(changed.statusCode()).isEqualTo(200);
    var world = simulator.world();
    assertThat(world.settings.seedingBytesPerSecond).isEqualTo(1000);
    assertThat(world.settings.connectDelay).isEqualTo(Duration.ofMillis(100));
    assertThat(world.settings.initTimeout).isEqualTo(Duration.ofSeconds(10));
    assertThat(world.settings.azureOperation).isEqualTo(Duration.ofSeconds(9));
    assertThat(world.statementLatencyNanos)
        .containsEntry("SELECT", 250_000_000L)
        .containsEntry("CREATE AVAILABILITY GROUP", 2_000_000_000L);
    assertThat(world.clock.instant()).isAfter(Instant.now().plus(Duration.ofDays(399)));
    assertThat(simulator.azureSettings().writes.size()).isEqualTo(5);
    assertThat(simulator.azureSettings().pageSize).isEqualTo(7);
    JsonNode read = json(call("GET", "/settings", null));
    assertThat(read).isEqualTo(json(changed));
    assertThat(Duration.parse(read.path("clockOffset").asText())).isEqualTo(Duration.ofDays(400));
  }

  @Test
  void changesNothingWhenOneSettingIsWrong() throws Exception {
    long before = simulator.world().settings.seedingBytesPerSecond;

    var refused =
        call("PUT", "/settings", "{\"seedingBytesPerSecond\": 5, \"azureOperation\": \"soon\"}");

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(json(refused).path("error").asText()).startsWith("azureOperation: ");
    assertThat(simulator.world().settings.seedingBytesPerSecond).isEqualTo(before);
    assertThat(call("PUT", "/settings", "{\"colour\": 1}").statusCode()).isEqualTo(400);
    assertThat(call("PUT", "/settings", "nonsense").statusCode()).isEqualTo(400);
  }

  @Test
  void copiesAFileFromServerToServer() throws Exception {
    var world = simulator.world();
    var from = world.servers.get("SQL01");
    world.writeFile(from, "C:\\a.cer", new byte[] {7});

    var copied =
        call(
            "POST",
            "/servers/SQL01/copy",
            "{\"path\": \"C:\\\\a.cer\", \"to\": \"SQL02\\\\PROD\", \"as\": \"D:\\\\b.cer\"}");

    assertThat(copied.statusCode()).isEqualTo(200);
    assertThat(world.file(world.servers.get("SQL02\\PROD"), "d:\\B.cer")).containsExactly(7);
    assertThat(call("POST", "/servers/SQL01/copy", "{\"path\": \"x\", \"to\": \"SQL01\"}"))
        .matches(answer -> answer.statusCode() == 400);
    assertThat(call("POST", "/servers/SQL01/copy", "{\"path\": \"C:\\\\a.cer\"}"))
        .matches(answer -> answer.statusCode() == 400);
  }

  @Test
  void stopsAndStartsAServer() throws Exception {
    var server = simulator.world().servers.get("SQL02\\PROD");

    assertThat(call("POST", "/servers/SQL02%5CPROD/down", "").statusCode()).isEqualTo(200);
    assertThat(server.up).isFalse();
    call("POST", "/servers/SQL02%5CPROD/up", "");
    assertThat(server.up).isTrue();
    call("POST", "/servers/SQL02%5CPROD/restart", "");
    assertThat(server.up).isTrue();
    assertThat(call("POST", "/servers/NOPE/down", "").statusCode()).isEqualTo(404);
    assertThat(call("POST", "/servers/SQL01/explode", "").statusCode()).isEqualTo(400);
  }

  @Test
  void takesFaultsOfAzureAndRefusesUnknownWords() throws Exception {
    assertThat(
            call(
                    "POST",
                    "/azure/faults",
                    "{\"status\": 429, \"times\": 2, \"retryAfter\": \"seconds\", \"path\": \"x\"}")
                .statusCode())
        .isEqualTo(200);
    assertThat(
            call(
                    "POST",
                    "/azure/faults",
                    "{\"operation\": \"*\", \"code\": \"OperationTimedOut\", \"length\": \"PT1S\"}")
                .statusCode())
        .isEqualTo(200);
    assertThat(call("POST", "/azure/faults", "{\"mode\": \"maybe\"}").statusCode())
        .isEqualTo(400);
    assertThat(call("POST", "/azure/faults", "{\"stauts\": 500}").statusCode()).isEqualTo(400);
    assertThat(call("DELETE", "/azure/faults", null).statusCode()).isEqualTo(200);
  }

  @Test
  void givesTheRecordAsJsonLinesFromAnyPlace() throws Exception {
    call("POST", "/servers/SQL01/down", "");
    call("POST", "/servers/SQL01/up", "");

    var lines = call("GET", "/record", null).body().lines().toList();
    assertThat(lines).hasSize(2);
    JsonNode second = JSON.readTree(lines.get(1));
    assertThat(second.path("kind").asText()).isEqualTo("CONTROL");
    assertThat(second.path("text").asText()).isEqualTo("POST /servers/SQL01/up");
    long first = JSON.readTree(lines.get(0)).path("sequence").asLong();
    assertThat(call("GET", "/record?since=" + first, null).body().lines()).hasSize(1);
  }

  @Test
  void givesATokenAsAManagedIdentityEndpointDoes() throws Exception {
    var request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://localhost:" + simulator.controlPort()
                        + "/msi/token?api-version=2019-08-01&resource=https%3A%2F%2Fx"))
            .header("X-IDENTITY-HEADER", "x")
            .build();

    JsonNode token = json(http.send(request, BodyHandlers.ofString()));

    assertThat(token.path("access_token").asText()).isNotBlank();
    assertThat(token.path("token_type").asText()).isEqualTo("Bearer");
    assertThat(call("GET", "/msi/token", null).statusCode()).isEqualTo(401);
  }

  private HttpResponse<String> call(String method, String path, String body) throws Exception {
    var publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    return http.send(
        HttpRequest.newBuilder(URI.create("http://localhost:" + simulator.controlPort() + path))
            .method(method, publisher)
            .build(),
        BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> answer) throws Exception {
    return JSON.readTree(answer.body());
  }
}
