package io.linkfleet.endpoint.pair;

import io.linkfleet.endpoint.pair.PairState.Host;
import io.linkfleet.event.Evidence;
import io.linkfleet.event.LinkEvent.CertCreated;
import io.linkfleet.event.PairOptions;
import io.linkfleet.plan.Plan;
import io.linkfleet.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Decides what the servers of a pair still need to reach each other: first every endpoint
 * (outbound), then each server's entry on each of the others (inbound), as the articles have it.
 */
final class PairPlan {
  private PairPlan() {}

  static Plan of(CertCreated wanted, PairState observed) {
    if (wanted.link().options().pair().wanted() == PairOptions.Wanted.REMOVED) {
      return Plan.converged(); // ending a session needs no connection
    }
    Outbounds outbound = new Outbounds(wanted, observed);
    Inbounds inbound = new Inbounds(wanted);
    List<Step> steps = new ArrayList<>();
    List<Host> hosts = known(wanted, observed);
    for (Host host : hosts) {
      Optional<Plan.Blocked> obstacle = outbound.obstacle(host);
      if (obstacle.isPresent()) {
        return obstacle.get();
      }
      steps.addAll(outbound.steps(host));
    }
    for (Host host : hosts) {
      for (Evidence.Host other : wanted.trust().hosts()) {
        if (!other.label().equals(host.label())) {
          Inbounds.Outcome outcome = inbound.of(host, other);
          if (outcome.blocked() != null) {
            return outcome.blocked();
          }
          steps.addAll(outcome.steps());
        }
      }
    }
    return new Plan.Steps(steps);
  }

  /** A server that came back after phase 1 had gone on without it is left for the next time. */
  private static List<Host> known(CertCreated wanted, PairState observed) {
    return wanted.trust().hosts().stream()
        .map(host -> observed.hosts().get(host.label()))
        .filter(Objects::nonNull)
        .toList();
  }
}
