package io.linkfleet.acceptance;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Owns real SQL Servers in containers of one network, with a directory for backups that all of them
 * see and a TLS certificate for localhost. Works through the {@code docker} command.
 */
final class SqlContainers implements AutoCloseable {
  static final String ACCEPT_EULA = "LINKFLEET_CONTRACT_ACCEPT_EULA";
  static final String IMAGE = "LINKFLEET_CONTRACT_SQL_IMAGE";

  /** Where every server finds the same directory for backups. */
  static final String BACKUPS = "/shared/backup";

  private static final String DEFAULT_IMAGE = "mcr.microsoft.com/mssql/server:2022-latest";
  private static final char[] STORE_PASSWORD = "linkfleet".toCharArray();
  private static final Duration START = Duration.ofMinutes(5);

  /** As the image runs SQL Server, which must read its key and write backups. */
  private static final String MSSQL_USER = "10001";

  private static final String SETTINGS =
      """
      [network]
      tlscert = /shared/server.pem
      tlskey = /shared/server.key
      tlsprotocols = 1.2
      """;

  // a server that is not ready yet is no warning; held, since the log manager forgets the unheld
  private static final Logger DRIVER = Logger.getLogger("com.microsoft.sqlserver.jdbc");

  private final String run = "linkfleet-" + UUID.randomUUID().toString().substring(0, 8);
  private final String password = "Real-" + UUID.randomUUID();
  private final String image = image(System.getenv(IMAGE));
  private final List<String> names = new ArrayList<>();
  private final KeyStore identity;

  private SqlContainers(Path directory) throws IOException, InterruptedException {
    DRIVER.setLevel(Level.SEVERE);
    this.identity = identity(directory.resolve("identity.p12"));
  }

  private static String image(String asked) {
    return asked == null || asked.isBlank() ? DEFAULT_IMAGE : asked;
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
      made.share(directory);
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

  /**
   * Fills the volume and gives it to SQL Server's user before any server starts: {@code docker cp}
   * keeps the owner that a file has here, and a first start must not be interrupted.
   */
  private void share(Path directory) throws IOException, InterruptedException {
    String name = create(
        "prepare", "--user", "root", "--network", "none", "--entrypoint", "/bin/sh", image, "-c",
        "mkdir -p %s && chown -R %s /shared && chmod 0400 /shared/server.key"
            .formatted(BACKUPS, MSSQL_USER));
    copy(write(directory.resolve("server.pem"), "CERTIFICATE", certificate()), name, "/shared/");
    copy(write(directory.resolve("server.key"), "PRIVATE KEY", key()), name, "/shared/");
    docker("start", "--attach", name);
  }

  private void run(Path directory, String host) throws IOException, InterruptedException {
    String name = create(
        host, "--hostname", host, "--network", run, "--network-alias", host, "--publish",
        "127.0.0.1::1433", "--env", "ACCEPT_EULA=Y", "--env", "MSSQL_SA_PASSWORD=" + password,
        "--env", "MSSQL_ENABLE_HADR=1", image);
    copy(Files.writeString(directory.resolve("mssql.conf"), SETTINGS), name, "/var/opt/mssql/");
    docker("start", name);
  }

  private String create(String what, String... more) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("create", "--name", name(what), "--volume", run + ":/shared"));
    command.addAll(List.of(more));
    docker(command.toArray(new String[0]));
    names.add(name(what));
    return name(what);
  }

  /** A file that anyone in the container may read, whatever the umask here. */
  private static void copy(Path file, String name, String to)
      throws IOException, InterruptedException {
    if (!file.toFile().setReadable(true, false)) {
      throw new IOException("others cannot be allowed to read " + file);
    }
    docker("cp", file.toString(), name + ":" + to);
  }

  private String name(String host) {
    return run + "-" + host;
  }

  private void awaitReady(String host) throws IOException, InterruptedException {
    try {
      await()
          .atMost(START)
          .pollInterval(Duration.ofSeconds(1))
          .ignoreExceptionsInstanceOf(SQLException.class)
          .until(() -> !isRunning(host) || !rows(host, "SELECT 1").isEmpty());
    } catch (ConditionTimeoutException e) {
      throw new IOException(host + " is not ready after " + START + ": " + log(host), e);
    }
    if (!isRunning(host)) {
      throw new IOException(host + " has ended: " + log(host));
    }
  }

  private boolean isRunning(String host) throws IOException, InterruptedException {
    return docker("inspect", "--format", "{{.State.Running}}", name(host)).strip().equals("true");
  }

  private String log(String host) throws IOException, InterruptedException {
    return docker("logs", "--tail", "20", name(host));
  }

  /** The port of this machine that leads to a server. */
  int port(String host) throws IOException, InterruptedException {
    String shown = docker("port", name(host), "1433/tcp").lines().findFirst().orElseThrow();
    return Integer.parseInt(shown.substring(shown.lastIndexOf(':') + 1).strip());
  }

  private Connection connect(String host) throws IOException, InterruptedException, SQLException {
    return DriverManager.getConnection(
        "jdbc:sqlserver://localhost:%d;user=sa;password=%s;trustServerCertificate=true"
            .formatted(port(host), password));
  }

  /** Runs a batch as the administrator. */
  void sql(String host, String batch) throws IOException, InterruptedException, SQLException {
    try (Connection connection = connect(host);
        Statement statement = connection.createStatement()) {
      statement.execute(batch);
    }
  }

  /** The first column of what the server answers the administrator. */
  List<String> rows(String host, String query)
      throws IOException, InterruptedException, SQLException {
    try (Connection connection = connect(host);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> all = new ArrayList<>();
      while (rows.next()) {
        all.add(rows.getString(1));
      }
      return all;
    }
  }

  /** Makes the login that a service's secret store names. */
  void login(String host, Path credentials, String rights)
      throws IOException, InterruptedException, SQLException {
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
  public void close() throws InterruptedException {
    for (String name : names) {
      remove("rm", "--force", "--volumes", name);
    }
    names.clear();
    remove("network", "rm", run);
    remove("volume", "rm", run);
  }

  private static void remove(String... command) throws InterruptedException {
    try {
      docker(command);
    } catch (IOException e) {
      System.err.println("left behind: " + String.join(" ", command) + ": " + e.getMessage());
    }
  }
}
