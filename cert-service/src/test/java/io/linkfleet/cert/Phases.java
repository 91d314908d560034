package io.linkfleet.cert;

import io.linkfleet.testing.SimulatedSite;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiConsumer;

/** Phases without the bus, each as a process would have it after its start: without memory. */
final class Phases {
  private Phases() {}

  static CertPhase on(SimulatedSite site) {
    return on(site, new Kept());
  }

  static CertPhase on(SimulatedSite site, UploadNotes notes) {
    CertPhase phase = new CertPhase();
    phase.servers = site.servers();
    phase.azure = site.azure();
    phase.uploads = new Uploads(notes);
    phase.clock = Clock.systemUTC();
    phase.config = TestConfig.defaults();
    return phase;
  }

  /** Notes that one process keeps to itself. */
  static class Kept extends UploadNotes {
    Kept() {
      this((key, value) -> {});
    }

    Kept(BiConsumer<String, byte[]> publish) {
      super(Map.of(), publish, Duration.ZERO);
    }

    @Override
    void catchUp() {
      // nobody else notes anything
    }
  }
}
