package io.linkfleet.monitor.view;

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
  LOST
}
