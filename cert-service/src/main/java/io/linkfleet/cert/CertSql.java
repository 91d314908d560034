package io.linkfleet.cert;

import static io.linkfleet.sqlserver.Sql.binary;
import static io.linkfleet.sqlserver.Sql.name;
import static io.linkfleet.sqlserver.Sql.plain;
import static io.linkfleet.sqlserver.Sql.text;

import io.linkfleet.sqlserver.Statement;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;

/** Every statement that cert-service sends. */
public final class CertSql {
  static final String SERVER =
      """
      SELECT @@SERVERNAME AS name,
        CONVERT(nvarchar(128), SERVERPROPERTY('ProductVersion')) AS version,
        CONVERT(nvarchar(128), SERVERPROPERTY('Collation')) AS collation,
        CONVERT(int, SERVERPROPERTY('IsHadrEnabled')) AS hadr,
        (SELECT COUNT(*) FROM sys.all_objects
         WHERE name = N'sp_certificate_add_issuer') AS issuers,
        (SELECT COUNT(*) FROM sys.symmetric_keys
         WHERE symmetric_key_id = 101) AS master_keys
      """;

  static final String CERTIFICATES =
      """
      SELECT name, thumbprint, pvt_key_encryption_type, expiry_date, is_active_for_begin_dialog
      FROM sys.certificates
      """;

  public static final String ENDPOINT_CERTIFICATE =
      """
      SELECT c.name
      FROM sys.database_mirroring_endpoints AS e
      JOIN sys.certificates AS c ON c.certificate_id = e.certificate_id
      """;

  static final String DER =
      "SELECT CERTENCODED(certificate_id) AS der FROM sys.certificates WHERE name = ?";

  private CertSql() {}

  /** The password is hidden with its quotes, or one with a quote inside would show. */
  public static Statement createMasterKey(String password) {
    return Statement.of("CREATE MASTER KEY ENCRYPTION BY PASSWORD = " + plain(password) + ";")
        .hiding(plain(password));
  }

  /** yyyymmdd is the one format that no language setting of a session turns around. */
  public static Statement createServerCertificate(String certificate, LocalDate expiry) {
    return Statement.of(
        """
        CREATE CERTIFICATE %s
          WITH SUBJECT = %s, EXPIRY_DATE = %s;
        """
            .formatted(
                name(certificate),
                text("Certificate for " + certificate),
                plain(expiry.format(DateTimeFormatter.BASIC_ISO_DATE))));
  }

  static Statement importCertificate(String certificate, byte[] der) {
    return Statement.of(
        "CREATE CERTIFICATE %s FROM BINARY = %s;".formatted(name(certificate), binary(der)));
  }

  /** Imports a root CA and trusts it, see {@link #trustRoot}. */
  static Statement importRoot(String certificate, byte[] der, String suffix) {
    return Statement.of(
        importCertificate(certificate, der).text() + "\n" + trustRoot(certificate, suffix).text());
  }

  /**
   * Lets a root CA issue the certificates of a domain, and marks it as done.
   *
   * <p>No view shows the issuers, and the procedure is not documented, so neither whether it was
   * called nor whether a transaction covers it can be known. Therefore the last statement leaves a
   * mark that a view does show: a root that may not begin Service Broker dialogs, which no root CA
   * ever needs to, is one whose issuer has been added. Whatever ends the batch early, the mark is
   * missing and the batch runs again.
   *
   * <p>Then the procedure answers that it was already added, which is what is wanted. The number of
   * that error is not known (Microsoft's own script compares the text too), and its text is in
   * English only for a session in English. That a public certificate takes the mark is documented
   * without an exception, but was never tried on a real server.
   */
  static Statement trustRoot(String certificate, String suffix) {
    return Statement.of(
        """
        SET LANGUAGE us_english;
        DECLARE @root int =
          (SELECT certificate_id FROM sys.certificates WHERE name = %s);
        BEGIN TRY
          EXEC sp_certificate_add_issuer @root, %s;
        END TRY
        BEGIN CATCH
          IF ERROR_MESSAGE() NOT LIKE N'%%already%%added as a trusted issuer%%'
            THROW;
        END CATCH;
        ALTER CERTIFICATE %s WITH ACTIVE FOR BEGIN_DIALOG = OFF;
        """
            .formatted(text(certificate), text("*." + suffix), name(certificate)));
  }

  /** For a person to run: Linkfleet drops nothing. */
  public static String drop(String certificate) {
    return "DROP CERTIFICATE " + name(certificate) + ";";
  }
}
