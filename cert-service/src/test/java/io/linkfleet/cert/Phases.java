package io.linkfleet.cert;

import io.linkfleet.event.LinkEvent;
import io.linkfleet.plan.Journal;
import io.linkfleet.testing.SimulatedSite;
import io.smallrye.reactive.messaging.TracingMetadata;
import java.time.Clock;
import java.util.Optional;

/** Phases without the bus, each as a process would have it after its start: without memory. */
final class Phases {
  private Phases() {}

  /** Without a bus there is nothing to publish to. */
  private static final class Silent extends Journal {
    @Override
    public void waiting(LinkEvent.LinkWaiting event, Optional<TracingMetadata> trace) {
      // what is carried along is seen in the visit
    }
  }

  static CertPhase on(SimulatedSite site) {
    CertPhase phase = new CertPhase();
    phase.servers = site.servers();
    phase.azure = site.azure();
    phase.uploads = new Uploads();
    phase.journal = new Silent();
    phase.clock = Clock.systemUTC();
    phase.config = TestConfig.defaults();
    return phase;
  }
}
