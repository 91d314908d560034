package io.linkfleet.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.linkfleet.azure.Azure.Operation;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How an operation stands, whatever Azure answers about it. */
class SdkOperationsTest {
  private static final String ADDRESS = "https://management.azure.com/o/1";
  private final SdkOperations operations =
      new SdkOperations(Clock.systemUTC(), Duration.ofSeconds(1));

  private Operation state(int status, String body) {
    return operations.state("asking", ADDRESS, new Answer(status, body));
  }

  @Test
  void theStatusInTheBodyCounts() {
    assertThat(state(200, "{\"status\":\"InProgress\"}"))
        .isEqualTo(new Operation.Running(ADDRESS));
    assertThat(state(200, "{\"status\":\"Accepted\"}")).isEqualTo(new Operation.Running(ADDRESS));
    assertThat(state(200, "{\"status\":\"succeeded\"}")).isEqualTo(new Operation.Succeeded());
    assertThat(state(200, "{\"status\":\"Failed\",\"error\":{\"code\":\"C\",\"message\":\"m\"}}"))
        .isEqualTo(new Operation.Failed("C", "m"));
    assertThat(state(200, "{\"status\":\"Canceled\"}"))
        .isEqualTo(new Operation.Failed("canceled", ""));
  }

  @Test
  void aResultAddressIsUnderstoodAsWell() {
    assertThat(state(202, "")).isEqualTo(new Operation.Running(ADDRESS));
    assertThat(state(204, "")).isEqualTo(new Operation.Succeeded());
    assertThat(state(200, "{\"id\":\"/x\",\"properties\":{}}"))
        .isEqualTo(new Operation.Succeeded());
    assertThat(state(409, "{\"error\":{\"code\":\"C\",\"message\":\"m\"}}"))
        .isEqualTo(new Operation.Failed("C", "m"));
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 410})
  void whatAzureDoesNotKnowOrTellIsUnknown(int status) {
    assertThat(state(status, "{\"error\":{\"code\":\"X\"}}")).isEqualTo(new Operation.Unknown());
  }

  @ParameterizedTest
  @CsvSource({"200, ''", "200, <html>", "200, {}", "200, []", "200, '{\"status\"'", "500, ''"})
  void aBrokenAnswerIsNoEndOfTheOperation(int status, String body) {
    assertThatThrownBy(() -> state(status, body))
        .isInstanceOfSatisfying(
            AzureFailure.class,
            e -> assertThat(e.kind()).isEqualTo(AzureFailure.Kind.UNREACHABLE));
  }

  @ParameterizedTest
  @CsvSource({
    "https://management.azure.com/o/1, true",
    "https://MANAGEMENT.azure.com:443/o/1, true",
    "http://management.azure.com/o/1, false",
    "https://management.azure.com.evil.example/o/1, false",
    "https://management.azure.com@evil.example/o/1, false",
    "https://user@management.azure.com/o/1, false",
    "https://management.azure.com:8443/o/1, false",
    "no address at all, false",
    "/o/1, false"
  })
  void theTokenGoesNowhereButToAzure(String address, boolean belongs) {
    assertThat(operations.belongTo("https://management.azure.com", address)).isEqualTo(belongs);
  }
}
