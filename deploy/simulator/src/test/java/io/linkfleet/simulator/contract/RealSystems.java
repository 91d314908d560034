package io.linkfleet.simulator.contract;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * Owns which real systems there are to ask, as the environment names them. A container is started
 * only where Docker answers and the licence of its image has been accepted.
 */
final class RealSystems implements AutoCloseable {
  static final String SQL_URL = "LINKFLEET_CONTRACT_SQL_URL";
  static final String INSTANCE_URL = "LINKFLEET_CONTRACT_INSTANCE_URL";
  static final String ACCEPT_EULA = "LINKFLEET_CONTRACT_ACCEPT_EULA";
  static final String IMAGE = "LINKFLEET_CONTRACT_SQL_IMAGE";
  static final String AZURE = "LINKFLEET_CONTRACT_AZURE_";

  private static final int PORT = 1433;
  private static final Duration LOGIN = Duration.ofMinutes(2);
  private static final String PASSWORD = "Contract-" + SqlSubject.fresh("1");

  private final GenericContainer<?> container;

  RealSystems() {
    container = env(SQL_URL) == null && mayUseDocker() ? start() : null;
  }

  private static String env(String name) {
    String value = System.getenv(name);
    return value == null || value.isBlank() ? null : value;
  }

  private static boolean mayUseDocker() {
    return "Y".equalsIgnoreCase(env(ACCEPT_EULA)) && docker("info").isEmpty();
  }

  /** What the {@code docker} command said when it failed, empty when it did not. */
  private static Optional<String> docker(String... arguments) {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? Optional.empty() : Optional.of(said.strip());
    } catch (IOException e) {
      return Optional.of(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The command says why an image cannot be had; Testcontainers waits, and says that it did. */
  private static void demand(String image) {
    if (docker("image", "inspect", image).isPresent()) {
      docker("pull", "--quiet", image)
          .ifPresent(
              why -> {
                throw new IllegalStateException(image + " cannot be had: " + why);
              });
    }
  }

  private static GenericContainer<?> start() {
    String image =
        env(IMAGE) == null ? "mcr.microsoft.com/mssql/server:2022-latest" : env(IMAGE);
    demand(image);
    var started =
        new GenericContainer<>(image)
            .withEnv("ACCEPT_EULA", "Y")
            .withEnv("MSSQL_SA_PASSWORD", PASSWORD)
            .withEnv("MSSQL_ENABLE_HADR", "1")
            .withExposedPorts(PORT)
            .waitingFor(
                Wait.forLogMessage(".*SQL Server is now ready for client connections.*", 1)
                    .withStartupTimeout(Duration.ofMinutes(5)));
    started.start();
    try {
      awaitLogin(subject(started));
      return started;
    } catch (RuntimeException e) {
      started.stop();
      throw e;
    }
  }

  /** Ready for connections is not yet ready for the administrator, whose password is set last. */
  private static void awaitLogin(SqlSubject server) {
    await()
        .atMost(LOGIN)
        .pollInterval(Duration.ofSeconds(1))
        .ignoreExceptionsInstanceOf(SQLException.class)
        .untilAsserted(() -> server.connect().close());
  }

  private static SqlSubject subject(GenericContainer<?> container) {
    return new SqlSubject(
        "SQL Server (container)",
        "jdbc:sqlserver://%s:%d;user=sa;password=%s;trustServerCertificate=true"
            .formatted(container.getHost(), container.getMappedPort(PORT), PASSWORD));
  }

  Optional<SqlSubject> sqlServer() {
    if (container != null) {
      return Optional.of(subject(container));
    }
    return Optional.ofNullable(env(SQL_URL)).map(url -> new SqlSubject("SQL Server", url));
  }

  Optional<SqlSubject> instance() {
    return Optional.ofNullable(env(INSTANCE_URL))
        .map(url -> new SqlSubject("managed instance", url));
  }

  Optional<AzureSubject> azure() {
    boolean complete =
        Stream.of("TOKEN", "SUBSCRIPTION", "RESOURCE_GROUP", "INSTANCE")
            .allMatch(name -> env(AZURE + name) != null);
    return complete
        ? Optional.of(
            new AzureSubject(
                "Azure",
                HttpClient.newHttpClient(),
                Optional.ofNullable(env(AZURE + "ENDPOINT"))
                    .orElse("https://management.azure.com"),
                env(AZURE + "TOKEN"),
                env(AZURE + "SUBSCRIPTION"),
                env(AZURE + "RESOURCE_GROUP"),
                env(AZURE + "INSTANCE")))
        : Optional.empty();
  }

  @Override
  public void close() {
    if (container != null) {
      container.stop();
    }
  }
}
