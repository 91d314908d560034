package io.linkfleet.plan;

import io.linkfleet.event.LinkEvent;
import io.smallrye.reactive.messaging.MutinyEmitter;
import java.util.Optional;

/**
 * What a phase service provides; {@link PhaseRunner} does the rest.
 *
 * @param <I> the event it acts on
 * @param <S> what it observes
 * @param <O> the event it emits once the wanted state is there
 */
public interface Phase<I extends LinkEvent, S, O extends LinkEvent> extends Phases<I> {
  @Override
  default Phase<I, ?, ?> of(I event) {
    return this;
  }

  /** The system that it changes: a few links of one lane are worked on, one at a time changes it. */
  String lane(I event);

  /** What is changed, as people call it. */
  String where(I event);

  /**
   * All that a look depends on, where many links share it, as those of one server do. While one of
   * them has just been seen to need nothing, the others with an equal key are not looked at again.
   * Empty where each link is looked at by itself.
   */
  default Optional<Object> shared(I event) {
    return Optional.empty();
  }

  /**
   * Goes there.
   *
   * @param carried what the last visit wanted remembered, or null
   */
  Visit<S> visit(I event, String carried);

  /** Compares the wanted with the observed. Pure: no I/O, no clock. */
  Plan plan(I event, S observed);

  /**
   * What a failure means, where this phase knows more than {@link Failures} does: waiting or
   * blocked. Pure.
   */
  default Optional<Plan> explain(I event, RuntimeException failure) {
    return Optional.empty();
  }

  /**
   * The event that says the wanted state is there. Total: during a dry run it is asked before the
   * steps were taken and then says what will be.
   */
  O converged(I event, S observed);

  /** Where that event goes. */
  MutinyEmitter<byte[]> out();
}
