package io.linkfleet.simulator.tsql.catalog;

import static io.linkfleet.simulator.engine.Database.Option.ACCELERATED_DATABASE_RECOVERY;
import static io.linkfleet.simulator.engine.Database.Option.READ_COMMITTED_SNAPSHOT;
import static io.linkfleet.simulator.engine.Database.Option.TRUSTWORTHY;
import static io.linkfleet.simulator.tsql.catalog.SystemView.row;
import static io.linkfleet.simulator.tsql.catalog.SystemView.view;

import io.linkfleet.simulator.engine.AvailabilityGroup;
import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.engine.DatabaseKeys;
import io.linkfleet.simulator.engine.MirroringSession;
import io.linkfleet.simulator.engine.Replica;
import io.linkfleet.simulator.engine.ReplicaDatabase;
import io.linkfleet.simulator.engine.Seeding;
import io.linkfleet.simulator.engine.SqlServer;
import io.linkfleet.simulator.tsql.state.Access;
import io.linkfleet.simulator.tsql.state.Databases;
import io.linkfleet.simulator.tsql.state.SessionState;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The views on databases: sys.databases, sys.database_recovery_status. Of sys.databases it has the
 * documented columns of SQL Server; settings that nothing here changes are those of a new database,
 * which is general knowledge.
 */
public final class DatabaseViews {
  private static final int ACTIVE_TRANSACTION = 4;

  static final List<SystemView> VIEWS =
      List.of(
          view(
              "sys.databases",
              """
              name sysname, database_id int, source_database_id int, owner_sid varbinary(85),
              create_date datetime, compatibility_level tinyint, collation_name sysname,
              user_access tinyint, user_access_desc nvarchar(60), is_read_only bit,
              is_auto_close_on bit, is_auto_shrink_on bit, state tinyint, state_desc nvarchar(60),
              is_in_standby bit, is_cleanly_shutdown bit, is_supplemental_logging_enabled bit,
              snapshot_isolation_state tinyint, snapshot_isolation_state_desc nvarchar(60),
              is_read_committed_snapshot_on bit, recovery_model tinyint,
              recovery_model_desc nvarchar(60), page_verify_option tinyint,
              page_verify_option_desc nvarchar(60), is_auto_create_stats_on bit,
              is_auto_create_stats_incremental_on bit, is_auto_update_stats_on bit,
              is_auto_update_stats_async_on bit, is_ansi_null_default_on bit,
              is_ansi_nulls_on bit, is_ansi_padding_on bit, is_ansi_warnings_on bit,
              is_arithabort_on bit, is_concat_null_yields_null_on bit,
              is_numeric_roundabort_on bit, is_quoted_identifier_on bit,
              is_recursive_triggers_on bit, is_cursor_close_on_commit_on bit,
              is_local_cursor_default bit, is_fulltext_enabled bit, is_trustworthy_on bit,
              is_db_chaining_on bit, is_parameterization_forced bit,
              is_master_key_encrypted_by_server bit, is_query_store_on bit, is_published bit,
              is_subscribed bit, is_merge_published bit, is_distributor bit,
              is_sync_with_backup bit, service_broker_guid uniqueidentifier,
              is_broker_enabled bit, log_reuse_wait tinyint, log_reuse_wait_desc nvarchar(60),
              is_date_correlation_on bit, is_cdc_enabled bit, is_encrypted bit,
              is_honor_broker_priority_on bit, replica_id uniqueidentifier,
              group_database_id uniqueidentifier, resource_pool_id int,
              default_language_lcid smallint, default_language_name nvarchar(128),
              default_fulltext_language_lcid int, default_fulltext_language_name nvarchar(128),
              is_nested_triggers_on bit, is_transform_noise_words_on bit,
              two_digit_year_cutoff smallint, containment tinyint, containment_desc nvarchar(60),
              target_recovery_time_in_seconds int, delayed_durability int,
              delayed_durability_desc nvarchar(60),
              is_memory_optimized_elevate_to_snapshot_on bit, is_remote_data_archive_enabled bit,
              is_mixed_page_allocation_on bit, is_temporal_history_retention_enabled bit @14,
              physical_database_name nvarchar(128) @15, is_accelerated_database_recovery_on bit @15,
              is_memory_optimized_enabled bit @15, is_ledger_on bit @16,
              is_change_feed_enabled bit @16, is_data_lake_replication_enabled bit @17,
              is_event_stream_enabled bit @17, is_optimized_locking_on bit @17
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

  private static final int MASTER = 1;
  private static final int TEMPDB = 2;
  private static final int MODEL = 3;
  private static final int MSDB = 4;
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
      boolean user = !Databases.isSystem(d.name);
      boolean msdb = d.id == MSDB;
      boolean snapshot = msdb || d.id == MASTER;
      rows.add(
          row(
              d.name, d.id, null, new byte[] {1}, Moments.datetime(d.createdAt), major * 10,
              d.state.equals("ONLINE") ? session.server.description.collation() : null,
              d.singleUser ? 1 : 0,
              d.singleUser ? "SINGLE_USER" : "MULTI_USER", d.readOnly || d.standby, d.autoClose,
              false,
              stateOf(d), d.state, d.standby, false, false, snapshot ? 1 : 0,
              snapshot ? "ON" : "OFF", d.options.contains(READ_COMMITTED_SNAPSHOT),
              MODELS.indexOf(d.recoveryModel), d.recoveryModel, 2, "CHECKSUM", true, false, true,
              false, false, false, false, false, false, false, false, false, false, false, false,
              user, msdb || d.options.contains(TRUSTWORTHY), !user && d.id != MODEL, false,
              keys.hasMasterKey() && keys.opensByService(), user && major >= 16, false, false,
              false, false, false, d.databaseGuid, user ? d.broker : msdb || d.id == TEMPDB, reuse,
              reuseName(reuse), false, false, d.encrypted, false, localReplica(d),
              d.group == null ? null : d.groupDatabaseId, null, null, null, null, null, null, null,
              null, 0, "NONE", user ? 60 : 0, 0, "DISABLED", false, false,
              !user && d.id != TEMPDB, true, d.name,
              d.options.contains(ACCELERATED_DATABASE_RECOVERY), true, false, false, false, false,
              false));
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
    if (d.logHeld()) {
      return ACTIVE_TRANSACTION;
    }
    boolean chained = !d.recoveryModel.equals("SIMPLE") && d.lastLogBackupLsn != null;
    return chained && d.logUsed > 0.5 ? 2 : 0;
  }

  /**
   * Whether a replica that has the database already is away and will want the log again, or is
   * being seeded under the trace flag that keeps it; that the latter shows as AVAILABILITY_REPLICA
   * is inferred.
   */
  public static boolean isAwaited(Database d, SqlServer server) {
    for (AvailabilityGroup group : server.groups.values()) {
      for (Replica replica : group.replicas) {
        ReplicaDatabase there = replica.databases.get(d.groupDatabaseId);
        boolean behind = there != null && there.joined && there.synchronization == 0;
        boolean seeded =
            replica.seeding != null
                && replica.seeding.state.equals("SEEDING")
                && server.traceFlags.contains(Seeding.KEEP_LOG_TRACE_FLAG);
        boolean away =
            !replica.local
                && (behind || seeded || !replica.connected && replica.lastSentLsn != null);
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
      case ACTIVE_TRANSACTION -> "ACTIVE_TRANSACTION";
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
