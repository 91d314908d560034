package io.linkfleet.plan;

import java.util.Optional;

/**
 * One visit of a phase to the systems that one link touches: it observes, takes steps, and leaves.
 *
 * <p>Failures are thrown as {@link io.linkfleet.sqlserver.SqlFailure} or {@link
 * io.linkfleet.azure.AzureFailure}; {@link Failures} maps them.
 */
public interface Visit<S> extends AutoCloseable {
  /** Reads what is true now. */
  S observe();

  /**
   * Makes this visit the only one that changes the system, until {@link #unlock()}; waits a moment
   * for its turn.
   *
   * @return false when somebody else is changing it
   */
  boolean lock();

  /** Lets others change the system; nothing when it is not locked. */
  default void unlock() {}

  /** Takes one step. */
  void apply(Step step);

  /** What to remember if the link has to wait after the steps, for example an operation's address. */
  default Optional<String> carried() {
    return Optional.empty();
  }

  /** Leaves, and releases the lock. */
  @Override
  void close();
}
