package io.linkfleet.simulator.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.linkfleet.simulator.LinkSetup;
import io.linkfleet.simulator.Simulator;
import io.linkfleet.simulator.engine.ManagedInstance;
import io.linkfleet.simulator.engine.SqlServer;
import io.linkfleet.simulator.engine.X509;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The plain HTTP of the simulated Azure: what no SDK shows. */
class ArmProtocolTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ROOT =
      "/subscriptions/" + SdkFixture.SUBSCRIPTION + "/resourceGroups/rg-west/providers/"
          + "Microsoft.Sql/managedInstances/mi-west";
  private static Simulator simulator;
  private static HttpClient http;

  @BeforeAll
  static void start() {
    simulator = Simulator.start(SdkFixture.ESTATE);
    http = HttpClient.newBuilder().sslContext(simulator.clientTls()).build();
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  @Test
  void refusesARequestWithoutBearerToken() throws Exception {
    var answer =
        http.send(
            HttpRequest.newBuilder(uri(ROOT + "?api-version=2021-11-01")).build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValueSatisfying(
        value -> assertThat(value).startsWith("Bearer authorization_uri="));
    assertThat(code(answer)).isEqualTo("AuthenticationFailed");
  }

  @Test
  void wantsAnApiVersionThatItKnows() throws Exception {
    assertThat(code(get(ROOT))).isEqualTo("MissingApiVersionParameter");
    var unknown = get(ROOT + "?api-version=2019-01-01");
    assertThat(unknown.statusCode()).isEqualTo(400);
    assertThat(code(unknown)).isEqualTo("NoRegisteredProviderFound");
  }

  @Test
  void doesNotCareAboutTheCaseOfAPath() throws Exception {
    assertThat(get(ROOT.toUpperCase() + "?API-VERSION=2021-11-01").statusCode()).isEqualTo(200);
  }

  @Test
  void carriesIdsAndWhatRemainsOfTheBucket() throws Exception {
    var answer = get(ROOT + "?api-version=2021-11-01");

    assertThat(answer.headers().firstValue("x-ms-request-id")).isPresent();
    assertThat(answer.headers().firstValue("x-ms-correlation-request-id")).isPresent();
    assertThat(answer.headers().firstValue("x-ms-ratelimit-remaining-subscription-reads"))
        .hasValueSatisfying(left -> assertThat(Integer.parseInt(left)).isBetween(1, 249));
  }

  @Test
  void emptiesTheBucketOfOnePrincipalOnly() throws Exception {
    simulator.azureSettings().writes = new AzureSettings.Limit(2, 0.01);
    try {
      assertThat(delete("one").statusCode()).isEqualTo(204);
      assertThat(delete("one").statusCode()).isEqualTo(204);
      for (int i = 0; i < 2; i++) {
        assertThat(put("one").statusCode()).isEqualTo(400);
      }
      var refused = put("one");
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("Retry-After"))
          .hasValueSatisfying(
              seconds -> assertThat(Integer.parseInt(seconds)).isBetween(50, 100));
      assertThat(put("two").statusCode()).isEqualTo(400);
    } finally {
      simulator.azureSettings().writes = new AzureSettings.Limit(200, 10);
    }
  }

  @Test
  void doesNotPretendToKnowOtherVerbs() throws Exception {
    var answer =
        http.send(
            request(ROOT + "?api-version=2021-11-01", "t").DELETE().build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(501);
    assertThat(code(answer)).isEqualTo("NotSimulated");
  }

  @Test
  void refusesABodyThatIsNoJsonObject() throws Exception {
    var answer =
        http.send(
            request(ROOT + "/serverTrustCertificates/x?api-version=2021-11-01", "t")
                .PUT(BodyPublishers.ofString("{oops"))
                .build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(code(answer)).isEqualTo("InvalidRequestContent");
  }

  @Test
  void speaksTheNewerShapeOverTheSameLink() throws Exception {
    ManagedInstance west = simulator.world().instances.get("mi-west");
    SqlServer server = simulator.world().servers.get("SQL01");
    var own = LinkSetup.trustAndEndpoint(server, west);
    LinkSetup.groups(server, west, server.databases.get("Sales"));
    west.trustCertificates.put(
        own.name,
        new ManagedInstance.TrustCertificate(own.name, own.der, X509.hex(own.der)));
    String path = ROOT + "/distributedAvailabilityGroups/DAG_Sales?api-version=2025-01-01";

    var accepted =
        http.send(
            request(path, "t")
                .PUT(
                    BodyPublishers.ofString(
                        """
                        {"properties": {
                          "databases": [{"databaseName": "Sales"}],
                          "partnerEndpoint": "TCP://10.0.0.11:5022",
                          "partnerAvailabilityGroupName": "AG_Sales",
                          "instanceAvailabilityGroupName": "mi-west",
                          "instanceLinkRole": "Secondary",
                          "seedingMode": "Automatic"}}
                        """))
                .build(),
            BodyHandlers.ofString());

    assertThat(accepted.statusCode()).isEqualTo(202);
    String status = accepted.headers().firstValue("Azure-AsyncOperation").orElseThrow();
    String location = accepted.headers().firstValue("Location").orElseThrow();
    assertThat(status).contains("/distributedAvailabilityGroupsAzureAsyncOperation/");
    assertThat(location).contains("/distributedAvailabilityGroupsOperationResults/");
    assertThat(get(URI.create(location)).statusCode()).isEqualTo(202);
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> JSON.readTree(get(URI.create(status)).body()).path("status").asText(),
            "Succeeded"::equals);

    JsonNode properties = JSON.readTree(get(path).body()).path("properties");
    assertThat(properties.path("partnerAvailabilityGroupName").asText()).isEqualTo("AG_Sales");
    JsonNode database = properties.path("databases").path(0);
    assertThat(database.path("replicaState").asText()).isEqualTo("LinkSynchronizing");
    assertThat(database.path("connectedState").asText()).isEqualTo("CONNECTED");
    JsonNode result = JSON.readTree(get(URI.create(location)).body());
    assertThat(result.path("name").asText()).isEqualTo("DAG_Sales");
    JsonNode old =
        JSON.readTree(get(path.replace("2025-01-01", "2021-11-01")).body()).path("properties");
    assertThat(old.path("targetDatabase").asText()).isEqualTo("Sales");
    assertThat(old.has("databases")).isFalse();
  }

  @Test
  void neverRecordsATokenOrABody() throws Exception {
    http.send(
        request(ROOT + "?api-version=2021-11-01", "very-secret-token").build(),
        BodyHandlers.ofString());

    assertThat(simulator.world().record.all().toString()).doesNotContain("very-secret-token");
  }

  private static HttpResponse<String> put(String token) throws Exception {
    return http.send(
        request(ROOT + "/serverTrustCertificates/x?api-version=2021-11-01", token)
            .PUT(BodyPublishers.ofString("{}"))
            .build(),
        BodyHandlers.ofString());
  }

  private static HttpResponse<String> delete(String token) throws Exception {
    return http.send(
        request(ROOT + "/serverTrustCertificates/x?api-version=2021-11-01", token)
            .DELETE()
            .build(),
        BodyHandlers.ofString());
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return get(uri(path));
  }

  private static HttpResponse<String> get(URI uri) throws Exception {
    return http.send(
        HttpRequest.newBuilder(uri).header("Authorization", "Bearer t").build(),
        BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(String path, String token) {
    return HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + token);
  }

  private static URI uri(String path) {
    return URI.create(simulator.armEndpoint() + path);
  }

  private static String code(HttpResponse<String> answer) throws Exception {
    return JSON.readTree(answer.body()).path("error").path("code").asText();
  }
}
