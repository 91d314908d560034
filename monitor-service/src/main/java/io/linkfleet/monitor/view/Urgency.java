package io.linkfleet.monitor.view;

/** How soon a person should look at a link; what needs somebody most comes first. */
public enum Urgency {
  /** It goes on only when a person has acted. */
  BLOCKED,
  /** It was connected and is not any more. */
  LOST,
  /** Its server cannot be asked. */
  UNKNOWN,
  /** None of these, but its last health was WARNING or CRITICAL. */
  UNHEALTHY,
  /** It waits, and is looked at again by itself. */
  WAITING,
  /** A phase works on it. */
  RUNNING,
  /** Nothing to do: as it was asked for. */
  NONE;

  static Urgency of(Status status, boolean unhealthy) {
    return switch (status) {
      case BLOCKED -> BLOCKED;
      case LOST -> LOST;
      case UNKNOWN -> UNKNOWN;
      case WAITING -> unhealthy ? UNHEALTHY : WAITING;
      case RUNNING -> unhealthy ? UNHEALTHY : RUNNING;
      case CONNECTED, PAUSED, REMOVED -> unhealthy ? UNHEALTHY : NONE;
    };
  }
}
