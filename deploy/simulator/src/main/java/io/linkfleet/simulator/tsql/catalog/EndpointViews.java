package io.linkfleet.simulator.tsql.catalog;

import static io.linkfleet.simulator.tsql.catalog.SystemView.dmv;
import static io.linkfleet.simulator.tsql.catalog.SystemView.row;
import static io.linkfleet.simulator.tsql.catalog.SystemView.view;

import io.linkfleet.simulator.engine.Endpoint;
import io.linkfleet.simulator.engine.Login.Permission;
import io.linkfleet.simulator.tsql.state.Access;
import io.linkfleet.simulator.tsql.state.SessionState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The views on endpoints; the five system endpoints come from memory, never from a real server. */
final class EndpointViews {
  private static final String COMMON =
      """
      name sysname, endpoint_id int, principal_id int, protocol tinyint,
      protocol_desc nvarchar(60), type tinyint, type_desc nvarchar(60), state tinyint,
      state_desc nvarchar(60), is_admin_endpoint bit
      """;

  static final List<SystemView> VIEWS =
      List.of(
          view("sys.endpoints", COMMON, EndpointViews::all),
          view(
              "sys.database_mirroring_endpoints",
              COMMON
                  + """
                  , role tinyint, role_desc nvarchar(60), is_encryption_enabled bit,
                  connection_auth tinyint, connection_auth_desc nvarchar(60), certificate_id int,
                  encryption_algorithm tinyint, encryption_algorithm_desc nvarchar(60)
                  """,
              EndpointViews::mirroring),
          view(
              "sys.tcp_endpoints",
              COMMON + ", port int, is_dynamic_port bit, ip_address nvarchar(45)",
              EndpointViews::tcp),
          dmv(
              "sys.dm_tcp_listener_states",
              """
              listener_id int, ip_address nvarchar(48), is_ipv4 bit, port int, type tinyint,
              type_desc nvarchar(20), state tinyint, state_desc nvarchar(16), start_time datetime
              """,
              EndpointViews::listeners));

  private static final int DEFAULT_PORT = 1433;

  private static final String[] STATES = {"STARTED", "STOPPED", "DISABLED"};
  private static final String[] ROLES = {"NONE", "PARTNER", "WITNESS", "ALL"};
  private static final String[] AUTHENTICATIONS = {
    "", "NTLM", "KERBEROS", "NEGOTIATE", "CERTIFICATE", "NTLM, CERTIFICATE",
    "KERBEROS, CERTIFICATE", "NEGOTIATE, CERTIFICATE", "CERTIFICATE, NTLM",
    "CERTIFICATE, KERBEROS", "CERTIFICATE, NEGOTIATE"
  };
  private static final String[] ALGORITHMS = {
    "NONE", "RC4", "AES", "NONE, RC4", "NONE, AES", "RC4, AES", "AES, RC4", "NONE, RC4, AES",
    "NONE, AES, RC4"
  };

  private EndpointViews() {}

  /**
   * Who listens: clients are served on the port that the estate gives, or on 1433 as by default;
   * the endpoint where it has got its port. Each began with the simulator, as far as it shows.
   */
  private static List<Object[]> listeners(SessionState session) {
    var rows = new ArrayList<Object[]>();
    int tds = session.server.description.tdsPort();
    var start = Moments.datetime(session.world.startedAt);
    for (boolean four : new boolean[] {false, true}) {
      rows.add(
          row(
              rows.size() + 1, four ? "0.0.0.0" : "::", four, tds > 0 ? tds : DEFAULT_PORT, 0,
              "TSQL", 1, "ONLINE", start));
    }
    Endpoint e = session.server.endpoint;
    if (e != null && e.listens()) {
      boolean all = e.ipAddress == null;
      for (boolean four : all ? new boolean[] {false, true} : new boolean[] {true}) {
        rows.add(
            row(
                rows.size() + 1, all ? four ? "0.0.0.0" : "::" : e.ipAddress, four, e.port, 2,
                "DATABASE_MIRRORING", 1, "ONLINE", start));
      }
    }
    return rows;
  }

  private static Object[] system(String name, int id, int protocol, String protocolName) {
    return row(name, id, 1, protocol, protocolName, 2, "TSQL", 0, "STARTED", id == 1);
  }

  private static List<Object[]> systemEndpoints() {
    return List.of(
        system("Dedicated Admin Connection", 1, 2, "TCP"),
        system("TSQL Local Machine", 2, 4, "SHARED_MEMORY"),
        system("TSQL Named Pipes", 3, 3, "NAMED_PIPES"),
        system("TSQL Default TCP", 4, 2, "TCP"),
        system("TSQL Default VIA", 5, 5, "VIA"));
  }

  private static Object[] common(Endpoint e) {
    return row(
        e.name, e.id, e.ownerId, 2, "TCP", 4, "DATABASE_MIRRORING", e.state, STATES[e.state], false);
  }

  /** The mirroring endpoint where there is one and the session may see it, else null. */
  private static Endpoint visible(SessionState session) {
    return Access.has(
            session.login,
            Permission.VIEW_ANY_DEFINITION,
            Permission.ALTER_ANY_ENDPOINT)
        ? session.server.endpoint
        : null;
  }

  private static List<Object[]> all(SessionState session) {
    var rows = new ArrayList<>(systemEndpoints());
    Endpoint endpoint = visible(session);
    if (endpoint != null) {
      rows.add(common(endpoint));
    }
    return rows;
  }

  private static List<Object[]> mirroring(SessionState session) {
    Endpoint e = visible(session);
    if (e == null) {
      return List.of();
    }
    return List.<Object[]>of(
        with(
            common(e),
            e.role, ROLES[e.role], e.encryptionEnabled, e.connectionAuth,
            AUTHENTICATIONS[e.connectionAuth], e.certificateId, e.encryptionAlgorithm,
            ALGORITHMS[e.encryptionAlgorithm]));
  }

  private static List<Object[]> tcp(SessionState session) {
    var rows = new ArrayList<Object[]>();
    for (Object[] system : systemEndpoints()) {
      if (system[4].equals("TCP")) {
        rows.add(with(system, 0, system[1].equals(1), null));
      }
    }
    Endpoint e = visible(session);
    if (e != null) {
      rows.add(with(common(e), e.port, false, e.ipAddress));
    }
    return rows;
  }

  private static Object[] with(Object[] common, Object... more) {
    Object[] all = Arrays.copyOf(common, common.length + more.length);
    System.arraycopy(more, 0, all, common.length, more.length);
    return all;
  }
}
