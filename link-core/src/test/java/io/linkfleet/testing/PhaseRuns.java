package io.linkfleet.testing;

import io.linkfleet.event.LinkEvent;
import io.linkfleet.plan.Phase;
import io.linkfleet.plan.Plan;
import io.linkfleet.plan.Step;
import io.linkfleet.plan.Visit;
import java.util.ArrayList;
import java.util.List;

/** Runs a phase without the bus, with a crash after a chosen number of steps. */
public final class PhaseRuns {
  private PhaseRuns() {}

  /**
   * Takes at most {@code steps} steps and leaves as a killed process would: without looking again.
   *
   * @return the sentences of the steps that were taken
   */
  public static <I extends LinkEvent, S, O extends LinkEvent> List<String> take(
      Phase<I, S, O> phase, I event, int steps) {
    List<String> taken = new ArrayList<>();
    try (Visit<S> visit = phase.visit(event, null)) {
      if (phase.plan(event, visit.observe()) instanceof Plan.Steps plan) {
        for (Step step : plan.steps()) {
          if (taken.size() == steps) {
            break;
          }
          visit.apply(step);
          taken.add(step.sentence());
        }
      }
    }
    return taken;
  }

  /** What the phase would do now. */
  public static <I extends LinkEvent, S, O extends LinkEvent> Plan plan(
      Phase<I, S, O> phase, I event) {
    try (Visit<S> visit = phase.visit(event, null)) {
      return phase.plan(event, visit.observe());
    }
  }

  /** The event that follows once the phase has converged. */
  public static <I extends LinkEvent, S, O extends LinkEvent> O converged(
      Phase<I, S, O> phase, I event) {
    try (Visit<S> visit = phase.visit(event, null)) {
      return phase.converged(event, visit.observe());
    }
  }
}
