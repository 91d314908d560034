package io.linkfleet.simulator.tsql.catalog;

import static io.linkfleet.simulator.tsql.catalog.SystemView.row;
import static io.linkfleet.simulator.tsql.catalog.SystemView.view;

import io.linkfleet.simulator.engine.Certificate;
import io.linkfleet.simulator.engine.X509;
import io.linkfleet.simulator.tsql.state.Access;
import io.linkfleet.simulator.tsql.state.SessionState;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/**
 * The views on keys and certificates: sys.certificates, sys.symmetric_keys.
 *
 * <p>Never seen on a real server: the shape of the
 * issuer and subject of imported certificates, of the serial number and of the SIDs. The system
 * certificates of a real master ({@code ##MS_…##}) are left out.
 */
public final class CertificateViews {
  static final List<SystemView> VIEWS =
      List.of(
          view(
              "sys.certificates",
              """
              name sysname, certificate_id int, principal_id int, pvt_key_encryption_type char(2),
              pvt_key_encryption_type_desc nvarchar(60), is_active_for_begin_dialog bit,
              issuer_name nvarchar(442), cert_serial_number nvarchar(64), sid varbinary(85),
              string_sid nvarchar(128), subject nvarchar(4000), expiry_date datetime,
              start_date datetime, thumbprint varbinary(32), attested_by nvarchar(260),
              pvt_key_last_backup_date datetime
              """,
              CertificateViews::certificates),
          view(
              "sys.symmetric_keys",
              """
              name sysname, principal_id int, symmetric_key_id int, key_length int,
              key_algorithm char(2), algorithm_desc nvarchar(60), create_date datetime,
              modify_date datetime, key_guid uniqueidentifier, key_thumbprint sql_variant,
              provider_type nvarchar(120), cryptographic_provider_guid uniqueidentifier,
              cryptographic_provider_algid sql_variant
              """,
              CertificateViews::keys));

  private CertificateViews() {}

  /** The certificates of the current database that the session may see. */
  public static Map<String, Certificate> visibleCertificates(SessionState session) {
    return Access.seesDefinitions(session.login)
        ? session.server.keys(session.database).certificates
        : Map.of();
  }

  private static boolean inMaster(SessionState session) {
    return session.database.equalsIgnoreCase("master");
  }

  private static List<Object[]> certificates(SessionState session) {
    var rows = new ArrayList<Object[]>();
    for (Certificate c : visibleCertificates(session).values()) {
      rows.add(
          row(
              c.name, c.id, session.server.userId(c.owner), c.privateKeyEncryption,
              encryptionName(c.privateKeyEncryption), c.activeForBeginDialog,
              commonName(c.x509.getIssuerX500Principal()), serial(c), sid(c), stringSid(c),
              subject(c.x509.getSubjectX500Principal()),
              Moments.datetime(c.x509.getNotAfter().toInstant()),
              Moments.datetime(c.x509.getNotBefore().toInstant()),
              X509.thumbprint(c.der), null, Moments.datetime(c.privateKeyBackedUpAt)));
    }
    rows.sort(Comparator.comparing(r -> (Integer) r[1]));
    return rows;
  }

  private static String encryptionName(String type) {
    return switch (type) {
      case "MK" -> "ENCRYPTED_BY_MASTER_KEY";
      case "PW" -> "ENCRYPTED_BY_PASSWORD";
      case "SK" -> "ENCRYPTED_BY_SERVICE_MASTER_KEY";
      default -> "NO_PRIVATE_KEY";
    };
  }

  /** The common name, or the whole name when it has none. */
  public static String commonName(X500Principal principal) {
    RDN[] names = X500Name.getInstance(principal.getEncoded()).getRDNs(BCStyle.CN);
    return names.length == 0 ? subject(principal) : value(names[0]);
  }

  private static String value(RDN rdn) {
    return ((ASN1String) rdn.getFirst().getValue()).getString();
  }

  /** The values of the name, one after the other without their types. */
  public static String subject(X500Principal principal) {
    X500Name name = X500Name.getInstance(principal.getEncoded());
    var values = new ArrayList<String>();
    for (RDN rdn : name.getRDNs()) {
      values.add(value(rdn));
    }
    return String.join(", ", values);
  }

  /** The first 16 bytes of the serial number. */
  public static String serial(Certificate c) {
    byte[] bytes = c.x509.getSerialNumber().toByteArray();
    return HexFormat.ofDelimiter(" ").formatHex(bytes, 0, Math.min(16, bytes.length));
  }

  /** S-1-9-1 and the thumbprint, as principals mapped to certificates have it. */
  public static byte[] sid(Certificate c) {
    return ByteBuffer.allocate(32)
        .put(new byte[] {1, 6, 0, 0, 0, 0, 0, 9, 1, 0, 0, 0})
        .put(Arrays.copyOf(X509.thumbprint(c.der), 20))
        .array();
  }

  public static String stringSid(Certificate c) {
    ByteBuffer parts = ByteBuffer.wrap(sid(c)).order(ByteOrder.LITTLE_ENDIAN).position(12);
    var text = new StringBuilder("S-1-9-1");
    while (parts.remaining() >= 4) {
      text.append('-').append(Integer.toUnsignedLong(parts.getInt()));
    }
    return text.toString();
  }

  private static List<Object[]> keys(SessionState session) {
    if (!Access.seesDefinitions(session.login)) {
      return List.of();
    }
    var rows = new ArrayList<Object[]>();
    if (session.server.keys(session.database).hasMasterKey()) {
      rows.add(key(session, "##MS_DatabaseMasterKey##", 101));
    }
    if (inMaster(session)) {
      rows.add(key(session, "##MS_ServiceMasterKey##", 102));
    }
    return rows;
  }

  private static Object[] key(SessionState session, String name, int id) {
    var made = Moments.datetime(session.server.keys(session.database).masterKeyCreatedAt());
    return row(
        name, 1, id, 256, "A3", "AES_256", made, made,
        java.util.UUID.nameUUIDFromBytes((session.server.name() + name).getBytes()),
        null, null, null, null);
  }
}
