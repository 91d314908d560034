package io.linkfleet.simulator.wire;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes the two certificates of a {@link TlsIdentity}: an authority and a listener signed by it.
 *
 * <p>Elliptic keys, since they are made in milliseconds. Their validity follows the real clock, as
 * that of the clients does.
 */
final class ListenerCertificates {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Duration VALID = Duration.ofDays(365);

  private ListenerCertificates() {}

  static KeyPair keys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
    return generator.generateKeyPair();
  }

  static X509Certificate authority(KeyPair keys)
      throws GeneralSecurityException, CertIOException, OperatorCreationException {
    // A name of its own per authority, so that a client never mixes two of them up.
    var name = new X500Name("CN=Linkfleet simulator CA " + Long.toHexString(RANDOM.nextLong()));
    var builder = builder(name, name, keys);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
    builder.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    builder.addExtension(
        Extension.subjectKeyIdentifier,
        false,
        new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
    return signed(builder, keys);
  }

  static X509Certificate listener(
      X509Certificate ca, KeyPair caKeys, KeyPair keys, String... moreDnsNames)
      throws GeneralSecurityException, CertIOException, OperatorCreationException {
    var names = new GeneralName[moreDnsNames.length + 4];
    names[0] = new GeneralName(GeneralName.dNSName, "localhost");
    names[1] = new GeneralName(GeneralName.iPAddress, "127.0.0.1");
    names[2] = new GeneralName(GeneralName.iPAddress, "::1");
    // The JDBC driver up to 13.2 compares DNS names only, even with an address.
    names[3] = new GeneralName(GeneralName.dNSName, "127.0.0.1");
    for (int i = 0; i < moreDnsNames.length; i++) {
      names[i + 4] = new GeneralName(GeneralName.dNSName, moreDnsNames[i]);
    }
    var issuer = X500Name.getInstance(ca.getSubjectX500Principal().getEncoded());
    var builder = builder(issuer, new X500Name("CN=localhost"), keys);
    var utils = new JcaX509ExtensionUtils();
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
    builder.addExtension(
        Extension.authorityKeyIdentifier, false, utils.createAuthorityKeyIdentifier(ca));
    return signed(builder, caKeys);
  }

  private static X509v3CertificateBuilder builder(X500Name issuer, X500Name subject, KeyPair keys) {
    Instant now = Instant.now();
    return new JcaX509v3CertificateBuilder(
        issuer,
        new BigInteger(120, RANDOM),
        Date.from(now.minus(Duration.ofHours(1))),
        Date.from(now.plus(VALID)),
        subject,
        keys.getPublic());
  }

  private static X509Certificate signed(X509v3CertificateBuilder builder, KeyPair signer)
      throws GeneralSecurityException, OperatorCreationException {
    var signature = new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate());
    return new JcaX509CertificateConverter().getCertificate(builder.build(signature));
  }
}
