package io.linkfleet.azure;

import io.linkfleet.simulator.azure.AzureFaults;
import io.linkfleet.simulator.engine.EffectRecord.Effect;
import io.linkfleet.sqlserver.Secrets;
import io.linkfleet.testing.SimulatedSite;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The adapter over real HTTPS against a simulated Azure, with settings of its own. */
final class AzureOverHttps implements AutoCloseable {
  final SimulatedSite site = SimulatedSite.start();

  /** An adapter as a service has it, except for the given settings below linkfleet.azure. */
  Azure azure(String... settings) {
    return azure(new HashMap<>(site.properties()), settings);
  }

  /** The same with secrets of its own. */
  Azure azure(Path secrets, String... settings) {
    Map<String, String> properties = new HashMap<>(site.properties());
    properties.put("linkfleet.secrets.directory", secrets.toString());
    return azure(properties, settings);
  }

  private static Azure azure(Map<String, String> properties, String... settings) {
    for (String setting : settings) {
      String[] pair = setting.split("=", 2);
      properties.put("linkfleet.azure." + pair[0], pair[1]);
    }
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .withSources(new PropertiesConfigSource(properties, "test", 600))
            .withConverter(Duration.class, 200, new DurationConverter())
            .withMapping(AzureConfig.class)
            .build();
    return TestAzure.of(
        config.getConfigMapping(AzureConfig.class), new Secrets(config), Clock.systemUTC());
  }

  Azure.Instance instance() {
    var mi = site.world().instances.get("mi-west");
    return new Azure.Instance(
        mi.subscriptionId, mi.resourceGroup, mi.name, mi.fqdn, mi.location, mi.collation, "Ready");
  }

  AzureFaults faults() {
    return site.simulator().azureFaults();
  }

  /** What has reached Azure, of a verb and with a part of the address. */
  List<Effect> requests(String verb, String part) {
    return site.world().record.all().stream()
        .filter(effect -> effect.text().startsWith(verb + " ") && effect.text().contains(part))
        .toList();
  }

  @Override
  public void close() {
    site.close();
  }
}
