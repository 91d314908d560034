package io.linkfleet.monitor.view;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the view has read all topics. */
@Readiness
class FleetReadiness implements HealthCheck {
  private final CatchUp catchUp;

  FleetReadiness(CatchUp catchUp) {
    this.catchUp = catchUp;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("fleet view has read all topics")
        .status(catchUp.done())
        .build();
  }
}
