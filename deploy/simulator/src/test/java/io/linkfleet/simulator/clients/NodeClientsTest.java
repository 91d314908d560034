package io.linkfleet.simulator.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The unmodified packages tedious and mssql for Node.js, in every encryption mode. */
class NodeClientsTest {
  private static final Duration INSTALL = Duration.ofMinutes(4);
  private static final Duration RUN = Duration.ofMinutes(2);
  private static final Path SOURCES = Path.of("src", "test", "clients");
  private static final List<String> FILES =
      List.of("package.json", "package-lock.json", "facts.mjs", "tedious.mjs", "mssql.mjs");
  private static Simulator simulator;
  private static Path directory;

  @BeforeAll
  static void start() throws Exception {
    Program.needs("node");
    Program.needs("npm");
    directory = Files.createDirectories(Path.of("target", "clients")).toAbsolutePath();
    install();
    simulator = Simulator.start(ClientEstate.YAML);
  }

  @AfterAll
  static void stop() {
    if (simulator != null) {
      simulator.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"off", "on", "strict"})
  void tediousWorks(String encrypt) throws Exception {
    shows(
        run("tedious.mjs", encrypt),
        "catalog views",
        "parameters of every type",
        "a type that is not simulated is refused by name",
        "several result sets",
        "PRINT and information",
        "errors with their number",
        "a transaction rolled back and one committed",
        "a prepared statement",
        "a procedure with its return value, and output parameters",
        "a time limit, then the next request",
        "a cancelled request, then the next",
        "a reset connection",
        "a wrong password");
  }

  @ParameterizedTest
  @ValueSource(strings = {"off", "on", "strict"})
  void mssqlWorks(String encrypt) throws Exception {
    shows(
        run("mssql.mjs", encrypt),
        "catalog views through the pool",
        "parameters of every type",
        "several result sets, PRINT",
        "errors with their number",
        "a transaction rolled back and one committed",
        "a prepared statement",
        "a procedure with its return value, and output parameters",
        "a time limit, then the next request",
        "a cancelled request, then the next",
        "ten at the same time",
        "a wrong password");
  }

  @Test
  void aClientThatDoesNotTrustTheAuthorityIsNotConnected() throws Exception {
    var outcome = run("tedious.mjs", "on", Map.of());

    assertThat(outcome.exitCode()).isNotZero();
    assertThat(outcome.err()).contains("self-signed certificate in certificate chain");
  }

  private static void shows(Program.Outcome outcome, String... facts) {
    List<String> expected = new ArrayList<>();
    List.of(facts).forEach(fact -> expected.add("ok " + fact));
    assertThat(outcome.lines()).as(outcome::toString).isEqualTo(expected);
    assertThat(outcome.exitCode()).isZero();
  }

  private static Program.Outcome run(String script, String encrypt) throws Exception {
    return run(
        script, encrypt, Map.of("NODE_EXTRA_CA_CERTS", simulator.caCertificate().toString()));
  }

  private static Program.Outcome run(String script, String encrypt, Map<String, String> trust)
      throws Exception {
    Map<String, String> environment =
        new java.util.HashMap<>(
            Map.of(
                "SIMULATOR_PORT", String.valueOf(simulator.tdsPort("SQL01")),
                "SIMULATOR_USER", ClientEstate.USER,
                "SIMULATOR_PASSWORD", ClientEstate.PASSWORD,
                "SIMULATOR_ENCRYPT", encrypt,
                "NODE_EXTRA_CA_CERTS", ""));
    environment.putAll(trust);
    return Program.run(directory, environment, "", RUN, "node", script);
  }

  /** Installs what the lock file names, once per change of it. */
  private static void install() throws IOException, InterruptedException {
    Path mark = directory.resolve("installed.json");
    String lock = Files.readString(SOURCES.resolve("package-lock.json"));
    for (String file : FILES) {
      Files.writeString(directory.resolve(file), Files.readString(SOURCES.resolve(file)));
    }
    if (Files.exists(mark) && Files.readString(mark).equals(lock)) {
      return;
    }
    var outcome =
        Program.run(
            directory, Map.of(), "", INSTALL, "npm", "ci", "--no-audit", "--no-fund",
            "--ignore-scripts");
    Program.needs(
        outcome.exitCode() == 0, "npm could not install tedious and mssql: " + outcome.err());
    Files.writeString(mark, lock);
  }
}
