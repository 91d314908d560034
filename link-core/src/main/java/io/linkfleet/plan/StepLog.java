package io.linkfleet.plan;

import io.linkfleet.event.LinkEvent;
import io.linkfleet.event.LinkEvent.LinkStep;
import io.smallrye.reactive.messaging.TracingMetadata;
import java.time.Clock;
import java.util.Optional;

/**
 * Owns what one visit tells of its steps: each is sent while the next one is taken, at most one at
 * a time; whoever closes this returns when the broker has all.
 */
final class StepLog implements AutoCloseable {
  private static final Runnable NOTHING = () -> {};

  private final Journal journal;
  private final Clock clock;
  private final LinkEvent event;
  private final String phase;
  private final String server;
  private final Optional<TracingMetadata> trace;
  private Runnable last = NOTHING;

  <I extends LinkEvent> StepLog(
      Journal journal,
      Clock clock,
      Phase<I, ?, ?> phase,
      I event,
      Optional<TracingMetadata> trace) {
    this.journal = journal;
    this.clock = clock;
    this.event = event;
    this.phase = phase.name();
    this.server = phase.where(event);
    this.trace = trace;
  }

  void done(Step step) {
    tell(step, "DONE", "");
  }

  void failed(Step step, String why) {
    tell(step, "FAILED", why);
  }

  private void tell(Step step, String outcome, String detail) {
    LinkStep said =
        new LinkStep(
            event.link(),
            phase,
            step.action().where().orElse(server),
            step.sentence(),
            step.action().shown(),
            outcome,
            detail,
            clock.instant());
    close();
    last = journal.step(said, trace);
  }

  @Override
  public void close() {
    Runnable before = last;
    last = NOTHING;
    before.run();
  }
}
