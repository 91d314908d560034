package io.linkfleet.ag;

import io.linkfleet.ag.mirroring.MirroringPhase;
import io.linkfleet.ag.pair.PairPhase;
import io.linkfleet.event.Evidence;
import io.linkfleet.event.LinkEvent.DagCreated;
import io.linkfleet.event.LinkEvent.EndpointReady;
import io.linkfleet.event.Target;
import io.linkfleet.plan.Phase;
import io.linkfleet.plan.PhaseRunner;
import io.linkfleet.plan.Plan;
import io.linkfleet.plan.Visit;
import io.linkfleet.sqlserver.SqlServers;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Phase 3 on the bus: {@link EndpointReady} in, {@link DagCreated} out, for a pair of SQL Servers
 * {@link io.linkfleet.event.LinkEvent.LinkCreated}.
 */
@ApplicationScoped
class AgPhase implements Phase<EndpointReady, AgState, DagCreated> {
  @Inject PhaseRunner runner;
  @Inject SqlServers servers;
  @Inject AgConfig config;
  @Inject Clock clock;

  @Channel("dag-created")
  MutinyEmitter<byte[]> dagCreated;

  @Channel("link-created")
  MutinyEmitter<byte[]> linkCreated;

  @Incoming("endpoint-ready")
  @Blocking
  CompletionStage<Void> on(Message<byte[]> endpointReady) {
    return runner.accept(this, endpointReady);
  }

  @Incoming("ag-waiting")
  CompletionStage<Void> again(Message<byte[]> waiting) {
    return runner.waiting(this, waiting);
  }

  /** A pair of SQL Servers ends with this service, so its phases emit {@code link-created}. */
  @Override
  public Phase<EndpointReady, ?, ?> of(EndpointReady event) {
    if (!event.link().isPair()) {
      return this;
    }
    return event.link().partner().session() == Target.Session.MIRRORING
        ? new MirroringPhase(servers, config, clock, linkCreated)
        : new PairPhase(servers, config, clock, linkCreated);
  }

  @Override
  public String name() {
    return "ag";
  }

  @Override
  public Class<EndpointReady> input() {
    return EndpointReady.class;
  }

  @Override
  public String lane(EndpointReady event) {
    return event.link().source().address();
  }

  @Override
  public String where(EndpointReady event) {
    return event.link().source().name();
  }

  @Override
  public Visit<AgState> visit(EndpointReady event, String carried) {
    return new AgProbe(servers, event.link().source(), event.link().database(), clock);
  }

  @Override
  public Plan plan(EndpointReady event, AgState observed) {
    return AgPlan.of(event, observed, config.backupLimit());
  }

  @Override
  public DagCreated converged(EndpointReady event, AgState observed) {
    return new DagCreated(
        event.link(),
        event.trust(),
        event.endpoint(),
        new Evidence.Groups(
            AgPlan.group(event, observed), AgPlan.distributedGroup(event, observed)),
        clock.instant());
  }

  @Override
  public MutinyEmitter<byte[]> out() {
    return dagCreated;
  }
}
