package io.linkfleet.monitor.watch;

import io.linkfleet.event.ReplicaReading;

/** One look at a link or a pair, ready for its table. */
sealed interface Seen permits Snapshot, PairSnapshot {
  /** What is told of it, or null when it could not be read. */
  ReplicaReading replica();

  /** Whether it is as {@code replica-connected} says. */
  boolean up();

  /** Whether it is known not to be so any more. */
  boolean lost();

  /** The same look at one that has, or has not, been connected before. */
  Seen connectedBefore(boolean before);

  /** The first row of its table that holds. */
  Verdict verdict();
}
