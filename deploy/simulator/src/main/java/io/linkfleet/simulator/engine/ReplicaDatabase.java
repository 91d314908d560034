package io.linkfleet.simulator.engine;

import java.math.BigInteger;
import java.util.UUID;

/**
 * Owns what one server knows of one database on another replica of its availability group. Guarded
 * by the server's lock; a seeding that both sides show by the locks of both.
 */
public final class ReplicaDatabase {
  public final UUID groupDatabaseId;
  public final String name;
  /** Whether the database there has joined the group, now or when it was last heard of. */
  public boolean joined;
  /** 0 NOT SYNCHRONIZING, 1 SYNCHRONIZING, 2 SYNCHRONIZED. */
  public int synchronization;
  /** 0 NOT_HEALTHY, 1 PARTIALLY_HEALTHY, 2 HEALTHY. */
  public int health;
  /** As in suspend_reason: 0 user, 1 partner; null when the log moves. */
  public Integer suspendReason;
  public BigInteger lastHardenedLsn;
  public long logSendQueueKb;
  public long lagSeconds;
  /** Since when the log has moved without a break, in the network's nanoseconds; -1 when not. */
  public long flowingSince = -1;
  /** The seeding between the two servers, or null. */
  public Seeding seeding;
  /** Whether this server sends that seeding. */
  public boolean source;

  public ReplicaDatabase(UUID groupDatabaseId, String name) {
    this.groupDatabaseId = groupDatabaseId;
    this.name = name;
  }
}
