package io.linkfleet.ag;

import io.linkfleet.testing.SimulatedSite;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.List;
import java.util.Map;

/** A simulated world with a server of its own for each test of the running service. */
public class AgWorld implements QuarkusTestResourceLifecycleManager {
  private static final List<String> SERVERS =
      List.of("WAY", "TWICE", "EMPTY", "DOWN", "DENIED", "BUSY", "DRYRUN");
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
    String head = SimulatedSite.ESTATE.substring(0, SimulatedSite.ESTATE.indexOf("servers:"));
    StringBuilder estate = new StringBuilder(head).append("servers:\n");
    for (String server : SERVERS) {
      estate.append(
          """
            - name: %s
              version: 2022
              ip: 10.20.0.%d
              databases:
                - {name: Sales, size: 1 MB}
                - {name: Payroll, size: 1 MB, recovery: SIMPLE}
          """
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
