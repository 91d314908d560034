package io.linkfleet.ag.mirroring;

import io.linkfleet.ag.AgSql;
import io.linkfleet.ag.Wish;
import io.linkfleet.ag.mirroring.MirroringState.Database;
import io.linkfleet.ag.mirroring.MirroringState.Host;
import io.linkfleet.ag.mirroring.MirroringState.Session;
import io.linkfleet.event.LinkEvent.EndpointReady;
import io.linkfleet.event.SourceServer;
import io.linkfleet.plan.Plan;
import io.linkfleet.plan.Reason;
import io.linkfleet.plan.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides what a session that both partners have still needs: running or paused, its safety, its
 * witness, and who serves. Everything is asked of the principal.
 */
final class MirroringSteering {
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration LATER = Duration.ofSeconds(5);
  /** What a session is when it has just begun. */
  private static final Session NEW = new Session("PRINCIPAL", "SYNCHRONIZING", "FULL", "", "", "");

  private final EndpointReady wanted;
  private final MirroringState observed;
  private final Wish wish;

  MirroringSteering(EndpointReady wanted, MirroringState observed) {
    this.wanted = wanted;
    this.observed = observed;
    this.wish = Wish.of(wanted.link());
  }

  /** The steps that follow at once after the session has begun on the source. */
  List<Step> afterBeginning() {
    return settings(observed.source().orElseThrow(), NEW);
  }

  Plan plan() {
    Host principal = observed.principal().orElse(null);
    if (principal == null) {
      return waiting(
          Reason.IN_PROGRESS, "the partners are changing their roles", SOON);
    }
    Session session = principal.session().orElseThrow();
    if (session.is("PENDING_FAILOVER")) {
      return waiting(Reason.IN_PROGRESS, principal.label() + " hands its role over", SOON);
    }
    if (session.state() == null || session.is("DISCONNECTED")) {
      return waiting(
          Reason.PARTNER_UNREACHABLE,
          "the partners do not see each other, %s serves alone; both answer Linkfleet, so look at"
                  .formatted(principal.label())
              + " their mirroring endpoints, certificates and the firewall between them",
          LATER);
    }
    if (session.is("SUSPENDED") && !wish.isPaused() && wouldLose(principal)) {
      return new Plan.Blocked(
          Reason.DATA_LOSS,
          ("%s: the database [%s] has been served by both partners apart; resuming throws away what"
                  + " the mirror had committed on its own")
              .formatted(principal.label(), name()),
          "Save what is needed, then ask again with allowDataLoss and with primary: "
              + principal.label() + ", or with wanted: REMOVED.");
    }
    List<Step> steps = settings(principal, session);
    return steps.isEmpty() ? roles(principal, session) : new Plan.Steps(steps);
  }

  /** After forced service the old principal comes back as a mirror that went another way. */
  private boolean wouldLose(Host principal) {
    Host mirror =
        principal == observed.source().orElseThrow()
            ? observed.partner().orElseThrow()
            : observed.source().orElseThrow();
    Database here = principal.database().orElseThrow();
    Database there = mirror.database().orElseThrow();
    return !here.follows(there) && !wish.mayLose(mirror.label());
  }

  private Plan roles(Host principal, Session session) {
    // a paused session cannot fail over; who is to serve takes over once it is resumed
    if (wish.isPaused()
        || wish.primary() == null
        || wish.primary().equals(principal.label())) {
      return Plan.converged();
    }
    if (!wish.isSafe()) {
      return new Plan.Blocked(
          Reason.DATA_LOSS,
          "%s: the database [%s] cannot fail over to %s while its session is in"
                  .formatted(principal.label(), name(), wish.primary())
              + " high-performance mode (SAFETY OFF)",
          "Ask again with safety: FULL; once it has failed over you may ask for the other mode"
              + " again.");
    }
    if (!session.is("SYNCHRONIZED")) {
      return waiting(
          Reason.IN_PROGRESS,
          "%s has not caught up yet (%s), then it takes over"
              .formatted(wish.primary(), session.state()),
          SOON);
    }
    return new Plan.Steps(
        List.of(
            MirroringPlan.step(
                principal,
                "Hand the database [%s] over from %s to %s"
                    .formatted(name(), principal.label(), wish.primary()),
                AgSql.set(name(), "PARTNER FAILOVER"))));
  }

  /** A witness is set while log flows, and a session is suspended last. */
  private List<Step> settings(Host principal, Session session) {
    List<Step> steps = new ArrayList<>();
    if (session.is("SUSPENDED") && !wish.isPaused()) {
      set(principal, "resume the mirroring of the database [%s]", "PARTNER RESUME", steps);
    }
    if (!wish.safety().equals(session.safety())) {
      set(
          principal,
          "set the safety of the mirroring of the database [%s] to " + wish.safety(),
          "PARTNER SAFETY " + wish.safety(),
          steps);
    }
    if (!session.is("SUSPENDED") || !wish.isPaused()) {
      witness(principal, session, steps);
    }
    if (wish.isPaused() && !session.is("SUSPENDED")) {
      set(
          principal,
          "suspend the mirroring of the database [%s]; its log is kept until it is resumed",
          "PARTNER SUSPEND",
          steps);
    }
    return steps;
  }

  private void witness(Host principal, Session session, List<Step> steps) {
    SourceServer witness = wanted.link().partner().witness();
    if (witness == null) {
      if (!session.witness().isEmpty()) {
        set(
            principal,
            "take the witness " + session.witness() + " from the mirroring of the database [%s]",
            "WITNESS OFF",
            steps);
      }
      return;
    }
    String address = wanted.endpoint().hosts().get(witness.name());
    if (!address.equalsIgnoreCase(session.witness())) {
      steps.add(
          MirroringPlan.step(
              principal,
              "%s: make %s at %s the witness of the mirroring of the database [%s]"
                  .formatted(principal.label(), witness.name(), address, name()),
              MirroringSql.setWitness(name(), address)));
    }
  }

  private void set(Host principal, String sentence, String option, List<Step> steps) {
    steps.add(
        MirroringPlan.step(
            principal,
            "%s: %s".formatted(principal.label(), sentence.formatted(name())),
            AgSql.set(name(), option)));
  }

  private Plan waiting(Reason reason, String what, Duration lookAgain) {
    return new Plan.Waiting(
        reason,
        "mirroring of the database [%s] between %s and %s: %s"
            .formatted(name(), wish.source(), wish.partner(), what),
        lookAgain,
        null);
  }

  private String name() {
    return observed.source().flatMap(Host::database).map(Database::name)
        .orElse(wanted.link().database());
  }
}
