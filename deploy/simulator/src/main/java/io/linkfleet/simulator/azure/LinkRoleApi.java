package io.linkfleet.simulator.azure;

import io.linkfleet.simulator.engine.ManagedInstance;
import io.linkfleet.simulator.engine.ManagedInstance.Link;
import io.linkfleet.simulator.engine.RoleChange;
import io.linkfleet.simulator.engine.RoleChange.Kind;
import io.linkfleet.simulator.engine.RoleChange.Progress;

/**
 * Owns POST failover and setRole of a link, which only the newer api-versions have.
 *
 * <p>Sources: the specification for bodies, codes and the rule that a planned failover starts on
 * the primary; the published engine messages 41965, 41968 and 41970 for setRole. Inferred: that
 * setRole answers 400 with these numbers as codes, and 409 while the link is not synchronizing.
 */
final class LinkRoleApi {
  private static final String PRIMARY = "Primary";

  private final LinkApi links;
  private final Operations operations;

  LinkRoleApi(LinkApi links, Operations operations) {
    this.links = links;
    this.operations = operations;
  }

  ArmReply post(ArmRequest request, ManagedInstance instance, String name, String action) {
    boolean failover = action.equalsIgnoreCase("failover");
    boolean known = failover || action.equalsIgnoreCase("setRole");
    if (!known || LinkShape.of(request.apiVersion()) == LinkShape.SINGLE) {
      return ArmReply.notSimulated(request);
    }
    instance.lock.lock();
    try {
      Link link = instance.links.get(name);
      if (link == null) {
        return ArmReply.childNotFound(LinkApi.TYPE, name);
      }
      return failover ? failover(request, instance, link) : setRole(request, instance, link);
    } finally {
      instance.lock.unlock();
    }
  }

  private ArmReply failover(ArmRequest request, ManagedInstance instance, Link link) {
    String type = request.text("failoverType");
    boolean primary = link.instanceRole.equals(PRIMARY);
    if (type.equalsIgnoreCase("Planned")) {
      return primary
          ? start(request, instance, link, Kind.PLANNED, "FailoverManagedInstanceLink ")
          : ArmReply.error(
              400,
              "InvalidDistributedAvailabilityGroupFailoverInstanceRole",
              "Planned failover can be executed on a link in the primary role only. Current state "
                  + "of the specified link is secondary.");
    }
    if (!type.equalsIgnoreCase("ForcedAllowDataLoss")) {
      return ArmReply.error(
          400,
          "InvalidDistributedAvailabilityGroupFailoverRequest",
          "The failover request of the link is empty or its failoverType is invalid.");
    }
    return primary
        ? alreadyThere()
        : start(request, instance, link, Kind.FORCED_PRIMARY, "FailoverManagedInstanceLink ");
  }

  private ArmReply setRole(ArmRequest request, ManagedInstance instance, Link link) {
    String role = request.text("instanceRole");
    String type = request.text("roleChangeType");
    boolean toPrimary = role.equalsIgnoreCase(PRIMARY);
    boolean forced = type.equalsIgnoreCase("Forced");
    if (!toPrimary && !role.equalsIgnoreCase("Secondary")) {
      return LinkApi.bad("instanceRole");
    }
    if (!forced && !type.equalsIgnoreCase("Planned")) {
      return LinkApi.bad("roleChangeType");
    }
    if (link.instanceRole.equalsIgnoreCase(role)) {
      return alreadyThere();
    }
    if (toPrimary && !forced) {
      return ArmReply.error(
          400, "41970", "Switching to Primary role in planned fashion is not supported.");
    }
    Kind kind = !forced ? Kind.PLANNED : toPrimary ? Kind.FORCED_PRIMARY : Kind.FORCED_SECONDARY;
    return start(request, instance, link, kind, "SetRoleManagedInstanceLink ");
  }

  private static ArmReply alreadyThere() {
    return ArmReply.error(
        400,
        "41965",
        "Setting the role cannot be applied as Azure SQL Managed Instance is already in the "
            + "requested role.");
  }

  private ArmReply start(
      ArmRequest request, ManagedInstance instance, Link link, Kind kind, String what) {
    if (link.roleChange != null && !link.roleChange.isOver()) {
      return ArmReply.error(
          409,
          "41968",
          "Changing the server role cannot be executed at this time as there exist a previous role "
              + "change in progress on Azure SQL Managed Instance. Only when the previous role "
              + "change completes, a new request could be submitted. Please wait for the previous "
              + "role change to complete and retry again.");
    }
    if (!link.state.equals("LinkSynchronizing")) {
      return LinkApi.inReplication(link);
    }
    RoleChange change = new RoleChange(kind);
    link.roleChange = change;
    return operations.accepted(
        operations.start(
            new Operations.Start(
                LinkApi.TYPE,
                what + link.name,
                link.name,
                instance,
                () -> outcome(instance, link, change),
                () -> change.progress = Progress.REFUSED,
                () -> links.get(request, instance, link.name))),
        request);
  }

  private static Operations.Outcome outcome(
      ManagedInstance instance, Link link, RoleChange change) {
    instance.lock.lock();
    try {
      if (instance.links.get(link.name) != link) {
        return new Operations.Outcome.Canceled();
      }
      return switch (change.progress) {
        case DONE -> new Operations.Outcome.Succeeded();
        case REFUSED ->
            new Operations.Outcome.Failed(
                "41969",
                "Setting the role has failed due to an unknown reason. Please check the error log "
                    + "file. If the issue persists, contact Azure support.");
        case ASKED, RUNNING -> new Operations.Outcome.Running();
      };
    } finally {
      instance.lock.unlock();
    }
  }
}
