package io.linkfleet.plan;

import io.linkfleet.event.LinkEvent;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a look at something has just shown that many links share and that needed nothing: a server
 * with a thousand databases is not asked a thousand times in the same moment. What is to be
 * changed, waited for or complained about is never taken from here.
 */
final class SharedLooks {
  /** As long as this, an answer would also be on its way in a busy network. */
  static final Duration SERVES = Duration.ofMillis(250);

  private record Key(String phase, Object shared) {}

  private record Look(Object observed, long beganNanos) {
    boolean serves() {
      return System.nanoTime() - beganNanos < SERVES.toNanos();
    }
  }

  private final Map<Key, Look> looks = new ConcurrentHashMap<>();

  /**
   * A look has shown that nothing is needed.
   *
   * @param beganNanos {@link System#nanoTime} before it
   */
  <I extends LinkEvent> void saw(Phase<I, ?, ?> phase, I event, Object observed, long beganNanos) {
    Optional<Object> shared = phase.shared(event);
    if (shared.isPresent()) {
      looks.values().removeIf(look -> !look.serves());
      looks.put(new Key(phase.name(), shared.get()), new Look(observed, beganNanos));
    }
  }

  /** What was just observed, if this link needs nothing either by that. */
  @SuppressWarnings("unchecked")
  <I extends LinkEvent, S, O extends LinkEvent> Optional<S> converged(
      Phase<I, S, O> phase, I event) {
    return phase
        .shared(event)
        .map(shared -> looks.get(new Key(phase.name(), shared)))
        .filter(Look::serves)
        .map(look -> (S) look.observed())
        .filter(observed -> phase.plan(event, observed).isConverged());
  }
}
