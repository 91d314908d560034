package io.linkfleet.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.linkfleet.acceptance.Linkfleet.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the mirroring demo shows, on two real SQL Servers in containers, where Docker answers and
 * the licence of their image has been accepted.
 *
 * <p>It has run against a stand-in for that image, never against a real server. Of SQL Server on
 * Linux the documentation says that groups without a cluster are supported and that database
 * mirroring is not: whether it works nonetheless, the first run will show.
 */
class RealPairsAcceptanceTest {
  private static final String FLEET =
      """
      name: %s
      defaults:
        credentials: sql-admin
        endpointPort: 7024
        session: %1$s
        options: {backupDirectory: %s}
      servers:
        - name: HOST_A
          host: localhost
          port: %d
          endpointHost: host-a
          partner: HOST_B
          databases:
      %s
        - {name: HOST_B, host: localhost, port: %d, endpointHost: host-b}
      """;

  @TempDir static Path home;
  private static Linkfleet linkfleet;
  private static SqlContainers containers;

  @BeforeAll
  static void start() throws Exception {
    if (!SqlContainers.mayRun()) {
      return;
    }
    containers = SqlContainers.start(home, "host-a", "host-b");
    linkfleet = Linkfleet.in(home.resolve("state"));
    Answer up = linkfleet.run("up", "--port-offset", linkfleet.offset());
    assertThat(up.exitCode()).as(String.join("\n", up.lines())).isZero();
    containers.trustedBy(linkfleet.home().resolve("data/simulator/truststore.p12"));
    for (String host : new String[] {"host-a", "host-b"}) {
      containers.login(host, secrets("ag-service"), "ALTER SERVER ROLE sysadmin ADD MEMBER [%s]");
      containers.login(
          host, secrets("monitor-service"),
          "GRANT VIEW SERVER STATE TO [%1$s]; GRANT VIEW ANY DEFINITION TO [%1$s]");
    }
  }

  /** Of every test, since the reports do not name a class that was given up as a whole. */
  @BeforeEach
  void demandRealServers() {
    assumeTrue(
        containers != null,
        "no real SQL Servers: Docker does not answer, or " + SqlContainers.ACCEPT_EULA
            + " is not Y");
  }

  @AfterAll
  static void stop() throws Exception {
    try {
      if (linkfleet != null) {
        linkfleet.run("down");
      }
    } finally {
      if (containers != null) {
        containers.close();
      }
    }
  }

  @Test
  void twoDatabasesAreMirroredBetweenTwoRealServers() throws Exception {
    make("[AdventureWorks]");
    make("[Data [old]] 2019]");
    Path fleet =
        fleet("mirroring", "- {name: AdventureWorks, options: {safety: off}}",
            "- \"Data [old] 2019\"");

    connects(fleet, 2);

    String roles =
        "SELECT DISTINCT mirroring_role_desc FROM sys.database_mirroring"
            + " WHERE mirroring_guid IS NOT NULL";
    assertThat(containers.rows("host-a", roles)).containsExactly("PRINCIPAL");
    assertThat(containers.rows("host-b", roles)).containsExactly("MIRROR");
  }

  @Test
  void aDatabaseIsInAnAvailabilityGroupOfTwoRealServers() throws Exception {
    make("[Stock]");
    Path fleet = fleet("availability-group", "- Stock");

    connects(fleet, 1);

    String roles =
        "SELECT role_desc FROM sys.dm_hadr_availability_replica_states WHERE is_local = 1";
    assertThat(containers.rows("host-a", roles)).containsExactly("PRIMARY");
    assertThat(containers.rows("host-b", roles)).containsExactly("SECONDARY");
  }

  private static void make(String database) throws Exception {
    containers.sql("host-a", "CREATE DATABASE " + database);
    containers.sql("host-a", "ALTER DATABASE " + database + " SET RECOVERY FULL");
  }

  private static Path fleet(String session, String... databases) throws Exception {
    String list = String.join("\n", databases).indent(6).stripTrailing();
    return Files.writeString(
        home.resolve(session + ".yaml"),
        FLEET.formatted(
            session, SqlContainers.BACKUPS, containers.port("host-a"), list,
            containers.port("host-b")));
  }

  private static void connects(Path fleet, int links) throws Exception {
    Answer rollout = linkfleet.run("rollout", fleet.toString(), "--wait");
    assertThat(rollout.last())
        .as(String.join("\n", rollout.lines()))
        .startsWith(links + " links connected, 0 blocked, 0 lost");
    assertThat(rollout.exitCode()).isZero();
    Answer dry = linkfleet.run("rollout", fleet.toString(), "--dry-run");
    assertThat(dry.last())
        .as(String.join("\n", dry.lines()))
        .startsWith(links + " links, 0 steps, 0 blocked");
  }

  private static Path secrets(String service) {
    return linkfleet.home().resolve("secrets").resolve(service).resolve("credentials/sql-admin");
  }
}
