package io.linkfleet.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.linkfleet.event.EventCodec;
import io.linkfleet.event.LinkEvent.LinkRequested;
import io.linkfleet.event.LinkEvent.LinkWaiting;
import io.linkfleet.event.Samples;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A seat is offered when its time has come, once, and its last word counts. */
class WaitingRoomTest {
  private final Clock clock = Clock.systemUTC();
  private final WaitingRoom room = new WaitingRoom(clock);

  private LinkWaiting waiting(Instant until) {
    var link = Samples.link();
    var input = EventCodec.json().valueToTree(new LinkRequested(link, Samples.AT));
    return new LinkWaiting(
        link, "cert", "UNREACHABLE", "no answer", Samples.AT, until, 0, null,
        (com.fasterxml.jackson.databind.JsonNode) input, Samples.AT);
  }

  @Test
  void whoseTimeHasComeIsOfferedOnce() {
    room.enter(waiting(clock.instant().minusSeconds(1)));
    assertThat(room.due()).hasSize(1);
    assertThat(room.due()).isEmpty();
    assertThat(room.size()).isEqualTo(1);
  }

  @Test
  void othersWait() {
    room.enter(waiting(clock.instant().plusSeconds(60)));
    assertThat(room.due()).isEmpty();
  }

  @Test
  void theLastWordCounts() {
    room.enter(waiting(clock.instant().minusSeconds(1)));
    room.enter(waiting(clock.instant().plusSeconds(60)));
    assertThat(room.due()).isEmpty();
    room.enter(waiting(clock.instant().plusMillis(50)));
    await().atMost(Duration.ofSeconds(5)).until(() -> room.due().size() == 1);
  }

  @Test
  void whoLeavesIsNotOffered() {
    room.enter(waiting(clock.instant().minusSeconds(1)));
    assertThat(room.leave(Samples.link().id())).isTrue();
    assertThat(room.leave(Samples.link().id())).isFalse();
    assertThat(room.due()).isEmpty();
  }
}
