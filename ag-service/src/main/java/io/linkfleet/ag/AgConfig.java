package io.linkfleet.ag;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How ag-service treats databases. */
@ConfigMapping(prefix = "linkfleet.ag")
public interface AgConfig {
  /**
   * Longest time a full backup may take, at most 20 days. The backup holds its session, its lane
   * and the server's application lock until it ends.
   */
  @WithDefault("24h")
  Duration backupLimit();

  /**
   * Age of the oldest full backup in the hand-over directory that the copy of a mirrored database
   * is made from; older ones, and those elsewhere, are left alone and a new one is taken.
   */
  @WithDefault("24h")
  Duration backupAge();
}
