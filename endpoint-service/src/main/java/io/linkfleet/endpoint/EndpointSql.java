package io.linkfleet.endpoint;

import static io.linkfleet.sqlserver.Sql.name;
import static io.linkfleet.sqlserver.Sql.plain;
import static io.linkfleet.sqlserver.Sql.port;

import io.linkfleet.endpoint.EndpointState.Endpoint;
import io.linkfleet.sqlserver.Statement;

/** Every statement that endpoint-service sends. */
final class EndpointSql {
  static final String ENDPOINTS =
      """
      SELECT e.name, t.port, t.ip_address, e.state_desc, e.role_desc, e.connection_auth,
        c.name AS certificate, e.is_encryption_enabled, e.encryption_algorithm
      FROM sys.database_mirroring_endpoints AS e
      JOIN sys.tcp_endpoints AS t ON t.endpoint_id = e.endpoint_id
      LEFT JOIN sys.certificates AS c ON c.certificate_id = e.certificate_id
      """;

  static final String LISTENERS = "SELECT name, port FROM sys.tcp_endpoints WHERE port > 0";

  static final String CERTIFICATES =
      "SELECT name FROM sys.certificates WHERE pvt_key_encryption_type <> 'NA'";

  static final String USE =
      """
      SELECT (SELECT COUNT(*) FROM sys.availability_groups) AS groups,
        (SELECT COUNT(*) FROM sys.database_mirroring WHERE mirroring_guid IS NOT NULL) AS mirrored
      """;

  private EndpointSql() {}

  /** Article "Replicate a database with the link", section on creating a mirroring endpoint. */
  static Statement create(String endpoint, int port, String certificate) {
    return Statement.of(
        """
        CREATE ENDPOINT %s
          STATE = STARTED
          AS TCP (LISTENER_PORT = %s, LISTENER_IP = ALL)
          FOR DATABASE_MIRRORING (
            ROLE = ALL,
            AUTHENTICATION = CERTIFICATE %s,
            ENCRYPTION = REQUIRED ALGORITHM AES
          );
        """
            .formatted(name(endpoint), port(port), name(certificate)));
  }

  static Statement start(String endpoint) {
    return Statement.of("ALTER ENDPOINT %s STATE = STARTED;".formatted(name(endpoint)));
  }

  /**
   * Adds certificates and AES to an endpoint. Port, address, role, Windows authentication, RC4 and
   * optional encryption stay as they are, or its other partners would lose it.
   */
  static Statement alter(Endpoint endpoint, String certificate) {
    return Statement.of(
        """
        ALTER ENDPOINT %s
          STATE = STARTED
          AS TCP (LISTENER_PORT = %s, LISTENER_IP = %s)
          FOR DATABASE_MIRRORING (
            ROLE = %s,
            AUTHENTICATION = %s,
            ENCRYPTION = %s ALGORITHM %s
          );
        """
            .formatted(
                name(endpoint.name()),
                port(endpoint.port()),
                endpoint.ipAddress() == null ? "ALL" : "(" + plain(endpoint.ipAddress()) + ")",
                endpoint.role().equals("PARTNER") ? "PARTNER" : "ALL",
                authentication(endpoint, certificate),
                endpoint.encryptsOnRequest() ? "SUPPORTED" : "REQUIRED",
                algorithms(endpoint)));
  }

  private static String authentication(Endpoint endpoint, String certificate) {
    String certificateClause = "CERTIFICATE " + name(certificate);
    return switch (endpoint.connectionAuth()) {
      case 1, 5 -> "WINDOWS NTLM " + certificateClause;
      case 2, 6 -> "WINDOWS KERBEROS " + certificateClause;
      case 3, 7 -> "WINDOWS NEGOTIATE " + certificateClause;
      case 8 -> certificateClause + " WINDOWS NTLM";
      case 9 -> certificateClause + " WINDOWS KERBEROS";
      case 10 -> certificateClause + " WINDOWS NEGOTIATE";
      default -> certificateClause;
    };
  }

  private static String algorithms(Endpoint endpoint) {
    return switch (endpoint.algorithm()) {
      case 1, 3, 5, 7 -> "RC4 AES";
      case 6, 8 -> "AES RC4";
      default -> "AES";
    };
  }
}
