package io.linkfleet.ag.mirroring;

import io.linkfleet.ag.AgSql;
import io.linkfleet.ag.Wish;
import io.linkfleet.ag.mirroring.MirroringState.Database;
import io.linkfleet.ag.mirroring.MirroringState.Host;
import io.linkfleet.ag.mirroring.MirroringState.Session;
import io.linkfleet.event.LinkEvent.EndpointReady;
import io.linkfleet.plan.Plan;
import io.linkfleet.plan.Reason;
import java.util.Optional;

/** Everything about a mirroring session that only a person may decide. */
final class MirroringRefusals {
  private static final String AGAIN = " Then ask again.";

  private final EndpointReady wanted;
  private final MirroringState observed;
  private final Wish wish;

  MirroringRefusals(EndpointReady wanted, MirroringState observed) {
    this.wanted = wanted;
    this.observed = observed;
    this.wish = Wish.of(wanted.link());
  }

  /** A wish that cannot be. */
  Optional<Plan.Blocked> wish() {
    if (wish.primary() != null && !wish.names(wish.primary())) {
      return refuse(
          "%s shall serve the database, but the pair is %s and %s"
              .formatted(wish.primary(), wish.source(), wish.partner()),
          "Name one of the two as primary, and ask again.");
    }
    if (wanted.link().partner().witness() != null && !wish.isSafe()) {
      return refuse(
          "a session in high-performance mode (SAFETY OFF) never fails over by itself, and with a"
              + " witness it stops serving when it sees neither of the others",
          "Ask again with safety: FULL, or without the witness.");
    }
    return Optional.empty();
  }

  private Optional<Plan.Blocked> refuse(String why, String nextAction) {
    return blocked(wish.source(), Reason.STATEMENT_REFUSED, why, nextAction);
  }

  /** A session with another server, or one that the other side has not got. */
  Optional<Plan.Blocked> session() {
    Host source = observed.source().orElseThrow();
    Host partner = observed.partner().orElseThrow();
    Optional<Plan.Blocked> stranger =
        withStranger(source, partner.label()).or(() -> withStranger(partner, source.label()));
    if (stranger.isPresent()) {
      return stranger;
    }
    if (source.session().isPresent() && partner.session().isEmpty()) {
      return half(source, partner);
    }
    boolean orphan = partner.session().filter(Session::isPrincipal).isPresent();
    return source.session().isEmpty() && orphan ? half(partner, source) : Optional.empty();
  }

  private Optional<Plan.Blocked> withStranger(Host host, String other) {
    return host.session()
        .filter(
            session ->
                !session.isWith(
                    wanted.endpoint().hosts().get(other),
                    wanted.trust().nameOf(other)))
        .flatMap(
            session ->
                blocked(
                    host.label(),
                    Reason.MIRRORING_CONFLICT,
                    "the database [%s] is mirrored already, with %s and not with %s"
                        .formatted(name(host), session.partnerAddress(), other),
                    "If nobody needs that session, end it: " + off(host) + AGAIN));
  }

  private Optional<Plan.Blocked> half(Host has, Host hasNot) {
    return blocked(
        has.label(),
        Reason.MIRRORING_CONFLICT,
        "the database [%s] is %s of a mirroring session that %s knows nothing of"
            .formatted(name(has), has.session().orElseThrow().role(), hasNot.label()),
        "End what is left of it on " + has.label() + ": " + off(has) + AGAIN);
  }

  private static String off(Host host) {
    return AgSql.set(name(host), "PARTNER OFF").text();
  }

  private static String name(Host host) {
    return host.database().orElseThrow().name();
  }

  /** A database that cannot be a principal. */
  Optional<Plan.Blocked> source() {
    Host source = observed.source().orElseThrow();
    if (source.database().isEmpty()) {
      return blocked(
          source.label(),
          Reason.DATABASE_NOT_FOUND,
          "there is no database [" + wanted.link().database() + "], or the login may not see it",
          "Correct the name in the fleet file, or grant VIEW ANY DATABASE to the login." + AGAIN);
    }
    Database d = source.database().get();
    if (d.isSystem()) {
      return unfit(source, d, "belongs to the system", "Remove it from the fleet file.");
    }
    if (d.group() != null) {
      return grouped(source, d);
    }
    if (d.isRestoring()) {
      return unfit(
          source,
          d,
          "is RESTORING",
          "If it is the copy and %s has the original, ask for the pair the other way round; else"
                  .formatted(wish.partner())
              + " finish the restore: " + AgSql.finishRestore(d.name()) + AGAIN);
    }
    if (!d.state().equals("ONLINE") && !d.state().equals("RECOVERING")) {
      return unfit(source, d, "is " + d.state(), "Bring it online." + AGAIN);
    }
    if (d.readOnly()) {
      return unfit(source, d, "is read-only", option(d, "READ_WRITE"));
    }
    if (!d.access().equals("MULTI_USER")) {
      return unfit(source, d, "is in " + d.access() + " mode", option(d, "MULTI_USER"));
    }
    if (d.autoClose()) {
      return unfit(source, d, "closes with its last user", option(d, "AUTO_CLOSE OFF"));
    }
    return d.visible()
        ? Optional.empty()
        : blocked(
            source.label(),
            Reason.PERMISSION,
            "the login may not see in sys.database_recovery_status how far the log of the database"
                + " [" + d.name() + "] has been backed up",
            "Grant VIEW ANY DATABASE to the login." + AGAIN);
  }

  private static String option(Database d, String option) {
    return "If that may change, run: " + AgSql.set(d.name(), option).text() + AGAIN;
  }

  /** A database of that name on the partner that is no copy to be rolled forward. */
  Optional<Plan.Blocked> copy() {
    Host source = observed.source().orElseThrow();
    Host partner = observed.partner().orElseThrow();
    if (partner.majorVersion() < source.majorVersion()) {
      return blocked(
          partner.label(),
          Reason.VERSION,
          "its SQL Server is older than that of %s (%d, not %d), so it cannot restore its backups"
              .formatted(source.label(), partner.majorVersion(), source.majorVersion()),
          "Upgrade it, or choose another partner." + AGAIN);
    }
    if (partner.database().isEmpty()) {
      return Optional.empty();
    }
    Database there = partner.database().get();
    if (there.group() != null) {
      return grouped(partner, there);
    }
    if (!there.isRestoring()) {
      return taken(partner, there, "is " + there.state() + " and no copy that waits for log");
    }
    return there.follows(source.database().orElseThrow())
        ? Optional.empty()
        : taken(partner, there, "is no copy of that of " + source.label() + ", or of another past");
  }

  private Optional<Plan.Blocked> grouped(Host host, Database d) {
    return blocked(
        host.label(),
        Reason.GROUP_CONFLICT,
        "the database [%s] is in the availability group [%s]".formatted(d.name(), d.group()),
        "A database is either in a group or mirrored: take it out of the group, or ask for a"
            + " session of another kind." + AGAIN);
  }

  private Optional<Plan.Blocked> taken(Host host, Database d, String why) {
    return blocked(
        host.label(),
        Reason.MIRRORING_CONFLICT,
        "there is a database [%s] already, and it %s".formatted(d.name(), why),
        "If nobody needs it, run on " + host.label() + ": " + MirroringSql.drop(d) + AGAIN);
  }

  private Optional<Plan.Blocked> unfit(Host host, Database d, String why, String nextAction) {
    return blocked(
        host.label(),
        Reason.DATABASE_STATE,
        "the database [" + d.name() + "] " + why,
        nextAction);
  }

  private static Optional<Plan.Blocked> blocked(
      String where, Reason reason, String sentence, String nextAction) {
    return Optional.of(new Plan.Blocked(reason, where + ": " + sentence, nextAction));
  }
}
