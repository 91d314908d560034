package io.linkfleet.ag.pair;

import io.linkfleet.ag.pair.PairState.Copy;
import io.linkfleet.ag.pair.PairState.Group;
import io.linkfleet.ag.pair.PairState.Host;
import io.linkfleet.ag.pair.PairState.Member;
import io.linkfleet.event.LinkEvent.EndpointReady;
import io.linkfleet.plan.Plan;
import io.linkfleet.plan.Reason;
import io.linkfleet.plan.Step;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides what a group on each server and a distributed one above them need.
 *
 * <p>A role is handed over by the procedure of the documentation: both synchronous, the primary
 * becomes secondary, the end of the log is the same on both, and only then the other is forced.
 */
final class DistributedPlan extends PairPlan {
  private static final int LONGEST = 128;

  DistributedPlan(EndpointReady wanted, PairState observed, Duration limit) {
    super(wanted, observed, limit);
  }

  @Override
  String group() {
    return memberName(wish.source());
  }

  @Override
  String distributed() {
    return wanted.link().names().distributedAvailabilityGroup();
  }

  /** The group of that server: the one that holds the database alone, else one of its own name. */
  private String memberName(String label) {
    Optional<Host> host = label.equals(wish.source()) ? observed.source() : observed.partner();
    Optional<String> holder = host.flatMap(Host::holder).map(Group::name);
    if (holder.isPresent()) {
      return holder.get();
    }
    String name = wanted.link().names().availabilityGroup();
    if (label.equals(wish.source())) {
      return name;
    }
    String suffix = "_" + label.replaceAll("[^A-Za-z0-9_]", "_");
    return name.substring(0, Math.min(name.length(), Math.max(1, LONGEST - suffix.length())))
        + suffix.substring(0, Math.min(suffix.length(), LONGEST - 1));
  }

  @Override
  Optional<Group> shared(Host host) {
    return host.group(distributed()).filter(Group::distributed).filter(this::isOurs);
  }

  private boolean isOurs(Group group) {
    return group.members().size() == 2
        && group.members().stream().anyMatch(it -> leadsTo(it, wish.source()))
        && group.members().stream().anyMatch(it -> leadsTo(it, wish.partner()));
  }

  private boolean leadsTo(Member member, String label) {
    return member.url().equalsIgnoreCase(address(label));
  }

  @Override
  List<Step> removal() {
    List<Step> steps = new ArrayList<>();
    for (Host host : observed.hosts()) {
      shared(host).ifPresent(group -> steps.add(drop(host, group.name())));
    }
    for (Host host : observed.hosts()) {
      host.group(memberName(host.label()))
          .filter(group -> single(host, group))
          .ifPresent(group -> steps.add(drop(host, group.name())));
    }
    return steps;
  }

  private Step drop(Host host, String group) {
    return step(
        host,
        "Drop the group [%s] on %s; the databases stay".formatted(group, host.label()),
        PairSql.drop(group));
  }

  /** Of this server alone, with this database alone or none. */
  private boolean single(Host host, Group group) {
    return differences(host, group).isEmpty();
  }

  private List<String> differences(Host host, Group group) {
    List<String> differences = new ArrayList<>();
    if (group.distributed()) {
      return List.of("it is a distributed one");
    }
    if (group.members().size() != 1) {
      differences.add("it has " + group.members().size() + " replicas, not one");
    }
    if (group.databases().stream().anyMatch(it -> !it.equalsIgnoreCase(wanted.link().database()))) {
      differences.add("it holds other databases");
    }
    group
        .member(serverName(host.label()))
        .filter(it -> !it.url().equalsIgnoreCase(address(host.label())))
        .ifPresent(
            it ->
                differences.add(
                    "its endpoint URL is %s, not %s"
                        .formatted(it.url(), address(host.label()))));
    return differences;
  }

  @Override
  Plan both() {
    Host source = observed.source().orElseThrow();
    Host partner = observed.partner().orElseThrow();
    Optional<Group> here = shared(source);
    Optional<Group> there = shared(partner);
    Optional<Plan.Blocked> refused = member(source).or(() -> member(partner));
    if (refused.isEmpty() && here.isEmpty()) {
      refused = there.isPresent()
          ? refusals.shape(partner, there.get(), List.of(source.label() + " has no such group"))
          : refusals.database()
              .or(refusals::room)
              .or(() -> refusals.name(source, distributed()))
              .or(() -> refusals.name(partner, distributed()));
    }
    if (refused.isPresent()) {
      return refused.get();
    }
    if (here.isEmpty() && isRecovering(source)) {
      return waiting(Reason.IN_PROGRESS, "it is RECOVERING", SOON);
    }
    if (there.isEmpty()) {
      refused = refusals.name(partner, distributed()).or(refusals::room);
      return refused.isPresent() ? refused.get() : begin(source, partner, here.isPresent());
    }
    return roles(source, partner, here.orElseThrow(), there.get());
  }

  private Optional<Plan.Blocked> member(Host host) {
    return host.group(memberName(host.label()))
        .flatMap(group -> refusals.shape(host, group, differences(host, group)));
  }

  private Plan begin(Host source, Host partner, boolean created) {
    List<Step> steps = new ArrayList<>();
    if (!created) {
      makeReady(source, steps);
    }
    if (source.holder().isEmpty()) {
      steps.add(create(source, source.database().orElseThrow().name()));
    }
    if (partner.group(memberName(partner.label())).isEmpty()) {
      steps.add(create(partner, null));
    }
    steps.add(grant(partner, memberName(partner.label())));
    String[] members = {distributedMember(source), distributedMember(partner)};
    if (!created) {
      steps.add(
          step(
              source,
              "Create the distributed group [%s] of %s and %s on %s"
                  .formatted(
                      distributed(), source.label(), partner.label(), source.label()),
              PairSql.createDistributed(distributed(), members)));
    }
    steps.add(
        step(
            partner,
            "Join the distributed group [%s] on %s".formatted(distributed(), partner.label()),
            PairSql.joinDistributed(distributed(), members)));
    return new Plan.Steps(steps);
  }

  private Step create(Host host, String database) {
    String group = memberName(host.label());
    return step(
        host,
        database == null
            ? "Create the empty group [%s] of %s".formatted(group, host.label())
            : "Create the group [%s] of %s for the database %s"
                .formatted(group, host.label(), name()),
        PairSql.createGroup(
            group,
            database,
            PairSql.member(
                serverName(host.label()),
                "ENDPOINT_URL",
                address(host.label()),
                "SYNCHRONOUS_COMMIT")));
  }

  private String distributedMember(Host host) {
    return PairSql.member(
        memberName(host.label()), "LISTENER_URL", address(host.label()), availability());
  }

  private Plan roles(Host source, Host partner, Group here, Group there) {
    if (here.isPrimary() && there.isPrimary()) {
      return twoPrimaries(
          "Then run there: %s Then ask again."
              .formatted(PairSql.alter(distributed(), "SET (ROLE = SECONDARY)").text()));
    }
    if (here.isPrimary() || there.isPrimary()) {
      Host primary = here.isPrimary() ? source : partner;
      return steady(primary, other(primary));
    }
    if (!here.isSecondary() || !there.isSecondary()) {
      return waiting(
          Reason.IN_PROGRESS, "the roles of [" + distributed() + "] are being resolved", SOON);
    }
    Host target = wish.primary() == null || wish.primary().equals(wish.source()) ? source : partner;
    BigDecimal reached = hardened(target);
    BigDecimal end = hardened(other(target));
    if (reached == null || end == null || reached.compareTo(end) < 0) {
      return waiting(
          Reason.IN_PROGRESS,
          "neither serves; %s has the log up to %s, %s up to %s"
              .formatted(target.label(), reached, other(target).label(), end),
          SOON);
    }
    return new Plan.Steps(List.of(force(target)));
  }

  private Step force(Host target) {
    return step(
        target,
        "Make %s the primary of the distributed group [%s]; it has the whole log"
            .formatted(target.label(), distributed()),
        PairSql.alter(distributed(), "FORCE_FAILOVER_ALLOW_DATA_LOSS"));
  }

  /** The end of the log on the disk of that server. */
  private static BigDecimal hardened(Host host) {
    return host.copies().stream()
        .filter(Copy::local)
        .map(Copy::hardened)
        .filter(lsn -> lsn != null)
        .max(BigDecimal::compareTo)
        .orElse(null);
  }

  private Plan steady(Host primary, Host other) {
    boolean handsOver = handsOver(primary);
    Optional<Plan.Blocked> unfit = handsOver ? unfitToHandOver(primary) : Optional.empty();
    if (unfit.isPresent()) {
      return unfit.get();
    }
    Group group = shared(primary).orElseThrow();
    Member remote =
        group.members().stream().filter(it -> !it.local()).findFirst().orElseThrow();
    Optional<Copy> copy = primary.copy(distributed(), false);
    if (!remote.connected() || copy.isEmpty() || other.database().isEmpty()) {
      return seeding(primary, other, group);
    }
    List<Step> steps = new ArrayList<>();
    // each side keeps a configuration of its own
    for (Host host : List.of(primary, other)) {
      for (Member member : shared(host).orElseThrow().members()) {
        if (!availability().equals(member.availability())) {
          steps.add(
              step(
                  host,
                  "Set [%s] of the distributed group [%s] to %s on %s"
                      .formatted(member.name(), distributed(), availability(), host.label()),
                  PairSql.modify(
                      distributed(), true, member.name(),
                      "AVAILABILITY_MODE = " + availability())));
        }
      }
    }
    steps.addAll(movement(primary, other, group));
    if (!steps.isEmpty()) {
      return new Plan.Steps(steps);
    }
    if (handsOver) {
      return handOver(primary, other, copy.get());
    }
    return wish.isPaused() || copy.get().moves()
        ? Plan.converged()
        : seeding(primary, other, group);
  }

  private Plan handOver(Host primary, Host other, Copy copy) {
    if (!copy.state().equals("SYNCHRONIZED")) {
      return waiting(
          Reason.IN_PROGRESS,
          "%s has not caught up yet (%s), then it takes over"
              .formatted(other.label(), copy.state()),
          SOON);
    }
    return new Plan.Steps(
        List.of(
            step(
                primary,
                "Make %s secondary in the distributed group [%s]; %s takes over once it has the"
                        .formatted(primary.label(), distributed(), other.label())
                    + " whole log",
                PairSql.alter(distributed(), "SET (ROLE = SECONDARY)"))));
  }
}
