package io.linkfleet.cert;

import io.linkfleet.testing.SimulatedSite;
import java.time.Clock;

/** Phases without the bus, each as a process would have it after its start: without memory. */
final class Phases {
  private Phases() {}

  static CertPhase on(SimulatedSite site) {
    CertPhase phase = new CertPhase();
    phase.servers = site.servers();
    phase.azure = site.azure();
    phase.uploads = new Uploads();
    phase.clock = Clock.systemUTC();
    phase.config = TestConfig.defaults();
    return phase;
  }
}
