package io.linkfleet.cert;

import static io.linkfleet.cert.States.DIGICERT;
import static io.linkfleet.cert.States.FQDN;
import static io.linkfleet.cert.States.INSTANCE_DER;
import static io.linkfleet.cert.States.MICROSOFT;
import static io.linkfleet.cert.States.OWN;
import static io.linkfleet.cert.States.RULES;
import static io.linkfleet.cert.States.linked;
import static io.linkfleet.cert.States.newServer;
import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.azure.Azure.Operation;
import io.linkfleet.event.LinkEvent.LinkRequested;
import io.linkfleet.event.LinkOptions;
import io.linkfleet.event.LinkSpec;
import io.linkfleet.event.Samples;
import io.linkfleet.plan.Plan;
import io.linkfleet.testing.PlanText;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The plan from every named starting state, compared with a file that a DBA can review. */
class CertPlanTest {
  private static final LinkRequested WANTED = new LinkRequested(Samples.link(), Samples.AT);
  private static final Operation RUNNING =
      new Operation.Running("https://management.example/op/1");
  private static final Duration YEARS = Duration.ofDays(900);

  static Stream<Arguments> states() {
    return Stream.of(
        state("new-server", newServer()),
        state("named-instance", newServer().named("SQL02\\PAYROLL")),
        state("master-key-there", newServer().masterKey()),
        state("own-certificate-there", newServer().masterKey().ownCertificate()),
        state(
            "upload-running-and-more-to-do",
            newServer().masterKey().ownCertificate().uploading(RUNNING, Duration.ofSeconds(1))),
        state(
            "upload-running",
            linked().withoutTrust().uploading(RUNNING, Duration.ofSeconds(6))),
        state(
            "upload-done-but-not-listed",
            linked()
                .withoutTrust()
                .uploading(new Operation.Succeeded(), Duration.ofSeconds(30))),
        state(
            "upload-done-but-never-listed",
            linked().withoutTrust().uploading(new Operation.Succeeded(), Duration.ofMinutes(3))),
        state(
            "upload-forgotten-by-azure",
            linked().withoutTrust().uploading(new Operation.Unknown(), Duration.ofDays(1))),
        state(
            "upload-failed",
            linked()
                .withoutTrust()
                .uploading(
                    new Operation.Failed("OperationTimedOut", "It was rolled back."),
                    Duration.ofSeconds(4))),
        state(
            "upload-exists-already",
            linked()
                .withoutTrust()
                .uploading(
                    new Operation.Failed("CertificateAlreadyExists", "It has been added already."),
                    Duration.ofSeconds(4))),
        state(
            "upload-exists-and-is-not-listed",
            linked()
                .withoutTrust()
                .uploading(
                    new Operation.Failed("CertificateAlreadyExists", "It has been added already."),
                    Duration.ofMinutes(2))),
        state("linked", linked()),
        state(
            "published-under-another-name",
            linked().withoutTrust().trusted("by-somebody-else", "AA01")),
        state(
            "roots-imported-by-others",
            newServer()
                .masterKey()
                .ownCertificate()
                .trusted(OWN, "AA01")
                .instanceCertificate()
                .root(MICROSOFT, "MS root]", true)
                .root(DIGICERT, "DigiCertPKI", false)),
        state(
            "root-name-taken",
            newServer()
                .masterKey()
                .ownCertificate()
                .trusted(OWN, "AA01")
                .instanceCertificate()
                .root(MICROSOFT, "MicrosoftPKI", false)
                .certificate("DigiCertPKI", "CC99", "NA", YEARS)),
        state(
            "government-cloud",
            newServer().instanceAt("mi-west.6d71.database.usgovcloudapi.net")),
        state(
            "endpoint-has-a-certificate",
            newServer()
                .masterKey()
                .certificate("O'Brien's [old] cert", "BB02", "MK", YEARS)
                .endpointUses("O'Brien's [old] cert")),
        state(
            "endpoint-certificate-expired",
            newServer()
                .masterKey()
                .certificate("HOST_A_cert", "BB02", "MK", Duration.ofDays(-3))
                .endpointUses("HOST_A_cert")),
        state(
            "own-certificate-expires-tonight",
            newServer().masterKey().certificate(OWN, "AA01", "MK", Duration.ofHours(9))),
        state(
            "own-certificate-without-private-key",
            newServer().masterKey().certificate(OWN, "AA01", "NA", YEARS)),
        state(
            "own-certificate-under-a-password",
            newServer().masterKey().certificate(OWN, "AA01", "PW", YEARS)),
        state("published-name-taken", newServer().trusted(OWN.toUpperCase(), "DD03")),
        state(
            "instance-certificate-changed",
            linked().instanceAt("other.6d71.database.windows.net")
                .certificate("other.6d71.database.windows.net", "EE04", "NA", YEARS)),
        state(
            "instance-certificate-under-another-name",
            newServer()
                .masterKey()
                .certificate("my mi", Thumbprint.of(INSTANCE_DER), "NA", YEARS)),
        state("instance-missing", newServer().withoutInstance()),
        state("sql-server-2014", newServer().version("12.0.6024.0", false)),
        state("2016-without-pack", newServer().version("13.0.6300.2", false)),
        state("2017-without-pack", newServer().version("14.0.3456.2", false)),
        state("2019-too-old", newServer().version("15.0.4188.2", false)),
        state("2022-without-procedure", newServer().version("16.0.1000.6", false)),
        state("hadr-disabled", newServer().withoutHadr()),
        state("collation-differs", newServer().collation("Latin1_General_CS_AS")));
  }

  private static Arguments state(String name, States state) {
    return Arguments.of(name, state.build());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("states")
  void thePlanIsTheOneThatWasReviewed(String name, CertState observed) {
    PlanText.assertGolden(name, CertPlan.of(WANTED, observed, RULES));
  }

  @Test
  void collationsThatDifferInCaseOnlyAreTheSame() {
    var observed = linked().collation("sql_latin1_general_cp1_ci_as").build();
    assertThat(CertPlan.of(WANTED, observed, RULES)).isEqualTo(Plan.converged());
  }

  @Test
  void aCertificateThatWouldEndDuringSeedingIsNotMade() {
    var plan = CertPlan.of(lasting(Duration.ofHours(40)), newServer().build(), RULES);
    assertThat(plan).isInstanceOf(Plan.Blocked.class);
    assertThat(((Plan.Blocked) plan).nextAction()).contains("options.certificateLifetime");
    assertThat(CertPlan.of(lasting(Duration.ofDays(3)), newServer().build(), RULES))
        .isInstanceOf(Plan.Steps.class);
  }

  @Test
  void theLifetimeIsCountedFromTheObservationAndWrittenWithoutSeparators() {
    var plan = (Plan.Steps) CertPlan.of(lasting(YEARS), newServer().build(), RULES);
    assertThat(plan.steps().get(1).action().shown()).contains("EXPIRY_DATE = '20290509'");
  }

  @Test
  void anInstanceWithAStrangeNameBlocksInsteadOfTrustingAWrongDomain() {
    assertThat(CertArm.suffix(FQDN)).isEqualTo("database.windows.net");
    assertThat(CertArm.suffix("mi.a.DATABASE.chinacloudapi.cn"))
        .isEqualTo("DATABASE.chinacloudapi.cn");
    org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
        .isThrownBy(() -> CertArm.suffix("mi.example.com"));
  }

  @Test
  void theLongerAnUploadTakesTheLessOftenItIsAskedAbout() {
    assertThat(lookAgain(Duration.ZERO)).isEqualTo(Duration.ofMillis(500));
    assertThat(lookAgain(Duration.ofSeconds(9))).isEqualTo(Duration.ofSeconds(3));
    assertThat(lookAgain(Duration.ofHours(2))).isEqualTo(Duration.ofSeconds(15));
  }

  private static Duration lookAgain(Duration elapsed) {
    var observed = linked().withoutTrust().uploading(RUNNING, elapsed).build();
    return ((Plan.Waiting) CertPlan.of(WANTED, observed, RULES)).lookAgain();
  }

  private static LinkRequested lasting(Duration lifetime) {
    LinkSpec link = Samples.link();
    var options = new LinkOptions(null, false, lifetime);
    return new LinkRequested(
        new LinkSpec(
            link.id(),
            link.rollout(),
            link.generation(),
            link.source(),
            link.database(),
            link.target(),
            link.names(),
            options),
        Samples.AT);
  }
}
