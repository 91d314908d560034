package io.linkfleet.acceptance;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/**
 * Owns real SQL Servers in containers of one network, with a directory for backups that all of them
 * see and a TLS certificate for localhost. Works through the {@code docker} command.
 */
final class SqlContainers implements AutoCloseable {
  static final String ACCEPT_EULA = "LINKFLEET_CONTRACT_ACCEPT_EULA";
  static final String IMAGE = "LINKFLEET_CONTRACT_SQL_IMAGE";

  private static final String DEFAULT_IMAGE = "mcr.microsoft.com/mssql/server:2022-latest";
  private static final char[] STORE_PASSWORD = "linkfleet".toCharArray();
  private static final Duration START = Duration.ofMinutes(5);

  private final String run = "linkfleet-" + UUID.randomUUID().toString().substring(0, 8);
  private final String password = "Real-" + UUID.randomUUID();
  private final List<String> names = new ArrayList<>();
  private final KeyStore identity;

  private SqlContainers(Path directory) throws IOException, InterruptedException {
    this.identity = identity(directory.resolve("identity.p12"));
  }

  /** Whether the licence is accepted and Docker answers. */
  static boolean mayRun() throws InterruptedException {
    if (!"Y".equalsIgnoreCase(System.getenv(ACCEPT_EULA))) {
      return false;
    }
    try {
      docker("info");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Starts a server of each name; the names are those under which they reach each other. */
  static SqlContainers start(Path directory, String... hosts)
      throws IOException, InterruptedException {
    SqlContainers made = new SqlContainers(directory);
    try {
      docker("network", "create", made.run);
      docker("volume", "create", made.run);
      for (String host : hosts) {
        made.run(directory, host);
      }
      for (String host : hosts) {
        made.awaitReady(host);
      }
      return made;
    } catch (IOException | InterruptedException | RuntimeException e) {
      made.close();
      throw e;
    }
  }

  private void run(Path directory, String host) throws IOException, InterruptedException {
    String image = System.getenv().getOrDefault(IMAGE, DEFAULT_IMAGE);
    String name = name(host);
    docker("create", "--name", name, "--hostname", host, "--network", run, "--network-alias", host,
        "--publish", "127.0.0.1::1433", "--volume", run + ":/backup", "--env", "ACCEPT_EULA=Y",
        "--env", "MSSQL_SA_PASSWORD=" + password, "--env", "MSSQL_ENABLE_HADR=1", image);
    names.add(name);
    Path certificate = write(directory.resolve("server.pem"), "CERTIFICATE", certificate());
    Path key = write(directory.resolve("server.key"), "PRIVATE KEY", key());
    Path settings =
        Files.writeString(
            directory.resolve("mssql.conf"),
            """
            [network]
            tlscert = /var/opt/mssql/server.pem
            tlskey = /var/opt/mssql/server.key
            tlsprotocols = 1.2
            """);
    for (Path file : List.of(certificate, key, settings)) {
      docker("cp", file.toString(), name + ":/var/opt/mssql/" + file.getFileName());
    }
    docker("start", name);
    docker("exec", "--user", "root", name, "chown", "-R", "mssql", "/backup", "/var/opt/mssql");
    docker("restart", name);
  }

  private String name(String host) {
    return run + "-" + host;
  }

  private void awaitReady(String host) {
    await()
        .atMost(START)
        .pollInterval(Duration.ofSeconds(1))
        .ignoreException(IOException.class)
        .until(() -> sql(host, "SELECT 1") != null);
  }

  /** The port of this machine that leads to a server. */
  int port(String host) throws IOException, InterruptedException {
    String shown = docker("port", name(host), "1433/tcp").lines().findFirst().orElseThrow();
    return Integer.parseInt(shown.substring(shown.lastIndexOf(':') + 1).strip());
  }

  /** What the server answers. */
  String sql(String host, String statement) throws IOException, InterruptedException {
    return docker("exec", name(host), "/opt/mssql-tools18/bin/sqlcmd", "-S", "localhost", "-U",
        "sa", "-P", password, "-C", "-b", "-h", "-1", "-Q", statement);
  }

  /** Makes the login that a service's secret store names. */
  void login(String host, Path credentials, String rights)
      throws IOException, InterruptedException {
    String login = Files.readString(credentials.resolve("username"));
    sql(
        host,
        "CREATE LOGIN [%s] WITH PASSWORD = '%s'; "
                .formatted(login, Files.readString(credentials.resolve("password")))
            + rights.formatted(login));
  }

  /** Adds the servers' certificate to a trust store. */
  void trustedBy(Path trustStore) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(trustStore)) {
      store.load(in, STORE_PASSWORD);
    }
    store.setCertificateEntry("real-servers", identity.getCertificate("server"));
    try (var out = Files.newOutputStream(trustStore)) {
      store.store(out, STORE_PASSWORD);
    }
  }

  private byte[] certificate() throws IOException {
    try {
      return identity.getCertificate("server").getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private byte[] key() throws IOException {
    try {
      return identity.getKey("server", STORE_PASSWORD).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private static Path write(Path file, String what, byte[] der) throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return Files.writeString(
        file, "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n");
  }

  /** The JDK's own tool, since the JDK has no other way to make a certificate. */
  private static KeyStore identity(Path file) throws IOException, InterruptedException {
    String secret = new String(STORE_PASSWORD);
    command(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair",
        "-alias", "server", "-keyalg", "RSA", "-keysize", "2048", "-dname", "CN=localhost", "-ext",
        "san=dns:localhost", "-validity", "7", "-storetype", "PKCS12", "-keystore",
        file.toString(), "-storepass", secret);
    try (var in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, STORE_PASSWORD);
      return store;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private static String docker(String... arguments) throws IOException, InterruptedException {
    String[] command = new String[arguments.length + 1];
    command[0] = "docker";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return command(command);
  }

  private static String command(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      // its arguments may hold a password
      throw new IOException(String.join(" ", Arrays.asList(command).subList(0, 2)) + ": " + said);
    }
    return said;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    for (String name : names) {
      docker("rm", "--force", "--volumes", name);
    }
    names.clear();
    for (String kind : new String[] {"network", "volume"}) {
      try {
        docker(kind, "rm", run);
      } catch (IOException e) {
        System.err.println("left behind: the " + kind + " " + run + ": " + e.getMessage());
      }
    }
  }
}
