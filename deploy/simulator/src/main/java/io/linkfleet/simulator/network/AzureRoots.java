package io.linkfleet.simulator.network;

import io.linkfleet.simulator.engine.X509;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.security.auth.x500.X500Principal;

/** Owns the seven public roots that Azure's certificates chain to, as published by Microsoft. */
public final class AzureRoots {
  private static final List<String> FILES =
      List.of(
          "DigiCert_Global_Root_CA",
          "DigiCert_Global_Root_G2",
          "DigiCert_Global_Root_G3",
          "DigiCert_TLS_ECC_P384_Root_G5",
          "DigiCert_TLS_RSA4096_Root_G5",
          "Microsoft_ECC_Root_Certificate_Authority_2017",
          "Microsoft_RSA_Root_Certificate_Authority_2017");

  /** One published root: its file name without ending, content and SHA-1. */
  public record Root(String name, X509Certificate x509, byte[] der, String thumbprint) {}

  /** Read when a certificate is first looked at: an estate only names them. */
  private static final class Known {
    static final Map<String, Root> ROOTS = read();
  }

  private AzureRoots() {}

  /** Their names as an estate spells them. */
  public static List<String> names() {
    return FILES.stream().map(file -> file.replace("_", "")).toList();
  }

  /** Whether there is a root of that name. */
  public static boolean isKnown(String name) {
    return FILES.stream().anyMatch(file -> plain(file).equals(plain(name)));
  }

  /** Every root, in the order of their names. */
  public static Collection<Root> all() {
    return Known.ROOTS.values();
  }

  /** The root of that name; only what tells the seven apart counts. */
  public static Root named(String name) {
    return Known.ROOTS.values().stream()
        .filter(root -> plain(root.name()).equals(plain(name)))
        .findFirst()
        .orElse(null);
  }

  /** SHA-1 of the root with that subject in upper-case hexadecimal, or null. */
  static String thumbprintOf(X500Principal subject) {
    return Known.ROOTS.values().stream()
        .filter(root -> root.x509().getSubjectX500Principal().equals(subject))
        .map(Root::thumbprint)
        .findFirst()
        .orElse(null);
  }

  private static String plain(String name) {
    return name.replaceAll("_|Root|Certificate|Authority", "").toLowerCase(java.util.Locale.ROOT);
  }

  private static Map<String, Root> read() {
    Map<String, Root> roots = new LinkedHashMap<>();
    for (String file : FILES) {
      try (InputStream in = AzureRoots.class.getResourceAsStream("/azure-roots/" + file + ".cer")) {
        byte[] der = in.readAllBytes();
        roots.put(file, new Root(file, X509.read(der), der, X509.hex(X509.thumbprint(der))));
      } catch (IOException | GeneralSecurityException e) {
        throw new IllegalStateException("cannot read the root " + file, e);
      }
    }
    return roots;
  }
}
