package io.linkfleet.cert.pair;

import io.linkfleet.cert.CertConfig;
import io.linkfleet.event.Evidence;
import io.linkfleet.event.LinkEvent.CertCreated;
import io.linkfleet.event.LinkEvent.LinkRequested;
import io.linkfleet.event.PairOptions;
import io.linkfleet.plan.Phase;
import io.linkfleet.plan.Plan;
import io.linkfleet.plan.Visit;
import io.linkfleet.sqlserver.HostsVisit;
import io.linkfleet.sqlserver.SqlServers;
import io.smallrye.reactive.messaging.MutinyEmitter;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Phase 1 of a pair: {@link LinkRequested} in, {@link CertCreated} with all servers' parts out. */
public final class PairPhase implements Phase<LinkRequested, PairState, CertCreated> {
  private final SqlServers servers;
  private final Clock clock;
  private final PairPlan.Rules rules;
  private final BiFunction<LinkRequested, RuntimeException, Optional<Plan>> explain;
  private final MutinyEmitter<byte[]> out;

  /**
   * A phase beside that of links.
   *
   * @param explain what that one makes of failures
   * @param out where the events of both go
   */
  public PairPhase(
      SqlServers servers,
      Clock clock,
      CertConfig config,
      BiFunction<LinkRequested, RuntimeException, Optional<Plan>> explain,
      MutinyEmitter<byte[]> out) {
    this.servers = servers;
    this.clock = clock;
    this.rules =
        new PairPlan.Rules(
            config.pairNameTemplate(), config.masterKeySecret(), config.pairNearExpiry());
    this.explain = explain;
    this.out = out;
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
    return HostsVisit.lane(event.link().hosts());
  }

  @Override
  public String where(LinkRequested event) {
    return event.link().hosts().stream()
        .map(host -> host.name())
        .collect(Collectors.joining(", "));
  }

  @Override
  public Visit<PairState> visit(LinkRequested event, String carried) {
    return new PairProbe(servers, clock, rules, event.link());
  }

  @Override
  public Plan plan(LinkRequested event, PairState observed) {
    return PairPlan.of(event, observed, rules);
  }

  @Override
  public Optional<Plan> explain(LinkRequested event, RuntimeException failure) {
    return explain.apply(event, failure);
  }

  @Override
  public CertCreated converged(LinkRequested event, PairState observed) {
    boolean windows =
        event.link().options().pair().authentication() == PairOptions.Authentication.WINDOWS;
    List<Evidence.Host> hosts =
        observed.hosts().stream()
            .map(host -> observed.evidence(host, windows ? null : rules.certificate(host)))
            .toList();
    // the source may be down where the pair goes on without it
    Optional<Evidence.Host> source =
        hosts.stream()
            .filter(host -> host.label().equals(event.link().source().name()))
            .findFirst();
    return new CertCreated(
        event.link(),
        new Evidence.Trust(
            source.map(Evidence.Host::serverName).orElse(event.link().source().name()),
            source.map(Evidence.Host::certificate).orElse(null),
            source.map(Evidence.Host::thumbprint).orElse(null),
            null,
            null,
            hosts),
        clock.instant());
  }

  @Override
  public MutinyEmitter<byte[]> out() {
    return out;
  }
}
