package io.linkfleet.ag;

import io.linkfleet.event.Evidence;
import io.linkfleet.event.LinkEvent.EndpointReady;
import io.linkfleet.event.LinkSpec;
import io.linkfleet.event.Samples;
import io.linkfleet.simulator.Estate;
import io.linkfleet.sqlserver.Sql;
import io.linkfleet.sqlserver.Statement;
import io.linkfleet.testing.SimulatedSite;
import java.time.Clock;
import java.time.Duration;

/** The phase at work on a simulated site, without a bus. */
public final class AgSite {
  /** Backups that end soon or never. */
  public static final AgConfig CONFIG =
      new AgConfig() {
        @Override
        public Duration backupLimit() {
          return Duration.ofMinutes(1);
        }

        @Override
        public Duration backupAge() {
          return Duration.ofHours(24);
        }
      };

  private AgSite() {}

  static AgPhase phase(SimulatedSite site) {
    AgPhase phase = new AgPhase();
    phase.servers = site.servers();
    phase.config = CONFIG;
    phase.clock = Clock.systemUTC();
    return phase;
  }

  /** What phase 2 would have said about that server. */
  static EndpointReady asked(
      SimulatedSite site, String server, String database, String instance) {
    LinkSpec link = site.link(server, database, instance);
    String fqdn =
        site.simulator().estate().instances().stream()
            .filter(it -> it.name().equals(instance))
            .map(Estate.Instance::fqdn)
            .findFirst()
            .orElseThrow();
    var trust = new Evidence.Trust(server, "Cert_endpoint", "00", fqdn, "rg");
    return new EndpointReady(link, trust, endpoint(link), Samples.AT);
  }

  private static Evidence.Endpoint endpoint(LinkSpec link) {
    return new Evidence.Endpoint(
        "database_mirroring_endpoint",
        Sql.endpointUrl(link.source().endpointHost(), link.source().endpointPort()));
  }

  /** Runs a statement as the DBA of that server would. */
  public static void run(SimulatedSite site, String server, String statement) {
    try (var sql = site.servers().open(site.server(server))) {
      sql.execute("preparing a test", Statement.of(statement));
    }
  }
}
