package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.engine.Certificate;
import io.linkfleet.simulator.engine.X509;
import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.ObjectMessage;
import io.linkfleet.simulator.tsql.catalog.Principals;
import io.linkfleet.simulator.tsql.state.Access;
import io.linkfleet.simulator.tsql.syntax.Definition.AlterCertificate;
import io.linkfleet.simulator.tsql.syntax.Definition.BackupCertificate;
import io.linkfleet.simulator.tsql.syntax.Definition.CreateCertificate;
import io.linkfleet.simulator.tsql.syntax.Definition.DropCertificate;
import io.linkfleet.simulator.tsql.type.Dates;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;

/** CREATE, DROP and BACKUP CERTIFICATE over real X.509 certificates. */
final class CertificateStatements {
  private static final int LONGEST_SUBJECT = 128;

  private CertificateStatements() {}

  /** Makes the key before the server's lock is taken; not for a certificate that cannot be made. */
  static void prepare(CreateCertificate s, Work work) {
    work.server.lock.lock();
    boolean hopeless;
    try {
      hopeless =
          s.subject() == null
              || work.keysHere().certificates.containsKey(s.name())
              || !Access.has(work.login);
    } finally {
      work.server.lock.unlock();
    }
    if (!hopeless) {
      work.keys = work.session.world.rsaKeys.next();
    }
  }

  static void create(CreateCertificate s, Work work) {
    Access.demand(work.login);
    if (s.privateKeyFile() != null) {
      throw Message.NOT_SIMULATED.error("CREATE CERTIFICATE … WITH PRIVATE KEY");
    }
    if (work.keysHere().certificates.containsKey(s.name())) {
      throw ObjectMessage.CERTIFICATE_EXISTS.error(s.name());
    }
    String owner = owner(s, work);
    Certificate certificate = s.subject() != null ? made(s, owner, work) : read(s, owner, work);
    for (Certificate other : work.keysHere().certificates.values()) {
      if (Arrays.equals(other.der, certificate.der)) {
        throw ObjectMessage.CERTIFICATE_EXISTS.error(s.name());
      }
    }
    certificate.activeForBeginDialog = s.activeForBeginDialog();
    work.keysHere().certificates.put(s.name(), certificate);
    var here = work.keysHere().certificates;
    work.onRollback(() -> here.remove(s.name(), certificate));
    warnOfDates(certificate.x509, work);
  }

  private static String owner(CreateCertificate s, Work work) {
    if (s.owner() == null) {
      return Principals.userOf(work.session);
    }
    if (s.owner().equalsIgnoreCase("dbo")) {
      return "dbo";
    }
    if (!work.keysHere().users.containsKey(s.owner())) {
      throw Message.MISSING.error("find", "user", s.owner());
    }
    return s.owner();
  }

  private static Certificate made(CreateCertificate s, String owner, Work work) {
    if (s.subject().isEmpty() || s.subject().length() > LONGEST_SUBJECT) {
      throw ObjectMessage.SUBJECT_TOO_LONG.error(LONGEST_SUBJECT);
    }
    Instant from = s.startDate() == null ? work.now() : date(s.startDate());
    Instant until =
        s.expiryDate() == null
            ? from.atZone(ZoneOffset.UTC).plusYears(1).toInstant()
            : date(s.expiryDate());
    if (s.password() == null && !work.keysHere().hasMasterKey()) {
      throw ObjectMessage.NO_MASTER_KEY.error();
    }
    if (s.password() != null) {
      PrincipalStatements.checkPassword(s.password());
    }
    X500Name subject =
        new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, s.subject()).build();
    KeyPair keys = work.keys == null ? work.session.world.rsaKeys.next() : work.keys;
    // SHA-256 since SQL Server 2017 according to the documentation
    String algorithm =
        work.server.description.majorVersion() < 14 ? "SHA1withRSA" : "SHA256withRSA";
    X509.Issued issued = X509.issue(keys, subject, subject, from, until, algorithm);
    return new Certificate(
        s.name(), work.server.nextCertificateId++, issued.certificate(),
        encoded(issued.certificate()), issued.keys().getPrivate(),
        s.password() == null ? "MK" : "PW", owner);
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Instant date(String text) {
    return Dates.parse(text).orElseThrow(Message.DATE_CONVERSION::error).toInstant(ZoneOffset.UTC);
  }

  private static Certificate read(CreateCertificate s, String owner, Work work) {
    byte[] der = s.binary();
    ObjectMessage bad = ObjectMessage.BAD_CERTIFICATE;
    if (s.file() != null) {
      der = work.session.world.file(work.server, s.file());
      bad = ObjectMessage.BAD_CERTIFICATE_FILE;
      if (der == null) {
        throw bad.error();
      }
    }
    try {
      X509Certificate x509 = X509.read(der);
      return new Certificate(
          s.name(), work.server.nextCertificateId++, x509, der.clone(), null, "NA", owner);
    } catch (GeneralSecurityException e) {
      throw bad.error();
    }
  }

  /** Sent as information, which was inferred and never seen on a real server. */
  private static void warnOfDates(X509Certificate x509, Work work) {
    if (x509.getNotAfter().before(x509.getNotBefore())) {
      work.tell(ObjectMessage.BAD_CERTIFICATE_DATES.with());
    } else if (x509.getNotBefore().toInstant().isAfter(work.now().plusSeconds(1))) {
      work.tell(ObjectMessage.CERTIFICATE_NOT_YET_VALID.with());
    } else if (x509.getNotAfter().toInstant().isBefore(work.now())) {
      work.tell(ObjectMessage.CERTIFICATE_EXPIRED.with());
    }
  }

  /** That a public certificate takes the mark is documented, but was never tried on a server. */
  static void alter(AlterCertificate s, Work work) {
    Certificate certificate = work.keysHere().certificates.get(s.name());
    if (certificate == null || !Access.has(work.login)) {
      throw Message.MISSING.error("alter", "certificate", s.name());
    }
    boolean before = certificate.activeForBeginDialog;
    certificate.activeForBeginDialog = s.activeForBeginDialog();
    work.onRollback(() -> certificate.activeForBeginDialog = before);
  }

  static void drop(DropCertificate s, Work work) {
    Certificate certificate = work.keysHere().certificates.get(s.name());
    if (certificate == null || !Access.has(work.login)) {
      throw Message.MISSING.error("drop", "certificate", s.name());
    }
    if (work.inMaster()
        && work.server.endpoint != null
        && work.server.endpoint.certificateId == certificate.id) {
      throw ObjectMessage.CERTIFICATE_IN_USE.error();
    }
    var here = work.keysHere().certificates;
    here.remove(s.name());
    List<String> issuers = work.server.trustedIssuers.remove(certificate.id);
    work.onRollback(
        () -> {
          here.put(certificate.name, certificate);
          if (issuers != null) {
            work.server.trustedIssuers.put(certificate.id, issuers);
          }
        });
  }

  static void backup(BackupCertificate s, Work work) {
    Certificate certificate = work.keysHere().certificates.get(s.name());
    if (certificate == null || !Access.has(work.login)) {
      throw Message.MISSING.error("find", "certificate", s.name());
    }
    if (s.privateKeyFile() != null) {
      throw Message.NOT_SIMULATED.error("BACKUP CERTIFICATE … WITH PRIVATE KEY");
    }
    if (s.file().isBlank() || work.session.world.file(work.server, s.file()) != null) {
      throw ObjectMessage.FILE_EXISTS.error(s.file());
    }
    work.session.world.writeFile(work.server, s.file(), certificate.der.clone());
  }
}
