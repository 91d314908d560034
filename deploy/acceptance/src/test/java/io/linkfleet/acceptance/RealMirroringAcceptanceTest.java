package io.linkfleet.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.linkfleet.acceptance.Linkfleet.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the mirroring demo shows, on two real SQL Servers in containers, where Docker answers and the
 * licence of their image has been accepted. It has never run so far: the first run is to be looked
 * at.
 */
class RealMirroringAcceptanceTest {
  private static final String FLEET =
      """
      name: real-mirroring
      defaults: {credentials: sql-admin, endpointPort: 7024, options: {backupDirectory: /backup}}
      servers:
        - name: HOST_A
          host: localhost
          port: %d
          endpointHost: host-a
          partner: HOST_B
          databases:
            - {name: AdventureWorks, options: {safety: off}}
            - "Data [old] 2019"
        - {name: HOST_B, host: localhost, port: %d, endpointHost: host-b}
      """;

  @TempDir Path home;
  private Linkfleet linkfleet;
  private SqlContainers containers;

  @AfterEach
  void stop() throws Exception {
    if (linkfleet != null) {
      linkfleet.run("down");
    }
    if (containers != null) {
      containers.close();
    }
  }

  @Test
  void twoDatabasesAreMirroredBetweenTwoRealServers() throws Exception {
    assumeTrue(
        SqlContainers.mayRun(),
        "no real SQL Servers: Docker does not answer, or " + SqlContainers.ACCEPT_EULA
            + " is not Y");
    linkfleet = Linkfleet.in(home.resolve("state"));
    Answer up = linkfleet.run("up", "--port-offset", linkfleet.offset());
    assertThat(up.exitCode()).as(String.join("\n", up.lines())).isZero();
    containers = SqlContainers.start(home, "host-a", "host-b");
    containers.trustedBy(linkfleet.home().resolve("data/simulator/truststore.p12"));
    for (String host : new String[] {"host-a", "host-b"}) {
      containers.login(host, secrets("ag-service"), "ALTER SERVER ROLE sysadmin ADD MEMBER [%s]");
      containers.login(
          host, secrets("monitor-service"),
          "GRANT VIEW SERVER STATE TO [%1$s]; GRANT VIEW ANY DEFINITION TO [%1$s]");
    }
    for (String database : new String[] {"[AdventureWorks]", "[Data [old]] 2019]"}) {
      containers.sql("host-a", "CREATE DATABASE " + database);
      containers.sql("host-a", "ALTER DATABASE " + database + " SET RECOVERY FULL");
    }
    String fleet = FLEET.formatted(containers.port("host-a"), containers.port("host-b"));
    Path file = Files.writeString(home.resolve("fleet.yaml"), fleet);

    Answer rollout = linkfleet.run("rollout", file.toString(), "--wait");

    assertThat(rollout.last())
        .as(String.join("\n", rollout.lines()))
        .startsWith("2 links connected, 0 blocked, 0 lost");
    assertThat(rollout.exitCode()).isZero();
    String roles =
        "SET NOCOUNT ON; SELECT DISTINCT mirroring_role_desc FROM sys.database_mirroring"
            + " WHERE mirroring_guid IS NOT NULL";
    assertThat(containers.sql("host-a", roles)).contains("PRINCIPAL").doesNotContain("MIRROR");
    assertThat(containers.sql("host-b", roles)).contains("MIRROR").doesNotContain("PRINCIPAL");
    Answer dry = linkfleet.run("rollout", file.toString(), "--dry-run");
    assertThat(dry.last()).startsWith("2 links, 0 steps, 0 blocked");
  }

  private Path secrets(String service) {
    return linkfleet.home().resolve("secrets").resolve(service).resolve("credentials/sql-admin");
  }
}
