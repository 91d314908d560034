package io.linkfleet.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.management.exception.ManagementError;
import com.azure.core.management.exception.ManagementException;
import io.linkfleet.azure.AzureFailure.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Exceptions;

/** What the SDK throws, in Linkfleet's words. */
class SdkFailuresTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-21T10:00:00Z"), ZoneOffset.UTC);

  private static AzureFailure of(RuntimeException thrown) {
    return SdkFailures.of("creating the link x", thrown, CLOCK);
  }

  @ParameterizedTest
  @CsvSource({
    "400, InvalidCollation, PERMANENT",
    "409, RemoteDatabaseExists, PERMANENT",
    "409, ManagedInstanceIsBusy, TRANSIENT",
    "409, ConflictingServerOperation, TRANSIENT",
    "400, OperationCanNotStartDueToMiLink, TRANSIENT",
    "401, AuthenticationFailed, CREDENTIALS",
    "403, AuthorizationFailed, PERMISSION",
    "404, ResourceNotFound, NOT_FOUND",
    "408, RequestTimeout, UNREACHABLE",
    "500, OperationTimedOut, UNREACHABLE",
    "503, DatabaseUnavailable, UNREACHABLE",
    "504, RequestTimeout, UNREACHABLE"
  })
  void anAnswerIsSortedByStatusAndCode(int status, String code, Kind kind) {
    AzureFailure failure =
        of(
            new ManagementException(
                "Status code " + status, new Answer(status, ""), new ManagementError(code, "So.")));
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.status()).isEqualTo(status);
    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure).hasMessageContaining("creating the link x").hasMessageContaining("So.");
  }

  @Test
  void anAnswerWithoutAnErrorBodyIsStillSorted() {
    assertThat(of(new ManagementException("x", new Answer(500, ""), null)).kind())
        .isEqualTo(Kind.UNREACHABLE);
    assertThat(of(new HttpResponseException("<html>", new Answer(403, "<html>"))).kind())
        .isEqualTo(Kind.PERMISSION);
  }

  @Test
  void anAnswerThatIsNotUnderstoodIsNoRefusal() {
    AzureFailure failure =
        of(new HttpResponseException("Deserialization Failed.", new Answer(200, "<html>")));
    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(failure).hasMessageContaining("not understood");
  }

  @Test
  void noAnswerIsUnreachableEvenWrappedByTheReactor() {
    RuntimeException wrapped =
        Exceptions.propagate(new java.net.ConnectException("Connection refused"));
    assertThat(of(wrapped).kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(of(wrapped)).hasMessageContaining("Connection refused");
    assertThat(of(new IllegalStateException("Timeout on blocking read")).kind())
        .isEqualTo(Kind.UNREACHABLE);
  }

  @Test
  void credentialsThatAreRefusedBlockAndATokenServiceThatIsDownDoesNot() {
    assertThat(of(new ClientAuthenticationException("AADSTS7000215", null)).kind())
        .isEqualTo(Kind.CREDENTIALS);
    assertThat(of(new ClientAuthenticationException("invalid", new Answer(400, ""))).kind())
        .isEqualTo(Kind.CREDENTIALS);
    assertThat(of(new ClientAuthenticationException("down", new Answer(503, ""))).kind())
        .isEqualTo(Kind.UNREACHABLE);
  }

  @Test
  void aUsedUpAllowanceSaysWhenToComeBack() {
    AzureFailure failure = of(new Allowance.UsedUp(Duration.ofSeconds(9), 0));
    assertThat(failure.kind()).isEqualTo(Kind.THROTTLED);
    assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(9));
  }

  @Test
  void aMessageOfManyLinesBecomesOneShortLine() {
    var error = new ManagementError("Code", "one\r\n  two\n" + "x".repeat(2000));
    String said = of(new ManagementException("x", new Answer(400, ""), error)).getMessage();
    assertThat(said).contains("one two").doesNotContain("\n").hasSizeLessThan(700);
  }

  private static Duration retryAfter(String value, String date) {
    Answer answer = new Answer(429, "");
    if (value != null) {
      answer.with(HttpHeaderName.RETRY_AFTER, value);
    }
    if (date != null) {
      answer.with(HttpHeaderName.DATE, date);
    }
    return SdkFailures.retryAfter(answer, CLOCK);
  }

  @Test
  void retryAfterIsReadAsSecondsAndAsADate() {
    assertThat(retryAfter(" 17 ", null)).isEqualTo(Duration.ofSeconds(17));
    assertThat(retryAfter("0", null)).isZero();
    assertThat(retryAfter("-5", null)).isZero();
    assertThat(retryAfter("Sat, 21 Nov 2026 10:00:42 GMT", null))
        .isEqualTo(Duration.ofSeconds(42));
    assertThat(retryAfter("Sat, 21 Nov 2026 09:00:00 GMT", null)).isZero();
  }

  @Test
  void aDateIsMeasuredWithTheClockOfTheAnswer() {
    assertThat(retryAfter("Sat, 21 Nov 2026 12:00:30 GMT", "Sat, 21 Nov 2026 12:00:00 GMT"))
        .isEqualTo(Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "1.5", "21/11/2026"})
  void whatIsNoRetryAfterIsNone(String value) {
    assertThat(retryAfter(value, null)).isNull();
  }

  @Test
  void noRetryAfterIsNone() {
    assertThat(retryAfter(null, null)).isNull();
  }
}
