package io.linkfleet.cert;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The fingerprint by which both sides recognise a certificate: SHA-1 of its DER. */
public final class Thumbprint {
  private Thumbprint() {}

  /** Upper-case hexadecimal without 0x. */
  static String of(byte[] der) {
    try {
      return text(MessageDigest.getInstance("SHA-1").digest(der));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What sys.certificates holds, as Azure writes it. */
  public static String text(byte[] bytes) {
    return HexFormat.of().withUpperCase().formatHex(bytes);
  }
}
