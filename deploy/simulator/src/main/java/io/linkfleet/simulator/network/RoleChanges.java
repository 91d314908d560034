package io.linkfleet.simulator.network;

import io.linkfleet.simulator.engine.AvailabilityGroup;
import io.linkfleet.simulator.engine.ManagedInstance;
import io.linkfleet.simulator.engine.RoleChange;
import io.linkfleet.simulator.engine.RoleChange.Kind;
import io.linkfleet.simulator.engine.RoleChange.Progress;

/**
 * Owns the failovers of one link: those that Azure was asked for, and those that a statement on the
 * server waits for. A planned one lasts the world's connectDelay; a forced one changes the
 * instance's role at once, whatever the server is.
 */
final class RoleChanges {
  private final ManagedInstance.Link link;
  private RoleChange running;
  private String stateBefore;
  private long until;

  RoleChanges(ManagedInstance.Link link) {
    this.link = link;
  }

  /** Changes that need nobody else; under the instance's lock. */
  void forced() {
    RoleChange asked = link.roleChange;
    if (asked == null || asked.isOver() || asked.kind == Kind.PLANNED) {
      return;
    }
    link.instanceRole = asked.kind == Kind.FORCED_PRIMARY ? "Primary" : "Secondary";
    asked.progress = Progress.DONE;
  }

  /**
   * A planned change while connected and synchronizing; under both locks.
   *
   * @param lastLog sends what the old primary has written until now
   */
  void planned(AvailabilityGroup distributed, long nanos, long delay, Runnable lastLog) {
    if (running == null) {
      running = asked(distributed);
      if (running != null) {
        stateBefore = link.state;
        link.state = "LinkFailoverInProgress";
        running.progress = Progress.RUNNING;
        until = nanos + delay;
      }
      return;
    }
    if (nanos < until) {
      return;
    }
    lastLog.run();
    boolean toInstance = distributed.localRole.equals("PRIMARY");
    distributed.localRole = toInstance ? "SECONDARY" : "PRIMARY";
    link.instanceRole = toInstance ? "Primary" : "Secondary";
    end(Progress.DONE);
  }

  /** A change that the primary side asked for; anything else is refused. */
  private RoleChange asked(AvailabilityGroup distributed) {
    boolean instancePrimary = link.instanceRole.equals("Primary");
    boolean serverPrimary = distributed.localRole.equals("PRIMARY");
    RoleChange ofServer = distributed.roleChange;
    RoleChange ofAzure = link.roleChange;
    if (ofServer != null && ofServer.progress == Progress.ASKED) {
      if (serverPrimary && !instancePrimary) {
        return ofServer;
      }
      ofServer.progress = Progress.REFUSED;
    }
    if (ofAzure != null && ofAzure.progress == Progress.ASKED) {
      if (instancePrimary && !serverPrimary) {
        return ofAzure;
      }
      ofAzure.progress = Progress.REFUSED;
    }
    return null;
  }

  /** Not connected: what Azure was asked to do with the partner cannot be done. */
  void alone() {
    RoleChange asked = link.roleChange;
    if (asked != null && asked.kind == Kind.PLANNED && asked.progress == Progress.ASKED) {
      asked.progress = Progress.REFUSED;
    }
  }

  /** The connection has gone: what runs is refused, the roles stay. */
  void broken() {
    if (running != null) {
      end(Progress.REFUSED);
    }
  }

  private void end(Progress progress) {
    link.state = stateBefore;
    running.progress = progress;
    running = null;
  }
}
