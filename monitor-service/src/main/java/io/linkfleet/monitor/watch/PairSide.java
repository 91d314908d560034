package io.linkfleet.monitor.watch;

import io.linkfleet.event.Evidence;
import io.linkfleet.event.PairReading;
import io.linkfleet.event.ReplicaReading;
import io.linkfleet.monitor.view.LinkState;
import io.linkfleet.sqlserver.SqlFailure;

/**
 * What one server shows of a pair.
 *
 * @param server its label
 * @param failure why it could not be read, or null
 * @param seesAll whether the login sees groups that it has no part in
 * @param there whether it has its part of the session, as far as the login may see
 * @param hidden whether it only may have one: a database that is being restored, seen by a login
 *     that may not see what a mirror knows
 * @param role PRINCIPAL, MIRROR, PRIMARY, SECONDARY, RESOLVING; null when unknown
 * @param state of the session, or of the own copy in a group; null when unknown
 * @param connected whether it is connected with the other side, from where it stands
 * @param safety FULL or OFF; null when unknown
 * @param elsewhere the server that it has its session with when that is not the partner, or null
 * @param witnessAddress null without a witness
 * @param witnessState as this side sees the witness, or null
 * @param remote what a primary shows of the other replica, or null
 */
record PairSide(
    String server,
    SqlFailure failure,
    boolean seesAll,
    boolean there,
    boolean hidden,
    String role,
    String state,
    boolean connected,
    boolean suspended,
    String safety,
    String elsewhere,
    String witnessAddress,
    String witnessState,
    String endOfLog,
    Long sendQueueKb,
    Long redoQueueKb,
    ReplicaReading remote) {

  static PairSide unread(String server, SqlFailure failure) {
    return new PairSide(server, failure, true, false, false, null, null, false, false, null, null,
        null, null, null, null, null, null);
  }

  private static PairSide without(String server, boolean seesAll) {
    return new PairSide(server, null, seesAll, false, false, null, null, false, false, null, null,
        null, null, null, null, null, null);
  }

  /** A group that spans both servers, or a distributed one above both. */
  static PairSide ofGroup(String server, String group, ReplicaProbe.Readings readings) {
    ReplicaProbe.GroupSide own = readings.groups().get(group);
    if (own == null) {
      return without(server, readings.seesAll());
    }
    ReplicaReading remote = readings.replicas().get(group);
    boolean leads = "PRIMARY".equals(own.role());
    // in a plain group a secondary sees itself only; a primary is always connected with itself
    boolean seesOther = remote.name() != null;
    boolean connected = (leads || own.connected()) && (seesOther ? remote.connected() : !leads);
    return new PairSide(server, null, readings.seesAll(), true, false, own.role(),
        own.synchronizationState(), connected,
        own.suspended() || leads && remote.suspended(),
        !leads || !seesOther ? null : own.synchronous() ? "FULL" : "OFF", null, null,
        null, own.endOfLog(), leads ? remote.logSendQueueKb() : null,
        leads ? remote.redoQueueKb() : null, leads ? remote : null);
  }

  /** A mirroring session, which must be with that partner. */
  static PairSide ofSession(
      String server, String partner, LinkState.Watched watched, ReplicaProbe.Readings readings) {
    ReplicaProbe.SessionSide own = readings.sessions().get(watched.group());
    if (own == null) {
      return without(server, true);
    }
    if (own.role() == null) {
      return new PairSide(server, null, true, true, true, null, null,
          isPeer(watched.trust(), partner, readings), false, null, null, null, null, null,
          own.sendQueueKb(), own.redoQueueKb(), null);
    }
    boolean connected = !"DISCONNECTED".equals(own.state());
    return new PairSide(server, null, true, true, false, own.role(), own.state(), connected,
        "SUSPENDED".equals(own.state()), own.safety(), elsewhere(watched.trust(), partner, own),
        own.witnessAddress(), own.witnessState(), own.endOfLog(), own.sendQueueKb(),
        own.redoQueueKb(), null);
  }

  /**
   * Without the session's row, a connection with the partner's certificate is what tells. Of a
   * partner that was spared the certificate is not known, so nothing tells.
   */
  private static boolean isPeer(
      Evidence.Trust trust, String partner, ReplicaProbe.Readings readings) {
    return trust
        .host(partner)
        .map(host -> host.thumbprint() == null ? "" : host.thumbprint())
        .filter(readings.peers()::contains)
        .isPresent();
  }

  private static String elsewhere(
      Evidence.Trust trust, String partner, ReplicaProbe.SessionSide own) {
    String met = own.partnerInstance();
    boolean wrong =
        met != null
            && !met.isEmpty()
            && trust
                .host(partner)
                .filter(host -> !met.equalsIgnoreCase(host.serverName()))
                .isPresent();
    return wrong ? met : null;
  }

  boolean leads() {
    return "PRINCIPAL".equals(role) || "PRIMARY".equals(role);
  }

  /** For the event. */
  PairReading.Side told() {
    return new PairReading.Side(
        server, role, state, connected ? "CONNECTED" : "DISCONNECTED", endOfLog);
  }
}
