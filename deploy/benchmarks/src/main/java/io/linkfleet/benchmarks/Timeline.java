package io.linkfleet.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Owns the account of a rollout's makespan: what the server that was ready last did in each moment
 * of it, and how its last link then came to its end. The parts add up to the makespan.
 *
 * @param parts in the order of time as far as there is one
 */
record Timeline(List<Part> parts) {
  /** One part. */
  record Part(String what, Duration took) {}

  /**
   * When the last link's outcome of its fourth phase and its connection were told.
   *
   * @param created when azure-link-service said that the link is there
   * @param connected when the monitor saw the replica connected
   */
  record Told(Instant created, Instant connected) {}

  /**
   * Draws it up.
   *
   * @param rollout from the answer to the request to the last connection
   * @param statements all statements of the phases on the server of the last link
   * @param request the PUT of the last link
   * @param operation Azure's work on it
   * @param told what was told of it
   */
  static Timeline of(
      Span rollout, Collection<Effect> statements, Effect request, Effect operation, Told told) {
    List<Effect> changes = statements.stream().filter(e -> e.kind().equals("CHANGE")).toList();
    Instant first =
        changes.stream().map(Effect::at).min(Instant::compareTo).orElse(rollout.from());
    Instant last =
        changes.stream().map(Effect::end).max(Instant::compareTo).orElse(rollout.from());
    Clock clock = new Clock(rollout.from());
    clock.until(first, "before the server's first change");
    Span busy = new Span(clock.now, Span.later(clock.now, last));
    Duration changing = busy.covered(changes.stream().map(Effect::span).toList());
    Duration any = busy.covered(statements.stream().map(Effect::span).toList());
    clock.parts.add(new Part("statements that change the server", changing));
    clock.parts.add(new Part("only statements that look", any.minus(changing)));
    clock.parts.add(new Part("no statement, between the first change and the last",
        busy.length().minus(any)));
    clock.now = busy.to();
    clock.until(request.at(), "last change to the request to Azure");
    clock.until(operation.end(), "Azure's operation");
    clock.until(told.created(), "its end to link-created");
    clock.until(told.connected(), "link-created to replica-connected");
    clock.until(rollout.to(), "the rest");
    return new Timeline(List.copyOf(clock.parts));
  }

  /** Moves on, never back: what is over already when its turn comes takes no time. */
  private static final class Clock {
    private final List<Part> parts = new ArrayList<>();
    private Instant now;

    Clock(Instant now) {
      this.now = now;
    }

    void until(Instant then, String what) {
      Instant end = Span.later(now, then);
      parts.add(new Part(what, Duration.between(now, end)));
      now = end;
    }
  }

  Duration total() {
    return parts.stream().map(Part::took).reduce(Duration.ZERO, Duration::plus);
  }
}
