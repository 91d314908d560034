package io.linkfleet.monitor.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;

/** A broker that says nothing for a while is told, and so is its return. */
class BrokerContactTest {
  private Instant now = Instant.parse("2026-11-21T10:00:00Z");
  private double heartbeats = 1;

  private final Clock clock =
      new Clock() {
        @Override
        public Instant instant() {
          return now;
        }

        @Override
        public ZoneOffset getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }
      };

  private final BrokerContact contact = new BrokerContact(() -> heartbeats, clock);

  private HealthCheckResponse after(int seconds) {
    now = now.plus(Duration.ofSeconds(seconds));
    contact.listen();
    return contact.call();
  }

  @Test
  void silenceIsToldWithTheMomentWhenTheBrokerWasHeardLast() {
    assertThat(after(1).getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
    assertThat(after(14).getStatus()).isEqualTo(HealthCheckResponse.Status.UP);

    HealthCheckResponse silent = after(1);

    assertThat(silent.getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
    assertThat(silent.getData().orElseThrow()).containsEntry("heardAt", "2026-11-21T10:00:01Z");

    heartbeats++;
    assertThat(after(1).getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
  }
}
