package io.linkfleet.simulator.tsql.catalog;

import static io.linkfleet.simulator.tsql.catalog.SystemView.dmv;
import static io.linkfleet.simulator.tsql.catalog.SystemView.row;

import io.linkfleet.simulator.engine.AvailabilityGroup;
import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.engine.Replica;
import io.linkfleet.simulator.engine.ReplicaDatabase;
import io.linkfleet.simulator.tsql.state.SessionState;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The DMVs on the states of replicas and of their databases.
 *
 * <p>Never seen on a real server: that the remote database of a distributed group has no row before
 * its replica has first connected.
 */
final class ReplicaStateViews {
  static final List<SystemView> VIEWS =
      List.of(
          dmv(
              "sys.dm_hadr_availability_replica_states",
              """
              replica_id uniqueidentifier, group_id uniqueidentifier, is_local bit, role tinyint,
              role_desc nvarchar(60), operational_state tinyint,
              operational_state_desc nvarchar(60), recovery_health tinyint,
              recovery_health_desc nvarchar(60), synchronization_health tinyint,
              synchronization_health_desc nvarchar(60), connected_state tinyint,
              connected_state_desc nvarchar(60), last_connect_error_number int,
              last_connect_error_description nvarchar(1024), last_connect_error_timestamp datetime
              """,
              ReplicaStateViews::replicas),
          dmv(
              "sys.dm_hadr_database_replica_states",
              """
              database_id int, group_id uniqueidentifier, replica_id uniqueidentifier,
              group_database_id uniqueidentifier, is_local bit, is_primary_replica bit,
              synchronization_state tinyint, synchronization_state_desc nvarchar(60),
              is_commit_participant bit, synchronization_health tinyint,
              synchronization_health_desc nvarchar(60), database_state tinyint,
              database_state_desc nvarchar(60), is_suspended bit, suspend_reason tinyint,
              suspend_reason_desc nvarchar(60), recovery_lsn numeric(25,0),
              truncation_lsn numeric(25,0), last_sent_lsn numeric(25,0), last_sent_time datetime,
              last_received_lsn numeric(25,0), last_received_time datetime,
              last_hardened_lsn numeric(25,0), last_hardened_time datetime,
              last_redone_lsn numeric(25,0), last_redone_time datetime,
              log_send_queue_size bigint, log_send_rate bigint, redo_queue_size bigint,
              redo_rate bigint, filestream_send_rate bigint, end_of_log_lsn numeric(25,0),
              last_commit_lsn numeric(25,0), last_commit_time datetime,
              low_water_mark_for_ghosts bigint, secondary_lag_seconds bigint
              """,
              ReplicaStateViews::databases));

  private static final String[] HEALTH = {"NOT_HEALTHY", "PARTIALLY_HEALTHY", "HEALTHY"};
  private static final String[] SYNCHRONIZATION = {
    "NOT SYNCHRONIZING", "SYNCHRONIZING", "SYNCHRONIZED", "REVERTING", "INITIALIZING"
  };

  private ReplicaStateViews() {}

  private static List<Object[]> replicas(SessionState session) {
    var rows = new ArrayList<Object[]>();
    for (AvailabilityGroup g : session.server.groups.values()) {
      for (Replica r : g.replicas) {
        if (g.isSecondary() && !r.local) {
          continue;
        }
        int role = role(g, r);
        int health = health(g, r);
        boolean connected = r.local && !g.isSecondary() || r.connected;
        boolean resolving = g.localRole.equals("RESOLVING");
        rows.add(
            row(
                r.id, g.id, r.local, role,
                role == 1 ? "PRIMARY" : role == 2 ? "SECONDARY" : "RESOLVING",
                r.local ? resolving ? 3 : 2 : null,
                r.local ? resolving ? "OFFLINE" : "ONLINE" : null, r.local ? 1 : null,
                r.local ? "ONLINE" : null, health, HEALTH[health], connected ? 1 : 0,
                connected ? "CONNECTED" : "DISCONNECTED",
                r.lastErrorAt == null ? null : r.lastErrorNumber, r.lastErrorText,
                Moments.datetime(r.lastErrorAt)));
      }
    }
    return rows;
  }

  /** The local side has the group's role; the other side has the other one. */
  private static int role(AvailabilityGroup g, Replica r) {
    return switch (g.localRole) {
      case "PRIMARY" -> r.local ? 1 : 2;
      case "SECONDARY" -> r.local ? 2 : 1;
      default -> 0;
    };
  }

  /** The local replica of a plain group is healthy while its server runs. */
  private static int health(AvailabilityGroup g, Replica r) {
    if (r.local && isCopy(g)) {
      return remoteOf(g).map(remote -> remote.health).orElse(0);
    }
    return r.local && !g.isSecondary() ? 2 : r.health;
  }

  /** Whether this side of a distributed group is not its primary. */
  private static boolean isCopy(AvailabilityGroup g) {
    return g.distributed && !g.localRole.equals("PRIMARY");
  }

  private static Optional<Replica> remoteOf(AvailabilityGroup g) {
    return g.replicas.stream().filter(r -> !r.local).findFirst();
  }

  private static List<Object[]> databases(SessionState session) {
    var rows = new ArrayList<Object[]>();
    LocalDateTime now = Moments.datetime(session.world.clock.instant());
    for (AvailabilityGroup g : session.server.groups.values()) {
      for (Database d : GroupViews.databasesOf(g, session.server)) {
        for (Replica r : g.replicas) {
          boolean local = r.local && !g.distributed;
          boolean remote = !r.local && !isCopy(g) && (r.connected || r.seeding != null);
          ReplicaDatabase there = r.databases.get(d.groupDatabaseId);
          if (local && g.isSecondary()) {
            rows.add(secondary(g, r, d, now));
          } else if (!r.local && (!g.distributed || known(there))) {
            if (there != null && there.joined && !g.isSecondary() && !isCopy(g)) {
              rows.add(partner(g, r, d, there, now));
            }
          } else if (r.local && isCopy(g)) {
            rows.add(copy(g, r, d, now, session.server.isManagedInstance()));
          } else if (local) {
            rows.add(local(g, r, d, now));
          } else if (remote) {
            rows.add(remote(g, r, d, now));
          }
        }
      }
    }
    return rows;
  }

  /** Whether more is known of it than that a seeding came from there. */
  private static boolean known(ReplicaDatabase there) {
    return there != null && (there.joined || there.source);
  }

  private static Object[] local(AvailabilityGroup g, Replica r, Database d, LocalDateTime now) {
    BigDecimal end = new BigDecimal(d.endOfLogLsn);
    boolean primary = g.localRole.equals("PRIMARY");
    boolean open = d.state.equals("ONLINE");
    int state = !open ? 0 : r.availabilityMode == 1 || primary ? 2 : 1;
    int health = open ? 2 : 0;
    return row(
        d.id, g.id, r.id, d.groupDatabaseId, true, primary, state, SYNCHRONIZATION[state],
        true, health, HEALTH[health], DatabaseViews.stateOf(d), d.state, d.suspendReason != null,
        d.suspendReason, suspended(d.suspendReason),
        new BigDecimal("4294967295429496729500001"), truncation(d), null, null, null, null, end,
        null, null, null, null, null, null, null, null, end, end, now, 0L,
        null);
  }

  /** What a secondary shows of its own database, which is all that it shows. */
  private static Object[] secondary(
      AvailabilityGroup g, Replica r, Database d, LocalDateTime now) {
    boolean moves = r.connected && d.suspendReason == null;
    int state = moves ? Math.max(1, r.synchronization) : 0;
    int health = moves ? r.health : 0;
    BigDecimal end = new BigDecimal(d.endOfLogLsn);
    LocalDateTime heard = r.connected ? now : Moments.datetime(r.lastErrorAt);
    return row(
        d.id, g.id, r.id, d.groupDatabaseId, true, false, state, SYNCHRONIZATION[state],
        state == 2, health, HEALTH[health], DatabaseViews.stateOf(d), d.state,
        d.suspendReason != null, d.suspendReason, suspended(d.suspendReason), null, truncation(d),
        null, null, end, heard, end, heard, end, heard, null, null, 0L, 0L, 0L, end, end, heard,
        0L, null);
  }

  /** What a primary shows of a database on another server. */
  private static Object[] partner(
      AvailabilityGroup g, Replica r, Database d, ReplicaDatabase there, LocalDateTime now) {
    LocalDateTime heard = r.connected ? now : Moments.datetime(r.lastErrorAt);
    BigDecimal hardened = lsn(there.lastHardenedLsn);
    return row(
        d.id, g.id, r.id, d.groupDatabaseId, false, false, there.synchronization,
        SYNCHRONIZATION[there.synchronization], there.synchronization == 2, there.health,
        HEALTH[there.health], null, null, there.suspendReason != null, there.suspendReason,
        suspended(there.suspendReason), null, truncation(d), hardened, heard, hardened, heard,
        hardened, heard, hardened, heard, there.logSendQueueKb, 0L, 0L, 0L, 0L, hardened, hardened,
        heard, 0L, there.lagSeconds);
  }

  private static String suspended(Integer reason) {
    return reason == null
        ? null
        : List.of("SUSPEND_FROM_USER", "SUSPEND_FROM_PARTNER", "SUSPEND_FROM_REDO").get(reason);
  }

  /**
   * The row of a distributed group on its secondary side.
   *
   * @param instance whether a managed instance shows it: the documented query for the instance
   *     keeps the row with is_primary_replica = 1, so its node counts as primary of its own group
   */
  private static Object[] copy(
      AvailabilityGroup g, Replica r, Database d, LocalDateTime now, boolean instance) {
    boolean online = d.state.equals("ONLINE");
    int state = online ? remoteOf(g).map(remote -> remote.synchronization).orElse(0) : 0;
    int health = online ? health(g, r) : 0;
    BigDecimal end = online ? lsn(d.endOfLogLsn) : null;
    return row(
        d.id, g.id, r.id, d.groupDatabaseId, true, instance, state, SYNCHRONIZATION[state],
        state == 2, health, HEALTH[health], DatabaseViews.stateOf(d), d.state,
        d.suspendReason != null, d.suspendReason, suspended(d.suspendReason), null, truncation(d),
        null, null, end, now, end, now, end, now, null, null, 0L, 0L, 0L, end, end, now, 0L, 0L);
  }

  private static Object[] remote(AvailabilityGroup g, Replica r, Database d, LocalDateTime now) {
    int state = r.connected ? r.synchronization : 0;
    int health = r.connected ? r.health : 0;
    LocalDateTime heard = r.connected ? now : Moments.datetime(r.lastErrorAt);
    BigDecimal hardened = lsn(r.lastHardenedLsn);
    return row(
        d.id, g.id, r.id, d.groupDatabaseId, false, false, state, SYNCHRONIZATION[state],
        r.availabilityMode == 1, health, HEALTH[health], null, null, r.suspended,
        r.suspended ? 0 : null, r.suspended ? "SUSPEND_FROM_USER" : null, null, truncation(d),
        lsn(r.lastSentLsn), heard, hardened, heard, hardened, heard, hardened, heard,
        r.logSendQueueKb, 0L, r.redoQueueKb, 0L, 0L, hardened, hardened, heard, 0L,
        r.lagSeconds);
  }

  private static BigDecimal truncation(Database d) {
    return lsn(d.lastLogBackupLsn);
  }

  private static BigDecimal lsn(BigInteger value) {
    return value == null ? null : new BigDecimal(value);
  }
}
