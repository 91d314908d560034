package io.linkfleet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.linkfleet.local.Layout;
import io.linkfleet.simulator.Simulator;
import io.linkfleet.simulator.engine.Login;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of {@code simulate} on a simulator that runs. */
class SimulateTest {
  private static final String SERVER = "SQL01\\PROD";
  @TempDir Path home;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final ByteArrayOutputStream complained = new ByteArrayOutputStream();
  private final PrintStream errors = System.err;
  private Simulator simulator;

  @BeforeEach
  void start() {
    System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
    simulator =
        Simulator.start(
            """
            azure: {subscription: s, tenant: t}
            logins: [{name: admin, password: Secret-1, role: sysadmin}]
            servers:
              - {name: 'SQL01\\PROD', version: 2022, ip: 10.0.0.1, databases: [{name: A b}]}
            """);
  }

  @AfterEach
  void stop() {
    System.setErr(errors);
    simulator.close();
  }

  @Test
  void aServerStopsHangsAndComesBack() {
    var server = simulator.world().servers.get(SERVER);
    done("server", SERVER, "down");
    assertThat(server.up).isFalse();
    assertThat(output("simulate")).contains(SERVER).contains("down");
    done("server", SERVER, "up");
    assertThat(server.up).isTrue();
    done("server", SERVER, "hang");
    assertThat(simulator.sqlFaults().isHung(SERVER)).isTrue();
    done("server", SERVER, "resume");
    assertThat(simulator.sqlFaults().isHung(SERVER)).isFalse();

    assertThat(run("server", "NOPE", "down")).isEqualTo(Exit.NO);
    assertThat(complaints()).contains("no server is called 'NOPE'");
    assertThat(run("server", SERVER, "explode")).isEqualTo(Exit.NO);
  }

  @Test
  void aFaultOfConnectionsWaitsAsItWasDescribed() {
    done(
        "drop", "--server", SERVER, "--login", "admin", "--statement", "CREATE CERTIFICATE",
        "--when", "during", "--delay", "PT0.5S", "--nth", "3", "--times", "0", "--probability",
        "0.25");

    assertThat(output("simulate"))
        .contains("\"statement\" : \"CREATE CERTIFICATE\"")
        .contains("\"when\" : \"during\"")
        .contains("\"nth\" : 3")
        .contains("\"probability\" : 0.25");

    done("clear");
    assertThat(output("simulate")).contains("faults of connections: none");
    assertThat(run("drop", "--when", "sometimes")).isEqualTo(Exit.NO);
    assertThat(complaints()).contains("when: must be one of");
  }

  @Test
  void azureAnswersAsItWasToldUntilItIsCleared() throws Exception {
    done(
        "azure", "--status", "429", "--code", "TooMany", "--retry-after", "7", "--times", "2",
        "--body", "html");
    HttpResponse<String> answer = azure();
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("7");
    assertThat(answer.body()).startsWith("<html>");

    done("clear");
    assertThat(azure().statusCode()).isEqualTo(200);

    done("role", "*", "--action", "*/write");
    assertThat(azure().statusCode()).isEqualTo(403);
    done("clear");
    done("expire");
    assertThat(azure().statusCode()).isEqualTo(401);
  }

  @Test
  void anOperationNeedsToBeToldWhatBecomesOfIt() {
    done("operation", "--type", "serverTrustCertificates", "--fail", "X", "--length", "PT1S");
    assertThat(run("operation")).isEqualTo(Exit.UNABLE);
  }

  @Test
  void aLoginLosesItsRoleAndALogFillsUp() {
    done("login", SERVER, "admin", "--permission", "VIEW SERVER STATE", "--disabled", "true");
    Login login = simulator.world().servers.get(SERVER).logins.get("admin");
    assertThat(login.permissions).containsExactly(Login.Permission.VIEW_SERVER_STATE);
    assertThat(login.disabled).isTrue();

    done("log", SERVER, "A b");
    assertThat(simulator.world().servers.get(SERVER).databases.get("A b").logUsed).isEqualTo(1);
  }

  @Test
  void settingsChangeOneByOne() {
    done("set", "--latency", "SELECT=PT0.5S", "--latency", "CREATE LOGIN=PT2S");
    done("set", "--latency", "SELECT=PT0S", "--clock", "P10D", "--seeding", "1000", "--seed", "9");

    var world = simulator.world();
    assertThat(world.statementLatencyNanos)
        .isEqualTo(Map.of("CREATE LOGIN", Duration.ofSeconds(2).toNanos()));
    assertThat(world.clock.instant()).isAfter(Instant.now().plus(Duration.ofDays(9)));
    assertThat(world.settings.seedingBytesPerSecond).isEqualTo(1000);
    assertThat(world.dice.seed()).isEqualTo(9);
    assertThat(run("set")).isEqualTo(Exit.UNABLE);
  }

  @Test
  void theRecordIsWrittenToAFileFromAnyPlace() throws Exception {
    done("log", SERVER, "A b", "--used", "0.5");
    done("set", "--seed", "1");
    Path file = home.resolve("record.jsonl");

    done("record", "--output", file.toString());

    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(2);
    JsonNode first = new ObjectMapper().readTree(lines.get(0));
    assertThat(first.path("kind").asText()).isEqualTo("CONTROL");
    assertThat(first.path("text").asText()).contains("/databases/A%20b");
    assertThat(output("simulate", "record", "--since", first.path("sequence").asText()).lines())
        .singleElement()
        .isEqualTo(lines.get(1));
  }

  private HttpResponse<String> azure() throws Exception {
    HttpClient client = HttpClient.newBuilder().sslContext(simulator.clientTls()).build();
    return client.send(
        HttpRequest.newBuilder(
                URI.create(
                    simulator.armEndpoint()
                        + "/subscriptions/s/providers/Microsoft.Sql/managedInstances"
                        + "?api-version=2021-11-01"))
            .header("Authorization", "Bearer one-token")
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private void done(String... arguments) {
    assertThat(run(arguments)).as(this::complaints).isEqualTo(Exit.OK);
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("simulate"));
    all.addAll(List.of(arguments));
    return line(all.toArray(String[]::new));
  }

  private String output(String... arguments) {
    written.reset();
    assertThat(line(arguments)).as(this::complaints).isEqualTo(Exit.OK);
    return written.toString(StandardCharsets.UTF_8);
  }

  /** The simulator is named by the environment, as that of a stack elsewhere would be. */
  private int line(String... arguments) {
    Map<String, String> environment =
        Map.of(
            "LINKFLEET_HOME", home.toString(),
            "LINKFLEET_SIMULATOR", "http://localhost:" + simulator.controlPort() + "/");
    Terminal terminal =
        new Terminal(new PrintStream(written, true, StandardCharsets.UTF_8), false, 0, 0);
    return Main.commandLine(new Context(Layout.of(home, environment), environment, terminal))
        .execute(arguments);
  }

  private String complaints() {
    return complained.toString(StandardCharsets.UTF_8);
  }
}
