package io.linkfleet.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * One reading of the remote replica of a link, from the replica-state DMVs of the source server; of
 * a pair, from those of both servers.
 *
 * @param name the remote replica's name; of a pair, the label of the server that holds the copy
 * @param connectedState CONNECTED or DISCONNECTED; of a pair CONNECTED only when both sides say so,
 *     and UNKNOWN when one cannot be asked and the other does not know of a loss
 * @param synchronizationState for example SYNCHRONIZING; null before the database has joined
 * @param synchronizationHealth HEALTHY, PARTIALLY_HEALTHY or NOT_HEALTHY
 * @param suspended whether data movement is suspended
 * @param logSendQueueKb log not yet sent, in KB; null when unknown
 * @param redoQueueKb log not yet redone on the replica, in KB; null when unknown
 * @param lagSeconds secondary_lag_seconds; null when unknown
 * @param lastHardenedLsn as a decimal string; null when unknown
 * @param lastErrorNumber last connection error, 0 for none
 * @param lastErrorText its text, or null
 * @param lastErrorAt when, or null
 * @param seedingPercent progress of automatic seeding from 0 to 100, null when not seeding
 * @param seedingState state of the latest seeding, or null
 * @param certificateExpiresAt when the first of the certificates expires that the connection is
 *     made with; null when none was seen
 * @param pair both sides of a pair of SQL Servers; null for a managed instance
 */
public record ReplicaReading(
    String name,
    String connectedState,
    String synchronizationState,
    String synchronizationHealth,
    boolean suspended,
    Long logSendQueueKb,
    Long redoQueueKb,
    Long lagSeconds,
    String lastHardenedLsn,
    int lastErrorNumber,
    String lastErrorText,
    Instant lastErrorAt,
    Integer seedingPercent,
    String seedingState,
    @JsonInclude(JsonInclude.Include.NON_NULL) Instant certificateExpiresAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) PairReading pair) {

  /** A reading of a link to a managed instance whose certificates were not looked at. */
  public ReplicaReading(
      String name,
      String connectedState,
      String synchronizationState,
      String synchronizationHealth,
      boolean suspended,
      Long logSendQueueKb,
      Long redoQueueKb,
      Long lagSeconds,
      String lastHardenedLsn,
      int lastErrorNumber,
      String lastErrorText,
      Instant lastErrorAt,
      Integer seedingPercent,
      String seedingState) {
    this(name, connectedState, synchronizationState, synchronizationHealth, suspended,
        logSendQueueKb, redoQueueKb, lagSeconds, lastHardenedLsn, lastErrorNumber, lastErrorText,
        lastErrorAt, seedingPercent, seedingState, null, null);
  }

  /** The same with the first expiry of its certificates. */
  public ReplicaReading expiring(Instant at) {
    return new ReplicaReading(name, connectedState, synchronizationState, synchronizationHealth,
        suspended, logSendQueueKb, redoQueueKb, lagSeconds, lastHardenedLsn, lastErrorNumber,
        lastErrorText, lastErrorAt, seedingPercent, seedingState, at, pair);
  }

  /** Whether the remote side is connected now. */
  public boolean connected() {
    return "CONNECTED".equals(connectedState);
  }

  /** Whether it is known not to be connected. */
  public boolean lost() {
    return "DISCONNECTED".equals(connectedState);
  }

  /** Whether log flows to the copy, or has all arrived. */
  public boolean synchronizing() {
    return "SYNCHRONIZING".equals(synchronizationState)
        || "SYNCHRONIZED".equals(synchronizationState);
  }
}
