package io.linkfleet.endpoint;

import static io.linkfleet.sqlserver.Sql.name;
import static io.linkfleet.sqlserver.Sql.plain;
import static io.linkfleet.sqlserver.Sql.port;

import io.linkfleet.endpoint.EndpointState.Endpoint;
import io.linkfleet.sqlserver.Statement;

/** Every statement that endpoint-service sends. */
public final class EndpointSql {
  public static final String ENDPOINTS =
      """
      SELECT e.name, t.port, t.ip_address, e.state_desc, e.role_desc, e.connection_auth,
        c.name AS certificate, e.is_encryption_enabled, e.encryption_algorithm,
        (SELECT COUNT(*) FROM sys.dm_tcp_listener_states AS l
          WHERE l.port = t.port AND l.type_desc = N'DATABASE_MIRRORING'
            AND l.state_desc = N'ONLINE') AS listeners
      FROM sys.database_mirroring_endpoints AS e
      JOIN sys.tcp_endpoints AS t ON t.endpoint_id = e.endpoint_id
      LEFT JOIN sys.certificates AS c ON c.certificate_id = e.certificate_id
      """;

  public static final String LISTENERS = "SELECT name, port FROM sys.tcp_endpoints WHERE port > 0";

  static final String CERTIFICATES =
      "SELECT name FROM sys.certificates WHERE pvt_key_encryption_type <> 'NA'";

  public static final String USE =
      """
      SELECT (SELECT COUNT(*) FROM sys.availability_groups) AS groups,
        (SELECT COUNT(*) FROM sys.database_mirroring WHERE mirroring_guid IS NOT NULL) AS mirrored,
        HAS_PERMS_BY_NAME(NULL, NULL, N'VIEW ANY DEFINITION') AS sees_all
      """;

  private EndpointSql() {}

  /** Article "Replicate a database with the link", section on creating a mirroring endpoint. */
  static Statement create(String endpoint, int port, String certificate) {
    return createWith(endpoint, port, "ALL", "CERTIFICATE " + name(certificate));
  }

  /**
   * The same with another role or way of recognising partners.
   *
   * @param role {@code ALL} or {@code WITNESS}
   * @param authentication {@code CERTIFICATE [x]} or {@code WINDOWS NEGOTIATE}
   */
  public static Statement createWith(
      String endpoint, int port, String role, String authentication) {
    return Statement.of(
        """
        CREATE ENDPOINT %s
          STATE = STARTED
          AS TCP (LISTENER_PORT = %s, LISTENER_IP = ALL)
          FOR DATABASE_MIRRORING (
            ROLE = %s,
            AUTHENTICATION = %s,
            ENCRYPTION = REQUIRED ALGORITHM AES
          );
        """
            .formatted(name(endpoint), port(port), role, authentication));
  }

  public static Statement start(String endpoint) {
    return Statement.of("ALTER ENDPOINT %s STATE = STARTED;".formatted(name(endpoint)));
  }

  /**
   * Adds certificates and AES to an endpoint. Port, address, role, Windows authentication, RC4 and
   * optional encryption stay as they are, or its other partners would lose it.
   */
  static Statement alter(Endpoint endpoint, String certificate) {
    return alter(
        endpoint,
        endpoint.role().equals("PARTNER") ? "PARTNER" : "ALL",
        withCertificate(endpoint, certificate));
  }

  /**
   * Changes the role or the authentication, adds AES, and keeps the rest.
   *
   * @param authentication from {@link #withCertificate} or {@link #withWindows}
   */
  public static Statement alter(Endpoint endpoint, String role, String authentication) {
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
                role,
                authentication,
                endpoint.encryptsOnRequest() ? "SUPPORTED" : "REQUIRED",
                algorithms(endpoint)));
  }

  /** Its authentication and a certificate as well, in the order in which it tries them. */
  public static String withCertificate(Endpoint endpoint, String certificate) {
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

  /** Its authentication and Windows as well; what it tries first it goes on trying first. */
  public static String withWindows(Endpoint endpoint) {
    return switch (endpoint.connectionAuth()) {
      case 1 -> "WINDOWS NTLM";
      case 2 -> "WINDOWS KERBEROS";
      case 3 -> "WINDOWS NEGOTIATE";
      case 4 -> "CERTIFICATE " + name(endpoint.certificate()) + " WINDOWS NEGOTIATE";
      default -> withCertificate(endpoint, endpoint.certificate());
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
