package io.linkfleet.simulator.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.management.exception.ManagementException;
import com.azure.resourcemanager.sql.fluent.SqlManagementClient;
import com.azure.resourcemanager.sql.fluent.models.ServerTrustCertificateInner;
import io.linkfleet.simulator.LinkSetup;
import io.linkfleet.simulator.Simulator;
import io.linkfleet.simulator.azure.AzureFaults.Body;
import io.linkfleet.simulator.azure.AzureFaults.Fault;
import io.linkfleet.simulator.azure.AzureFaults.Mode;
import io.linkfleet.simulator.azure.AzureFaults.OperationFault;
import io.linkfleet.simulator.azure.AzureFaults.RetryAfter;
import io.linkfleet.simulator.engine.ManagedInstance;
import io.linkfleet.simulator.engine.X509;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the SDK meets when Azure misbehaves on request. */
class AzureFaultsTest {
  private static final String BLOB =
      X509.hex(LinkSetup.certificate("c", 1, LinkSetup.issue("CN=c", "CN=c")).der);
  private static Simulator simulator;
  private static SqlManagementClient client;
  private ManagedInstance west;

  @BeforeAll
  static void start() {
    simulator = Simulator.start(SdkFixture.ESTATE);
    client = SdkFixture.client(simulator);
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  @BeforeEach
  void clean() {
    simulator.azureFaults().clear();
    west = simulator.world().instances.get("mi-west");
    west.trustCertificates.clear();
  }

  @Test
  void isRetriedAfterTooManyRequestsAndHonoursRetryAfter() {
    simulator.azureFaults().add(
        Fault.status(429, "TooMany", 2).retryAfter(RetryAfter.SECONDS, 1));
    long began = System.nanoTime();

    getInstance();

    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void writesRetryAfterAsADateToo() {
    simulator.azureFaults().add(
        Fault.status(429, "TooMany", 1).retryAfter(RetryAfter.HTTP_DATE, 3));
    long began = System.nanoTime();

    getInstance();

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofSeconds(1));
  }

  @Test
  void givesUpWhenServerErrorsLast() {
    simulator.azureFaults().add(Fault.status(503, "DatabaseUnavailable", 4));

    assertThatThrownBy(this::getInstance)
        .isInstanceOfSatisfying(
            ManagementException.class,
            e -> assertThat(e.getValue().getCode()).isEqualTo("DatabaseUnavailable"));
    getInstance();
  }

  @Test
  void hitsOnlyTheRequestsThatItNames() {
    simulator.azureFaults().add(
        Fault.status(403, "AuthorizationFailed", 1).on("GET", "/databases"));

    getInstance();

    assertThatThrownBy(
            () ->
                client.getManagedDatabases().listByInstance("rg-west", "mi-west").stream()
                    .toList())
        .isInstanceOf(ManagementException.class);
  }

  @Test
  void answersWithAnEmptyOrHtmlBody() {
    simulator.azureFaults().add(Fault.status(400, "x", 1).body(Body.EMPTY));
    assertThatThrownBy(this::getInstance)
        .isInstanceOfSatisfying(
            ManagementException.class, e -> assertThat(e.getValue()).isNull());

    simulator.azureFaults().add(Fault.status(400, "x", 1).body(Body.HTML));
    assertThatThrownBy(this::getInstance)
        .isInstanceOf(HttpResponseException.class)
        .isNotInstanceOf(ManagementException.class);
  }

  @Test
  void losesTheAnswerAfterTheEffect() {
    simulator.azureFaults().add(
        Fault.status(0, "", 1).on("PUT", null).mode(Mode.APPLY_THEN_DROP));

    // The pipeline repeats the PUT on its own; the first one has already begun an operation.
    upload("Cert");

    assertThat(west.trustCertificates).containsOnlyKeys("Cert");
    assertThat(puts()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void answersWithAnErrorAfterTheEffect() {
    simulator.azureFaults().add(
        Fault.status(400, "Confusing", 1).on("PUT", null).mode(Mode.AFTER));

    assertThatThrownBy(() -> upload("Cert")).isInstanceOf(ManagementException.class);

    org.awaitility.Awaitility.await()
        .untilAsserted(() -> assertThat(west.trustCertificates).containsOnlyKeys("Cert"));
  }

  @Test
  void dropsAConnectionWithoutEffect() {
    simulator.azureFaults().add(Fault.status(0, "", 4).on("PUT", null).mode(Mode.DROP));

    assertThatThrownBy(() -> upload("Cert")).isNotInstanceOf(ManagementException.class);

    assertThat(west.trustCertificates).isEmpty();
  }

  @Test
  void failsAnOperationLaterAndRollsItBack() {
    simulator.azureFaults().add(
        OperationFault.fails("serverTrustCertificates", "OperationTimedOut", "timed out"));

    assertThatThrownBy(() -> upload("Cert"))
        .isInstanceOfSatisfying(
            ManagementException.class,
            e -> assertThat(e.getValue().getCode()).isEqualTo("OperationTimedOut"));

    assertThat(west.trustCertificates).isEmpty();
  }

  @Test
  void losesTrackOfAnOperationThatGoesOn() {
    simulator.azureFaults().add(
        new OperationFault(null, null, 1, null, null, true, Duration.ofMillis(200)));

    assertThatThrownBy(() -> upload("Cert")).isInstanceOf(ManagementException.class);

    org.awaitility.Awaitility.await()
        .untilAsserted(() -> assertThat(west.trustCertificates).containsOnlyKeys("Cert"));
  }

  private void getInstance() {
    client.getManagedInstances().getByResourceGroup("rg-west", "mi-west");
  }

  private static void upload(String name) {
    client
        .getServerTrustCertificates()
        .createOrUpdate(
            "rg-west", "mi-west", name, new ServerTrustCertificateInner().withPublicBlob(BLOB));
  }

  private static long puts() {
    return simulator.world().record.all().stream()
        .filter(effect -> effect.text().startsWith("PUT "))
        .count();
  }
}
