package io.linkfleet.plan;

import java.time.Duration;
import java.util.List;

/** What a phase concludes from what it wants and what it observed. */
public sealed interface Plan {
  /**
   * Do these, in this order. None at all means converged.
   *
   * @param steps the steps
   */
  record Steps(List<Step> steps) implements Plan {
    public Steps {
      steps = List.copyOf(steps);
    }
  }

  /**
   * Nothing to do now; look again.
   *
   * @param reason as a code
   * @param sentence what it waits for
   * @param lookAgain after this long
   * @param carried remembered until then, or null
   */
  record Waiting(Reason reason, String sentence, Duration lookAgain, String carried)
      implements Plan {}

  /**
   * A person must act.
   *
   * @param reason as a code
   * @param sentence what is wrong, and where
   * @param nextAction what to do, with the statement where there is one
   */
  record Blocked(Reason reason, String sentence, String nextAction) implements Plan {}

  /** The wanted state is there. */
  static Plan converged() {
    return new Steps(List.of());
  }

  /** Whether nothing is left to do. */
  default boolean isConverged() {
    return this instanceof Steps steps && steps.steps().isEmpty();
  }
}
