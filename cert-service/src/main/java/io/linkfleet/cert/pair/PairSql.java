package io.linkfleet.cert.pair;

import static io.linkfleet.sqlserver.Sql.name;
import static io.linkfleet.sqlserver.Sql.plain;

import io.linkfleet.sqlserver.Statement;

/** The statements for pairs that {@link io.linkfleet.cert.CertSql} does not have. */
final class PairSql {
  /** The domain comes from an undocumented function; outside a domain it names the workgroup. */
  static final String HOST =
      """
      SELECT @@SERVERNAME AS name,
        CONVERT(nvarchar(128), SERVERPROPERTY('MachineName')) AS machine,
        DEFAULT_DOMAIN() AS domain,
        (SELECT MAX(service_account) FROM sys.dm_server_services
         WHERE servicename LIKE N'SQL Server (%') AS service,
        (SELECT COUNT(*) FROM sys.symmetric_keys
         WHERE symmetric_key_id = 101) AS master_keys
      """;

  static final String CERTIFICATES =
      """
      SELECT name, thumbprint, pvt_key_encryption_type, start_date, expiry_date,
        CERTENCODED(certificate_id) AS der
      FROM sys.certificates
      """;

  /** Undocumented, there on every version; needs no access to the file. */
  static final String FILE = "EXEC master.dbo.xp_fileexist ?";

  private PairSql() {}

  /** Article "Use certificates for outbound connections", step 4: the public part alone. */
  static Statement export(String certificate, String file) {
    return Statement.of(
        "BACKUP CERTIFICATE %s TO FILE = %s;".formatted(name(certificate), plain(file)));
  }
}
