package io.linkfleet.acceptance.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Owns certificates of an authority of its own, made with the JDK's keytool. */
final class Keys {
  private static final String PASSWORD = "only-in-this-test";
  private static final String AUTHORITY = "authority";
  private final Path directory;

  /** Makes the authority. */
  Keys(Path directory) {
    this.directory = directory;
    keytool(
        store(AUTHORITY), "-genkeypair", "-alias", AUTHORITY, "-dname", "CN=Some authority",
        "-keyalg", "EC", "-validity", "9", "-ext", "bc:c");
    keytool(
        store(AUTHORITY), "-exportcert", "-alias", AUTHORITY, "-rfc", "-file", pem().toString());
  }

  private Path store(String name) {
    return directory.resolve(name + ".p12");
  }

  private Path pem() {
    return directory.resolve("authority.pem");
  }

  /** A server's certificate for a host, signed by the authority. */
  SSLContext signed(String name, String host, int beganDaysAgo, int validDays) {
    Path mine = store(name);
    Path request = directory.resolve(name + ".csr");
    Path answer = directory.resolve(name + ".pem");
    keytool(
        mine, "-genkeypair", "-alias", "server", "-dname", "CN=" + host, "-keyalg", "EC",
        "-validity", "1");
    keytool(mine, "-certreq", "-alias", "server", "-file", request.toString());
    keytool(
        store(AUTHORITY), "-gencert", "-alias", AUTHORITY, "-infile", request.toString(),
        "-outfile", answer.toString(), "-rfc", "-ext", "san=dns:" + host, "-ext",
        "eku=serverAuth", "-startdate", "-" + beganDaysAgo + "d", "-validity",
        Integer.toString(validDays));
    keytool(mine, "-importcert", "-noprompt", "-alias", AUTHORITY, "-file", pem().toString());
    keytool(mine, "-importcert", "-noprompt", "-alias", "server", "-file", answer.toString());
    return context(mine);
  }

  /** A server's certificate for a host that it has signed itself. */
  SSLContext foreign(String name, String host) {
    keytool(
        store(name), "-genkeypair", "-alias", "server", "-dname", "CN=" + host, "-keyalg", "EC",
        "-ext", "san=dns:" + host, "-validity", "9");
    return context(store(name));
  }

  /** Adds the authority to a trust store. */
  void trustIn(Path store, String password) {
    run(
        List.of(
            "-importcert", "-noprompt", "-alias", "some-authority", "-file", pem().toString(),
            "-keystore", store.toString(), "-storepass", password, "-storetype", "PKCS12"));
  }

  private static SSLContext context(Path store) {
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, PASSWORD.toCharArray());
      KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
      managers.init(keys, PASSWORD.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void keytool(Path store, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(
        List.of("-keystore", store.toString(), "-storepass", PASSWORD, "-storetype", "PKCS12"));
    run(all);
  }

  private static void run(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(arguments);
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes());
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException("keytool " + arguments.get(0) + ": " + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
