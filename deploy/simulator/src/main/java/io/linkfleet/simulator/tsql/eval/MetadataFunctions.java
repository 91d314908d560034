package io.linkfleet.simulator.tsql.eval;

import static io.linkfleet.simulator.tsql.eval.Functions.lenient;
import static io.linkfleet.simulator.tsql.eval.Functions.strict;
import static io.linkfleet.simulator.tsql.eval.TextFunctions.text;

import io.linkfleet.simulator.engine.AvailabilityGroup;
import io.linkfleet.simulator.engine.Certificate;
import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.engine.SqlServer;
import io.linkfleet.simulator.tsql.catalog.CertificateViews;
import io.linkfleet.simulator.tsql.catalog.ObjectViews;
import io.linkfleet.simulator.tsql.catalog.PermissionChecks;
import io.linkfleet.simulator.tsql.state.Access;
import io.linkfleet.simulator.tsql.state.Databases;
import io.linkfleet.simulator.tsql.state.Frame;
import io.linkfleet.simulator.tsql.type.DataType;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;

/** Built-in functions on metadata: databases, certificates, objects, permissions. */
final class MetadataFunctions {
  private MetadataFunctions() {}

  static void addTo(Map<String, Functions.Function> table) {
    table.put("DB_NAME", lenient(0, 1, DataType.SYSNAME, (a, f) -> a.length == 0
        ? f.session.database
        : a[0] == null ? null : Databases.find(server(f), TextFunctions.integer(a[0]))
            .map(d -> d.name).orElse(null)));
    table.put("DB_ID", lenient(0, 1, DataType.SMALLINT, (a, f) -> {
      String name = a.length == 0 ? f.session.database : a[0] == null ? null : text(a[0]);
      return name == null ? null : Databases.find(server(f), name).map(d -> d.id).orElse(null);
    }));
    table.put("DATABASEPROPERTYEX", strict(2, DataType.VARIANT,
        (a, f) -> Databases.find(server(f), text(a[0]))
            .map(d -> databaseProperty(d, text(a[1]), f)).orElse(null)));
    table.put(
        "HAS_DBACCESS",
        strict(
            1,
            DataType.INT,
            (a, f) ->
                Databases.find(server(f), text(a[0]))
                    .map(
                        d ->
                            d.state.equals("ONLINE")
                                    && (Access.has(f.session.login) || Databases.isSystem(d.name))
                                ? 1
                                : 0)
                    .orElse(null)));
    table.put("CERT_ID", strict(1, DataType.INT, (a, f) -> {
      Certificate certificate = certificates(f).get(unbracketed(text(a[0])));
      return certificate == null ? null : certificate.id;
    }));
    table.put("CERTENCODED", strict(1, DataType.varbinary(8000), (a, f) -> {
      Certificate certificate = certificate(f, TextFunctions.integer(a[0]));
      return certificate == null ? null : certificate.der;
    }));
    table.put("CERTPROPERTY", strict(2, DataType.VARIANT,
        (a, f) -> certificateProperty(certificate(f, TextFunctions.integer(a[0])), text(a[1]))));
    table.put("OBJECT_ID", strict(1, 2, t -> DataType.INT,
        (a, f) -> ObjectViews.objectId(
            f.session, text(a[0]), a.length > 1 ? text(a[1]) : null)));
    table.put("OBJECT_NAME", strict(1, 2, t -> DataType.SYSNAME,
        (a, f) -> ObjectViews.objectName(f.session, TextFunctions.integer(a[0]))));
    table.put("HAS_PERMS_BY_NAME", lenient(3, 5, DataType.INT, (a, f) -> PermissionChecks.check(
        f.session,
        a[0] == null ? null : text(a[0]),
        a[1] == null ? null : text(a[1]),
        a[2] == null ? null : text(a[2]))));
    table.put("FN_HADR_IS_PRIMARY_REPLICA", strict(1, DataType.BIT,
        (a, f) -> isPrimary(server(f).databases.get(text(a[0])))));
    table.put("FN_HADR_BACKUP_IS_PREFERRED_REPLICA", strict(1, DataType.BIT, (a, f) -> {
      Boolean primary = isPrimary(server(f).databases.get(text(a[0])));
      return primary == null || primary;
    }));
  }

  private static SqlServer server(Frame frame) {
    return frame.session.server;
  }

  /** Certificates of the current database: only master has some here. */
  private static Map<String, Certificate> certificates(Frame frame) {
    return CertificateViews.visibleCertificates(frame.session);
  }

  private static Certificate certificate(Frame frame, int id) {
    return certificates(frame).values().stream().filter(c -> c.id == id).findFirst().orElse(null);
  }

  private static String unbracketed(String name) {
    return name.startsWith("[") && name.endsWith("]")
        ? name.substring(1, name.length() - 1).replace("]]", "]")
        : name;
  }

  private static Boolean isPrimary(Database database) {
    if (database == null || database.group == null) {
      return null;
    }
    AvailabilityGroup group = database.group;
    return group.localRole.equals("PRIMARY");
  }

  private static Object certificateProperty(Certificate c, String property) {
    if (c == null) {
      return null;
    }
    return switch (property.trim().toLowerCase(Locale.ROOT)) {
      case "expiry_date" ->
          LocalDateTime.ofInstant(c.x509.getNotAfter().toInstant(), ZoneOffset.UTC);
      case "start_date" ->
          LocalDateTime.ofInstant(c.x509.getNotBefore().toInstant(), ZoneOffset.UTC);
      case "issuer_name" -> CertificateViews.commonName(c.x509.getIssuerX500Principal());
      case "cert_serial_number" -> CertificateViews.serial(c);
      case "subject" -> CertificateViews.subject(c.x509.getSubjectX500Principal());
      case "sid" -> CertificateViews.sid(c);
      case "string_sid" -> CertificateViews.stringSid(c);
      default -> null;
    };
  }

  /** The format of a database that is open, by the version of its server; general knowledge. */
  private static Integer format(Frame frame) {
    return switch (server(frame).description.majorVersion()) {
      case 13 -> 852;
      case 14 -> 869;
      case 15 -> 904;
      case 17 -> 998;
      default -> 957;
    };
  }

  private static Object databaseProperty(Database d, String property, Frame frame) {
    return switch (property.trim().toLowerCase(Locale.ROOT)) {
      case "collation" -> server(frame).description.collation();
      case "recovery" -> d.recoveryModel;
      case "status" -> d.state;
      case "updateability" -> d.readOnly ? "READ_ONLY" : "READ_WRITE";
      case "useraccess" -> d.singleUser ? "SINGLE_USER" : "MULTI_USER";
      case "isautoclose" -> d.autoClose ? 1 : 0;
      case "version" -> d.state.equals("ONLINE") ? format(frame) : null;
      case "edition" -> null;
      default -> null;
    };
  }
}
