package io.linkfleet.simulator.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * The certificate authority of the simulated world's own listeners, and the certificate that they
 * show on TDS and HTTPS.
 *
 * <p>These protect the connections of this machine and have nothing to do with the mirroring
 * certificates of the simulated servers.
 */
public final class TlsIdentity {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Duration LEFT = Duration.ofDays(1);

  private final KeyManager[] keyManagers;
  private final X509Certificate ca;
  private final ListenerKey key;

  private TlsIdentity(ListenerKey key) {
    this.key = key;
    this.ca = key.chain()[key.chain().length - 1];
    this.keyManagers = new KeyManager[] {key};
  }

  /** A fresh authority and certificate for localhost, 127.0.0.1 and more DNS names if given. */
  public static TlsIdentity create(String... moreDnsNames) {
    try {
      KeyPair caKeys = ListenerCertificates.keys();
      KeyPair serverKeys = ListenerCertificates.keys();
      X509Certificate ca = ListenerCertificates.authority(caKeys);
      X509Certificate server =
          ListenerCertificates.listener(ca, caKeys, serverKeys, moreDnsNames);
      X509Certificate[] chain = {server, ca};
      return new TlsIdentity(new ListenerKey(serverKeys.getPrivate(), chain));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("cannot make the listeners' certificate", e);
    }
  }

  /**
   * The identity kept in a file, or a fresh one when there is none or it ends within a day: a
   * simulator that starts again must be the one that its clients trust. The file is readable by its
   * owner only; a password known to the program would protect it no better.
   */
  public static TlsIdentity keptIn(Path file, String... moreDnsNames) {
    try {
      if (Files.exists(file)) {
        var known = new TlsIdentity(ListenerKey.read(Files.readString(file)));
        if (known.ca.getNotAfter().toInstant().isAfter(Instant.now().plus(LEFT))) {
          return known;
        }
      }
      TlsIdentity fresh = create(moreDnsNames);
      save(file, fresh.key.written().getBytes(StandardCharsets.US_ASCII));
      return fresh;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("cannot use the identity in " + file, e);
    }
  }

  /** The certificate that clients have to trust. */
  public X509Certificate caCertificate() {
    return ca;
  }

  /** Writes the authority's certificate for clients that read PEM. */
  public void writeCaPem(Path file) throws IOException {
    Files.writeString(file, ListenerKey.pem("CERTIFICATE", encoded(ca)));
  }

  /** Whether that file holds this authority's certificate as PEM. */
  public boolean isWrittenIn(Path pem) throws IOException {
    return Files.exists(pem)
        && Files.readString(pem).equals(ListenerKey.pem("CERTIFICATE", encoded(ca)));
  }

  /** Writes a PKCS12 trust store with the authority's certificate for clients on the JVM. */
  public void writeTrustStore(Path file, char[] password) throws IOException {
    try {
      var store = new ByteArrayOutputStream();
      trusting().store(store, password);
      save(file, store.toByteArray());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A context for an HTTPS server. */
  public SSLContext serverContext() {
    return freshContext();
  }

  /** A context of its own for one connection, so that no session can be resumed. */
  SSLContext freshContext() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keyManagers, new TrustManager[0], RANDOM);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A context for a client on this JVM that trusts this authority and no other. */
  public SSLContext clientContext() {
    try {
      var managers = TrustManagerFactory.getInstance("PKIX");
      managers.init(trusting());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), RANDOM);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private KeyStore trusting() throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("linkfleet-simulator-ca", ca);
    return trusted;
  }

  /** Readable by its owner only, and never seen half written. */
  private static void save(Path file, byte[] content) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    Files.createDirectories(directory);
    // such a file is made with the owner's rights only
    Path temporary = Files.createTempFile(directory, "keystore", ".tmp");
    Files.write(temporary, content);
    Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
