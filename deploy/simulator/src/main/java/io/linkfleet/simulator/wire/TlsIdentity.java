package io.linkfleet.simulator.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
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
  private static final String ENTRY = "listener";
  private static final char[] IN_MEMORY = "in-memory".toCharArray();

  private final KeyManager[] keyManagers;
  private final X509Certificate ca;
  private final KeyStore store;

  private TlsIdentity(KeyStore store, char[] password) throws GeneralSecurityException {
    Certificate[] chain = store.getCertificateChain(ENTRY);
    this.ca = (X509Certificate) chain[chain.length - 1];
    this.store = store;
    var managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(store, password);
    this.keyManagers = managers.getKeyManagers();
  }

  /** A fresh authority and certificate for localhost, 127.0.0.1 and more DNS names if given. */
  public static TlsIdentity create(String... moreDnsNames) {
    try {
      KeyPair caKeys = ListenerCertificates.keys();
      KeyPair serverKeys = ListenerCertificates.keys();
      X509Certificate ca = ListenerCertificates.authority(caKeys);
      X509Certificate server =
          ListenerCertificates.listener(ca, caKeys, serverKeys, moreDnsNames);
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      Certificate[] chain = {server, ca};
      store.setKeyEntry(ENTRY, serverKeys.getPrivate(), IN_MEMORY, chain);
      return new TlsIdentity(store, IN_MEMORY);
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("cannot make the listeners' certificate", e);
    }
  }

  /**
   * The identity kept in a file, or a fresh one when there is none or it ends within a day: a
   * simulator that starts again must be the one that its clients trust.
   */
  public static TlsIdentity keptIn(Path file, char[] password, String... moreDnsNames) {
    try {
      if (Files.exists(file)) {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
          store.load(in, password);
        }
        var known = new TlsIdentity(store, password);
        if (known.ca.getNotAfter().toInstant().isAfter(Instant.now().plus(Duration.ofDays(1)))) {
          return known;
        }
      }
      TlsIdentity fresh = create(moreDnsNames);
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      Key key = fresh.store.getKey(ENTRY, IN_MEMORY);
      store.setKeyEntry(ENTRY, key, password, fresh.store.getCertificateChain(ENTRY));
      save(store, file, password);
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
    try {
      String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(ca.getEncoded());
      String pem =
          "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
      Files.writeString(file, pem);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes a PKCS12 trust store with the authority's certificate for clients on the JVM. */
  public void writeTrustStore(Path file, char[] password) throws IOException {
    try {
      save(trusting(), file, password);
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
  private static void save(KeyStore store, Path file, char[] password)
      throws IOException, GeneralSecurityException {
    Path directory = file.toAbsolutePath().getParent();
    Files.createDirectories(directory);
    Path temporary = Files.createTempFile(directory, "keystore", ".tmp");
    try (OutputStream out = Files.newOutputStream(temporary)) {
      store.store(out, password);
    }
    if (Files.getFileStore(temporary).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rw-------"));
    }
    Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
