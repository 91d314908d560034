package io.linkfleet.simulator.contract;

import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * Owns which real systems there are to ask, as the environment names them. A container is started
 * only where Docker may answer and the licence of its image has been accepted.
 */
final class RealSystems implements AutoCloseable {
  static final String SQL_URL = "LINKFLEET_CONTRACT_SQL_URL";
  static final String INSTANCE_URL = "LINKFLEET_CONTRACT_INSTANCE_URL";
  static final String ACCEPT_EULA = "LINKFLEET_CONTRACT_ACCEPT_EULA";
  static final String IMAGE = "LINKFLEET_CONTRACT_SQL_IMAGE";
  static final String AZURE = "LINKFLEET_CONTRACT_AZURE_";

  private static final int PORT = 1433;
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
    boolean docker = env("DOCKER_HOST") != null || Files.exists(Path.of("/var/run/docker.sock"));
    return docker && "Y".equalsIgnoreCase(env(ACCEPT_EULA));
  }

  private static GenericContainer<?> start() {
    String image =
        env(IMAGE) == null ? "mcr.microsoft.com/mssql/server:2022-latest" : env(IMAGE);
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
    return started;
  }

  Optional<SqlSubject> sqlServer() {
    if (container != null) {
      return Optional.of(
          new SqlSubject(
              "SQL Server (container)",
              "jdbc:sqlserver://%s:%d;user=sa;password=%s;trustServerCertificate=true"
                  .formatted(container.getHost(), container.getMappedPort(PORT), PASSWORD)));
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
