package io.linkfleet.azurelink;

import io.linkfleet.azure.Azure;
import io.linkfleet.azure.AzureFailure;
import io.linkfleet.event.Evidence;
import io.linkfleet.event.LinkEvent.DagCreated;
import io.linkfleet.event.LinkEvent.LinkCreated;
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
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Phase 4 on the bus: {@link DagCreated} in, {@link LinkCreated} out. */
@ApplicationScoped
class AzureLinkPhase implements Phase<DagCreated, LinkState, LinkCreated> {
  @Inject PhaseRunner runner;
  @Inject Azure azure;
  @Inject SqlServers servers;
  @Inject Clock clock;

  @Channel("link-created")
  MutinyEmitter<byte[]> linkCreated;

  @Incoming("dag-created")
  @Blocking
  CompletionStage<Void> on(Message<byte[]> dagCreated) {
    return runner.accept(this, dagCreated);
  }

  @Incoming("azure-link-waiting")
  CompletionStage<Void> again(Message<byte[]> waiting) {
    return runner.waiting(this, waiting);
  }

  @Override
  public String name() {
    return "azure-link";
  }

  @Override
  public Class<DagCreated> input() {
    return DagCreated.class;
  }

  /** Azure orders the changes of an instance itself; only one and the same link must not race. */
  @Override
  public String lane(DagCreated event) {
    return event.link().id();
  }

  @Override
  public String where(DagCreated event) {
    return event.link().target().name();
  }

  @Override
  public Visit<LinkState> visit(DagCreated event, String carried) {
    return new LinkProbe(azure, servers, clock, event, carried);
  }

  @Override
  public Plan plan(DagCreated event, LinkState observed) {
    return LinkPlan.of(event, observed);
  }

  @Override
  public Optional<Plan> explain(DagCreated event, RuntimeException failure) {
    return failure instanceof AzureFailure azureFailure
        ? LinkPlan.refused(event, azureFailure)
        : Optional.empty();
  }

  @Override
  public LinkCreated converged(DagCreated event, LinkState observed) {
    Evidence.AzureLink created =
        observed
            .link()
            .map(link -> new Evidence.AzureLink(link.id(), orEmpty(link.state())))
            .orElseGet(() -> new Evidence.AzureLink(LinkArm.id(event), LinkState.SYNCHRONIZING));
    return new LinkCreated(
        event.link(), event.trust(), event.endpoint(), event.groups(), created, clock.instant());
  }

  private static String orEmpty(String state) {
    return state == null ? "" : state;
  }

  @Override
  public MutinyEmitter<byte[]> out() {
    return linkCreated;
  }
}
