package io.linkfleet.ag;

import io.linkfleet.testing.SimulatedSite;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.List;
import java.util.Map;

/** A simulated world with a server of its own for each test of the running service. */
public class AgWorld implements QuarkusTestResourceLifecycleManager {
  private static final List<String> SERVERS =
      List.of("WAY", "TWICE", "EMPTY", "DOWN", "DENIED", "BUSY", "DRYRUN");
  private static final List<String> PAIRS = List.of("HOST_A", "HOST_B", "HOST_C");
  private static final String PAIRED =
      "{name: Sales, size: 1 MB}, {name: Payroll, size: 1 MB, recovery: SIMPLE},"
          + " {name: Stock, size: 1 MB}, {name: Orders, size: 1 MB}, {name: Away, size: 1 MB},"
          + " {name: Grouped, size: 1 MB}, {name: Twice grouped, size: 1 MB}";
  private static volatile SimulatedSite running;

  static SimulatedSite site() {
    return running;
  }

  @Override
  public Map<String, String> start() {
    running = SimulatedSite.start(estate());
    PairSite.trust(running, PAIRS);
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
    for (String server : PAIRS) {
      estate.append("  - {name: ").append(server).append(", version: 2022, ip: 10.20.2.");
      estate.append(11 + PAIRS.indexOf(server)).append(", databases: [");
      estate.append(server.equals("HOST_A") ? PAIRED : "").append("]}\n");
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
