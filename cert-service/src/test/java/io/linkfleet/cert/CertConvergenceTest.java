package io.linkfleet.cert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.linkfleet.event.LinkEvent.LinkRequested;
import io.linkfleet.plan.Plan;
import io.linkfleet.simulator.engine.EffectRecord.Effect;
import io.linkfleet.simulator.engine.SqlServer;
import io.linkfleet.sqlserver.Sql;
import io.linkfleet.sqlserver.Statement;
import io.linkfleet.testing.PhaseRuns;
import io.linkfleet.testing.SimulatedSite;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * From every starting state, a process that is killed after any step is completed by the next one,
 * and after that there is nothing left to do. Each case has a server of its own in one world.
 */
class CertConvergenceTest {
  private static final int ALL = Integer.MAX_VALUE;
  private static final AzureRoots ROOTS = AzureRoots.load();
  private static SimulatedSite site;

  /** What was done to the server before Linkfleet came, and how many steps are left then. */
  enum Before {
    NOTHING(8),
    MASTER_KEY(7),
    OWN_CERTIFICATE(6),
    ENDPOINT_WITH_A_CERTIFICATE(6),
    ARTICLE_BY_HAND(8),
    ROOTS_WITHOUT_ISSUERS(8);

    final int steps;

    Before(int steps) {
      this.steps = steps;
    }
  }

  static Stream<Arguments> cases() {
    return Arrays.stream(Before.values())
        .flatMap(
            before ->
                IntStream.rangeClosed(0, before.steps)
                    .mapToObj(steps -> Arguments.of(before, steps, server(before, steps))));
  }

  private static String server(Before before, int steps) {
    return "S" + before.ordinal() + "-" + steps;
  }

  @BeforeAll
  static void startTheWorld() {
    StringBuilder estate =
        new StringBuilder(
            """
            azure: {subscription: %s, tenant: 0d2f7a3c-8b16-4e67-a3fb-7c9c1b2ed002,
                    operation: PT0.2S}
            logins:
              - {name: linkfleet, password: "Sim-1-only!", role: sysadmin}
            instances:
              - {name: mi-west, resourceGroup: rg-west, location: westeurope, dnsZone: 7a1f03c9b2e4}
            servers:
            """
                .formatted(SimulatedSite.SUBSCRIPTION));
    for (Before before : Before.values()) {
      for (int steps = 0; steps <= before.steps; steps++) {
        estate.append(
            "  - {name: %s, version: 2022, ip: 10.20.%d.%d}\n"
                .formatted(server(before, steps), before.ordinal(), 11 + steps));
      }
    }
    site = SimulatedSite.start(estate.toString());
  }

  @AfterAll
  static void stopTheWorld() {
    site.close();
  }

  @ParameterizedTest(name = "{0}, killed after {1} steps")
  @MethodSource("cases")
  void aKilledRunIsCompletedByTheNext(Before before, int steps, String server) {
    prepare(before, server);
    var wanted = new LinkRequested(site.link(server, "Sales", "mi-west"), Instant.now());

    assertThat(PhaseRuns.take(Phases.on(site), wanted, steps)).hasSize(steps);
    CertPhase next = Phases.on(site);
    PhaseRuns.take(next, wanted, ALL);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> !(PhaseRuns.plan(next, wanted) instanceof Plan.Waiting));

    assertThat(PhaseRuns.plan(Phases.on(site), wanted)).isEqualTo(Plan.converged());
    assertTrustIsThere(server);
    assertNothingWasDoneTwice(server);
  }

  private static void prepare(Before before, String server) {
    switch (before) {
      case NOTHING -> {}
      case MASTER_KEY -> run(server, MASTER_KEY);
      case OWN_CERTIFICATE -> {
        run(server, MASTER_KEY);
        run(
            server,
            CertSql.createServerCertificate(
                    "Cert_" + server + "_endpoint", java.time.LocalDate.now().plusYears(1))
                .text());
      }
      case ENDPOINT_WITH_A_CERTIFICATE -> {
        run(server, MASTER_KEY);
        run(server, "CREATE CERTIFICATE [old " + server + "] WITH SUBJECT = N'old';");
        run(
            server,
            """
            CREATE ENDPOINT [old endpoint] STATE = STARTED
              AS TCP (LISTENER_PORT = 5022, LISTENER_IP = ALL)
              FOR DATABASE_MIRRORING (ROLE = ALL, AUTHENTICATION = CERTIFICATE [old %s],
                ENCRYPTION = REQUIRED ALGORITHM AES);
            """
                .formatted(server));
      }
      case ARTICLE_BY_HAND -> articlesRoots(server, true);
      case ROOTS_WITHOUT_ISSUERS -> articlesRoots(server, false);
    }
  }

  private static final String MASTER_KEY =
      "CREATE MASTER KEY ENCRYPTION BY PASSWORD = 'By-hand-1-only!';";

  /** The two roots of the article, with its statements. */
  private static void articlesRoots(String server, boolean withIssuers) {
    for (AzureRoots.Root root : ROOTS.all.subList(0, 2)) {
      String create = "CREATE CERTIFICATE [" + root.name() + "] FROM BINARY = ";
      run(server, create + Sql.binary(root.der()));
      if (withIssuers) {
        run(
            server,
            """
            DECLARE @CERTID int
            SELECT @CERTID = CERT_ID('%s')
            EXEC sp_certificate_add_issuer @CERTID, N'*.database.windows.net'
            """
                .formatted(root.name()));
      }
    }
  }

  private static void run(String server, String sql) {
    try (var connection = site.servers().open(site.server(server))) {
      connection.execute("preparing", Statement.of(sql));
    }
  }

  private static void assertTrustIsThere(String name) {
    SqlServer server = site.world().servers.get(name);
    var instance = site.world().instances.get("mi-west");
    assertThat(server.masterKey).isTrue();
    assertThat(server.certificates.get(instance.fqdn).der)
        .isEqualTo(instance.endpointCertificate().der);
    String own = server.endpoint == null ? "Cert_" + name + "_endpoint" : "old " + name;
    assertThat(instance.trustCertificates.values())
        .filteredOn(trusted -> Arrays.equals(trusted.der(), server.certificates.get(own).der))
        .hasSize(1);
    for (AzureRoots.Root root : ROOTS.wanted(false)) {
      assertThat(server.certificates.values())
          .as(root.name())
          .filteredOn(held -> Arrays.equals(held.der, root.der()))
          .singleElement()
          .satisfies(
              held ->
                  assertThat(server.trustedIssuers.get(held.id))
                      .containsExactly("*.database.windows.net"));
    }
  }

  private static void assertNothingWasDoneTwice(String server) {
    List<String> done = new ArrayList<>();
    for (Effect effect : site.world().record.all()) {
      if (effect.where().equals(server)
          && effect.kind().equals("CHANGE")
          && effect.outcome().startsWith("OK")
          && effect.text().startsWith("CREATE")) {
        done.add(effect.text());
      }
    }
    Set<String> once = new HashSet<>(done);
    assertThat(done).hasSameSizeAs(once).hasSizeGreaterThanOrEqualTo(7);
  }
}
