package io.linkfleet.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.linkfleet.azure.Azure.Operation;
import io.linkfleet.azure.AzureFailure.Kind;
import io.linkfleet.simulator.azure.AzureFaults;
import io.linkfleet.simulator.azure.AzureFaults.Fault;
import io.linkfleet.simulator.azure.AzureFaults.OperationFault;
import io.linkfleet.simulator.engine.X509;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What every {@link Azure} must do, shown with the unmodified SDK over verified HTTPS. */
class AzureContractTest {
  private static final String LINKS = "distributedAvailabilityGroups";
  private static final String CERTIFICATES = "serverTrustCertificates";
  private static final Runnable NO_QUESTION = () -> {};
  private static AzureOverHttps https;

  private final Azure azure = https.azure("list-every=0s");
  private final Azure.Instance at = https.instance();

  @BeforeAll
  static void start() {
    https = new AzureOverHttps();
  }

  @AfterAll
  static void stop() {
    https.close();
  }

  @AfterEach
  void clear() {
    https.faults().clear();
    https.site.simulator().azureSettings().pageSize = 100;
    https.site.world().instances.get("mi-west").links.clear();
    https.site.world().instances.get("mi-west").trustCertificates.clear();
  }

  private static Azure.NewLink link(String name) {
    return new Azure.NewLink(name, "Db_" + name, "TCP://10.20.0.11:5022", "AG_" + name, "mi-west");
  }

  private static byte[] certificate() {
    var subject = new X500Name("CN=test");
    Instant now = Instant.now();
    try {
      return X509.issue(subject, subject, now.minusSeconds(60), now.plusSeconds(3600))
          .certificate()
          .getEncoded();
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertFails(Kind kind, ThrowingCallable request) {
    assertThatThrownBy(request)
        .isInstanceOfSatisfying(
            AzureFailure.class, e -> assertThat(e.kind()).as(e.toString()).isEqualTo(kind));
  }

  private Operation ended(Operation begun) {
    assertThat(begun).isInstanceOf(Operation.Running.class);
    String address = ((Operation.Running) begun).address();
    return Awaitility.await()
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> azure.operation(at, address), now -> !(now instanceof Operation.Running));
  }

  @Test
  void anInstanceIsFoundByItsShortNameAloneAcrossPages() {
    https.site.simulator().azureSettings().pageSize = 1;
    Azure.Instance found = azure.instance(at.subscription(), "MI-West").orElseThrow();
    assertThat(found.resourceGroup()).isEqualTo("rg-west");
    assertThat(found.fqdn()).isEqualTo("mi-west.7a1f03c9b2e4.database.windows.net");
    assertThat(found.location()).isEqualTo("westeurope");
    assertThat(azure.instance(at.subscription(), "mi-north").orElseThrow().resourceGroup())
        .isEqualTo("rg-north");
  }

  @Test
  void anInstanceThatIsNotThereIsNoFailureAndCostsOneReadForAllWhoAsk() {
    int before = https.requests("GET", "managedInstances?").size();
    for (int i = 0; i < 5; i++) {
      assertThat(azure.instance(at.subscription(), "mi-nowhere")).isEmpty();
    }
    assertThat(https.requests("GET", "managedInstances?")).hasSize(before + 1);
  }

  @Test
  void aSubscriptionThatIsNotThereIsNotFound() {
    assertFails(Kind.NOT_FOUND, () -> azure.instance("00000000-0000-0000-0000-000000000000", "x"));
  }

  @Test
  void aLinkIsAcceptedListedWhileItIsCreatedAndFollowedByItsAddress() {
    Operation begun = azure.createLink(at, link("L1"), NO_QUESTION);
    assertThat(azure.links(at))
        .singleElement()
        .satisfies(
            listed -> {
              assertThat(listed.name()).isEqualTo("L1");
              assertThat(listed.database()).isEqualTo("Db_L1");
              assertThat(listed.sourceEndpoint()).isEqualTo("TCP://10.20.0.11:5022");
              assertThat(listed.state()).isEqualTo("CreatingLink");
              assertThat(listed.id()).endsWith("/mi-west/distributedAvailabilityGroups/L1");
            });
    Operation now = azure.operation(at, ((Operation.Running) begun).address());
    assertThat(now).isEqualTo(begun);
  }

  @Test
  void linksAreListedWholeWhateverThePageSize() {
    for (int i = 0; i < 5; i++) {
      azure.createLink(at, link("P" + i), NO_QUESTION);
    }
    https.site.simulator().azureSettings().pageSize = 2;
    assertThat(azure.links(at)).extracting(Azure.Link::name)
        .containsExactlyInAnyOrder("P0", "P1", "P2", "P3", "P4");
  }

  @Test
  void anOperationThatFailsTellsCodeAndMessage() {
    https.faults()
        .add(OperationFault.fails(LINKS, "NoMoreSpaceInManagedInstance", "The disk is full."));
    assertThat(ended(azure.createLink(at, link("L1"), NO_QUESTION)))
        .isEqualTo(new Operation.Failed("NoMoreSpaceInManagedInstance", "The disk is full."));
    assertThat(azure.links(at)).isEmpty();
  }

  @Test
  void aCertificateIsUploadedOnceAndRefusedUnderASecondName() {
    byte[] der = certificate();
    assertThat(ended(azure.putTrustCertificate(at, "one", der, NO_QUESTION)))
        .isEqualTo(new Operation.Succeeded());
    assertThat(azure.trustCertificates(at))
        .containsExactly(
            new Azure.TrustCertificate("one", X509.hex(X509.thumbprint(der))));
    assertThat(azure.putTrustCertificate(at, "one", der, NO_QUESTION))
        .isEqualTo(new Operation.Succeeded());
    assertThat(ended(azure.putTrustCertificate(at, "two", der, NO_QUESTION)))
        .isInstanceOfSatisfying(
            Operation.Failed.class,
            failed -> assertThat(failed.code()).isEqualTo("CertificateAlreadyExists"));
  }

  @Test
  void theCertificateOfTheInstanceIsItsDer() throws Exception {
    assertThat(X509.read(azure.endpointCertificate(at)).getSubjectX500Principal().getName())
        .contains("7a1f03c9b2e4.database.windows.net");
  }

  @Test
  void anOperationThatAzureForgotOrThatIsNotAzuresIsUnknown() {
    https.faults().add(new OperationFault(LINKS, null, 1, null, null, true, null));
    var begun = (Operation.Running) azure.createLink(at, link("L1"), NO_QUESTION);
    assertThat(azure.operation(at, begun.address())).isEqualTo(new Operation.Unknown());
    int before = https.requests("GET", "").size();
    assertThat(azure.operation(at, "https://127.0.0.1:1/elsewhere"))
        .isEqualTo(new Operation.Unknown());
    assertThat(azure.operation(at, "nonsense")).isEqualTo(new Operation.Unknown());
    assertThat(https.requests("GET", "")).hasSize(before);
  }

  @ParameterizedTest
  @CsvSource({
    "500, InternalServerError, UNREACHABLE",
    "503, DatabaseUnavailable, UNREACHABLE",
    "409, ManagedInstanceIsBusy, TRANSIENT",
    "409, RemoteDatabaseExists, PERMANENT",
    "400, InvalidCollation, PERMANENT",
    "401, AuthenticationFailed, CREDENTIALS",
    "403, AuthorizationFailed, PERMISSION",
    "404, ResourceNotFound, NOT_FOUND"
  })
  void aRefusedPutIsToldApartAndChangesNothing(int status, String code, Kind kind) {
    // a refused token is renewed, and refused once more
    https.faults().add(Fault.status(status, code, status == 401 ? 2 : 1).on("PUT", LINKS));
    assertFails(kind, () -> azure.createLink(at, link("L1"), NO_QUESTION));
    assertThat(azure.links(at)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(AzureFaults.Body.class)
  void aFailureIsUnderstoodWhateverItsBody(AzureFaults.Body body) {
    https.faults().add(Fault.status(503, "X", 1).body(body).on("GET", LINKS));
    assertFails(Kind.UNREACHABLE, () -> azure.links(at));
    https.faults().add(Fault.status(403, "X", 1).body(body).on("PUT", LINKS));
    assertFails(Kind.PERMISSION, () -> azure.createLink(at, link("L1"), NO_QUESTION));
  }

  @ParameterizedTest
  @EnumSource(AzureFaults.Body.class)
  void aSuccessWithoutWhatWasAskedForIsNoAnswer(AzureFaults.Body body) {
    https.faults().add(Fault.status(200, "X", 1).body(body).on("GET", "endpointCertificates"));
    assertFails(Kind.UNREACHABLE, () -> azure.endpointCertificate(at));
  }

  @ParameterizedTest
  @EnumSource(value = AzureFaults.Body.class, names = {"EMPTY", "HTML"})
  void aListThatIsNoneIsNotAnEmptyOne(AzureFaults.Body body) {
    https.faults().add(Fault.status(200, "X", 1).body(body).on("GET", LINKS));
    assertFails(Kind.UNREACHABLE, () -> azure.links(at));
  }

  @Test
  void aTokenThatWasRenewedIsUsedAlthoughTheOldOneWasPromisedLonger(@TempDir Path secrets)
      throws IOException {
    try (var own = new AzureOverHttps()) {
      Path token = Files.writeString(secrets.resolve("token"), "first");
      Azure renewing =
          own.azure(secrets, "list-every=0s", "credential=token", "secret-name=token");
      renewing.links(own.instance());
      own.site.simulator().azure().tokens.expire();
      Awaitility.await()
          .untilAsserted(
              () -> assertFails(Kind.CREDENTIALS, () -> renewing.links(own.instance())));

      Files.writeString(token, "second");

      Awaitility.await().untilAsserted(() -> renewing.links(own.instance()));
    }
  }

  @Test
  void retryAfterOfAFailureIsToldInBothForms() {
    for (var form :
        new AzureFaults.RetryAfter[] {
          AzureFaults.RetryAfter.SECONDS, AzureFaults.RetryAfter.HTTP_DATE
        }) {
      https.faults().add(Fault.status(503, "X", 1).retryAfter(form, 40).on("GET", LINKS));
      assertThatThrownBy(() -> azure.links(at))
          .isInstanceOfSatisfying(
              AzureFailure.class,
              e ->
                  assertThat(e.retryAfter())
                      .isBetween(Duration.ofSeconds(38), Duration.ofSeconds(41)));
    }
  }

  @ParameterizedTest
  @EnumSource(value = AzureFaults.Mode.class, names = {"APPLY_THEN_DROP", "AFTER"})
  void anAnswerLostAfterTheEffectIsUnreachableAndTheNextLookShowsTheLink(AzureFaults.Mode mode) {
    String name = "Lost_" + mode;
    https.faults().add(Fault.status(500, "X", 1).mode(mode).on("PUT", LINKS));
    assertFails(Kind.UNREACHABLE, () -> azure.createLink(at, link(name), NO_QUESTION));
    assertThat(azure.links(at)).extracting(Azure.Link::name).containsExactly(name);
    assertThat(https.requests("PUT", "/" + name + "?")).as("asked by itself again").hasSize(1);
  }

  @Test
  void whatTheLastQuestionObjectsToIsNotSent() {
    var objection = new IllegalStateException("not ours any more");
    Runnable no =
        () -> {
          throw objection;
        };
    assertThatThrownBy(() -> azure.createLink(at, link("No"), no)).isSameAs(objection);
    assertThatThrownBy(() -> azure.putTrustCertificate(at, "no", certificate(), no))
        .isSameAs(objection);
    assertThat(https.requests("PUT", "/No?")).isEmpty();
    assertThat(https.requests("PUT", "/no?")).isEmpty();
    assertThat(azure.links(at)).isEmpty();
  }

  @Test
  void aConnectionThatIsCutBeforeTheEffectIsUnreachable() {
    https.faults().add(Fault.status(0, "X", 1).mode(AzureFaults.Mode.DROP).on("PUT", LINKS));
    assertFails(Kind.UNREACHABLE, () -> azure.createLink(at, link("L2"), NO_QUESTION));
    assertThat(azure.links(at)).isEmpty();
  }

  @Test
  void anAnswerThatDoesNotComeInTimeIsUnreachable() {
    Azure hasty = https.azure("request-timeout=600ms");
    hasty.links(at);
    https.faults()
        .add(
            Fault.status(200, "X", 1)
                .mode(AzureFaults.Mode.DELAY)
                .delay(Duration.ofSeconds(3))
                .on("GET", LINKS));
    Azure impatient = https.azure("request-timeout=600ms");
    long began = System.nanoTime();
    assertFails(Kind.UNREACHABLE, () -> impatient.links(at));
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(2900));
  }

  @Test
  void aServerWhoseCertificateIsNotTrustedIsNotTalkedTo() {
    Azure strict = https.azure("trust-store=", "trust-store-password=");
    int before = https.requests("GET", "").size();
    assertThatThrownBy(() -> strict.links(at))
        .isInstanceOf(AzureFailure.class)
        .hasMessageContaining("PKIX");
    assertThat(https.requests("GET", "")).hasSize(before);
  }

  @Test
  void noSecretIsInAFailure() {
    https.faults().add(Fault.status(401, "AuthenticationFailed", 2).on("GET", LINKS));
    assertThatThrownBy(() -> azure.links(at)).hasMessageNotContaining("simulated");
  }
}
