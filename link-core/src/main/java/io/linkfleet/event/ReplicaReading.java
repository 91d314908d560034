package io.linkfleet.event;

import java.time.Instant;

/**
 * One reading of the remote replica of a link, from the replica-state DMVs of the source server.
 *
 * @param name the remote replica's name
 * @param connectedState CONNECTED or DISCONNECTED
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
    String seedingState) {

  /** Whether the remote side is connected now. */
  public boolean connected() {
    return "CONNECTED".equals(connectedState);
  }
}
