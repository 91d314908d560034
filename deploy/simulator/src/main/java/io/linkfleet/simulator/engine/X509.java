package io.linkfleet.simulator.engine;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes, reads and fingerprints the real X.509 certificates of the simulated world. */
public final class X509 {
  private static final SecureRandom RANDOM = new SecureRandom();

  private X509() {}

  /** A certificate with the private key that belongs to it. */
  public record Issued(X509Certificate certificate, KeyPair keys) {}

  /**
   * A certificate over a fresh 2048-bit RSA key, signed by that key itself.
   *
   * <p>The issuer may differ from the subject: nobody here has the private keys of Azure's root CAs,
   * so a managed instance's certificate names its root as issuer without carrying its signature.
   */
  public static Issued issue(X500Name subject, X500Name issuer, Instant from, Instant to) {
    return issue(newKeys(), subject, issuer, from, to);
  }

  /** A fresh 2048-bit RSA key; making one takes long enough not to hold a lock meanwhile. */
  public static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048, RANDOM);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no RSA on this machine", e);
    }
  }

  /** A certificate over this key, signed by the key itself. */
  public static Issued issue(
      KeyPair keys, X500Name subject, X500Name issuer, Instant from, Instant to) {
    return issue(keys, subject, issuer, from, to, "SHA256withRSA");
  }

  /** A certificate over this key, signed by the key itself with this algorithm. */
  public static Issued issue(
      KeyPair keys,
      X500Name subject,
      X500Name issuer,
      Instant from,
      Instant to,
      String algorithm) {
    try {
      var builder =
          new X509v3CertificateBuilder(
              issuer,
              new BigInteger(120, RANDOM),
              Date.from(from),
              Date.from(to),
              subject,
              SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()));
      var signer = new JcaContentSignerBuilder(algorithm).build(keys.getPrivate());
      return new Issued(
          new JcaX509CertificateConverter().getCertificate(builder.build(signer)), keys);
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("cannot make a certificate for " + subject, e);
    }
  }

  /** Reads DER; throws with a short reason when it is not a certificate. */
  public static X509Certificate read(byte[] der) throws GeneralSecurityException {
    var in = new ByteArrayInputStream(der);
    X509Certificate certificate =
        (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    if (in.available() > 0) {
      throw new GeneralSecurityException("bytes after the end of the certificate");
    }
    return certificate;
  }

  /** SHA-1 of the DER, as sys.certificates.thumbprint and Azure show it. */
  public static byte[] thumbprint(byte[] der) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(der);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Upper-case hexadecimal without 0x. */
  public static String hex(byte[] bytes) {
    return HexFormat.of().withUpperCase().formatHex(bytes);
  }
}
