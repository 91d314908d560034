package io.linkfleet.monitor.view;

import java.util.Map;

/** How a link is, in one word. */
public enum Status {
  /** A phase works on it. */
  RUNNING,
  /** It waits for something, and is looked at again by itself. */
  WAITING,
  /** A person must act. */
  BLOCKED,
  /** The replica is CONNECTED, as last seen. */
  CONNECTED,
  /** It was connected; its server cannot be asked now. */
  UNKNOWN,
  /** It was connected and is not any more. */
  LOST,
  /** A pair's session is suspended, as was asked for. */
  PAUSED,
  /** A pair's session is gone, as was asked for. */
  REMOVED;

  /** The diagnoses that say that what was asked for is not a running session. */
  static final Map<String, Status> AS_ASKED = Map.of("PAUSED", PAUSED, "REMOVED", REMOVED);
}
