package io.linkfleet.monitor.watch;

/** How much a diagnosis matters. */
public enum Severity {
  /** As it should be. */
  OK,
  /** On its way; nothing to do. */
  INFO,
  /** Somebody should look at it today. */
  WARNING,
  /** Data is not being replicated, or nobody can tell. */
  CRITICAL
}
