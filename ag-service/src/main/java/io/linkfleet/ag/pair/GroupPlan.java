package io.linkfleet.ag.pair;

import io.linkfleet.ag.pair.PairState.Copy;
import io.linkfleet.ag.pair.PairState.Group;
import io.linkfleet.ag.pair.PairState.Host;
import io.linkfleet.ag.pair.PairState.Member;
import io.linkfleet.event.LinkEvent.EndpointReady;
import io.linkfleet.plan.Plan;
import io.linkfleet.plan.Reason;
import io.linkfleet.plan.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides what one availability group over both servers needs.
 *
 * <p>Without a cluster a role is handed over by the procedure of the documentation: a commit needs
 * the secondary, the primary goes offline, the secondary is forced, which loses nothing then, the
 * old primary becomes secondary, and data moves again. Every state on that way is known by what the
 * servers show; that a commit needs the secondary marks that Linkfleet has set out on it.
 */
final class GroupPlan extends PairPlan {
  GroupPlan(EndpointReady wanted, PairState observed, Duration limit) {
    super(wanted, observed, limit);
  }

  @Override
  String group() {
    return observed.hosts().stream()
        .map(this::found)
        .flatMap(Optional::stream)
        .findFirst()
        .map(Group::name)
        .orElse(wanted.link().names().availabilityGroup());
  }

  @Override
  String distributed() {
    return null;
  }

  @Override
  Optional<Group> shared(Host host) {
    return host.group(group()).filter(this::isOurs);
  }

  private Optional<Group> found(Host host) {
    return host.holder()
        .filter(this::isOurs)
        .or(
            () ->
                host.group(wanted.link().names().availabilityGroup()).filter(this::isOurs));
  }

  /** A group of exactly these two servers. */
  private boolean isOurs(Group group) {
    return !group.distributed()
        && group.members().size() == 2
        && member(group, wish.source()).isPresent()
        && member(group, wish.partner()).isPresent();
  }

  /** By its name, or by its address when nobody could ask for the name. */
  private Optional<Member> member(Group group, String label) {
    return group
        .member(serverName(label))
        .or(
            () ->
                group.members().stream()
                    .filter(it -> wanted.trust().host(label).isEmpty())
                    .filter(it -> it.url().equalsIgnoreCase(address(label)))
                    .findFirst());
  }

  @Override
  List<Step> removal() {
    return observed.hosts().stream()
        .filter(host -> shared(host).isPresent())
        .sorted((a, b) -> Boolean.compare(isPrimary(b), isPrimary(a)))
        .map(
            host ->
                step(
                    host,
                    "Drop the group [%s] on %s; the databases stay"
                        .formatted(group(), host.label()),
                    PairSql.drop(group())))
        .toList();
  }

  private boolean isPrimary(Host host) {
    return shared(host).filter(Group::isPrimary).isPresent();
  }

  @Override
  Plan both() {
    Host source = observed.source().orElseThrow();
    Host partner = observed.partner().orElseThrow();
    Optional<Group> here = shared(source);
    Optional<Group> there = shared(partner);
    Optional<Plan.Blocked> refused = otherHolder(source).or(() -> otherHolder(partner));
    if (refused.isEmpty() && here.isEmpty()) {
      refused =
          there.isPresent()
              ? half(partner, there.get())
              : refusals.database()
                  .or(refusals::room)
                  .or(() -> refusals.name(source, group()))
                  .or(() -> refusals.name(partner, group()));
    }
    if (refused.isEmpty() && here.isPresent()) {
      refused = refusals.shape(source, here.get(), differences(here.get()));
    }
    if (refused.isPresent()) {
      return refused.get();
    }
    if (here.isEmpty()) {
      return begin(source, partner);
    }
    if (there.isEmpty()) {
      refused = refusals.name(partner, group()).or(refusals::room);
      return refused.isPresent()
          ? refused.get()
          : new Plan.Steps(List.of(join(partner), grant(partner, group())));
    }
    if (!here.get().id().equalsIgnoreCase(there.get().id())) {
      return half(partner, there.get()).orElseThrow();
    }
    return roles(source, partner, here.get(), there.get());
  }

  private Optional<Plan.Blocked> otherHolder(Host host) {
    return host.holder()
        .filter(group -> !isOurs(group))
        .flatMap(
            group ->
                refusals.shape(
                    host,
                    group,
                    List.of("it holds the database %s and is not one of %s and %s"
                        .formatted(name(), wish.source(), wish.partner()))));
  }

  private Optional<Plan.Blocked> half(Host host, Group group) {
    return refusals.shape(
        host, group, List.of(other(host).label() + " has no such group, or another of that name"));
  }

  private List<String> differences(Group group) {
    List<String> differences = new ArrayList<>();
    if (!"NONE".equals(group.clusterType())) {
      differences.add("its cluster type is " + group.clusterType() + ", not NONE");
    }
    if (group.databases().size() > 1) {
      differences.add("it holds " + group.databases().size() + " databases, not one");
    }
    for (String label : List.of(wish.source(), wish.partner())) {
      Member member = member(group, label).orElseThrow();
      if (!member.url().equalsIgnoreCase(address(label))) {
        differences.add(
            "the endpoint URL of %s is %s, not %s".formatted(label, member.url(), address(label)));
      }
    }
    return differences;
  }

  private Plan begin(Host source, Host partner) {
    if (isRecovering(source)) {
      return waiting(Reason.IN_PROGRESS, "it is RECOVERING", SOON);
    }
    List<Step> steps = new ArrayList<>();
    makeReady(source, steps);
    steps.add(
        step(
            source,
            "Create the group [%s] of %s and %s for the database %s on %s"
                .formatted(group(), wish.source(), wish.partner(), name(), source.label()),
            PairSql.createGroup(
                group(),
                source.database().orElseThrow().name(),
                replica(wish.source()),
                replica(wish.partner()))));
    steps.add(join(partner));
    steps.add(grant(partner, group()));
    return new Plan.Steps(steps);
  }

  private String replica(String label) {
    return PairSql.member(serverName(label), "ENDPOINT_URL", address(label), availability());
  }

  private Step join(Host host) {
    return step(
        host,
        "Join the group [%s] on %s".formatted(group(), host.label()),
        PairSql.joinGroup(group()));
  }

  private Plan roles(Host source, Host partner, Group here, Group there) {
    if (here.isPrimary() && there.isPrimary()) {
      String drop = PairSql.drop(group()).text();
      return twoPrimaries(
          "Then run there: %s %s On the other, which serves on, run: %s Then ask for the pair with"
                  .formatted(
                      drop,
                      PairSql.dropDatabase(observed.database(wanted.link().database())),
                      drop)
              + " that one as its source.");
    }
    if (here.isPrimary() || there.isPrimary()) {
      Host primary = here.isPrimary() ? source : partner;
      Host other = other(primary);
      Group its = shared(other).orElseThrow();
      return its.isSecondary() ? steady(primary, other) : afterForce(other, its);
    }
    Host offline = here.isSecondary() ? partner : source;
    boolean begun =
        here.isSecondary() != there.isSecondary() && shared(offline).orElseThrow().required() > 0;
    if (!begun) {
      return waiting(Reason.IN_PROGRESS, "the roles of [" + group() + "] are being resolved", SOON);
    }
    Host target = wantsOther(offline) ? other(offline) : offline;
    return new Plan.Steps(
        List.of(
            step(
                target,
                "Make %s the primary of the group [%s]; nothing was committed without it"
                    .formatted(target.label(), group()),
                PairSql.alter(group(), "FORCE_FAILOVER_ALLOW_DATA_LOSS"))));
  }

  private Plan afterForce(Host other, Group its) {
    return its.required() == 0
        ? waiting(Reason.IN_PROGRESS, "the role of " + other.label() + " is being resolved", SOON)
        : new Plan.Steps(
            List.of(
                step(
                    other,
                    "Make %s a secondary of the group [%s]".formatted(other.label(), group()),
                    PairSql.alter(group(), "SET (ROLE = SECONDARY)"))));
  }

  private Plan steady(Host primary, Host other) {
    Group group = shared(primary).orElseThrow();
    boolean handsOver = handsOver(primary);
    Optional<Plan.Blocked> unfit =
        handsOver ? unfitToHandOver(primary) : Optional.empty();
    if (unfit.isPresent()) {
      return unfit.get();
    }
    Member remote = member(group, other.label()).orElseThrow();
    Optional<Copy> copy = primary.copy(group(), false);
    if (!remote.connected() || copy.isEmpty()) {
      return seeding(primary, other, group);
    }
    List<Step> steps = new ArrayList<>();
    for (Member member : group.members()) {
      if (!availability().equals(member.availability())) {
        steps.add(
            step(
                primary,
                "Set the replica %s of the group [%s] to %s"
                    .formatted(member.name(), group(), availability()),
                PairSql.modify(
                    group(), false, member.name(), "AVAILABILITY_MODE = " + availability())));
      }
    }
    steps.addAll(movement(primary, other, group));
    if (!handsOver && group.required() > 0) {
      steps.add(required(primary, 0));
    }
    if (!steps.isEmpty()) {
      return new Plan.Steps(steps);
    }
    if (handsOver) {
      return handOver(primary, other, group, copy.get());
    }
    return wish.isPaused() || copy.get().moves()
        ? Plan.converged()
        : waiting(Reason.IN_PROGRESS, "the copy is " + copy.get().state(), SOON);
  }

  private Step required(Host primary, int count) {
    return step(
        primary,
        "Let commits on %s need %s".formatted(
            primary.label(), count == 0 ? "no secondary" : "the secondary"),
        PairSql.alter(
            group(), "SET (REQUIRED_SYNCHRONIZED_SECONDARIES_TO_COMMIT = " + count + ")"));
  }

  private Plan handOver(Host primary, Host other, Group group, Copy copy) {
    if (!copy.state().equals("SYNCHRONIZED")) {
      return waiting(
          Reason.IN_PROGRESS,
          "%s has not caught up yet (%s), then it takes over"
              .formatted(other.label(), copy.state()),
          SOON);
    }
    List<Step> steps = new ArrayList<>();
    if (group.required() == 0) {
      steps.add(required(primary, 1));
    }
    steps.add(
        step(
            primary,
            "Take the group [%s] offline on %s".formatted(group(), primary.label()),
            PairSql.alter(group(), "OFFLINE")));
    steps.add(
        step(
            other,
            "Make %s the primary of the group [%s]; nothing was committed without it"
                .formatted(other.label(), group()),
            PairSql.alter(group(), "FORCE_FAILOVER_ALLOW_DATA_LOSS")));
    steps.add(
        step(
            primary,
            "Make %s a secondary of the group [%s]".formatted(primary.label(), group()),
            PairSql.alter(group(), "SET (ROLE = SECONDARY)")));
    return new Plan.Steps(steps);
  }
}
