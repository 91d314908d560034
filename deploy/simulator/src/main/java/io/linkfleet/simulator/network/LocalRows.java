package io.linkfleet.simulator.network;

import io.linkfleet.simulator.engine.AvailabilityGroup;
import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.engine.Replica;
import io.linkfleet.simulator.engine.SqlServer;
import java.math.BigInteger;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Owns what a server shows about its own side: its own replicas are connected and healthy while it
 * runs, its databases write a little log every second, and a log that nobody backs up fills.
 */
final class LocalRows {
  /** One log block further, in the decimal form VLF:block:slot of a numeric(25,0) LSN. */
  private static final BigInteger BLOCK = BigInteger.valueOf(1_600_000);

  private LocalRows() {}

  /** Under the server's lock. */
  static void refresh(SqlServer server, boolean secondPassed, long workload) {
    Set<AvailabilityGroup> copies = secondPassed ? copies(server) : Set.of();
    for (AvailabilityGroup group : server.groups.values()) {
      for (Replica replica : group.replicas) {
        if (replica.local && group.isSecondary()) {
          // what a secondary shows of itself depends on its primary
          continue;
        } else if (replica.local) {
          replica.connected = server.up;
          replica.health = server.up ? 2 : 0;
          replica.synchronization = server.up ? 2 : 0;
          if (!group.databases.isEmpty()) {
            replica.lastHardenedLsn = group.databases.get(0).endOfLogLsn;
          }
        } else if (secondPassed && !replica.connected && replica.lastSentLsn != null) {
          replica.logSendQueueKb += workload >> 10;
          replica.lagSeconds += 1;
        }
      }
      if (secondPassed && server.up && !group.isSecondary() && !copies.contains(group)) {
        group.databases.forEach(database -> write(database, workload));
      }
    }
  }

  /** Groups that a distributed one makes a copy of something elsewhere: nobody writes there. */
  private static Set<AvailabilityGroup> copies(SqlServer server) {
    Set<AvailabilityGroup> copies = Collections.newSetFromMap(new IdentityHashMap<>());
    for (AvailabilityGroup group : server.groups.values()) {
      if (group.distributed && !group.localRole.equals("PRIMARY")) {
        copies.add(server.localMember(group));
      }
    }
    return copies;
  }

  static void write(Database database, long workload) {
    if (workload == 0 || database.logUsed >= 1 || !database.state.equals("ONLINE")) {
      return;
    }
    database.endOfLogLsn = database.endOfLogLsn.add(BLOCK);
    if (database.lastLogBackupLsn != null) {
      long log = database.logBytes();
      database.logUsed = Math.min(1, database.logUsed + (double) workload / log);
    }
  }
}
