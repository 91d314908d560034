package io.linkfleet.azurelink;

import io.linkfleet.testing.SimulatedSite;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.List;
import java.util.Map;

/** A simulated world with a database of its own for each test of the running service. */
public class LinkWorld implements QuarkusTestResourceLifecycleManager {
  private static final List<String> DATABASES =
      List.of(
          "Way", "Twice", "Untrusted", "Busy", "Full", "Lost", "Throttled", "Down", "There",
          "DryRun", "Resumed", "After", "Mended", "Asked");
  private static volatile SimulatedSite running;

  static SimulatedSite site() {
    return running;
  }

  @Override
  public Map<String, String> start() {
    running = SimulatedSite.start(LinkSite.estate(DATABASES));
    LinkSite.prepareServer(running);
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
