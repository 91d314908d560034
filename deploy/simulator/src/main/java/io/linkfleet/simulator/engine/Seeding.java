package io.linkfleet.simulator.engine;

import java.time.Instant;
import java.util.UUID;

/** One automatic seeding of a database to a replica, as the seeding DMVs show it. */
public final class Seeding {
  /** Keeps log backups from truncating what a seeding still needs; on builds that know it. */
  public static final int KEEP_LOG_TRACE_FLAG = 12381;

  public final UUID operationId = UUID.randomUUID();
  public final UUID remoteOperationId = UUID.randomUUID();
  public Instant startedAt;
  public Instant completedAt;
  /** SEEDING, COMPLETED or FAILED. */
  public String state = "SEEDING";
  public int failureState;
  public String failureText;
  public int errorCode;
  public int attempts = 1;
  public long transferredBytes;
  public long databaseBytes;
  public long bytesPerSecond;
  /** As {@link #transferredBytes}, with the fractions of slow lines. */
  public double moved;
  /** The copy that comes into being, between SQL Servers; otherwise null. */
  public Database target;

  /** Ends it without success; what {@code state} and {@code text} mean stands in the DMV. */
  public void fail(int failure, String text, int error, Instant at) {
    state = "FAILED";
    failureState = failure;
    failureText = text;
    errorCode = error;
    completedAt = at;
  }
}
