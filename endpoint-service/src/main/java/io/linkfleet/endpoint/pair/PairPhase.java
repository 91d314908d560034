package io.linkfleet.endpoint.pair;

import io.linkfleet.event.Evidence;
import io.linkfleet.event.LinkEvent.CertCreated;
import io.linkfleet.event.LinkEvent.EndpointReady;
import io.linkfleet.event.SourceServer;
import io.linkfleet.plan.Phase;
import io.linkfleet.plan.Plan;
import io.linkfleet.plan.Visit;
import io.linkfleet.sqlserver.HostsVisit;
import io.linkfleet.sqlserver.SqlServers;
import io.smallrye.reactive.messaging.MutinyEmitter;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Phase 2 of a pair: {@link CertCreated} in, {@link EndpointReady} with every address out. */
public final class PairPhase implements Phase<CertCreated, PairState, EndpointReady> {
  private final SqlServers servers;
  private final Clock clock;
  private final MutinyEmitter<byte[]> out;

  /**
   * A phase beside that of links.
   *
   * @param out where the events of both go
   */
  public PairPhase(SqlServers servers, Clock clock, MutinyEmitter<byte[]> out) {
    this.servers = servers;
    this.clock = clock;
    this.out = out;
  }

  @Override
  public String name() {
    return "endpoint";
  }

  @Override
  public Class<CertCreated> input() {
    return CertCreated.class;
  }

  @Override
  public String lane(CertCreated event) {
    return HostsVisit.lane(event.link().hosts());
  }

  @Override
  public String where(CertCreated event) {
    return event.link().hosts().stream()
        .map(SourceServer::name)
        .collect(Collectors.joining(", "));
  }

  @Override
  public Visit<PairState> visit(CertCreated event, String carried) {
    return new PairProbe(servers, event);
  }

  @Override
  public Plan plan(CertCreated event, PairState observed) {
    return PairPlan.of(event, observed);
  }

  @Override
  public EndpointReady converged(CertCreated event, PairState observed) {
    SourceServer source = event.link().source();
    Map<String, String> addresses = new TreeMap<>();
    for (SourceServer host : event.link().hosts()) {
      addresses.put(host.name(), Outbounds.address(host, observed));
    }
    PairState.Host seen = observed.hosts().get(source.name());
    return new EndpointReady(
        event.link(),
        event.trust(),
        new Evidence.Endpoint(
            seen == null ? Outbounds.NAME : Outbounds.name(seen),
            addresses.get(source.name()),
            addresses),
        clock.instant());
  }

  @Override
  public MutinyEmitter<byte[]> out() {
    return out;
  }
}
