package io.linkfleet.simulator.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** An availability group or a distributed availability group of a server. */
public final class AvailabilityGroup {
  public final UUID id = UUID.randomUUID();
  public String name;
  public boolean distributed;
  /** 0 WSFC, 1 EXTERNAL, 2 NONE. */
  public int clusterType;
  /** Replicas of a group; member groups of a distributed group, the local one first. */
  public final List<Replica> replicas = new ArrayList<>();
  /** Databases of a group; empty for a distributed one. */
  public final List<Database> databases = new ArrayList<>();
  /** 0 PRIMARY, 1 SECONDARY_ONLY, 2 SECONDARY, 3 NONE. */
  public int backupPreference = 2;
  public int failureConditionLevel = 3;
  public int healthCheckTimeout = 30_000;
  public boolean databaseFailover;
  public boolean basic;
  public boolean dtcSupport;
  public int requiredSynchronizedSecondaries;
  /** Whether GRANT CREATE ANY DATABASE was given to it here. */
  public boolean mayCreateDatabases;
  /** Role of the local side: PRIMARY, SECONDARY or RESOLVING. */
  public String localRole = "PRIMARY";
  /** The local member of a distributed group where names do not tell: on a managed instance. */
  public AvailabilityGroup member;
  /** A failover that a statement waits for and the network carries out; null when there is none. */
  public volatile RoleChange roleChange;
}
