package io.linkfleet.ag.pair;

import io.linkfleet.ag.AgSql;
import io.linkfleet.ag.BackupFile;
import io.linkfleet.ag.Wish;
import io.linkfleet.ag.pair.PairState.Copy;
import io.linkfleet.ag.pair.PairState.Database;
import io.linkfleet.ag.pair.PairState.Group;
import io.linkfleet.ag.pair.PairState.Host;
import io.linkfleet.ag.pair.PairState.Member;
import io.linkfleet.ag.pair.PairState.Seeding;
import io.linkfleet.event.LinkEvent.EndpointReady;
import io.linkfleet.event.Target;
import io.linkfleet.plan.Plan;
import io.linkfleet.plan.Reason;
import io.linkfleet.plan.Step;
import io.linkfleet.sqlserver.On;
import io.linkfleet.sqlserver.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What both kinds of groups between two servers have in common: a database that is fit, a copy that
 * is seeded, data movement, and the words for it.
 */
abstract class PairPlan {
  static final Duration SOON = Duration.ofSeconds(1);
  static final Duration LATER = Duration.ofSeconds(5);

  /** How long a step may take to show before it is repeated. */
  private static final Duration SETTLING = Duration.ofSeconds(30);

  final EndpointReady wanted;
  final PairState observed;
  final Duration limit;
  final Wish wish;
  final PairRefusals refusals;

  PairPlan(EndpointReady wanted, PairState observed, Duration limit) {
    this.wanted = wanted;
    this.observed = observed;
    this.limit = limit;
    this.wish = Wish.of(wanted.link());
    this.refusals = new PairRefusals(wanted, observed);
  }

  static PairPlan of(EndpointReady wanted, PairState observed, Duration limit) {
    return wanted.link().partner().session() == Target.Session.AVAILABILITY_GROUP
        ? new GroupPlan(wanted, observed, limit)
        : new DistributedPlan(wanted, observed, limit);
  }

  /** The plan. */
  final Plan plan() {
    Optional<Plan.Blocked> refused = refusals.wish();
    if (refused.isEmpty() && !wish.isRemoved()) {
      refused = refusals.servers();
    }
    if (refused.isPresent()) {
      return refused.get();
    }
    if (wish.isRemoved()) {
      return new Plan.Steps(removal());
    }
    return observed.hosts().size() < 2 ? withoutOne() : both();
  }

  /** Name of the group that holds the database on the source, or will. */
  abstract String group();

  /** Name of the distributed group, or null. */
  abstract String distributed();

  abstract List<Step> removal();

  abstract Plan both();

  /** The group that both servers share: the group itself, or the distributed one. */
  abstract Optional<Group> shared(Host host);

  /** One server does not answer, and somebody has accepted its loss. */
  private Plan withoutOne() {
    if (observed.hosts().isEmpty()) {
      return waiting(Reason.UNREACHABLE, "neither server answers", LATER);
    }
    Host left = observed.hosts().get(0);
    String lost = left.label().equals(wish.source()) ? wish.partner() : wish.source();
    Optional<Group> group = shared(left);
    if (group.isEmpty()) {
      return waiting(
          Reason.UNREACHABLE, lost + " does not answer, and there is no group with it", LATER);
    }
    if (group.get().isPrimary()) {
      return waiting(
          Reason.UNREACHABLE, left.label() + " serves alone until " + lost + " is back", LATER);
    }
    if (group.get().members().stream().anyMatch(it -> it.connected() && sees(group.get(), it))) {
      return waiting(
          Reason.UNREACHABLE,
          "%s does not answer Linkfleet, but %s still sees it, so nothing is forced"
              .formatted(lost, left.label()),
          LATER);
    }
    return new Plan.Steps(
        List.of(
            step(
                left,
                "Force %s to serve the database %s without %s; what it had not sent is lost"
                    .formatted(left.label(), name(), lost),
                PairSql.alter(group.get().name(), "FORCE_FAILOVER_ALLOW_DATA_LOSS"))));
  }

  /** A secondary of a group shows whether it sees the primary at its own replica. */
  private static boolean sees(Group group, Member member) {
    return group.distributed() != member.local();
  }

  final void makeReady(Host source, List<Step> steps) {
    Database d = source.database().orElseThrow();
    if (!d.isFull()) {
      steps.add(
          step(
              source,
              "Set the recovery model of the database %s of %s from %s to FULL"
                  .formatted(name(), source.label(), d.recoveryModel()),
              AgSql.setRecoveryFull(d.name())));
    }
    if (d.needsBackup()) {
      String asked = wanted.link().options().backupDirectory();
      boolean said = asked != null && !asked.isBlank();
      String directory = said ? asked.strip() : source.backupDirectory();
      String server = serverName(source.label());
      String file = BackupFile.path(directory, server, d.name(), observed.at(), ".bak");
      steps.add(
          step(
              source,
              "Start the log chain of the database %s of %s with a full backup to %s"
                  .formatted(name(), source.label(), file),
              AgSql.backup(d.name(), file, limit)));
    }
  }

  final boolean isRecovering(Host host) {
    return host.database().filter(d -> d.state().equals("RECOVERING")).isPresent();
  }

  /** The primary sends the database by itself; what keeps it from doing so is mended or told. */
  final Plan seeding(Host primary, Host other, Group group) {
    Optional<Member> remote =
        group.members().stream().filter(member -> !member.local()).findFirst();
    if (remote.isPresent() && !remote.get().connected()) {
      return waiting(
          Reason.PARTNER_UNREACHABLE,
          "%s does not see %s%s"
              .formatted(
                  primary.label(),
                  other.label(),
                  remote.get().error() == null ? "" : " (" + remote.get().error() + ")"),
          LATER);
    }
    Seeding seeding = primary.seeding(group.name()).orElse(null);
    if (seeding == null || !seeding.failed()) {
      return waiting(
          Reason.IN_PROGRESS, primary.label() + " seeds the copy on " + other.label(), SOON);
    }
    if (seeding.nameIsTaken() && other.database().isPresent()) {
      return refusals.room().isPresent() && other.label().equals(wish.partner())
          ? refusals.room().get()
          : waiting(Reason.LINK_CONFLICT, "the name is taken on " + other.label(), LATER);
    }
    boolean settling =
        observed.lastStep() != null
            && observed.lastStep().plus(SETTLING).isAfter(observed.at());
    if (settling) {
      return waiting(
          Reason.IN_PROGRESS, "seeding begins again after: " + seeding.failure(), SOON);
    }
    return new Plan.Steps(List.of(again(primary, other, group, remote.orElseThrow(), seeding)));
  }

  private Step again(Host primary, Host other, Group group, Member remote, Seeding seeding) {
    String copyGroup = group.distributed() ? remote.name() : group.name();
    return seeding.lacksPermission()
        ? grant(other, copyGroup)
        : step(
            primary,
            "Let %s seed the copy on %s once more, after: %s"
                .formatted(primary.label(), other.label(), seeding.failure()),
            PairSql.modify(
                group.name(), group.distributed(), remote.name(), "SEEDING_MODE = AUTOMATIC"));
  }

  final Step grant(Host host, String group) {
    return step(
        host,
        "Let the group [%s] create its databases on %s".formatted(group, host.label()),
        PairSql.alter(group, "GRANT CREATE ANY DATABASE"));
  }

  /** Suspended or resumed as it is wanted; what a server itself suspended, on that server. */
  final List<Step> movement(Host primary, Host other, Group group) {
    List<Step> steps = new ArrayList<>();
    boolean here = isSuspended(primary, group());
    Optional<Copy> there = other.copies().stream().filter(Copy::local).findFirst();
    boolean suspended = there.filter(Copy::suspended).isPresent();
    boolean byPartner =
        suspended && "SUSPEND_FROM_PARTNER".equals(there.orElseThrow().reason());
    if (wish.isPaused()) {
      if (!here) {
        hadr(primary, "Suspend the data movement of the database %s on %s", "SUSPEND", steps);
      }
      return steps;
    }
    if (here || byPartner) {
      hadr(primary, "Resume the data movement of the database %s on %s", "RESUME", steps);
    }
    if (suspended && !byPartner) {
      hadr(other, "Resume the data movement of the database %s on %s", "RESUME", steps);
    }
    return steps;
  }

  static boolean isSuspended(Host host, String group) {
    return host.copies().stream().anyMatch(copy -> copy.local() && copy.suspended());
  }

  private void hadr(Host host, String sentence, String what, List<Step> steps) {
    steps.add(
        step(
            host,
            sentence.formatted(name(), host.label()),
            AgSql.set(observed.database(wanted.link().database()), "HADR " + what)));
  }

  /** Whether a role is wanted elsewhere that cannot be handed over as things are wanted. */
  final Optional<Plan.Blocked> unfitToHandOver(Host primary) {
    return wish.isSafe()
        ? Optional.empty()
        : PairRefusals.blocked(
            primary.label(),
            Reason.DATA_LOSS,
            "the database %s cannot fail over to %s while its data movement is asynchronous"
                .formatted(name(), wish.primary()),
            "Ask again with safety: FULL; once it has failed over you may ask for the other mode"
                + " again.");
  }

  /** After a forced failover the old primary comes back as what it was. */
  final Plan twoPrimaries(String undo) {
    return new Plan.Blocked(
        Reason.DATA_LOSS,
        "%s and %s: both serve the database %s, each its own"
            .formatted(wish.source(), wish.partner(), name()),
        "Decide which one's changes may be lost, and save what is needed of them. " + undo);
  }

  /** Whether that one is to hand its role over now; what is paused does so once it is resumed. */
  final boolean handsOver(Host primary) {
    return !wish.isPaused() && wantsOther(primary);
  }

  final boolean wantsOther(Host primary) {
    return wish.primary() != null && !wish.primary().equals(primary.label());
  }

  final String availability() {
    return wish.isSafe() ? "SYNCHRONOUS_COMMIT" : "ASYNCHRONOUS_COMMIT";
  }

  final String address(String label) {
    return wanted.endpoint().hosts().get(label);
  }

  final String serverName(String label) {
    return wanted.trust().nameOf(label);
  }

  final Host other(Host host) {
    return host.label().equals(wish.source())
        ? observed.partner().orElseThrow()
        : observed.source().orElseThrow();
  }

  final String name() {
    return "[" + observed.database(wanted.link().database()) + "]";
  }

  final Plan waiting(Reason reason, String what, Duration lookAgain) {
    return new Plan.Waiting(
        reason,
        "database %s of %s and %s: %s".formatted(name(), wish.source(), wish.partner(), what),
        lookAgain,
        null);
  }

  static Step step(Host host, String sentence, Statement statement) {
    return new Step(sentence, new On(host.label(), statement));
  }
}
