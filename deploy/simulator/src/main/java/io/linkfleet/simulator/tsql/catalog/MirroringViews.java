package io.linkfleet.simulator.tsql.catalog;

import static io.linkfleet.simulator.tsql.catalog.SystemView.dmv;
import static io.linkfleet.simulator.tsql.catalog.SystemView.row;
import static io.linkfleet.simulator.tsql.catalog.SystemView.view;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.engine.MirroringSession;
import io.linkfleet.simulator.engine.PeerConnection;
import io.linkfleet.simulator.engine.SqlServer;
import io.linkfleet.simulator.engine.WitnessedSession;
import io.linkfleet.simulator.tsql.state.Access;
import io.linkfleet.simulator.tsql.state.Databases;
import io.linkfleet.simulator.tsql.state.SessionState;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/**
 * The views on database mirroring. sys.dm_db_mirroring_connections shows what stands between the
 * endpoints of SQL Servers, and one connection to each managed instance however many links it
 * serves; that there is one, that the instance opened it and what its row shows is inferred.
 */
final class MirroringViews {
  static final List<SystemView> VIEWS =
      List.of(
          view(
              "sys.database_mirroring",
              """
              database_id int, mirroring_guid uniqueidentifier, mirroring_state tinyint,
              mirroring_state_desc nvarchar(60), mirroring_role tinyint,
              mirroring_role_desc nvarchar(60), mirroring_role_sequence int,
              mirroring_safety_level tinyint, mirroring_safety_level_desc nvarchar(60),
              mirroring_safety_sequence int, mirroring_partner_name nvarchar(128),
              mirroring_partner_instance nvarchar(128), mirroring_witness_name nvarchar(128),
              mirroring_witness_state tinyint, mirroring_witness_state_desc nvarchar(60),
              mirroring_failover_lsn numeric(25,0), mirroring_connection_timeout int,
              mirroring_redo_queue int, mirroring_redo_queue_type nvarchar(60),
              mirroring_end_of_log_lsn numeric(25,0), mirroring_replication_lsn numeric(25,0)
              """,
              MirroringViews::sessions),
          dmv(
              "sys.dm_db_mirroring_connections",
              """
              connection_id uniqueidentifier, transport_stream_id uniqueidentifier,
              state smallint, state_desc nvarchar(60), connect_time datetime, login_time datetime,
              authentication_method nvarchar(128), principal_name nvarchar(128),
              remote_user_name nvarchar(128), last_activity_time datetime, is_accept bit,
              login_state smallint, login_state_desc nvarchar(60), peer_certificate_id int,
              encryption_algorithm smallint, encryption_algorithm_desc nvarchar(60),
              receives_posted smallint, is_receive_flow_controlled bit, sends_posted smallint,
              is_send_flow_controlled bit, total_bytes_sent bigint, total_bytes_received bigint,
              total_fragments_sent bigint, total_fragments_received bigint, total_sends bigint,
              total_receives bigint, peer_arbitration_id uniqueidentifier
              """,
              MirroringViews::connections),
          view(
              "sys.database_mirroring_witnesses",
              """
              database_name sysname, principal_server_name sysname, mirror_server_name sysname,
              safety_level tinyint, safety_level_desc nvarchar(60), safety_sequence_number int,
              role_sequence_number int, mirroring_guid uniqueidentifier,
              family_guid uniqueidentifier, is_suspended bit, is_suspended_sequence_number int,
              partner_sync_state tinyint, partner_sync_state_desc nvarchar(60)
              """,
              MirroringViews::witnessed));

  private static final String[] STATES = {
    "SUSPENDED", "DISCONNECTED", "SYNCHRONIZING", "PENDING_FAILOVER", "SYNCHRONIZED"
  };
  private static final String[] ENCRYPTION = {"NONE", "RC4", "AES"};
  private static final String[] WITNESS = {"UNKNOWN", "CONNECTED", "DISCONNECTED"};

  private MirroringViews() {}

  private static List<Object[]> sessions(SessionState session) {
    var rows = new ArrayList<Object[]>();
    for (Database d : Databases.all(session.server)) {
      MirroringSession m = d.mirroring;
      // what a mirror knows needs sysadmin
      if (m == null || (m.role == 2 && !session.login.isSysadmin())) {
        Object[] nothing = Arrays.copyOf(new Object[] {d.id}, 21);
        rows.add(nothing);
        continue;
      }
      rows.add(
          row(
              d.id, m.guid, m.state, STATES[m.state], m.role,
              m.role == 1 ? "PRINCIPAL" : "MIRROR", m.roleSequence, m.safety, safety(m.safety),
              m.safetySequence, m.partnerAddress, m.partnerInstance, m.witnessAddress,
              m.witnessState, WITNESS[m.witnessState],
              m.failoverLsn == null ? null : new BigDecimal(m.failoverLsn), m.timeoutSeconds,
              null, "UNLIMITED", new BigDecimal(d.endOfLogLsn), null));
    }
    return rows;
  }

  private static String safety(int level) {
    return level == 1 ? "OFF" : "FULL";
  }

  private static List<Object[]> witnessed(SessionState session) {
    var rows = new ArrayList<Object[]>();
    if (!Access.seesDefinitions(session.login)) {
      return rows;
    }
    for (WitnessedSession w : session.server.witnessed.values()) {
      rows.add(
          row(
              w.database, w.principal, w.mirror, w.safety, safety(w.safety), w.safetySequence,
              w.roleSequence, w.guid, w.family, w.suspended, 1, w.partnerState,
              STATES[w.partnerState]));
    }
    return rows;
  }

  /**
   * Standing connections only; counters of bytes are not modelled. What stands in
   * authentication_method for a certificate was never seen on a real server.
   */
  private static List<Object[]> connections(SessionState session) {
    var rows = new ArrayList<Object[]>();
    for (PeerConnection c : session.world.peerConnections.values()) {
      for (PeerConnection.Side side : c.sides()) {
        if (side.server() != session.server) {
          continue;
        }
        var at = Moments.datetime(c.connectedAt());
        boolean certificate = side.method().equals("CERTIFICATE");
        rows.add(
            row(
                c.id(), side.stream(), 3, "CONNECTED", at, at, side.method(), side.principal(),
                certificate ? null : side.principal(),
                Moments.datetime(session.world.clock.instant()), side == c.acceptor(), 12,
                "ONLINE", side.peerCertificate() == 0 ? null : side.peerCertificate(),
                c.encryption(), ENCRYPTION[c.encryption()], 1, false, 0, false, 0L, 0L, 0L, 0L,
                0L, 0L, null));
      }
    }
    session.server.linkConnections.values().stream()
        .collect(
            Collectors.toMap(
                SqlServer.LinkConnection::instance,
                c -> c,
                // the oldest of an instance's links has brought the connection of all
                BinaryOperator.minBy(Comparator.comparing(SqlServer.LinkConnection::since))))
        .values()
        .forEach(c -> rows.add(link(c, session)));
    return rows;
  }

  private static Object[] link(SqlServer.LinkConnection c, SessionState session) {
    var at = Moments.datetime(c.since());
    byte[] der = c.instance().endpointCertificate().der;
    Integer certificate =
        session.server.certificates.values().stream()
            .filter(held -> Arrays.equals(held.der, der))
            .map(held -> held.id)
            .findFirst()
            .orElse(null);
    String name = session.server.name() + c.instance().fqdn + c.since();
    UUID stream = UUID.nameUUIDFromBytes(name.getBytes(UTF_8));
    return row(
        stream, stream, 3, "CONNECTED", at, at, "CERTIFICATE", "dbo", null,
        Moments.datetime(session.world.clock.instant()), true, 12, "ONLINE", certificate, 2,
        ENCRYPTION[2], 1, false, 0, false, 0L, 0L, 0L, 0L, 0L, 0L, null);
  }
}
