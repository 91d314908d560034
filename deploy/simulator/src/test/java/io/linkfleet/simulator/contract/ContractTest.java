package io.linkfleet.simulator.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import io.linkfleet.simulator.Simulator;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Asks every fact of the simulator, and of the real systems that the environment names; the README
 * of this module lists the variables. At the end it prints which fact was verified where.
 */
class ContractTest {
  private static final Map<String, Map<String, String>> REPORT = new LinkedHashMap<>();
  private static Simulator simulator;
  private static RealSystems real;

  @BeforeAll
  static void start() {
    simulator =
        Simulator.start(
            """
            azure: {subscription: s, tenant: t, operation: PT0.05S}
            logins: [{name: admin, password: Secret-1, role: sysadmin}]
            instances:
              - {name: mi-west, resourceGroup: rg, location: westeurope, dnsZone: a1, port: 0}
            servers: [{name: SQL01\\PROD, version: 2022, ip: 10.0.0.11}]
            """);
    real = new RealSystems();
  }

  @AfterAll
  static void stop() {
    System.out.println(table());
    if (real != null) {
      real.close();
    }
    simulator.close();
  }

  static Stream<Fact> facts() {
    return Facts.all().stream().filter(fact -> fact.check() != null);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("facts")
  void theSimulatorKeepsTheFact(Fact fact) throws Exception {
    ask(fact, "simulator", Optional.of(simulated(fact.side())));

    assertThat(REPORT.get(key(fact))).containsEntry("simulator", "verified");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("facts")
  void aRealSystemKeepsTheFact(Fact fact) throws Exception {
    String column = fact.side() == Fact.Side.SQL_SERVER ? "real SQL Server" : "Azure";
    ask(fact, column, reality(fact.side()));
  }

  @Test
  void aFactFailsOnASystemThatIsOther() {
    Subject server = simulated(Fact.Side.SQL_SERVER);

    for (Fact fact : InstanceFacts.all()) {
      assertThatThrownBy(() -> fact.check().on(server))
          .as(fact.sentence())
          .isInstanceOfAny(AssertionError.class, java.sql.SQLException.class);
    }
  }

  private static Subject simulated(Fact.Side side) {
    return switch (side) {
      case SQL_SERVER -> new SqlSubject("simulator", url("SQL01\\PROD"));
      case INSTANCE -> new SqlSubject("simulator", url("mi-west"));
      case AZURE, NETWORK ->
          new AzureSubject(
              "simulator",
              HttpClient.newBuilder().sslContext(simulator.clientTls()).build(),
              simulator.armEndpoint(), "t", "s", "rg", "mi-west");
    };
  }

  private static Optional<? extends Subject> reality(Fact.Side side) {
    return switch (side) {
      case SQL_SERVER -> real.sqlServer();
      case INSTANCE -> real.instance();
      case AZURE, NETWORK -> real.azure();
    };
  }

  private static String url(String name) {
    return "jdbc:sqlserver://localhost:%d;user=admin;password=Secret-1;trustServerCertificate=true"
        .formatted(simulator.tdsPort(name));
  }

  private static void ask(Fact fact, String column, Optional<? extends Subject> subject)
      throws Exception {
    Map<String, String> results = REPORT.computeIfAbsent(key(fact), f -> new LinkedHashMap<>());
    if (subject.isEmpty()) {
      results.put(column, "not run");
      abort("no such system is named by the environment");
    }
    results.put(column, "FAILED");
    try {
      fact.check().on(subject.get());
      results.put(column, "verified");
    } catch (Fact.NotHere notHere) {
      results.put(column, "not run: " + notHere.getMessage());
      abort(notHere.getMessage());
    }
  }

  private static String table() {
    List<String> lines = new ArrayList<>();
    String format = "%-100.100s | %-31s | %-9s | %-24s | %s";
    lines.add(format.formatted("fact", "source", "simulator", "real SQL Server", "Azure"));
    for (Fact fact : Facts.all()) {
      Map<String, String> results = result(fact);
      boolean server = fact.side() == Fact.Side.SQL_SERVER;
      lines.add(
          format.formatted(
              key(fact),
              fact.source().title,
              results.getOrDefault("simulator", fact.check() == null ? "own tests" : "not run"),
              server ? results.getOrDefault("real SQL Server", "not run") : "-",
              server ? "-" : results.getOrDefault("Azure", "not run")));
    }
    return String.join(System.lineSeparator(), lines);
  }

  private static Map<String, String> result(Fact fact) {
    return REPORT.getOrDefault(key(fact), Map.of());
  }

  /** Facts are made anew by every call of the list, so they are known by what they say. */
  private static String key(Fact fact) {
    return fact.side().title + ": " + fact.sentence();
  }
}
