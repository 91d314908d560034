package io.linkfleet.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/**
 * The world of {@link SimulatedSite#ESTATE} for the tests of a service, with the service configured
 * to work on it. {@link #site()} is the running world.
 */
public class SimulatorResource implements QuarkusTestResourceLifecycleManager {
  private static volatile SimulatedSite running;

  /** The world that the service under test works on. */
  public static SimulatedSite site() {
    return running;
  }

  @Override
  public Map<String, String> start() {
    running = SimulatedSite.start();
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
