package io.linkfleet.monitor.watch;

import static io.linkfleet.monitor.Readings.reading;
import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.event.ReplicaReading;
import io.linkfleet.event.Samples;
import io.linkfleet.monitor.MonitorConfig;
import io.linkfleet.monitor.Readings;
import io.linkfleet.sqlserver.SqlFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is seen in, what is said out. */
class DiagnosisTest {
  static final MonitorConfig.Limits LIMITS =
      new MonitorConfig.Limits() {
        @Override
        public Duration lag() {
          return Duration.ofMinutes(5);
        }

        @Override
        public long redoQueueKb() {
          return 1000;
        }

        @Override
        public long sendQueueKb() {
          return 2000;
        }

        @Override
        public Duration certificate() {
          return Duration.ofDays(60);
        }
      };
  private static final Instant NOW = Samples.AT;

  private static Snapshot seen(ReplicaReading replica, boolean before) {
    return new Snapshot(Samples.link(), "DAG_Sales_mi_west", replica, null, true, before,
        null, NOW, LIMITS);
  }

  private static Snapshot failed(SqlFailure.Kind kind) {
    return new Snapshot(Samples.link(), "DAG_Sales_mi_west", null,
        SqlFailure.of(kind, "SQL01", "said why"), true, true, null, NOW, LIMITS);
  }

  private static Snapshot expiring(ReplicaReading replica, Duration left) {
    return new Snapshot(Samples.link(), "DAG_Sales_mi_west", replica, null, true, true,
        new Expiry("SQL01", "Cert_SQL01_endpoint", NOW.plus(left)), NOW, LIMITS);
  }

  private static ReplicaReading queues(Long send, Long redo, Long lag) {
    return new ReplicaReading("mi-west", "CONNECTED", "SYNCHRONIZING", "HEALTHY", false, send, redo,
        lag, "1", 0, null, null, null, "COMPLETED");
  }

  private static final ReplicaReading SUSPENDED =
      new ReplicaReading("mi-west", "CONNECTED", "NOT SYNCHRONIZING", "NOT_HEALTHY", true, 1L, 1L,
          1L, "1", 0, null, null, null, "COMPLETED");

  static Stream<Arguments> table() {
    Snapshot hidden =
        new Snapshot(Samples.link(), "DAG_Sales_mi_west", null, null, false, true, null, NOW,
            LIMITS);
    return Stream.of(
        row(failed(SqlFailure.Kind.PERMISSION), "PERMISSION_MISSING", "CRITICAL", "SQL01"),
        row(hidden, "PERMISSION_MISSING", "CRITICAL", "SQL01"),
        row(failed(SqlFailure.Kind.LOGIN), "CREDENTIALS_REFUSED", "CRITICAL", "said why"),
        row(failed(SqlFailure.Kind.TLS), "TLS_REFUSED", "CRITICAL", "said why"),
        row(failed(SqlFailure.Kind.UNREACHABLE), "SERVER_UNREACHABLE", "CRITICAL", "said why"),
        row(failed(SqlFailure.Kind.PERMANENT), "SERVER_UNREACHABLE", "CRITICAL", "said why"),
        row(seen(null, true), "GROUP_MISSING", "CRITICAL", "DAG_Sales_mi_west on SQL01"),
        row(seen(Readings.disconnected(0), false), "CONNECTING", "INFO", "not connected yet"),
        row(seen(Readings.disconnected(0), true), "DISCONNECTED", "CRITICAL", "Sales on SQL01"),
        row(seen(Readings.disconnected(41962), false), "DISCONNECTED", "CRITICAL", "five minutes"),
        row(seen(Readings.disconnected(41973), false), "DISCONNECTED", "CRITICAL",
            "the instance does not have the server's certificate"),
        row(seen(Readings.disconnected(41974), false), "DISCONNECTED", "CRITICAL",
            "the server does not have the instance's certificate"),
        row(seen(Readings.disconnected(41976), false), "DISCONNECTED", "CRITICAL", "do not match"),
        row(seen(Readings.disconnected(41977), false), "DISCONNECTED", "CRITICAL", "respond"),
        row(seen(Readings.disconnected(41986), true), "DISCONNECTED", "CRITICAL",
            "error 41986, the connection failed"),
        row(seen(Readings.disconnected(47521), false), "DISCONNECTED", "CRITICAL", "request"),
        row(seen(Readings.disconnected(35250), true), "DISCONNECTED", "CRITICAL", "not active"),
        row(seen(Readings.disconnected(12345), true), "DISCONNECTED", "CRITICAL",
            "error 12345, SQL Server names the cause (text of 12345)"),
        row(seen(Readings.disconnected(1412), true), "SEEDING_FAILED", "CRITICAL", "log backup"),
        row(seen(reading("CONNECTED", null, "NOT_HEALTHY", 0, 40, "FAILED, SQL Error, error 1408"),
            true), "SEEDING_FAILED", "CRITICAL", "SQL Error, error 1408"),
        row(seen(SUSPENDED, true), "SUSPENDED", "CRITICAL", "suspended"),
        row(seen(reading("CONNECTED", "INITIALIZING", "NOT_HEALTHY", 0, 40, "SEEDING"), true),
            "SEEDING", "INFO", "being seeded: 40 %"),
        row(seen(reading("CONNECTED", null, "NOT_HEALTHY", 0, null, null), true), "JOINING", "INFO",
            "has not joined yet"),
        row(seen(reading("CONNECTED", "NOT SYNCHRONIZING", "NOT_HEALTHY", 0, null, "COMPLETED"),
            true), "NOT_HEALTHY", "WARNING", "NOT SYNCHRONIZING and NOT_HEALTHY"),
        row(seen(reading("CONNECTED", "SYNCHRONIZING", "PARTIALLY_HEALTHY", 0, null, null), true),
            "NOT_HEALTHY", "WARNING", "PARTIALLY_HEALTHY"),
        row(seen(queues(1L, 1L, 301L), true), "LAG_HIGH", "WARNING", "301 s behind"),
        row(seen(queues(1L, 1001L, 300L), true), "REDO_QUEUE_HIGH", "WARNING", "1001 KB"),
        row(seen(queues(2001L, 1000L, 1L), true), "SEND_QUEUE_HIGH", "WARNING", "2001 KB"),
        row(expiring(Readings.healthy(), Duration.ofDays(60)), "CERTIFICATE_EXPIRES", "WARNING",
            "[Cert_SQL01_endpoint] on SQL01 expires on 2027-01-20"),
        row(expiring(Readings.healthy(), Duration.ofDays(61)), "HEALTHY", "OK", "replicated"),
        row(expiring(Readings.healthy(), Duration.ZERO), "CERTIFICATE_EXPIRED", "CRITICAL",
            "expired on 2026-11-21; Sales on SQL01 cannot connect again once"),
        row(expiring(Readings.disconnected(0), Duration.ofDays(-1)), "CERTIFICATE_EXPIRED",
            "CRITICAL", "expired on 2026-11-20; Sales on SQL01 cannot connect"),
        row(seen(queues(2000L, 1000L, 300L), true), "HEALTHY", "OK", "replicated to mi-west"),
        row(seen(queues(null, null, null), true), "HEALTHY", "OK", "replicated to mi-west"),
        // an old error of a link that works again, and a seeding that went on after an attempt
        row(seen(reading("CONNECTED", "SYNCHRONIZING", "HEALTHY", 1412, null, "FAILED"), true),
            "HEALTHY", "OK", "replicated"),
        row(seen(reading("CONNECTED", "SYNCHRONIZED", "HEALTHY", 0, null, "COMPLETED"), true),
            "HEALTHY", "OK", "replicated"));
  }

  private static Arguments row(Snapshot snapshot, String code, String severity, String sentence) {
    return Arguments.of(snapshot, code, severity, sentence);
  }

  @ParameterizedTest
  @MethodSource("table")
  void whatIsSeenHasOneDiagnosis(
      Snapshot snapshot, String code, String severity, String sentence) {
    Diagnosis diagnosis = Diagnosis.of(snapshot);

    assertThat(diagnosis.name()).isEqualTo(code);
    assertThat(diagnosis.severity().name()).isEqualTo(severity);
    assertThat(diagnosis.sentence(snapshot)).contains(sentence);
    if (diagnosis.severity().compareTo(Severity.INFO) > 0) {
      assertThat(diagnosis.nextAction(snapshot)).endsWith(".").hasSizeGreaterThan(10);
    }
  }

  @Test
  void everyRowOfTheTableIsReachedByThisTest() {
    Set<Diagnosis> reached = EnumSet.noneOf(Diagnosis.class);
    table().forEach(row -> reached.add(Diagnosis.of((Snapshot) row.get()[0])));

    assertThat(reached).containsExactlyInAnyOrderElementsOf(Arrays.asList(Diagnosis.values()));
  }
}
