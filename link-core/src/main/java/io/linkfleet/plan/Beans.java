package io.linkfleet.plan;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the clock that every service reads the time from. */
@Singleton
class Beans {
  /** For tests of clocks that are wrong; nobody else has a reason to set it. */
  @ConfigProperty(name = "linkfleet.clock.offset", defaultValue = "PT0S")
  Duration offset;

  @Produces
  @Singleton
  @DefaultBean
  Clock clock() {
    return Clock.offset(Clock.systemUTC(), offset);
  }
}
