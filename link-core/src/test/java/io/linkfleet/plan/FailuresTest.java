package io.linkfleet.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.azure.AzureFailure;
import io.linkfleet.sqlserver.SqlFailure;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every failure either waits or blocks, says where, and blocking says what to do. */
class FailuresTest {
  @ParameterizedTest
  @CsvSource({
    "1205, 40001, waiting, TRANSIENT",
    "1222, S0001, waiting, TRANSIENT",
    "0, 08S01, waiting, UNREACHABLE",
    "0, HY008, waiting, UNREACHABLE",
    "18456, S0001, blocked, CREDENTIALS",
    "15247, S0001, blocked, PERMISSION",
    "35221, S0001, blocked, HADR_DISABLED",
    "2812, S0062, blocked, VERSION",
    "19499, S0001, blocked, VERSION",
    "1475, S0001, blocked, BACKUP",
    "9692, S0001, blocked, ENDPOINT_CONFLICT",
    "3201, S0001, blocked, BACKUP",
    "1465, S0001, blocked, STATEMENT_REFUSED"
  })
  void failuresOfSqlServer(int number, String state, String outcome, Reason reason) {
    Plan plan =
        Failures.after(
            SqlFailure.of("SQL01", "doing it", new SQLException("said so", state, number)), 0, 0.5);
    assertOutcome(plan, outcome, reason, "SQL01");
  }

  @ParameterizedTest
  @CsvSource({
    "UNREACHABLE, 503, waiting, UNREACHABLE",
    "THROTTLED, 429, waiting, THROTTLED",
    "TRANSIENT, 409, waiting, TRANSIENT",
    "CREDENTIALS, 401, blocked, CREDENTIALS",
    "PERMISSION, 403, blocked, PERMISSION",
    "NOT_FOUND, 404, blocked, REQUEST_REFUSED",
    "PERMANENT, 400, blocked, REQUEST_REFUSED"
  })
  void failuresOfAzure(AzureFailure.Kind kind, int status, String outcome, Reason reason) {
    Plan plan =
        Failures.after(
            new AzureFailure(kind, status, "Code", null, "doing it", "said so", null), 0, 0.5);
    assertOutcome(plan, outcome, reason, "doing it");
  }

  private static void assertOutcome(Plan plan, String outcome, Reason reason, String mentions) {
    if (outcome.equals("waiting")) {
      assertThat(plan).isInstanceOf(Plan.Waiting.class);
      assertThat(((Plan.Waiting) plan).reason()).isEqualTo(reason);
      assertThat(((Plan.Waiting) plan).sentence()).contains(mentions);
    } else {
      assertThat(plan).isInstanceOf(Plan.Blocked.class);
      assertThat(((Plan.Blocked) plan).reason()).isEqualTo(reason);
      assertThat(((Plan.Blocked) plan).sentence()).contains(mentions);
      assertThat(((Plan.Blocked) plan).nextAction()).isNotBlank();
    }
  }

  @Test
  void whatAzureAsksForIsObeyed() {
    Duration asked = Duration.ofSeconds(37);
    Plan plan =
        Failures.after(
            new AzureFailure(AzureFailure.Kind.THROTTLED, 429, "", asked, "x", "y", null), 5, 0.9);
    assertThat(((Plan.Waiting) plan).lookAgain()).isEqualTo(asked);
  }

  @Test
  void manyWhoWereAskedToWaitDoNotComeBackAtTheSameInstant() {
    Duration asked = Duration.ofSeconds(10);
    var failure =
        new AzureFailure(AzureFailure.Kind.UNREACHABLE, 503, "", asked, "x", "y", null);
    Duration first = ((Plan.Waiting) Failures.after(failure, 0, 0)).lookAgain();
    Duration last = ((Plan.Waiting) Failures.after(failure, 0, 1)).lookAgain();
    assertThat(first).isEqualTo(asked);
    assertThat(last).isEqualTo(Duration.ofSeconds(15));
  }

  @Test
  void delaysGrowAndAreBounded() {
    assertThat(Failures.delay(0, 0.5)).isEqualTo(Duration.ofSeconds(1));
    assertThat(Failures.delay(3, 0.5)).isEqualTo(Duration.ofSeconds(8));
    assertThat(Failures.delay(500, 0.5)).isEqualTo(Duration.ofSeconds(60));
    assertThat(Failures.delay(500, 1)).isLessThanOrEqualTo(Duration.ofSeconds(75));
  }
}
