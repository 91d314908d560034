package io.linkfleet.monitor.watch;

import io.linkfleet.sqlserver.Secrets;
import io.linkfleet.sqlserver.SqlServerConfig;
import io.linkfleet.sqlserver.SqlServers;
import io.linkfleet.testing.SimulatedSite;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;

/** Connections to a simulated site with credentials that the site does not hand out. */
final class Servers {
  private Servers() {}

  static SqlServers with(SimulatedSite site, String credentials, String user, String password) {
    Map<String, String> properties = new HashMap<>(site.properties());
    properties.put("linkfleet.credentials." + credentials + ".username", user);
    properties.put("linkfleet.credentials." + credentials + ".password", password);
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withSources(new PropertiesConfigSource(properties, "test", 500))
            .withMapping(SqlServerConfig.class)
            .build();
    return new SqlServers(
        config.getConfigMapping(SqlServerConfig.class), new Secrets(config), config, "monitor");
  }
}
