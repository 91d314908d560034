package io.linkfleet.simulator.engine;

import java.math.BigInteger;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * One replica of a group (or member of a distributed group): what DDL fixed, and what the mirroring
 * network keeps up to date. Guarded by the server's lock.
 */
public final class Replica {
  /** The same on every server of the group. */
  public final UUID id;
  /** The server's name; for a distributed group the member group's or instance's name. */
  public String serverName;
  /** ENDPOINT_URL or LISTENER_URL exactly as given. */
  public String endpointUrl;
  /** 0 ASYNCHRONOUS_COMMIT, 1 SYNCHRONOUS_COMMIT. */
  public int availabilityMode;
  /** 0 AUTOMATIC, 1 MANUAL. */
  public int failoverMode = 1;
  /** 0 AUTOMATIC, 1 MANUAL. */
  public int seedingMode = 1;
  public int sessionTimeoutSeconds = 10;
  /** 0 NO, 1 READ_ONLY, 2 ALL. */
  public int secondaryConnections;
  /** 2 ALL, 3 READ_WRITE. */
  public int primaryConnections = 2;
  public int backupPriority = 50;
  public Instant createdAt;
  /** Null until ALTER changed it. */
  public Instant modifiedAt;
  /** Whether this row is the server itself (or its own member group). */
  public boolean local;

  // kept by the network
  public boolean connected;
  public int lastErrorNumber;
  public String lastErrorText;
  public Instant lastErrorAt;
  /** 0 NOT_HEALTHY, 1 PARTIALLY_HEALTHY, 2 HEALTHY. */
  public int health;
  /** 0 NOT SYNCHRONIZING, 1 SYNCHRONIZING, 2 SYNCHRONIZED, 3 REVERTING, 4 INITIALIZING. */
  public int synchronization;
  public boolean suspended;
  public BigInteger lastHardenedLsn;
  public BigInteger lastSentLsn;
  public long logSendQueueKb;
  public long redoQueueKb;
  public long lagSeconds;
  /** The seeding towards this replica of a link, or null before it began. */
  public Seeding seeding;
  /** Whether its server has joined the group. */
  public boolean joined;
  /** Between SQL Servers: what is known of each database here, by its group_database_id. */
  public final Map<UUID, ReplicaDatabase> databases = new LinkedHashMap<>();

  public Replica() {
    this(UUID.randomUUID());
  }

  /** The same replica in another server's copy of the group. */
  public Replica(UUID id) {
    this.id = id;
  }

  /** Takes over what DDL has fixed elsewhere. */
  public void configureAs(Replica other) {
    serverName = other.serverName;
    endpointUrl = other.endpointUrl;
    availabilityMode = other.availabilityMode;
    failoverMode = other.failoverMode;
    seedingMode = other.seedingMode;
    sessionTimeoutSeconds = other.sessionTimeoutSeconds;
    secondaryConnections = other.secondaryConnections;
    primaryConnections = other.primaryConnections;
    backupPriority = other.backupPriority;
    createdAt = other.createdAt;
    modifiedAt = other.modifiedAt;
    joined = other.joined;
  }
}
