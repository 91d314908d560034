package io.linkfleet.simulator.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.management.exception.ManagementException;
import com.azure.resourcemanager.sql.fluent.SqlManagementClient;
import com.azure.resourcemanager.sql.fluent.models.DistributedAvailabilityGroupInner;
import com.azure.resourcemanager.sql.fluent.models.ServerTrustCertificateInner;
import com.fasterxml.jackson.databind.JsonNode;
import io.linkfleet.simulator.LinkSetup;
import io.linkfleet.simulator.Simulator;
import io.linkfleet.simulator.azure.SdkFixture;
import io.linkfleet.simulator.engine.X509;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Azure that misbehaves, asked for over HTTP and met by the SDK. */
@Timeout(120)
class AzureControlTest {
  private static final String BLOB =
      X509.hex(LinkSetup.certificate("c", 1, LinkSetup.issue("CN=c", "CN=c")).der);
  private static Simulator simulator;
  private static Control control;
  private static SqlManagementClient azure;

  @BeforeAll
  static void start() {
    simulator = Simulator.start(SdkFixture.ESTATE);
    control = new Control(simulator);
    azure = SdkFixture.client(simulator);
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  @BeforeEach
  void clean() {
    control.delete("/azure/faults");
    control.delete("/azure/roles");
    simulator.world().instances.get("mi-west").trustCertificates.clear();
  }

  @ParameterizedTest
  @ValueSource(strings = {"seconds", "http_date"})
  void tooManyRequestsAreFollowedByAWaitAsLongAsAzureAsks(String form) {
    // The client may count whole seconds, of which the first may be nearly over.
    control.post(
        "/azure/faults",
        """
        {"status": 429, "code": "TooManyRequests", "retryAfter": "%s", "retryAfterSeconds": 2}
        """
            .formatted(form));
    long before = System.nanoTime();

    instance();

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofSeconds(1));
  }

  @Test
  void tooManyRequestsWithoutRetryAfterAreTriedAgainByTheClientsOwnDelay() {
    control.post("/azure/faults", "{\"status\": 429, \"code\": \"TooManyRequests\", \"times\": 2}");
    long before = System.nanoTime();

    instance();

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
    assertThat(outcomes("GET", 3))
        .containsExactly("fault INSTEAD 429", "fault INSTEAD 429", "OK");
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "empty", "html"})
  void anErrorOfTheServiceReachesTheClientWhateverItsBody(String body) {
    control.post(
        "/azure/faults",
        "{\"status\": 503, \"times\": 9, \"body\": \"%s\", \"path\": \"mi-west\"}".formatted(body));

    assertThatThrownBy(AzureControlTest::instance)
        .isInstanceOfSatisfying(
            HttpResponseException.class,
            e -> assertThat(e.getResponse().getStatusCode()).isEqualTo(503));
  }

  @Test
  void aFaultBeginsAtTheRequestThatIsAskedFor() {
    control.post("/azure/faults", "{\"status\": 404, \"nth\": 3, \"code\": \"ResourceNotFound\"}");

    instance();
    instance();
    assertThatThrownBy(AzureControlTest::instance).isInstanceOf(ManagementException.class);
    instance();
  }

  @Test
  void howManyFaultsAreLeftIsTold() {
    control.post("/azure/faults", "{\"status\": 404, \"times\": 2}");
    control.post("/azure/faults", "{\"operation\": \"*\", \"disappears\": true}");
    assertThat(control.get("/azure/faults").toString())
        .isEqualTo("{\"requests\":1,\"operations\":1}");

    assertThatThrownBy(AzureControlTest::instance).isInstanceOf(ManagementException.class);
    assertThat(control.get("/azure/faults").path("requests").asInt()).as("once more").isEqualTo(1);
    assertThatThrownBy(AzureControlTest::instance).isInstanceOf(ManagementException.class);

    assertThat(control.get("/azure/faults").path("requests").asInt()).isZero();
  }

  @Test
  void theSameSeedGivesTheSameFaults() {
    List<Boolean> first = failures();

    assertThat(failures()).isEqualTo(first).contains(true, false);
  }

  private static List<Boolean> failures() {
    control.delete("/azure/faults");
    control.put("/settings", "{\"seed\": 11}");
    control.post("/azure/faults", "{\"status\": 404, \"times\": 99, \"probability\": 0.5}");
    List<Boolean> failed = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      try {
        instance();
        failed.add(false);
      } catch (ManagementException e) {
        failed.add(true);
      }
    }
    return failed;
  }

  @Test
  void anAnswerIsLostAfterTheEffect() {
    control.post("/azure/faults", "{\"mode\": \"apply_then_drop\", \"method\": \"PUT\"}");

    certificate("lost");

    List<JsonNode> puts = effects("PUT");
    assertThat(puts.get(puts.size() - 2).path("outcome").asText())
        .startsWith("fault APPLY_THEN_DROP, in truth ");
    assertThat(puts.get(puts.size() - 2).path("answered").booleanValue()).isFalse();
    assertThat(puts.get(puts.size() - 1).path("answered").booleanValue()).isTrue();
    assertThat(simulator.world().instances.get("mi-west").trustCertificates).hasSize(1);
  }

  @Test
  void anOperationFailsLater() {
    control.post(
        "/azure/faults",
        """
        {"operation": "serverTrustCertificates", "code": "OperationTimedOut", "message": "late"}
        """);

    assertThatThrownBy(() -> certificate("late"))
        .isInstanceOfSatisfying(
            ManagementException.class,
            e -> assertThat(e.getValue().getMessage()).isEqualTo("late"));
    assertThat(simulator.world().instances.get("mi-west").trustCertificates).isEmpty();
  }

  @Test
  void anOperationVanishesButGoesOn() {
    control.post(
        "/azure/faults", "{\"operation\": \"*\", \"disappears\": true, \"length\": \"PT0.3S\"}");

    assertThatThrownBy(() -> certificate("gone")).isInstanceOf(RuntimeException.class);

    await()
        .untilAsserted(
            () ->
                assertThat(simulator.world().instances.get("mi-west").trustCertificates)
                    .containsKey("gone"));
  }

  @Test
  void aTokenOfTheSimulatorEndsAfterTheLifetimeThatIsSet() {
    control.put("/settings", "{\"azureTokenLifetime\": \"PT1H\"}");
    String longer = token();
    control.put("/settings", "{\"azureTokenLifetime\": \"PT10M\"}");
    String shorter = token();
    SqlManagementClient ended = SdkFixture.client(simulator, shorter);
    ended.getManagedInstances().getByResourceGroup("rg-west", "mi-west");

    control.put("/settings", "{\"clockOffset\": \"PT11M\"}");

    try {
      assertThatThrownBy(
              () -> ended.getManagedInstances().getByResourceGroup("rg-west", "mi-west"))
          .isInstanceOfSatisfying(
              ManagementException.class,
              e -> assertThat(e.getValue().getCode()).isEqualTo("ExpiredAuthenticationToken"));
      SdkFixture.client(simulator, longer)
          .getManagedInstances()
          .getByResourceGroup("rg-west", "mi-west");
    } finally {
      control.put("/settings", "{\"clockOffset\": \"PT0S\"}");
    }
  }

  private static String token() {
    return simulator.azure().tokens.managedIdentity("somebody", "https://x").path("access_token")
        .asText();
  }

  @Test
  void anOperationClaimsSuccessAlthoughItsLinkFails() {
    control.post("/azure/faults", "{\"operation\": \"*\", \"claimsSuccess\": true}");
    control.put("/settings", "{\"initTimeout\": \"PT0.1S\"}");

    // there is nobody at that address
    azure
        .getDistributedAvailabilityGroups()
        .createOrUpdate(
            "rg-west",
            "mi-west",
            "DAG_Lied",
            new DistributedAvailabilityGroupInner()
                .withTargetDatabase("Lied")
                .withSourceEndpoint("TCP://10.9.9.9:5022")
                .withPrimaryAvailabilityGroupName("AG_Lied")
                .withSecondaryAvailabilityGroupName("mi-west"));

    await()
        .untilAsserted(
            () ->
                assertThat(simulator.world().instances.get("mi-west").links.get("DAG_Lied").state)
                    .isEqualTo("LinkInitError"));
  }

  @Test
  void anExpiredTokenIsRefusedAndAnotherIsTaken() {
    SqlManagementClient old = SdkFixture.client(simulator, "a-token-that-will-end");
    old.getManagedInstances().getByResourceGroup("rg-west", "mi-west");

    control.post("/azure/tokens/expire", "");

    assertThatThrownBy(() -> old.getManagedInstances().getByResourceGroup("rg-west", "mi-west"))
        .isInstanceOfSatisfying(
            ManagementException.class,
            e -> {
              assertThat(e.getResponse().getStatusCode()).isEqualTo(401);
              assertThat(e.getValue().getCode()).isEqualTo("ExpiredAuthenticationToken");
              assertThat(e.getResponse().getHeaderValue("WWW-Authenticate"))
                  .contains("error=\"invalid_token\"");
            });
    SdkFixture.client(simulator, "a-new-token")
        .getManagedInstances()
        .getByResourceGroup("rg-west", "mi-west");
    azure = SdkFixture.client(simulator, "another-new-token");
  }

  @Test
  void aPrincipalMayDoWhatItsRoleAllowsAndNoMore() {
    String principal = effectsOf(AzureControlTest::instance).path("login").asText();
    control.put(
        "/azure/roles/" + principal,
        """
        {"actions": ["Microsoft.Sql/*"],
         "notActions": ["Microsoft.Sql/managedInstances/serverTrustCertificates/write"]}
        """);

    instance();
    assertThatThrownBy(() -> certificate("forbidden"))
        .isInstanceOfSatisfying(
            ManagementException.class,
            e -> {
              assertThat(e.getResponse().getStatusCode()).isEqualTo(403);
              assertThat(e.getValue().getCode()).isEqualTo("AuthorizationFailed");
              assertThat(e.getMessage())
                  .contains("Microsoft.Sql/managedInstances/serverTrustCertificates/write")
                  .contains("/providers/Microsoft.Sql/managedInstances/mi-west/");
            });
    SqlManagementClient other = SdkFixture.client(simulator, "somebody-else");
    other.getManagedInstances().getByResourceGroup("rg-west", "mi-west");

    control.put("/azure/roles/*", "{\"actions\": []}");
    assertThatThrownBy(() -> other.getManagedInstances().getByResourceGroup("rg-west", "mi-west"))
        .isInstanceOf(ManagementException.class);
  }

  private static JsonNode effectsOf(Runnable act) {
    act.run();
    List<JsonNode> all = effects("GET");
    return all.get(all.size() - 1);
  }

  private static List<JsonNode> effects(String method) {
    return control.record(method + " /subscriptions");
  }

  private static List<String> outcomes(String method, int last) {
    List<JsonNode> all = effects(method);
    return all.subList(all.size() - last, all.size()).stream()
        .map(effect -> effect.path("outcome").asText())
        .toList();
  }

  private static void instance() {
    azure.getManagedInstances().getByResourceGroup("rg-west", "mi-west");
  }

  private static void certificate(String name) {
    azure
        .getServerTrustCertificates()
        .createOrUpdate(
            "rg-west", "mi-west", name, new ServerTrustCertificateInner().withPublicBlob(BLOB));
  }
}
