package io.linkfleet.endpoint.pair;

import static io.linkfleet.sqlserver.Sql.binary;
import static io.linkfleet.sqlserver.Sql.name;
import static io.linkfleet.sqlserver.Sql.plain;

import io.linkfleet.sqlserver.Statement;

/** The statements for pairs that {@link io.linkfleet.endpoint.EndpointSql} does not have. */
final class PairSql {
  /** EngineEdition 4 is Express. */
  static final String WITNESSED =
      """
      SELECT (SELECT COUNT(*) FROM sys.database_mirroring_witnesses) AS sessions,
        CAST(SERVERPROPERTY('EngineEdition') AS int) AS edition
      """;

  static final String CERTIFICATES =
      """
      SELECT c.name, c.thumbprint, c.pvt_key_encryption_type, u.name AS owner
      FROM sys.certificates AS c
      LEFT JOIN sys.database_principals AS u ON u.principal_id = c.principal_id
      """;

  static final String LOGINS =
      """
      SELECT p.name, p.type, p.is_disabled, u.name AS user_name,
        IS_SRVROLEMEMBER('sysadmin', p.name) AS administrator
      FROM sys.server_principals AS p
      LEFT JOIN sys.database_principals AS u ON u.sid = p.sid
      """;

  static final String USERS = "SELECT name FROM sys.database_principals";

  static final String CONNECT =
      """
      SELECT p.name, g.state
      FROM sys.server_permissions AS g
      JOIN sys.database_mirroring_endpoints AS e ON e.endpoint_id = g.major_id
      JOIN sys.server_principals AS p ON p.principal_id = g.grantee_principal_id
      WHERE g.class_desc = 'ENDPOINT' AND g.permission_name = 'CONNECT'
      """;

  /** Undocumented, there on every version; needs no access to the file. */
  static final String FILE = "EXEC master.dbo.xp_fileexist ?";

  private PairSql() {}

  /** The password is hidden with its quotes, or one with a quote inside would show. */
  static Statement createLogin(String login, String password) {
    return Statement.of(
            "CREATE LOGIN %s WITH PASSWORD = %s;".formatted(name(login), plain(password)))
        .hiding(plain(password));
  }

  static Statement createWindowsLogin(String account) {
    return Statement.of("CREATE LOGIN %s FROM WINDOWS;".formatted(name(account)));
  }

  static Statement createUser(String user, String login) {
    return Statement.of("CREATE USER %s FOR LOGIN %s;".formatted(name(user), name(login)));
  }

  static Statement importCertificate(String certificate, String owner, byte[] der) {
    return Statement.of(
        """
        CREATE CERTIFICATE %s
          AUTHORIZATION %s
          FROM BINARY = %s;
        """
            .formatted(name(certificate), name(owner), binary(der)));
  }

  static Statement importFile(String certificate, String owner, String file) {
    return Statement.of(
        """
        CREATE CERTIFICATE %s
          AUTHORIZATION %s
          FROM FILE = %s;
        """
            .formatted(name(certificate), name(owner), plain(file)));
  }

  static Statement grant(String endpoint, String login) {
    return Statement.of(
        "GRANT CONNECT ON ENDPOINT::%s TO %s;".formatted(name(endpoint), name(login)));
  }

  /** For a person to run: Linkfleet drops, enables and revokes nothing. */
  static String revoke(String endpoint, String login) {
    return "REVOKE CONNECT ON ENDPOINT::%s FROM %s;".formatted(name(endpoint), name(login));
  }

  static String enable(String login) {
    return "ALTER LOGIN " + name(login) + " ENABLE;";
  }

  static String drop(String kind, String what) {
    return "DROP " + kind + " " + name(what) + ";";
  }
}
