package io.linkfleet.testing;

import io.linkfleet.azure.Azure;
import io.linkfleet.azure.AzureConfig;
import io.linkfleet.azure.TestAzure;
import io.linkfleet.event.LinkNames;
import io.linkfleet.event.LinkOptions;
import io.linkfleet.event.LinkSpec;
import io.linkfleet.event.SourceServer;
import io.linkfleet.event.Target;
import io.linkfleet.simulator.Simulator;
import io.linkfleet.simulator.engine.EffectRecord.Effect;
import io.linkfleet.simulator.engine.World;
import io.linkfleet.sqlserver.Secrets;
import io.linkfleet.sqlserver.SqlServerConfig;
import io.linkfleet.sqlserver.SqlServers;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A small simulated world with everything a test needs to work on it: real connections over TLS, the
 * real Azure SDK over HTTPS, links, and the record of what happened.
 */
public final class SimulatedSite implements AutoCloseable {
  /** The subscription of {@link #ESTATE}. */
  public static final String SUBSCRIPTION = "6f1c2f0e-3a54-4d1b-9c70-51a5e0a4d001";

  /** One server of 2022, one of 2016, two instances; passwords are for the simulator alone. */
  public static final String ESTATE =
      """
      azure: {subscription: %s, tenant: 0d2f7a3c-8b16-4e67-a3fb-7c9c1b2ed002, port: 1, operation: PT0.3S}
      control: {port: 2}
      logins:
        - {name: linkfleet, password: "Sim-1-only!", role: sysadmin}
        - {name: monitor, password: "Sim-2-only!", role: monitor}
      instances:
        - {name: mi-west, resourceGroup: rg-west, location: westeurope, dnsZone: 7a1f03c9b2e4}
        - {name: mi-north, resourceGroup: rg-north, location: northeurope, dnsZone: 2c9d54e0f6a1}
      servers:
        - name: SQL01
          version: 2022
          port: 21401
          ip: 10.20.0.11
          databases:
            - {name: Sales, size: 1 MB}
            - {name: Stock, size: 1 MB}
            - {name: Payroll, size: 1 MB, recovery: SIMPLE}
            - {name: Fresh, size: 1 MB, backup: none}
            - {name: Copied, size: 1 MB, backup: copy-only}
        - name: SQL03
          version: 2016
          port: 21403
          ip: 10.20.0.13
          databases:
            - {name: Warehouse, size: 1 MB}
      """
          .formatted(SUBSCRIPTION);

  private final Simulator simulator;
  private final Map<String, String> properties;
  private final SqlServers servers;
  private final Secrets secrets;
  private final Azure azure;

  private SimulatedSite(Simulator simulator, Map<String, String> properties) {
    this.simulator = simulator;
    this.properties = properties;
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            // the running services read "30s" with it as well
            .withConverter(Duration.class, 200, new DurationConverter())
            .withSources(new PropertiesConfigSource(properties, "simulated site", 500))
            .withMapping(SqlServerConfig.class)
            .withMapping(AzureConfig.class)
            .build();
    this.secrets = new Secrets(config);
    this.servers =
        new SqlServers(
            config.getConfigMapping(SqlServerConfig.class), secrets, config, "linkfleet-test");
    this.azure =
        TestAzure.of(config.getConfigMapping(AzureConfig.class), secrets, Clock.systemUTC());
  }

  /** Starts the world of {@link #ESTATE}. */
  public static SimulatedSite start() {
    return start(ESTATE);
  }

  /** Starts the world that an estate describes, with the logins of {@link #ESTATE}. */
  public static SimulatedSite start(String estateYaml) {
    Simulator simulator = Simulator.start(estateYaml);
    return new SimulatedSite(simulator, propertiesFor(simulator));
  }

  private static Map<String, String> propertiesFor(Simulator simulator) {
    Path secrets;
    try {
      secrets = Files.createTempDirectory("secrets");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> p = new HashMap<>();
    p.put("linkfleet.sqlserver.trust-store", simulator.trustStore().toString());
    p.put("linkfleet.sqlserver.trust-store-password", Simulator.TRUST_STORE_PASSWORD);
    p.put("linkfleet.azure.endpoint", simulator.armEndpoint());
    p.put("linkfleet.azure.tenant", simulator.estate().azure().tenant());
    p.put("linkfleet.azure.credential", "token");
    p.put("linkfleet.azure.secret-name", "azure-token");
    p.put("linkfleet.azure.trust-store", simulator.trustStore().toString());
    p.put("linkfleet.azure.trust-store-password", Simulator.TRUST_STORE_PASSWORD);
    p.put("linkfleet.secrets.\"azure-token\"", "simulated");
    p.put("linkfleet.secrets.directory", secrets.toString());
    p.put("linkfleet.credentials.sql-admin.username", "linkfleet");
    p.put("linkfleet.credentials.sql-admin.password", "Sim-1-only!");
    p.put("linkfleet.credentials.sql-monitor.username", "monitor");
    p.put("linkfleet.credentials.sql-monitor.password", "Sim-2-only!");
    return p;
  }

  /** What a service needs to be configured with to work on this world. */
  public Map<String, String> properties() {
    return Map.copyOf(properties);
  }

  public Simulator simulator() {
    return simulator;
  }

  public World world() {
    return simulator.world();
  }

  public SqlServers servers() {
    return servers;
  }

  public Secrets secrets() {
    return secrets;
  }

  public Azure azure() {
    return azure;
  }

  /** The server as a fleet file would name it. */
  public SourceServer server(String name) {
    return new SourceServer(
        name,
        "localhost",
        simulator.tdsPort(name),
        world().servers.get(name).description.ipAddress(),
        5022,
        "sql-admin");
  }

  /** A wish for a link, with default names and options. */
  public LinkSpec link(String server, String database, String instance) {
    return link(server, database, instance, LinkOptions.defaults());
  }

  /** A wish for a link, with default names. */
  public LinkSpec link(String server, String database, String instance, LinkOptions options) {
    SourceServer source = server(server);
    var target = new Target.ManagedInstance(instance, SUBSCRIPTION);
    return new LinkSpec(
        LinkNames.linkId(source, database, target),
        "test",
        1,
        source,
        database,
        target,
        LinkNames.of(
            LinkNames.DEFAULT_GROUP,
            LinkNames.DEFAULT_DISTRIBUTED_GROUP,
            server,
            database,
            instance),
        options);
  }

  /**
   * A wish for a pair of servers, with default names.
   *
   * @param witness null for none
   */
  public LinkSpec pair(
      Target.Session session,
      String source,
      String partner,
      String witness,
      LinkOptions options) {
    var target =
        new Target.SqlServer(session, server(partner), witness == null ? null : server(witness));
    return new LinkSpec(
        LinkNames.linkId(server(source), "Sales", target),
        "test",
        1,
        server(source),
        "Sales",
        target,
        LinkNames.of(
            LinkNames.DEFAULT_GROUP,
            LinkNames.DEFAULT_DISTRIBUTED_GROUP,
            source,
            "Sales",
            partner),
        options);
  }

  /** The statements and requests that changed something and succeeded, in order. */
  public List<String> changes() {
    return world().record.all().stream()
        .filter(effect -> effect.kind().equals("CHANGE") || effect.kind().equals("AZURE_WRITE"))
        .filter(effect -> effect.outcome().startsWith("OK") || effect.outcome().startsWith("2"))
        .map(Effect::text)
        .toList();
  }

  @Override
  public void close() {
    simulator.close();
  }
}
