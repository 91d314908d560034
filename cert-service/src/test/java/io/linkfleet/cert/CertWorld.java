package io.linkfleet.cert;

import io.linkfleet.testing.SimulatedSite;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.List;
import java.util.Map;

/** A simulated world with a server of its own for each test of the service. */
public class CertWorld implements QuarkusTestResourceLifecycleManager {
  static final List<String> SERVERS =
      List.of("TRUST", "MANY", "AUDIT", "NOWHERE", "WAITS", "POISON", "DRYRUN", "SHUT", "HOST_A",
          "HOST_B", "NOTED", "TAKEN");
  private static volatile SimulatedSite running;

  static SimulatedSite site() {
    return running;
  }

  @Override
  public Map<String, String> start() {
    running = SimulatedSite.start(estate());
    return running.properties();
  }

  private static String estate() {
    StringBuilder estate =
        new StringBuilder(
            """
            azure: {subscription: %s, tenant: 0d2f7a3c-8b16-4e67-a3fb-7c9c1b2ed002,
                    operation: PT0.5S}
            logins:
              - {name: linkfleet, password: "Sim-1-only!", role: sysadmin}
            instances:
              - {name: mi-west, resourceGroup: rg-west, location: westeurope, dnsZone: 7a1f03c9b2e4}
              - {name: mi-east, resourceGroup: rg-east, location: eastus, dnsZone: 2c9d54e0f6a1}
            servers:
            """
                .formatted(SimulatedSite.SUBSCRIPTION));
    for (String server : SERVERS) {
      estate.append(
          "  - {name: %s, version: 2022, ip: 10.20.0.%d, databases: [{name: Sales, size: 1 MB}]}\n"
              .formatted(server, 11 + SERVERS.indexOf(server)));
    }
    return estate.toString();
  }

  @Override
  public void stop() {
    if (running != null) {
      running.close();
      running = null;
    }
  }
}
