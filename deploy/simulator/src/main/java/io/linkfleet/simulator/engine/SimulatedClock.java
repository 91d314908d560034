package io.linkfleet.simulator.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The clock of the simulated world: the machine's clock moved by an offset that may be set while it runs. */
public final class SimulatedClock extends Clock {
  private volatile Duration offset = Duration.ZERO;

  /** Moves the world's time away from the machine's, forward or backward. */
  public void offset(Duration now) {
    offset = now;
  }

  @Override
  public Instant instant() {
    return Clock.systemUTC().instant().plus(offset);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("the simulated world lives in UTC");
  }
}
