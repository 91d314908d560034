package io.linkfleet.monitor;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the monitor watches, and from when on it warns. */
@ConfigMapping(prefix = "linkfleet.monitor")
public interface MonitorConfig {
  /** How often a server is asked while one of its links has not connected yet. */
  @WithDefault("1s")
  Duration pollUnconnected();

  /** How often a server is asked once all of its links are connected. */
  @WithDefault("5s")
  Duration pollConnected();

  /** The health of a link is published on every change and at least this often. */
  @WithDefault("30s")
  Duration heartbeat();

  /** Servers that are asked at the same time, of those that answered last time. */
  @WithDefault("32")
  int serversAtOnce();

  /** Servers that are asked at the same time, of those that did not answer last time. */
  @WithDefault("16")
  int suspectsAtOnce();

  /** How long the broker may take to acknowledge all records of a rollout. */
  @WithDefault("60s")
  Duration publishWithin();

  /** From which values on a connected link is worth a warning. */
  Limits limits();

  /** Limits of a connected link. */
  interface Limits {
    /** How far the replica may be behind. */
    @WithDefault("5m")
    Duration lag();

    /** How much log may wait to be redone on the replica, in KB. */
    @WithDefault("1048576")
    long redoQueueKb();

    /** How much log may wait to be sent, in KB. */
    @WithDefault("1048576")
    long sendQueueKb();

    /** How long before it expires a certificate is worth a warning. */
    @WithDefault("60d")
    Duration certificate();
  }
}
