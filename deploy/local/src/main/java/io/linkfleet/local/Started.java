package io.linkfleet.local;

import java.time.Duration;
import java.util.List;

/** How an attempt to start or stop a stack ended. */
public sealed interface Started {
  /**
   * Every process is ready.
   *
   * @param took from the command to the last process being ready
   */
  record Ready(Duration took) implements Started {}

  /**
   * Nothing of it runs; what had been started was stopped again.
   *
   * @param sentence why
   * @param details what helps to understand it, for example the end of a log
   */
  record Refused(String sentence, List<String> details) implements Started {}
}
