package io.linkfleet.simulator.engine;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;

/** A real X.509 certificate as it lies in a master database. */
public final class Certificate {
  public final String name;
  public final int id;
  public final X509Certificate x509;
  /** DER of {@link #x509}: what CERTENCODED gives. */
  public final byte[] der;
  /** Null for an imported public certificate. */
  public final PrivateKey privateKey;
  /** NA, MK or PW. */
  public final String privateKeyEncryption;
  /** Database user that owns it: {@code dbo} unless AUTHORIZATION named another. */
  public final String owner;
  public Instant privateKeyBackedUpAt;
  /** ACTIVE FOR BEGIN_DIALOG: a mark for Service Broker, on unless a statement turned it off. */
  public boolean activeForBeginDialog = true;

  public Certificate(
      String name,
      int id,
      X509Certificate x509,
      byte[] der,
      PrivateKey privateKey,
      String privateKeyEncryption,
      String owner) {
    this.name = name;
    this.id = id;
    this.x509 = x509;
    this.der = der;
    this.privateKey = privateKey;
    this.privateKeyEncryption = privateKeyEncryption;
    this.owner = owner;
  }
}
