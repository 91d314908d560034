package io.linkfleet.endpoint;

import io.linkfleet.testing.SimulatedSite;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.List;
import java.util.Map;

/** A simulated world with a server of its own for each test of the running service. */
public class EndpointWorld implements QuarkusTestResourceLifecycleManager {
  private static volatile SimulatedSite running;

  static SimulatedSite site() {
    return running;
  }

  @Override
  public Map<String, String> start() {
    running =
        EndpointSite.start(List.of("NONE0", "NONE1", "NONE2", "WINDOWS0", "NONE8", "NONE9"));
    return running.properties();
  }

  @Override
  public void stop() {
    if (running != null) {
      running.close();
      running = null;
    }
  }
}
