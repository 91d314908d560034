package io.linkfleet.endpoint;

import io.linkfleet.endpoint.pair.PairPhase;
import io.linkfleet.event.Evidence;
import io.linkfleet.event.LinkEvent.CertCreated;
import io.linkfleet.event.LinkEvent.EndpointReady;
import io.linkfleet.plan.Phase;
import io.linkfleet.plan.PhaseRunner;
import io.linkfleet.plan.Plan;
import io.linkfleet.plan.Visit;
import io.linkfleet.sqlserver.Sql;
import io.linkfleet.sqlserver.SqlServers;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Phase 2 on the bus: {@link CertCreated} in, {@link EndpointReady} out. Pairs of SQL Servers are
 * {@link PairPhase}'s.
 */
@ApplicationScoped
class EndpointPhase implements Phase<CertCreated, EndpointState, EndpointReady> {
  @Inject PhaseRunner runner;
  @Inject SqlServers servers;
  @Inject Clock clock;

  @Channel("endpoint-ready")
  MutinyEmitter<byte[]> endpointReady;

  @Incoming("cert-created")
  @Blocking
  CompletionStage<Void> on(Message<byte[]> certCreated) {
    return runner.accept(this, certCreated);
  }

  @Incoming("endpoint-waiting")
  CompletionStage<Void> again(Message<byte[]> waiting) {
    return runner.waiting(this, waiting);
  }

  @Override
  public Phase<CertCreated, ?, ?> of(CertCreated event) {
    return event.link().isPair() ? new PairPhase(servers, clock, endpointReady) : this;
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
    return event.link().source().address();
  }

  @Override
  public String where(CertCreated event) {
    return event.link().source().name();
  }

  /** A server has one mirroring endpoint, for all its databases. */
  @Override
  public Optional<Object> shared(CertCreated event) {
    return Optional.of(event.link().source());
  }

  @Override
  public Visit<EndpointState> visit(CertCreated event, String carried) {
    return new EndpointProbe(servers, event.link().source());
  }

  @Override
  public Plan plan(CertCreated event, EndpointState observed) {
    return EndpointPlan.of(event, observed);
  }

  @Override
  public EndpointReady converged(CertCreated event, EndpointState observed) {
    var source = event.link().source();
    String name = observed.endpoint().map(EndpointState.Endpoint::name).orElse(EndpointPlan.NAME);
    int port =
        observed.endpoint().map(EndpointState.Endpoint::port).orElse(source.endpointPort());
    return new EndpointReady(
        event.link(),
        event.trust(),
        new Evidence.Endpoint(name, Sql.endpointUrl(source.endpointHost(), port)),
        clock.instant());
  }

  @Override
  public MutinyEmitter<byte[]> out() {
    return endpointReady;
  }
}
