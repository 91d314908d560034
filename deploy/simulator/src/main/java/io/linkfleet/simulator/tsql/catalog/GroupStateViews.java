package io.linkfleet.simulator.tsql.catalog;

import static io.linkfleet.simulator.tsql.catalog.SystemView.dmv;
import static io.linkfleet.simulator.tsql.catalog.SystemView.row;

import io.linkfleet.simulator.engine.AvailabilityGroup;
import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.engine.Replica;
import io.linkfleet.simulator.engine.ReplicaDatabase;
import io.linkfleet.simulator.tsql.state.SessionState;
import java.util.ArrayList;
import java.util.List;

/**
 * The DMVs on groups as a whole, on which replicas have joined, and on which databases could become
 * primary. Columns as documented; what they show without a cluster was inferred: as much as the
 * server's own copy of the configuration tells.
 */
final class GroupStateViews {
  static final List<SystemView> VIEWS =
      List.of(
          dmv(
              "sys.dm_hadr_availability_group_states",
              """
              group_id uniqueidentifier, primary_replica nvarchar(128),
              primary_recovery_health tinyint, primary_recovery_health_desc nvarchar(60),
              secondary_recovery_health tinyint, secondary_recovery_health_desc nvarchar(60),
              synchronization_health tinyint, synchronization_health_desc nvarchar(60)
              """,
              GroupStateViews::groups),
          dmv(
              "sys.dm_hadr_availability_replica_cluster_states",
              """
              replica_id uniqueidentifier, replica_server_name nvarchar(256),
              group_id uniqueidentifier, join_state tinyint, join_state_desc nvarchar(60)
              """,
              GroupStateViews::replicas),
          dmv(
              "sys.dm_hadr_database_replica_cluster_states",
              """
              replica_id uniqueidentifier, group_database_id uniqueidentifier,
              database_name sysname, is_failover_ready bit, is_pending_secondary_suspend bit,
              is_database_joined bit, recovery_lsn numeric(25,0), truncation_lsn numeric(25,0)
              """,
              GroupStateViews::databases));

  private static final String[] HEALTH = {"NOT_HEALTHY", "PARTIALLY_HEALTHY", "HEALTHY"};

  private GroupStateViews() {}

  private static List<Object[]> groups(SessionState session) {
    var rows = new ArrayList<Object[]>();
    for (AvailabilityGroup g : session.server.groups.values()) {
      Replica local = g.local();
      if (g.isSecondary()) {
        rows.add(row(g.id, primary(g), null, null, 1, "ONLINE", local.health,
            HEALTH[local.health]));
        continue;
      }
      int health =
          g.replicas.stream().filter(r -> !r.local).mapToInt(r -> r.health).min().orElse(2);
      boolean primary = g.localRole.equals("PRIMARY");
      rows.add(
          row(g.id, primary ? local.serverName : primary(g), primary ? 1 : null,
              primary ? "ONLINE" : null, primary ? null : 1, primary ? null : "ONLINE", health,
              HEALTH[health]));
    }
    return rows;
  }

  /** The other one of two; with more, or without a primary, nobody tells. */
  private static String primary(AvailabilityGroup g) {
    boolean known = g.localRole.equals("SECONDARY") && g.replicas.size() == 2;
    return known
        ? g.replicas.stream()
            .filter(r -> !r.local)
            .map(r -> r.serverName)
            .findFirst()
            .orElse(null)
        : null;
  }

  private static List<Object[]> replicas(SessionState session) {
    var rows = new ArrayList<Object[]>();
    for (AvailabilityGroup g : session.server.groups.values()) {
      for (Replica r : g.replicas) {
        boolean joined = r.local || r.joined;
        rows.add(
            row(r.id, r.serverName, g.id, joined ? 1 : 0,
                joined ? "JOINED_STANDALONE" : "NOT_JOINED"));
      }
    }
    return rows;
  }

  private static List<Object[]> databases(SessionState session) {
    var rows = new ArrayList<Object[]>();
    for (AvailabilityGroup g : session.server.groups.values()) {
      if (g.distributed) {
        continue;
      }
      for (Database d : g.databases) {
        for (Replica r : g.replicas) {
          ReplicaDatabase there = r.databases.get(d.groupDatabaseId);
          boolean joined = r.local || there != null && there.joined;
          boolean ready =
              r.local
                  ? !g.isSecondary() || r.synchronization == 2
                  : there != null && there.synchronization == 2;
          if (r.local || !g.isSecondary()) {
            rows.add(
                row(r.id, d.groupDatabaseId, d.name, ready,
                    r.local && d.suspendReason != null, joined, null, null));
          }
        }
      }
    }
    return rows;
  }
}
