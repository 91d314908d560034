package io.linkfleet.monitor.watch;

import io.linkfleet.event.LinkSpec;
import io.linkfleet.event.ReplicaReading;
import io.linkfleet.monitor.MonitorConfig;
import io.linkfleet.sqlserver.SqlFailure;
import java.time.Instant;

/**
 * All that the diagnosis of a link to a managed instance may look at.
 *
 * @param link the link
 * @param group its distributed availability group
 * @param replica what the server shows of the remote replica, or null
 * @param failure why the server could not be read, or null
 * @param seesAll whether the login sees groups that it has no part in
 * @param connectedBefore whether the replica has been connected in this generation
 * @param expiry the first of its certificates to expire, or null
 * @param now when the server answered
 * @param limits from when on to warn
 */
public record Snapshot(
    LinkSpec link,
    String group,
    ReplicaReading replica,
    SqlFailure failure,
    boolean seesAll,
    boolean connectedBefore,
    Expiry expiry,
    Instant now,
    MonitorConfig.Limits limits)
    implements Seen {

  @Override
  public boolean up() {
    return replica != null && replica.connected();
  }

  @Override
  public boolean lost() {
    return replica != null ? !replica.connected() : Diagnosis.of(this) == Diagnosis.GROUP_MISSING;
  }

  @Override
  public Snapshot connectedBefore(boolean before) {
    return new Snapshot(link, group, replica, failure, seesAll, before, expiry, now, limits);
  }

  @Override
  public Verdict verdict() {
    Diagnosis row = Diagnosis.of(this);
    return new Verdict(row.name(), row.severity(), row.sentence(this), row.nextAction(this));
  }

  boolean expired() {
    return expiry != null && expiry.isPast(now);
  }

  boolean expires() {
    return expiry != null && expiry.isWithin(limits.certificate(), now);
  }

  boolean failed(SqlFailure.Kind kind) {
    return failure != null && failure.kind() == kind;
  }

  boolean synchronizing() {
    return replica != null && replica.synchronizing();
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
