package io.linkfleet.cert;

import io.linkfleet.azure.Azure;
import io.linkfleet.cert.CertState.Held;
import io.linkfleet.cert.CertState.Remote;
import io.linkfleet.cert.pair.PairPhase;
import io.linkfleet.event.Evidence;
import io.linkfleet.event.LinkEvent.CertCreated;
import io.linkfleet.event.LinkEvent.LinkRequested;
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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Phase 1 on the bus: {@link LinkRequested} in, {@link CertCreated} out. Pairs of SQL Servers are
 * {@link PairPhase}'s.
 */
@ApplicationScoped
class CertPhase implements Phase<LinkRequested, CertState, CertCreated> {
  @Inject PhaseRunner runner;
  @Inject SqlServers servers;
  @Inject Azure azure;
  @Inject Uploads uploads;
  @Inject CertConfig config;
  @Inject Clock clock;

  @Channel("cert-created")
  MutinyEmitter<byte[]> certCreated;

  private final AzureRoots roots = AzureRoots.load();

  @Incoming("link-requested")
  @Blocking
  CompletionStage<Void> on(Message<byte[]> linkRequested) {
    return runner.accept(this, linkRequested);
  }

  @Incoming("cert-waiting")
  CompletionStage<Void> again(Message<byte[]> waiting) {
    return runner.waiting(this, waiting);
  }

  @Override
  public Phase<LinkRequested, ?, ?> of(LinkRequested event) {
    return event.link().isPair()
        ? new PairPhase(
            servers, clock, config, (e, failure) -> CertChecks.explain(failure), certCreated)
        : this;
  }

  @Override
  public String name() {
    return "cert";
  }

  @Override
  public Class<LinkRequested> input() {
    return LinkRequested.class;
  }

  @Override
  public String lane(LinkRequested event) {
    return event.link().source().address();
  }

  @Override
  public String where(LinkRequested event) {
    return event.link().source().name();
  }

  /** The trust is between a server and an instance, whichever database is to be linked. */
  @Override
  public Optional<Object> shared(LinkRequested event) {
    return Optional.of(List.of(event.link().source(), event.link().target()));
  }

  @Override
  public Visit<CertState> visit(LinkRequested event, String carried) {
    return new CertProbe(servers, azure, uploads, clock, event.link(), carried, rules());
  }

  @Override
  public Plan plan(LinkRequested event, CertState observed) {
    return CertPlan.of(event, observed, rules());
  }

  @Override
  public Optional<Plan> explain(LinkRequested event, RuntimeException failure) {
    return CertPlan.refused(failure).or(() -> CertChecks.explain(failure));
  }

  @Override
  public CertCreated converged(LinkRequested event, CertState observed) {
    String certificate = rules().certificate(observed);
    return new CertCreated(
        event.link(),
        new Evidence.Trust(
            observed.server().name(),
            certificate,
            observed.named(certificate).map(Held::thumbprint).orElse(""),
            observed.instance().map(Remote::at).map(Azure.Instance::fqdn).orElse(""),
            observed.instance().map(Remote::at).map(Azure.Instance::resourceGroup).orElse("")),
        clock.instant());
  }

  private CertPlan.Rules rules() {
    return new CertPlan.Rules(
        config.nameTemplate(),
        config.masterKeySecret(),
        roots.wanted(config.includeEccRoots()),
        config.uploadSettling());
  }

  @Override
  public MutinyEmitter<byte[]> out() {
    return certCreated;
  }
}
