package io.linkfleet.ag;

import io.linkfleet.ag.AgState.Database;
import io.linkfleet.ag.AgState.Group;
import io.linkfleet.ag.AgState.LogChain;
import io.linkfleet.ag.AgState.Member;
import io.linkfleet.event.LinkEvent.EndpointReady;
import io.linkfleet.plan.Plan;
import io.linkfleet.plan.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Everything that only a person may decide, with the sentence and the statement for them. */
final class AgRefusals {
  private static final String AGAIN = " Then ask again.";

  private final EndpointReady wanted;
  private final AgState observed;

  AgRefusals(EndpointReady wanted, AgState observed) {
    this.wanted = wanted;
    this.observed = observed;
  }

  Optional<Plan.Blocked> server() {
    if (!observed.server().hadrEnabled()) {
      return blocked(
          Reason.HADR_DISABLED,
          "Always On availability groups are switched off",
          "Enable them in SQL Server Configuration Manager and restart the server (SQL Server 2016"
              + " needs a Windows failover cluster of at least one node first)."
              + AGAIN);
    }
    var names = wanted.link().names();
    if (names.availabilityGroup().equalsIgnoreCase(names.distributedAvailabilityGroup())) {
      return blocked(
          Reason.GROUP_CONFLICT,
          "both groups of the link would be called [" + names.availabilityGroup() + "]",
          "Give the two name templates of the fleet file different prefixes." + AGAIN);
    }
    return Optional.empty();
  }

  Optional<Plan.Blocked> database() {
    if (observed.database().isEmpty()) {
      return blocked(
          Reason.DATABASE_NOT_FOUND,
          "there is no database [" + wanted.link().database() + "], or the login may not see it",
          "Correct the name in the fleet file, or grant VIEW ANY DATABASE to the login." + AGAIN);
    }
    Database database = observed.database().get();
    return state(database).or(() -> logChain(database));
  }

  private Optional<Plan.Blocked> state(Database database) {
    String name = database.name();
    if (database.isSystem()) {
      return unfit(database, "belongs to the system", "Remove it from the fleet file.");
    }
    if (database.mirroringRole() != null) {
      return unfit(
          database,
          "is the " + database.mirroringRole() + " of a database mirroring session",
          "End the session if nobody needs it any more: "
              + AgSql.set(name, "PARTNER OFF").text()
              + AGAIN);
    }
    if (!database.state().equals("ONLINE") && !database.isRecovering()) {
      return unfit(database, "is " + database.state(), online(database) + AGAIN);
    }
    if (database.readOnly()) {
      return unfit(database, "is read-only", option(name, "READ_WRITE"));
    }
    if (!database.access().equals("MULTI_USER")) {
      return unfit(database, "is in " + database.access() + " mode", option(name, "MULTI_USER"));
    }
    if (database.autoClose()) {
      return unfit(database, "closes with its last user", option(name, "AUTO_CLOSE OFF"));
    }
    return Optional.empty();
  }

  private Optional<Plan.Blocked> logChain(Database database) {
    if (database.logChain() == LogChain.NOT_VISIBLE) {
      return blocked(
          Reason.PERMISSION,
          "the login may not see in sys.database_recovery_status whether the log chain of the"
              + " database [" + database.name() + "] has been started",
          "Grant VIEW ANY DATABASE to the login." + AGAIN);
    }
    if (database.needsBackup()
        && AgPlan.backupDirectory(wanted, observed) == null
        && observed.server().tellsBackupDirectory()) {
      return blocked(
          Reason.BACKUP,
          "the database ["
              + database.name()
              + "] needs a full backup, and the server has no default backup directory",
          "Set options.backupDirectory to a directory that the SQL Server service may write to,"
              + " then ask again.");
    }
    return Optional.empty();
  }

  private static String online(Database database) {
    return switch (database.state()) {
      case "RESTORING" -> "Finish the restore: " + AgSql.finishRestore(database.name());
      case "OFFLINE" -> "Bring it online: " + AgSql.set(database.name(), "ONLINE").text();
      default -> "Repair it; the server's error log says what is wrong.";
    };
  }

  private static String option(String database, String option) {
    return "If that may change, run: " + AgSql.set(database, option).text() + AGAIN;
  }

  private Optional<Plan.Blocked> unfit(Database database, String why, String nextAction) {
    return blocked(
        Reason.DATABASE_STATE, "the database [" + database.name() + "] " + why, nextAction);
  }

  /** An availability group of another shape, or another one of the wanted name. */
  Optional<Plan.Blocked> group() {
    if (observed.holder().isPresent()) {
      Group holder = observed.holder().get();
      return secondary(holder, "Ask for the link on the server that is its primary replica.")
          .or(() -> differs(holder, groupDifferences(holder)));
    }
    String name = wanted.link().names().availabilityGroup();
    return observed
        .called(name)
        .flatMap(
            group ->
                taken(
                    group,
                    group.distributed()
                        ? "is a distributed availability group"
                        : "does not hold the database, it holds " + list(group.databases())));
  }

  private List<String> groupDifferences(Group group) {
    List<String> differences = new ArrayList<>();
    if (group.databases().size() > 1) {
      differences.add(
          "it holds " + list(group.databases()) + ", and a link takes one database only");
    }
    if (group.members().size() != 1) {
      differences.add("its replicas are " + list(group.members().stream().map(Member::name)
          .toList()) + ", and Linkfleet takes groups of one replica only");
    }
    Optional<Member> local = group.local();
    if (local.isEmpty()) {
      differences.add("this server is no replica of it that the login can see");
    }
    local.ifPresent(
        replica -> {
          if (!replica.hasUrl(wanted.endpoint().address())) {
            differences.add(
                "its endpoint URL is %s, not %s"
                    .formatted(replica.url(), wanted.endpoint().address()));
          }
          addModes(replica, "SYNCHRONOUS_COMMIT", differences);
        });
    return differences;
  }

  /** A distributed group of another shape, or another group of the wanted name. */
  Optional<Plan.Blocked> joining() {
    String group = AgPlan.group(wanted, observed);
    String instance = wanted.link().instance().name();
    Optional<Group> existing = observed.joining(group, instance);
    if (existing.isPresent()) {
      Group joining = existing.get();
      return secondary(joining, "Fail the database back to this server, then ask again.")
          .or(() -> differs(joining, joiningDifferences(joining, group, instance)));
    }
    String name = wanted.link().names().distributedAvailabilityGroup();
    return observed
        .called(name)
        .flatMap(
            other ->
                taken(
                    other,
                    other.distributed()
                        ? "joins %s, not [%s] and [%s]"
                            .formatted(
                                list(other.members().stream().map(Member::name).toList()),
                                group,
                                instance)
                        : "is no distributed one"));
  }

  private List<String> joiningDifferences(Group existing, String group, String instance) {
    List<String> differences = new ArrayList<>();
    Member local = existing.member(group).orElseThrow();
    Member remote = existing.member(instance).orElseThrow();
    addUrl(local, wanted.endpoint().address(), differences);
    addUrl(remote, AgPlan.listenerUrl(wanted), differences);
    addModes(local, "ASYNCHRONOUS_COMMIT", differences);
    addModes(remote, "ASYNCHRONOUS_COMMIT", differences);
    return differences;
  }

  private static void addUrl(Member member, String url, List<String> differences) {
    if (!member.hasUrl(url)) {
      differences.add(
          "the listener URL of [%s] is %s, not %s".formatted(member.name(), member.url(), url));
    }
  }

  private static void addModes(Member member, String availability, List<String> differences) {
    addMode(member, "availability", member.availabilityMode(), availability, differences);
    addMode(member, "failover", member.failoverMode(), "MANUAL", differences);
    addMode(member, "seeding", member.seedingMode(), "AUTOMATIC", differences);
  }

  private static void addMode(
      Member member, String kind, String is, String should, List<String> differences) {
    if (!should.equals(is)) {
      differences.add(
          "the %s mode of [%s] is %s, not %s".formatted(kind, member.name(), is, should));
    }
  }

  private Optional<Plan.Blocked> secondary(Group group, String nextAction) {
    boolean secondary = group.local().filter(it -> "SECONDARY".equals(it.role())).isPresent();
    return secondary
        ? blocked(
            Reason.GROUP_CONFLICT,
            "in the %s [%s] this server is SECONDARY, so nothing can be sent from it"
                .formatted(kind(group), group.name()),
            nextAction)
        : Optional.empty();
  }

  private Optional<Plan.Blocked> differs(Group group, List<String> differences) {
    if (differences.isEmpty()) {
      return Optional.empty();
    }
    return blocked(
        Reason.GROUP_CONFLICT,
        "the %s [%s] cannot be used: %s"
            .formatted(kind(group), group.name(), String.join("; ", differences)),
        "Change it so that nothing of this differs, or, if nobody needs it, run: "
            + AgSql.dropGroup(group.name())
            + AGAIN);
  }

  private Optional<Plan.Blocked> taken(Group group, String why) {
    return blocked(
        Reason.GROUP_CONFLICT,
        "the name [%s] is taken: the %s of that name %s".formatted(group.name(), kind(group), why),
        "Choose another name template in the fleet file, or, if nobody needs that group, run: "
            + AgSql.dropGroup(group.name())
            + AGAIN);
  }

  private static String kind(Group group) {
    return group.distributed() ? "distributed availability group" : "availability group";
  }

  private static String list(List<String> names) {
    return names.isEmpty()
        ? "none"
        : names.stream().map(name -> "[" + name + "]").collect(Collectors.joining(", "));
  }

  private Optional<Plan.Blocked> blocked(Reason reason, String sentence, String nextAction) {
    return Optional.of(
        new Plan.Blocked(reason, wanted.link().source().name() + ": " + sentence, nextAction));
  }
}
