package io.linkfleet.monitor.watch;

import io.linkfleet.event.LinkSpec;
import io.linkfleet.event.ReplicaReading;
import io.linkfleet.monitor.MonitorConfig;
import io.linkfleet.sqlserver.SqlFailure;

/**
 * All that a diagnosis may look at.
 *
 * @param link the link
 * @param group its distributed availability group
 * @param replica what the server shows of the remote replica, or null
 * @param failure why the server could not be read, or null
 * @param seesAll whether the login sees groups that it has no part in
 * @param connectedBefore whether the replica has been connected in this generation
 * @param limits from when on to warn
 */
public record Snapshot(
    LinkSpec link,
    String group,
    ReplicaReading replica,
    SqlFailure failure,
    boolean seesAll,
    boolean connectedBefore,
    MonitorConfig.Limits limits) {

  boolean failed(SqlFailure.Kind kind) {
    return failure != null && failure.kind() == kind;
  }

  boolean synchronizing() {
    return replica != null
        && ("SYNCHRONIZING".equals(replica.synchronizationState())
            || "SYNCHRONIZED".equals(replica.synchronizationState()));
  }

  boolean seedingIs(String state) {
    return replica != null && replica.seedingState() != null
        && replica.seedingState().startsWith(state);
  }

  /** "Sales on SQL01", the subject of most sentences. */
  String subject() {
    return link.database().replaceAll("\\p{Cntrl}", "?") + " on " + link.source().name();
  }
}
