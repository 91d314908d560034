package io.linkfleet.plan;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How a phase runs its links. */
@ConfigMapping(prefix = "linkfleet.runner")
public interface RunnerConfig {
  /** Links that are worked on at the same time. */
  @WithDefault("128")
  int lanes();

  /**
   * How many of them may be of one lane. With two, the next is already looked at while the steps of
   * one run, and then waits for the lock. With one, it is looked at afterwards: better where links
   * share what a server needs, since whoever waits for a lock holds it only to find nothing to do.
   */
  @WithDefault("2")
  int together();

  /** Links that may be queued or running; more stay in Kafka. */
  @WithDefault("20000")
  int queued();

  /** How often the waiting links are looked through for due ones. */
  @WithDefault("50ms")
  Duration tick();

  /** How long running steps may take to end when the service stops. */
  @WithDefault("20s")
  Duration stopWithin();
}
