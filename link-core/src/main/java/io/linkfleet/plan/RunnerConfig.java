package io.linkfleet.plan;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How a phase runs its links. */
@ConfigMapping(prefix = "linkfleet.runner")
public interface RunnerConfig {
  /** Links that are worked on at the same time; two of a server at most. */
  @WithDefault("128")
  int lanes();

  /** Links that may be queued or running; more stay in Kafka. */
  @WithDefault("20000")
  int queued();

  /** How often the waiting links are looked through for due ones. */
  @WithDefault("100ms")
  Duration tick();

  /** How long running steps may take to end when the service stops. */
  @WithDefault("20s")
  Duration stopWithin();
}
