package io.linkfleet.simulator.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** An availability group or a distributed availability group of a server. */
public final class AvailabilityGroup {
  /** The same on every server that hosts a replica of it. */
  public final UUID id;
  public String name;
  public boolean distributed;
  /** 0 WSFC, 1 EXTERNAL, 2 NONE. */
  public int clusterType;
  /** Replicas of a group; member groups of a distributed group, the local one first. */
  public final List<Replica> replicas = new ArrayList<>();
  /** Databases of a group that have joined here; empty for a distributed one. */
  public final List<Database> databases = new ArrayList<>();
  /** What a secondary has heard of the group's databases, joined here or not. */
  public final List<Listed> listed = new ArrayList<>();
  /** Grows with every change of the configuration, so that secondaries hear of it. */
  public long sequence = 1L << 32;
  /** How often a failover was forced; a secondary of an older number is suspended. */
  public int forced;
  /** 0 PRIMARY, 1 SECONDARY_ONLY, 2 SECONDARY, 3 NONE. */
  public int backupPreference = 2;
  public int failureConditionLevel = 3;
  public int healthCheckTimeout = 30_000;
  public boolean databaseFailover;
  public boolean basic;
  public boolean dtcSupport;
  public int requiredSynchronizedSecondaries;
  /**
   * The major version of the server whose format the databases of a copy have; 0 before it was
   * connected.
   */
  public int sourceVersion;
  /** Whether GRANT CREATE ANY DATABASE was given to it here. */
  public boolean mayCreateDatabases;
  /** Role of the local side: PRIMARY, SECONDARY or RESOLVING. */
  public String localRole = "PRIMARY";
  /** The local member of a distributed group where names do not tell: on a managed instance. */
  public AvailabilityGroup member;
  /** A failover that a statement waits for and the network carries out; null when there is none. */
  public volatile RoleChange roleChange;

  /** A group of this server's own making. */
  public AvailabilityGroup() {
    this(UUID.randomUUID());
  }

  /** This server's copy of a group that was made elsewhere. */
  public AvailabilityGroup(UUID id) {
    this.id = id;
  }

  /** A database of the group as its configuration names it. */
  public record Listed(String name, UUID groupDatabaseId) {}

  /** The configuration was changed. */
  public void changed() {
    sequence++;
  }

  /** The replica on this server; of a distributed group, the local member. */
  public Replica local() {
    return replicas.stream().filter(replica -> replica.local).findFirst().orElse(null);
  }

  /** Whether this is a plain group whose primary is somewhere else, or nowhere. */
  public boolean isSecondary() {
    return !distributed && !localRole.equals("PRIMARY");
  }
}
