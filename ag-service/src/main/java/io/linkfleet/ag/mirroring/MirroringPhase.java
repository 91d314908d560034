package io.linkfleet.ag.mirroring;

import io.linkfleet.ag.AgConfig;
import io.linkfleet.ag.Wish;
import io.linkfleet.event.LinkEvent.EndpointReady;
import io.linkfleet.event.LinkEvent.LinkCreated;
import io.linkfleet.plan.Phase;
import io.linkfleet.plan.Plan;
import io.linkfleet.plan.Visit;
import io.linkfleet.sqlserver.SqlServers;
import io.smallrye.reactive.messaging.MutinyEmitter;
import java.time.Clock;
import java.util.Optional;

/** Phase 3 of a pair that is mirrored: {@link EndpointReady} in, {@link LinkCreated} out. */
public final class MirroringPhase implements Phase<EndpointReady, MirroringState, LinkCreated> {
  private final SqlServers servers;
  private final AgConfig config;
  private final Clock clock;
  private final MutinyEmitter<byte[]> linkCreated;

  /** With what the service has. */
  public MirroringPhase(
      SqlServers servers, AgConfig config, Clock clock, MutinyEmitter<byte[]> linkCreated) {
    this.servers = servers;
    this.config = config;
    this.clock = clock;
    this.linkCreated = linkCreated;
  }

  @Override
  public String name() {
    return "ag";
  }

  @Override
  public Class<EndpointReady> input() {
    return EndpointReady.class;
  }

  /** The source's, unless its loss has been accepted: what waits for it must not hold this up. */
  @Override
  public String lane(EndpointReady event) {
    var source = event.link().source();
    return Wish.of(event.link()).mayLose(source.name())
        ? event.link().partner().server().address()
        : source.address();
  }

  @Override
  public String where(EndpointReady event) {
    return event.link().source().name() + " and " + event.link().partner().server().name();
  }

  @Override
  public Visit<MirroringState> visit(EndpointReady event, String carried) {
    return new MirroringProbe(servers, event.link(), config.backupAge(), clock);
  }

  @Override
  public Plan plan(EndpointReady event, MirroringState observed) {
    return MirroringPlan.of(event, observed, config.backupLimit());
  }

  @Override
  public Optional<Plan> explain(EndpointReady event, RuntimeException failure) {
    return MirroringErrors.explain(event, failure);
  }

  @Override
  public LinkCreated converged(EndpointReady event, MirroringState observed) {
    return new LinkCreated(
        event.link(), event.trust(), event.endpoint(), null, null, clock.instant());
  }

  @Override
  public MutinyEmitter<byte[]> out() {
    return linkCreated;
  }
}
