package io.linkfleet.simulator.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * The one private key of the listeners with its chain, as TLS asks for it and as a PEM file keeps
 * it. A key store would decrypt it again for every handshake.
 */
final class ListenerKey extends X509ExtendedKeyManager {
  private static final String ALIAS = "listener";
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z ]+)-----([^-]*)-----END \\1-----");

  private final PrivateKey key;
  private final X509Certificate[] chain;

  ListenerKey(PrivateKey key, X509Certificate[] chain) {
    this.key = key;
    this.chain = chain.clone();
  }

  /** The key and the chain in the text of a PEM file. */
  static ListenerKey read(String pem) throws GeneralSecurityException, IOException {
    PrivateKey key = null;
    List<X509Certificate> chain = new ArrayList<>();
    CertificateFactory certificates = CertificateFactory.getInstance("X.509");
    for (Matcher block = BLOCK.matcher(pem); block.find(); ) {
      byte[] der = Base64.getMimeDecoder().decode(block.group(2));
      if (block.group(1).equals("PRIVATE KEY")) {
        key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
      } else {
        chain.add(
            (X509Certificate) certificates.generateCertificate(new ByteArrayInputStream(der)));
      }
    }
    if (key == null || chain.isEmpty()) {
      throw new IOException("it lacks a key or a certificate");
    }
    return new ListenerKey(key, chain.toArray(new X509Certificate[0]));
  }

  /** The text of a PEM file; it holds the private key. */
  String written() throws GeneralSecurityException {
    var text = new StringBuilder(pem("PRIVATE KEY", key.getEncoded()));
    for (X509Certificate certificate : chain) {
      text.append(pem("CERTIFICATE", certificate.getEncoded()));
    }
    return text.toString();
  }

  static String pem(String what, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n";
  }

  X509Certificate[] chain() {
    return chain.clone();
  }

  private String[] aliases(String keyType) {
    return isOurs(keyType) ? new String[] {ALIAS} : null;
  }

  /** TLS 1.2 asks by the cipher suite, as EC_EC; TLS 1.3 by the signature. */
  private static boolean isOurs(String keyType) {
    return keyType.startsWith("EC");
  }

  @Override
  public String[] getServerAliases(String keyType, Principal[] issuers) {
    return aliases(keyType);
  }

  @Override
  public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
    return isOurs(keyType) ? ALIAS : null;
  }

  @Override
  public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
    return isOurs(keyType) ? ALIAS : null;
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return chain();
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return key;
  }

  @Override
  public String[] getClientAliases(String keyType, Principal[] issuers) {
    return null;
  }

  @Override
  public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
    return null;
  }
}
