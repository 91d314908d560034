package io.linkfleet.ag.pair;

import io.linkfleet.ag.AgConfig;
import io.linkfleet.ag.SessionPhase;
import io.linkfleet.event.Evidence;
import io.linkfleet.event.LinkEvent.EndpointReady;
import io.linkfleet.event.LinkEvent.LinkCreated;
import io.linkfleet.plan.Plan;
import io.linkfleet.plan.Visit;
import io.linkfleet.sqlserver.SqlServers;
import io.smallrye.reactive.messaging.MutinyEmitter;
import java.time.Clock;
import java.util.Optional;

/**
 * Phase 3 of a pair with availability groups: {@link EndpointReady} in, {@link LinkCreated} out.
 */
public final class PairPhase extends SessionPhase<PairState> {
  /** With what the service has. */
  public PairPhase(
      SqlServers servers, AgConfig config, Clock clock, MutinyEmitter<byte[]> linkCreated) {
    super(servers, config, clock, linkCreated);
  }

  @Override
  public Visit<PairState> visit(EndpointReady event, String carried) {
    return new PairProbe(servers, event.link(), carried, clock);
  }

  @Override
  public Plan plan(EndpointReady event, PairState observed) {
    return PairPlan.of(event, observed, config.backupLimit()).plan();
  }

  @Override
  public Optional<Plan> explain(EndpointReady event, RuntimeException failure) {
    return PairErrors.explain(event, failure);
  }

  @Override
  public LinkCreated converged(EndpointReady event, PairState observed) {
    PairPlan plan = PairPlan.of(event, observed, config.backupLimit());
    return new LinkCreated(
        event.link(),
        event.trust(),
        event.endpoint(),
        new Evidence.Groups(plan.group(), plan.distributed()),
        null,
        clock.instant());
  }
}
