package io.linkfleet.simulator.tsql.catalog;

import static io.linkfleet.simulator.tsql.catalog.SystemView.row;
import static io.linkfleet.simulator.tsql.catalog.SystemView.view;

import io.linkfleet.simulator.engine.AvailabilityGroup;
import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.engine.DatabaseKeys;
import io.linkfleet.simulator.engine.MirroringSession;
import io.linkfleet.simulator.engine.Replica;
import io.linkfleet.simulator.engine.ReplicaDatabase;
import io.linkfleet.simulator.engine.SqlServer;
import io.linkfleet.simulator.tsql.state.Access;
import io.linkfleet.simulator.tsql.state.Databases;
import io.linkfleet.simulator.tsql.state.SessionState;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The views on databases: sys.databases with the columns in use, sys.database_recovery_status. */
public final class DatabaseViews {
  static final List<SystemView> VIEWS =
      List.of(
          view(
              "sys.databases",
              """
              name sysname, database_id int, source_database_id int, owner_sid varbinary(85),
              create_date datetime, compatibility_level tinyint, collation_name sysname,
              user_access tinyint, user_access_desc nvarchar(60), is_read_only bit,
              is_auto_close_on bit, is_auto_shrink_on bit, state tinyint, state_desc nvarchar(60),
              is_in_standby bit, is_cleanly_shutdown bit, recovery_model tinyint,
              recovery_model_desc nvarchar(60), is_published bit, is_merge_published bit,
              is_distributor bit, is_broker_enabled bit, log_reuse_wait tinyint,
              log_reuse_wait_desc nvarchar(60), is_cdc_enabled bit, is_encrypted bit,
              service_broker_guid uniqueidentifier, is_master_key_encrypted_by_server bit,
              replica_id uniqueidentifier, group_database_id uniqueidentifier, containment tinyint,
              containment_desc nvarchar(60)
              """,
              DatabaseViews::databases),
          view(
              "sys.database_recovery_status",
              """
              database_id int, database_guid uniqueidentifier, family_guid uniqueidentifier,
              last_log_backup_lsn numeric(25,0), recovery_fork_guid uniqueidentifier,
              first_recovery_fork_guid uniqueidentifier, fork_point_lsn numeric(25,0)
              """,
              DatabaseViews::recovery));

  private static final List<String> STATES =
      List.of("ONLINE", "RESTORING", "RECOVERING", "RECOVERY_PENDING", "SUSPECT", "EMERGENCY",
          "OFFLINE");
  private static final List<String> MODELS = List.of("", "FULL", "BULK_LOGGED", "SIMPLE");

  private DatabaseViews() {}

  static int stateOf(Database d) {
    int state = STATES.indexOf(d.state);
    if (state < 0) {
      throw new IllegalStateException("no such database state: " + d.state);
    }
    return state;
  }

  /** Every login may see that a database exists: public has VIEW ANY DATABASE. */
  private static List<Object[]> databases(SessionState session) {
    var rows = new ArrayList<Object[]>();
    int major = session.server.description.majorVersion();
    for (Database d : Databases.all(session.server)) {
      DatabaseKeys keys = session.server.keys(d.name);
      int reuse = logReuseWait(d, session.server);
      rows.add(
          row(
              d.name, d.id, null, new byte[] {1}, Moments.datetime(d.createdAt), major * 10,
              session.server.description.collation(), d.singleUser ? 1 : 0,
              d.singleUser ? "SINGLE_USER" : "MULTI_USER", d.readOnly || d.standby, d.autoClose,
              false,
              stateOf(d), d.state, d.standby, false, MODELS.indexOf(d.recoveryModel),
              d.recoveryModel, false, false, false, false, reuse, reuseName(reuse), false,
              d.encrypted, d.databaseGuid,
              keys.hasMasterKey() && keys.opensByService(),
              localReplica(d), d.group == null ? null : d.groupDatabaseId, 0, "NONE"));
    }
    return rows;
  }

  /** Why the log of a database is kept, as sys.databases and error 9002 say it. */
  public static String logReuseWaitName(Database d, SqlServer server) {
    int reuse = logReuseWait(d, server);
    return reuse == 0 ? "ACTIVE_TRANSACTION" : reuseName(reuse);
  }

  private static int logReuseWait(Database d, SqlServer server) {
    if (d.mirroring != null && d.mirroring.state < MirroringSession.SYNCHRONIZING) {
      return 5;
    }
    if (d.group != null && isAwaited(d, server)) {
      return 9;
    }
    boolean chained = !d.recoveryModel.equals("SIMPLE") && d.lastLogBackupLsn != null;
    return chained && d.logUsed > 0.5 ? 2 : 0;
  }

  /** Whether a replica that has the database already is away and will want the log again. */
  public static boolean isAwaited(Database d, SqlServer server) {
    for (AvailabilityGroup group : server.groups.values()) {
      for (Replica replica : group.replicas) {
        ReplicaDatabase there = replica.databases.get(d.groupDatabaseId);
        boolean behind = there != null && there.joined && there.synchronization == 0;
        boolean away =
            !replica.local
                && (behind || !replica.connected && replica.lastSentLsn != null);
        if (away && GroupViews.databasesOf(group, server).contains(d)) {
          return true;
        }
      }
    }
    return false;
  }

  private static String reuseName(int reuse) {
    return switch (reuse) {
      case 2 -> "LOG_BACKUP";
      case 5 -> "DATABASE_MIRRORING";
      case 9 -> "AVAILABILITY_REPLICA";
      default -> "NOTHING";
    };
  }

  private static UUID localReplica(Database d) {
    if (d.group == null) {
      return null;
    }
    return d.group.replicas.stream().filter(r -> r.local).map((Replica r) -> r.id).findFirst()
        .orElse(null);
  }

  /** Rows of databases that the session may not look into are left out. */
  private static List<Object[]> recovery(SessionState session) {
    var rows = new ArrayList<Object[]>();
    for (Database d : Databases.all(session.server)) {
      if (!Access.seesDefinitions(session.login) && !Databases.isSystem(d.name)) {
        continue;
      }
      boolean open = d.state.equals("ONLINE");
      rows.add(
          row(
              d.id, open ? d.databaseGuid : null, d.familyGuid,
              d.recoveryModel.equals("SIMPLE") || d.lastLogBackupLsn == null
                  ? null
                  : new java.math.BigDecimal(d.lastLogBackupLsn),
              d.recoveryFork, d.familyGuid, null));
    }
    return rows;
  }
}
