package io.linkfleet.ag;

import io.linkfleet.ag.AgState.Database;
import io.linkfleet.ag.AgState.Group;
import io.linkfleet.event.LinkEvent.EndpointReady;
import io.linkfleet.plan.Plan;
import io.linkfleet.plan.Reason;
import io.linkfleet.plan.Step;
import io.linkfleet.sqlserver.Sql;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides what a database and its two groups still need.
 *
 * <p>Everything that a person would have to decide is looked for before the first step, so a
 * blocked link has changed nothing.
 */
final class AgPlan {
  /** The port on which every managed instance listens for links. */
  static final int INSTANCE_PORT = 5022;

  private final EndpointReady wanted;
  private final AgState observed;
  private final Duration backupLimit;

  private AgPlan(EndpointReady wanted, AgState observed, Duration backupLimit) {
    this.wanted = wanted;
    this.observed = observed;
    this.backupLimit = backupLimit;
  }

  static Plan of(EndpointReady wanted, AgState observed, Duration backupLimit) {
    AgRefusals refusals = new AgRefusals(wanted, observed);
    Optional<Plan.Blocked> refused =
        refusals.server().or(refusals::database).or(refusals::group).or(refusals::joining);
    if (refused.isPresent()) {
      return refused.get();
    }
    return new AgPlan(wanted, observed, backupLimit).open();
  }

  /** The group that is used or will be made. */
  static String group(EndpointReady wanted, AgState observed) {
    return observed.holder().map(Group::name).orElse(wanted.link().names().availabilityGroup());
  }

  /** The distributed group that is used or will be made. */
  static String distributedGroup(EndpointReady wanted, AgState observed) {
    return observed
        .joining(group(wanted, observed), wanted.link().instance().name())
        .map(Group::name)
        .orElse(wanted.link().names().distributedAvailabilityGroup());
  }

  static String listenerUrl(EndpointReady wanted) {
    return Sql.listenerUrl(
        wanted.trust().instanceFqdn(), INSTANCE_PORT, wanted.link().instance().name());
  }

  private Plan open() {
    Database database = observed.database().orElseThrow();
    if (database.isRecovering()) {
      return waiting("the database [" + database.name() + "] is RECOVERING");
    }
    Optional<Group> resolving =
        observed.holder().filter(group -> group.local().filter(it -> !it.isPrimary()).isPresent());
    if (resolving.isPresent()) {
      return waiting(
          "the role of the availability group [" + resolving.get().name() + "] is being resolved");
    }
    List<Step> steps = new ArrayList<>();
    makeReady(database, steps);
    String group = group(wanted, observed);
    if (observed.holder().isEmpty()) {
      steps.add(createGroup(group, database));
    }
    if (observed.joining(group, wanted.link().instance().name()).isEmpty()) {
      steps.add(createDistributedGroup(group));
    }
    return new Plan.Steps(steps);
  }

  private Plan waiting(String what) {
    return new Plan.Waiting(
        Reason.IN_PROGRESS, server() + ": " + what, Duration.ofSeconds(2), null);
  }

  private void makeReady(Database database, List<Step> steps) {
    if (!database.isFull()) {
      steps.add(
          new Step(
              "Set the recovery model of the database [%s] of %s from %s to FULL"
                  .formatted(database.name(), server(), database.recoveryModel()),
              AgSql.setRecoveryFull(database.name())));
    }
    if (database.needsBackup()) {
      String file =
          BackupFile.path(
              backupDirectory(wanted, observed),
              wanted.trust().serverName(),
              database.name(),
              observed.at());
      steps.add(
          new Step(
              "Start the log chain of the database [%s] of %s with a full backup to %s"
                  .formatted(database.name(), server(), file),
              AgSql.backup(database.name(), file, backupLimit)));
    }
  }

  /** Null leaves it to the server, which is sure to have a default but may not tell it. */
  static String backupDirectory(EndpointReady wanted, AgState observed) {
    String asked = wanted.link().options().backupDirectory();
    String chosen = asked == null || asked.isBlank() ? observed.server().backupDirectory() : asked;
    return chosen == null || chosen.isBlank() ? null : chosen.strip();
  }

  private Step createGroup(String group, Database database) {
    return new Step(
        "Create the availability group [%s] of %s for the database [%s]"
            .formatted(group, server(), database.name()),
        AgSql.createGroup(
            group,
            observed.server().knowsClusterType(),
            database.name(),
            wanted.trust().serverName(),
            wanted.endpoint().address()));
  }

  private Step createDistributedGroup(String group) {
    String name = wanted.link().names().distributedAvailabilityGroup();
    String instance = wanted.link().instance().name();
    return new Step(
        "Create the distributed availability group [%s] of %s between [%s] and %s"
            .formatted(name, server(), group, instance),
        AgSql.createDistributedGroup(
            name, group, wanted.endpoint().address(), instance, listenerUrl(wanted)));
  }

  private String server() {
    return wanted.link().source().name();
  }
}
