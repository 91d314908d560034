package io.linkfleet.simulator.tsql;

import io.linkfleet.simulator.engine.Certificate;
import io.linkfleet.simulator.engine.X509;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import org.bouncycastle.asn1.x500.X500Name;

/** Two real certificates, made once: tests need them to be real, not to differ. */
final class TestCertificates {
  private static final X509.Issued OWN = issue("CN=own");
  private static final X509.Issued OTHER = issue("CN=other");

  private TestCertificates() {}

  private static X509.Issued issue(String name) {
    return X509.issue(
        new X500Name(name),
        new X500Name(name),
        Instant.now().minus(Duration.ofDays(1)),
        Instant.now().plus(Duration.ofDays(365)));
  }

  /** With its private key under the master key. */
  static Certificate own(String name, int id) {
    return certificate(name, id, OWN, "MK");
  }

  /** The public part of another server's certificate. */
  static Certificate imported(String name, int id) {
    return certificate(name, id, OTHER, "NA");
  }

  private static Certificate certificate(String name, int id, X509.Issued issued, String key) {
    try {
      return new Certificate(
          name, id, issued.certificate(), issued.certificate().getEncoded(),
          key.equals("NA") ? null : issued.keys().getPrivate(), key, "dbo");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
