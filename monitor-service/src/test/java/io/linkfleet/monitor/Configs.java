package io.linkfleet.monitor;

import io.smallrye.config.SmallRyeConfigBuilder;

/** The monitor's configuration with its defaults. */
public final class Configs {
  private Configs() {}

  public static MonitorConfig defaults() {
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withMapping(MonitorConfig.class)
        .build()
        .getConfigMapping(MonitorConfig.class);
  }
}
