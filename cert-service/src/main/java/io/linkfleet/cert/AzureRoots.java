package io.linkfleet.cert;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The root CAs that Azure's certificates chain to: versioned data in {@code azure-roots}. */
final class AzureRoots {
  private static final String FOLDER = "/azure-roots/";

  /**
   * One root.
   *
   * @param name the name that Linkfleet gives it on a server
   * @param thumbprint SHA-1, upper-case hexadecimal; what it is recognised by
   * @param ecc whether its key is on an elliptic curve
   * @param der the certificate
   */
  record Root(String name, String thumbprint, boolean ecc, byte[] der) {}

  /** When Microsoft's page looked like this list. */
  final String version;

  /** All of them, RSA and ECC. */
  final List<Root> all;

  private AzureRoots(String version, List<Root> all) {
    this.version = version;
    this.all = List.copyOf(all);
  }

  /** Those to import; ECC roots only when asked for. */
  List<Root> wanted(boolean withEcc) {
    return all.stream().filter(root -> withEcc || !root.ecc()).toList();
  }

  /** Reads the data; a file that is not the one its line names is a broken build. */
  static AzureRoots load() {
    String version = null;
    List<Root> roots = new ArrayList<>();
    for (String line : new String(file("index.csv"), StandardCharsets.UTF_8).split("\\R")) {
      String[] field = line.split(",");
      if (line.startsWith("#") || line.startsWith("name,")) {
        continue;
      }
      if (field[0].equals("version")) {
        version = field[1];
        continue;
      }
      byte[] der = file(field[3]);
      if (!Thumbprint.of(der).equals(field[1])) {
        throw new IllegalStateException(field[3] + " is not the certificate " + field[1]);
      }
      roots.add(new Root(field[0], field[1], field[2].equals("ECC"), der));
    }
    return new AzureRoots(version, roots);
  }

  private static byte[] file(String name) {
    try (InputStream in = AzureRoots.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + FOLDER + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
