package io.linkfleet.simulator.network;

import io.linkfleet.simulator.engine.AvailabilityGroup;
import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.engine.Replica;
import io.linkfleet.simulator.engine.SqlServer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Owns how a secondary's copy of an availability group follows its primary: the configuration, and
 * which databases join it, leave it and move. Callers hold the locks of both servers.
 */
public final class GroupCopies {
  private GroupCopies() {}

  /** JOIN: the server hosts its replica of the group from now on. */
  public static void join(AvailabilityGroup primary, SqlServer server) {
    var copy = new AvailabilityGroup(primary.id);
    copy.name = primary.name;
    copy.clusterType = primary.clusterType;
    copy.localRole = "SECONDARY";
    copy.forced = primary.forced;
    copy.sequence = -1;
    for (Replica replica : primary.replicas) {
      replica.joined |= replica.serverName.equalsIgnoreCase(server.name());
    }
    follow(primary, copy, server);
    server.groups.put(copy.name, copy);
  }

  /** Brings the copy to the primary's configuration. */
  static void follow(AvailabilityGroup primary, AvailabilityGroup copy, SqlServer server) {
    if (copy.sequence == primary.sequence) {
      return;
    }
    copy.sequence = primary.sequence;
    copy.backupPreference = primary.backupPreference;
    copy.failureConditionLevel = primary.failureConditionLevel;
    copy.healthCheckTimeout = primary.healthCheckTimeout;
    copy.databaseFailover = primary.databaseFailover;
    copy.dtcSupport = primary.dtcSupport;
    copy.requiredSynchronizedSecondaries = primary.requiredSynchronizedSecondaries;
    var replicas = new ArrayList<Replica>();
    for (Replica each : primary.replicas) {
      Replica known = byId(copy, each.id);
      known.configureAs(each);
      known.local = each.serverName.equalsIgnoreCase(server.name());
      replicas.add(known.local ? 0 : replicas.size(), known);
    }
    copy.replicas.clear();
    copy.replicas.addAll(replicas);
    copy.listed.clear();
    for (Database d : primary.databases) {
      copy.listed.add(new AvailabilityGroup.Listed(d.name, d.groupDatabaseId));
    }
    for (Database d : List.copyOf(copy.databases)) {
      if (find(primary, d.groupDatabaseId) == null) {
        leave(copy, d);
      }
    }
  }

  private static Replica byId(AvailabilityGroup copy, UUID id) {
    return copy.replicas.stream()
        .filter(replica -> replica.id.equals(id))
        .findFirst()
        .orElseGet(() -> new Replica(id));
  }

  /** The joined database of this group_database_id, or null. */
  public static Database find(AvailabilityGroup group, UUID groupDatabaseId) {
    return group.databases.stream()
        .filter(d -> d.groupDatabaseId.equals(groupDatabaseId))
        .findFirst()
        .orElse(null);
  }

  /** A secondary database leaves its group: it waits for log that nobody sends. */
  public static void leave(AvailabilityGroup copy, Database d) {
    copy.databases.remove(d);
    d.group = null;
    d.groupDatabaseId = null;
    d.suspendReason = null;
    d.state = "RESTORING";
    d.redoLsn = d.endOfLogLsn;
    d.logRestored = true;
  }

  /** A restored or seeded copy becomes a secondary database of its group. */
  public static void enter(AvailabilityGroup copy, Database d, Database original) {
    d.group = copy;
    d.groupDatabaseId = original.groupDatabaseId;
    d.suspendReason = null;
    d.state = "ONLINE";
    d.redoLsn = null;
    copy.databases.add(d);
    send(original, d);
  }

  /** The log of the primary database arrives. */
  static void send(Database from, Database to) {
    to.endOfLogLsn = from.endOfLogLsn;
    to.recoveryModel = from.recoveryModel;
    to.lastLogBackupLsn = from.lastLogBackupLsn;
    to.chainStartLsn = from.chainStartLsn;
    to.differentialBase = from.differentialBase;
    to.recoveryFork = from.recoveryFork;
    to.familyGuid = from.familyGuid;
    to.databaseGuid = from.databaseGuid;
    to.logUsed = from.logUsed;
    to.sizeBytes = from.sizeBytes;
    to.receiveTables(from);
  }
}
