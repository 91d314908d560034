package io.linkfleet.cert;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.azure.AzureFailure;
import io.linkfleet.plan.Plan;
import io.linkfleet.plan.Reason;
import io.linkfleet.sqlserver.SqlFailure;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Errors that a person, or the next look, can do something about. */
class CertExplainTest {
  private static Optional<Plan> explained(int number, String text) {
    var thrown = new SQLException(text, "S0001", number);
    return CertChecks.explain(SqlFailure.of("SQL01", "creating the certificate", thrown));
  }

  @Test
  void aMasterKeyThatDoesNotOpenByItselfNamesTheStatementThatHelps() {
    var plan = (Plan.Blocked) explained(15581, "Please create a master key").orElseThrow();
    assertThat(plan.nextAction()).contains("ADD ENCRYPTION BY SERVICE MASTER KEY");
  }

  @Test
  void aWeakMasterKeyPasswordIsAQuestionOfCredentials() {
    var plan = (Plan.Blocked) explained(15118, "is not complex enough").orElseThrow();
    assertThat(plan.reason()).isEqualTo(Reason.CREDENTIALS);
    assertThat(plan.sentence()).contains("SQL01").contains("15118");
  }

  @Test
  void aCertificateThatTheLoginDoesNotSeeIsAQuestionOfItsPermissions() {
    var plan = (Plan.Blocked) explained(15232, "already exists").orElseThrow();
    assertThat(plan.reason()).isEqualTo(Reason.CERTIFICATE_CONFLICT);
    assertThat(plan.nextAction()).contains("VIEW ANY DEFINITION");
  }

  @Test
  void aCertificateThatAnotherStackHasJustPublishedIsLookedAtAgain() {
    assertThat(refused("CertificateAlreadyExists"))
        .get()
        .isInstanceOfSatisfying(
            Plan.Waiting.class,
            it -> assertThat(it.sentence()).contains("CertificateAlreadyExists", "ooking again"));
    assertThat(refused("InvalidPublicBlob")).isEmpty();
  }

  private static Optional<Plan> refused(String code) {
    return CertPlan.refused(
        new AzureFailure(
            AzureFailure.Kind.PERMANENT, 400, code, null, "publishing", "It is there.", null));
  }

  @Test
  void otherErrorsAreLeftToWhatAllPhasesKnow() {
    assertThat(explained(1205, "deadlock")).isEmpty();
  }
}
