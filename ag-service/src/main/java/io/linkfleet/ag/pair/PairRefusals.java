package io.linkfleet.ag.pair;

import io.linkfleet.ag.AgSql;
import io.linkfleet.ag.Wish;
import io.linkfleet.ag.pair.PairState.Database;
import io.linkfleet.ag.pair.PairState.Group;
import io.linkfleet.ag.pair.PairState.Host;
import io.linkfleet.event.LinkEvent.EndpointReady;
import io.linkfleet.plan.Plan;
import io.linkfleet.plan.Reason;
import java.util.List;
import java.util.Optional;

/** What only a person may decide about the groups of a pair, whichever kind they are. */
final class PairRefusals {
  private static final String AGAIN = " Then ask again.";

  private final EndpointReady wanted;
  private final PairState observed;
  private final Wish wish;

  PairRefusals(EndpointReady wanted, PairState observed) {
    this.wanted = wanted;
    this.observed = observed;
    this.wish = Wish.of(wanted.link());
  }

  Optional<Plan.Blocked> wish() {
    return wish.primary() == null || wish.names(wish.primary())
        ? Optional.empty()
        : blocked(
            wish.source(),
            Reason.STATEMENT_REFUSED,
            "%s shall serve the database, but the pair is %s and %s"
                .formatted(wish.primary(), wish.source(), wish.partner()),
            "Name one of the two as primary, and ask again.");
  }

  Optional<Plan.Blocked> servers() {
    for (Host host : observed.hosts()) {
      if (host.majorVersion() < PairProbe.OLDEST) {
        return blocked(
            host.label(),
            Reason.VERSION,
            "availability groups without a cluster came with SQL Server 2017",
            "Upgrade the server, or ask for session: MIRRORING." + AGAIN);
      }
      if (!host.hadrEnabled()) {
        return blocked(
            host.label(),
            Reason.HADR_DISABLED,
            "Always On availability groups are switched off",
            "Enable them in SQL Server Configuration Manager and restart the server." + AGAIN);
      }
    }
    return Optional.empty();
  }

  /** A database that cannot be put into a group. */
  Optional<Plan.Blocked> database() {
    Host source = observed.source().orElseThrow();
    if (source.database().isEmpty()) {
      return blocked(
          source.label(),
          Reason.DATABASE_NOT_FOUND,
          "there is no database [" + wanted.link().database() + "], or the login may not see it",
          "Correct the name in the fleet file, or grant VIEW ANY DATABASE to the login." + AGAIN);
    }
    Database d = source.database().get();
    if (d.id() <= 4) {
      return unfit(d, "belongs to the system", "Remove it from the fleet file.");
    }
    if (d.mirrored()) {
      return unfit(
          d,
          "has a mirroring session",
          "End it if nobody needs it: " + AgSql.set(d.name(), "PARTNER OFF").text() + AGAIN);
    }
    if (!d.state().equals("ONLINE") && !d.state().equals("RECOVERING")) {
      return unfit(
          d,
          "is " + d.state(),
          "Bring it online, or, when %s has the original, ask for the pair the other way round."
                  .formatted(wish.partner())
              + AGAIN);
    }
    if (d.readOnly()) {
      return unfit(d, "is read-only", option(d, "READ_WRITE"));
    }
    if (!d.access().equals("MULTI_USER")) {
      return unfit(d, "is in " + d.access() + " mode", option(d, "MULTI_USER"));
    }
    if (d.autoClose()) {
      return unfit(d, "closes with its last user", option(d, "AUTO_CLOSE OFF"));
    }
    return d.visible()
        ? Optional.empty()
        : blocked(
            source.label(),
            Reason.PERMISSION,
            "the login may not see in sys.database_recovery_status whether the log chain of the"
                + " database [" + d.name() + "] has been started",
            "Grant VIEW ANY DATABASE to the login." + AGAIN);
  }

  private static String option(Database d, String option) {
    return "If that may change, run: " + AgSql.set(d.name(), option).text() + AGAIN;
  }

  private Optional<Plan.Blocked> unfit(Database d, String why, String nextAction) {
    return blocked(
        wish.source(), Reason.DATABASE_STATE, "the database [" + d.name() + "] " + why, nextAction);
  }

  /** A database of that name where the copy is to be. */
  Optional<Plan.Blocked> room() {
    Host partner = observed.partner().orElseThrow();
    return partner
        .database()
        .flatMap(
            d ->
                blocked(
                    partner.label(),
                    Reason.LINK_CONFLICT,
                    "there is a database [%s] (%s) already, where the copy is to be"
                        .formatted(d.name(), d.state()),
                    "If nobody needs it, run on %s: %s"
                            .formatted(partner.label(), PairSql.dropDatabase(d.name()))
                        + AGAIN));
  }

  /** A name that another group has. */
  Optional<Plan.Blocked> name(Host host, String name) {
    return host.group(name)
        .flatMap(
            group ->
                blocked(
                    host.label(),
                    Reason.GROUP_CONFLICT,
                    "the name [%s] is taken by a group of %s".formatted(group.name(), names(group)),
                    "Choose another name template in the fleet file, or, if nobody needs that"
                        + " group, run: " + PairSql.drop(group.name()).text() + AGAIN));
  }

  /** A group of another shape than the wanted one. */
  Optional<Plan.Blocked> shape(Host host, Group group, List<String> differences) {
    return differences.isEmpty()
        ? Optional.empty()
        : blocked(
            host.label(),
            Reason.GROUP_CONFLICT,
            "the group [%s] cannot be used: %s"
                .formatted(group.name(), String.join("; ", differences)),
            "Change it so that nothing of this differs, or, if nobody needs it, run: "
                + PairSql.drop(group.name()).text() + AGAIN);
  }

  private static String names(Group group) {
    return String.join(
        ", ", group.members().stream().map(member -> "[" + member.name() + "]").toList());
  }

  static Optional<Plan.Blocked> blocked(
      String where, Reason reason, String sentence, String nextAction) {
    return Optional.of(new Plan.Blocked(reason, where + ": " + sentence, nextAction));
  }
}
