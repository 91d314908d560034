package io.linkfleet.simulator.tsql.catalog;

import static io.linkfleet.simulator.tsql.catalog.SystemView.row;
import static io.linkfleet.simulator.tsql.catalog.SystemView.view;

import io.linkfleet.simulator.engine.AvailabilityGroup;
import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.engine.Login.Permission;
import io.linkfleet.simulator.engine.Replica;
import io.linkfleet.simulator.engine.SqlServer;
import io.linkfleet.simulator.tsql.state.Access;
import io.linkfleet.simulator.tsql.state.SessionState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The catalog views on availability groups, plain and distributed. */
final class GroupViews {
  static final List<SystemView> VIEWS =
      List.of(
          // listeners and routing lists are not simulated, so nobody can have made any
          view(
              "sys.availability_group_listeners",
              """
              group_id uniqueidentifier, listener_id nvarchar(36), dns_name nvarchar(63),
              port int, is_conformant bit, ip_configuration_string_from_cluster nvarchar(max),
              is_distributed_network_name bit
              """,
              session -> List.of()),
          view(
              "sys.availability_group_listener_ip_addresses",
              """
              listener_id nvarchar(36), ip_address nvarchar(48), ip_subnet_mask nvarchar(15),
              is_dhcp bit, network_subnet_ip nvarchar(48), network_subnet_prefix_length int,
              network_subnet_ipv4_mask nvarchar(15), state tinyint, state_desc nvarchar(60)
              """,
              session -> List.of()),
          view(
              "sys.availability_read_only_routing_lists",
              """
              replica_id uniqueidentifier, routing_priority int,
              read_only_replica_id uniqueidentifier
              """,
              session -> List.of()),
          view(
              "sys.availability_groups",
              """
              group_id uniqueidentifier, name sysname, resource_id nvarchar(40),
              resource_group_id nvarchar(40), failure_condition_level int,
              health_check_timeout int, automated_backup_preference tinyint,
              automated_backup_preference_desc nvarchar(60), version smallint,
              basic_features bit, dtc_support bit, db_failover bit, is_distributed bit,
              cluster_type tinyint @14, cluster_type_desc nvarchar(60) @14,
              required_synchronized_secondaries_to_commit int @14,
              sequence_number bigint @14, is_contained bit @16
              """,
              GroupViews::groups),
          view(
              "sys.availability_replicas",
              """
              replica_id uniqueidentifier, group_id uniqueidentifier, replica_metadata_id int,
              replica_server_name nvarchar(256), owner_sid varbinary(85),
              endpoint_url nvarchar(128), availability_mode tinyint,
              availability_mode_desc nvarchar(60), failover_mode tinyint,
              failover_mode_desc nvarchar(60), session_timeout int,
              primary_role_allow_connections tinyint,
              primary_role_allow_connections_desc nvarchar(60),
              secondary_role_allow_connections tinyint,
              secondary_role_allow_connections_desc nvarchar(60), create_date datetime,
              modify_date datetime, backup_priority int, read_only_routing_url nvarchar(256),
              seeding_mode tinyint, seeding_mode_desc nvarchar(60),
              read_write_routing_url nvarchar(256) @15
              """,
              GroupViews::replicas),
          view(
              "sys.availability_databases_cluster",
              """
              group_id uniqueidentifier, group_database_id uniqueidentifier,
              database_name sysname, truncation_lsn numeric(25,0)
              """,
              GroupViews::databases));

  private static final String[] PREFERENCES = {"PRIMARY", "SECONDARY_ONLY", "SECONDARY", "NONE"};
  private static final String[] CLUSTERS = {"WSFC", "EXTERNAL", "NONE"};
  private static final String[] SECONDARY_CONNECTIONS = {"NO", "READ_ONLY", "ALL"};

  private GroupViews() {}

  static Collection<AvailabilityGroup> visible(SessionState session) {
    return Access.has(
            session.login, Permission.VIEW_ANY_DEFINITION, Permission.ALTER_ANY_AVAILABILITY_GROUP)
        ? session.server.groups.values()
        : List.of();
  }

  /** The databases of a group; those of its local member group when it is a distributed one. */
  static List<Database> databasesOf(AvailabilityGroup group, SqlServer server) {
    if (!group.distributed) {
      return group.databases;
    }
    AvailabilityGroup local = server.localMember(group);
    return local == null ? List.of() : local.databases;
  }

  private static List<Object[]> groups(SessionState session) {
    var rows = new ArrayList<Object[]>();
    for (AvailabilityGroup g : visible(session)) {
      String resource = g.clusterType == 0 && !g.distributed ? g.id.toString() : null;
      rows.add(
          row(
              g.id, g.name, resource, resource, g.distributed ? null : g.failureConditionLevel,
              g.distributed ? null : g.healthCheckTimeout,
              g.distributed ? null : g.backupPreference,
              g.distributed ? null : PREFERENCES[g.backupPreference],
              2, g.basic, g.dtcSupport, g.databaseFailover, g.distributed, g.clusterType,
              CLUSTERS[g.clusterType], g.requiredSynchronizedSecondaries, g.sequence, false));
    }
    return rows;
  }

  private static List<Object[]> replicas(SessionState session) {
    var rows = new ArrayList<Object[]>();
    for (AvailabilityGroup g : visible(session)) {
      int number = 65535;
      for (Replica r : g.replicas) {
        number++;
        rows.add(
            row(
                r.id, g.id, g.distributed ? null : number, r.serverName,
                r.local ? new byte[] {1} : null, r.endpointUrl, r.availabilityMode,
                availabilityMode(r.availabilityMode), r.failoverMode,
                r.failoverMode == 0 ? "AUTOMATIC" : "MANUAL", r.sessionTimeoutSeconds,
                r.primaryConnections, r.primaryConnections == 2 ? "ALL" : "READ_WRITE",
                r.secondaryConnections, SECONDARY_CONNECTIONS[r.secondaryConnections],
                Moments.datetime(r.createdAt),
                Moments.datetime(r.modifiedAt == null ? r.createdAt : r.modifiedAt),
                r.backupPriority, null, r.seedingMode,
                r.seedingMode == 0 ? "AUTOMATIC" : "MANUAL", null));
      }
    }
    return rows;
  }

  private static String availabilityMode(int mode) {
    return switch (mode) {
      case 0 -> "ASYNCHRONOUS_COMMIT";
      case 1 -> "SYNCHRONOUS_COMMIT";
      default -> "CONFIGURATION_ONLY";
    };
  }

  private static List<Object[]> databases(SessionState session) {
    var rows = new ArrayList<Object[]>();
    for (AvailabilityGroup g : visible(session)) {
      if (g.isSecondary()) {
        g.listed.forEach(each -> rows.add(row(g.id, each.groupDatabaseId(), each.name(), null)));
        continue;
      }
      for (Database d : databasesOf(g, session.server)) {
        rows.add(row(g.id, d.groupDatabaseId, d.name, null));
      }
    }
    return rows;
  }
}
