package io.linkfleet.ag.mirroring;

import io.linkfleet.ag.AgConfig;
import io.linkfleet.ag.SessionPhase;
import io.linkfleet.event.LinkEvent.EndpointReady;
import io.linkfleet.event.LinkEvent.LinkCreated;
import io.linkfleet.plan.Plan;
import io.linkfleet.plan.Visit;
import io.linkfleet.sqlserver.SqlServers;
import io.smallrye.reactive.messaging.MutinyEmitter;
import java.time.Clock;
import java.util.Optional;

/** Phase 3 of a pair that is mirrored: {@link EndpointReady} in, {@link LinkCreated} out. */
public final class MirroringPhase extends SessionPhase<MirroringState> {
  /** With what the service has. */
  public MirroringPhase(
      SqlServers servers, AgConfig config, Clock clock, MutinyEmitter<byte[]> linkCreated) {
    super(servers, config, clock, linkCreated);
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
}
