package io.linkfleet.plan;

import io.linkfleet.event.LinkEvent.LinkWaiting;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The links of a phase that wait, as its compacted waiting topic says: rebuilt from the topic at
 * every start, so a wait needs no thread, no unacknowledged record and no memory of its own.
 *
 * <p>When a wait is over is measured from when it was read here as well, so a clock that steps
 * cannot postpone it for long.
 */
final class WaitingRoom {
  /** The longest anyone waits without being looked at, whatever the record or the clock says. */
  static final Duration LONGEST = Duration.ofMinutes(15);

  private record Seat(LinkWaiting waiting, long dueNanos) {}

  private final Clock clock;
  private final Map<String, Seat> seats = new HashMap<>();

  WaitingRoom(Clock clock) {
    this.clock = clock;
  }

  /** Takes a seat, or moves to another one. */
  synchronized void enter(LinkWaiting waiting) {
    Duration left = Duration.between(clock.instant(), waiting.lookAgainAt());
    if (left.compareTo(LONGEST) > 0) {
      left = LONGEST;
    }
    long due = System.nanoTime() + Math.max(0, left.toNanos());
    seats.put(waiting.link().id(), new Seat(waiting, due));
  }

  /** Leaves. */
  synchronized boolean leave(String link) {
    return seats.remove(link) != null;
  }

  /** The seat of a link, or null. */
  synchronized LinkWaiting of(String link) {
    Seat seat = seats.get(link);
    return seat == null ? null : seat.waiting();
  }

  /**
   * Those whose time has come. Each is handed out once; it is offered again after {@code LONGEST}
   * unless it leaves or takes a new seat.
   */
  synchronized List<LinkWaiting> due() {
    long now = System.nanoTime();
    List<LinkWaiting> due =
        seats.values().stream()
            .filter(seat -> seat.dueNanos() - now <= 0)
            .map(Seat::waiting)
            .toList();
    due.forEach(
        waiting ->
            seats.put(waiting.link().id(), new Seat(waiting, now + LONGEST.toNanos())));
    return due;
  }

  synchronized int size() {
    return seats.size();
  }

  /** When the first seat was taken that is still taken, for the metrics. */
  synchronized Instant oldest() {
    return seats.values().stream()
        .map(seat -> seat.waiting().since())
        .min(Instant::compareTo)
        .orElse(null);
  }
}
