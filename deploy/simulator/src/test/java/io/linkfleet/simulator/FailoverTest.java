package io.linkfleet.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Failover of a link, planned and forced, from the server and from Azure, and the way back. */
class FailoverTest {
  private LinkedWorld world;

  @AfterEach
  void stop() {
    world.close();
  }

  private void linked() {
    world = new LinkedWorld().linked();
  }

  @Test
  void aPlannedFailoverByStatementSwapsTheRolesAndAzureSwapsThemBack() {
    linked();

    world.run("SQL01", "ALTER AVAILABILITY GROUP [DAG_Sales] FAILOVER");

    assertThat(world.role("SQL01")).isEqualTo("SECONDARY");
    awaitRole("mi-west", "PRIMARY");
    assertThat(world.link().at("/properties/instanceLinkRole").asText()).isEqualTo("Primary");
    assertThat(world.link().at("/properties/partnerLinkRole").asText()).isEqualTo("Secondary");
    assertThat(world.state()).isEqualTo("LinkSynchronizing");
    assertThat(world.error("SQL01", "USE Sales")).as("nobody reads the copy").isEqualTo(976);
    assertThat(world.error("SQL01", "ALTER AVAILABILITY GROUP [DAG_Sales] FAILOVER"))
        .as("from the secondary")
        .isEqualTo(41140);

    assertThat(world.end(planned())).isEqualTo("Succeeded");

    awaitRole("SQL01", "PRIMARY");
    awaitRole("mi-west", "SECONDARY");
    world.run("SQL01", "USE Sales; USE master");
  }

  @Test
  void afterAFailoverTheLogFlowsFromTheInstance() {
    linked();
    world.run("SQL01", "ALTER AVAILABILITY GROUP [DAG_Sales] FAILOVER");
    awaitRole("mi-west", "PRIMARY");
    var before = new java.math.BigInteger(world.hardened("SQL01"));

    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> new java.math.BigInteger(world.hardened("SQL01")).compareTo(before) > 0);

    assertThat(
            world.one(
                "SQL01",
                """
                SELECT synchronization_state_desc + ' ' + synchronization_health_desc
                FROM sys.dm_hadr_database_replica_states drs
                JOIN sys.availability_groups ag ON ag.group_id = drs.group_id
                WHERE ag.is_distributed = 1 AND drs.is_local = 1
                """))
        .isEqualTo("SYNCHRONIZING HEALTHY");
    assertThat(world.error("SQL01", "BACKUP DATABASE Sales TO DISK = 'NUL'")).isEqualTo(3059);
    world.run("SQL01", "BACKUP DATABASE Sales TO DISK = 'NUL' WITH COPY_ONLY");
  }

  @Test
  void anOlderBuildKnowsOnlyTheForcedFailover() {
    for (String version : new String[] {"version: 2019", "productVersion: 16.0.4115.5"}) {
      world = new LinkedWorld(version).linked();
      assertThat(world.error("SQL01", "ALTER AVAILABILITY GROUP DAG_Sales FAILOVER"))
          .as(version)
          .isEqualTo(19504);
      assertThat(world.role("SQL01")).isEqualTo("PRIMARY");
      if (version.contains("2019")) {
        world.close();
      }
    }
  }

  @Test
  void aPlannedFailoverNeedsAPartnerThatIsConnected() {
    linked();
    world.simulator.network().cut("SQL01");
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                world.link().at("/properties/databases/0/connectedState").asText()
                    .equals("DISCONNECTED"));

    assertThat(world.error("SQL01", "ALTER AVAILABILITY GROUP DAG_Sales FAILOVER"))
        .isEqualTo(41142);

    assertThat(world.role("SQL01")).isEqualTo("PRIMARY");
  }

  @Test
  void aPlainGroupOfOneReplicaIsAlreadyPrimary() {
    linked();

    assertThat(world.error("SQL01", "ALTER AVAILABILITY GROUP AG_Sales FAILOVER"))
        .isEqualTo(41122);
    assertThat(
            world.error(
                "SQL01", "ALTER AVAILABILITY GROUP DAG_Sales FORCE_FAILOVER_ALLOW_DATA_LOSS"))
        .isEqualTo(41122);
    assertThat(world.error("SQL01", "ALTER AVAILABILITY GROUP AG_Sales SET (ROLE = SECONDARY)"))
        .isEqualTo(19512);
  }

  @Test
  void azureRefusesAPlannedFailoverOfASecondaryAndWhatItDoesNotKnow() {
    linked();

    assertThat(LinkedWorld.code(planned()))
        .isEqualTo("400 InvalidDistributedAvailabilityGroupFailoverInstanceRole");
    for (String body : new String[] {"{}", "{\"failoverType\":\"Sudden\"}"}) {
      assertThat(LinkedWorld.code(world.azure("POST", "/failover", body)))
          .isEqualTo("400 InvalidDistributedAvailabilityGroupFailoverRequest");
    }
    assertThat(LinkedWorld.code(setRole("Secondary", "Planned"))).isEqualTo("400 41965");
    assertThat(LinkedWorld.code(setRole("Primary", "Planned"))).isEqualTo("400 41970");
    assertThat(LinkedWorld.code(setRole("Tertiary", "Forced")))
        .isEqualTo("400 InvalidParameterValue");
    assertThat(LinkedWorld.code(world.azure("POST", "/failover", "{}", "2021-11-01")))
        .as("the old shape has no such action")
        .isEqualTo("501 NotSimulated");
    assertThat(world.role("mi-west")).isEqualTo("SECONDARY");
  }

  @Test
  void aForcedFailoverLeavesTwoPrimariesUntilTheOldOneGivesIn() {
    linked();

    assertThat(world.end(forced())).isEqualTo("Succeeded");

    assertThat(world.role("SQL01")).isEqualTo("PRIMARY");
    awaitRole("mi-west", "PRIMARY");
    awaitHealth("NOT_HEALTHY");

    world.run("SQL01", "ALTER AVAILABILITY GROUP [DAG_Sales] SET (ROLE = SECONDARY)");

    assertThat(world.role("SQL01")).isEqualTo("SECONDARY");
    awaitHealth("HEALTHY");
    assertThat(world.end(planned())).isEqualTo("Succeeded");
    awaitRole("SQL01", "PRIMARY");
  }

  @Test
  void aServerThatIsSecondaryBecomesPrimaryByForce() {
    linked();
    world.run("SQL01", "ALTER AVAILABILITY GROUP [DAG_Sales] FAILOVER");

    world.run("SQL01", "ALTER AVAILABILITY GROUP [DAG_Sales] FORCE_FAILOVER_ALLOW_DATA_LOSS");

    assertThat(world.role("SQL01")).isEqualTo("PRIMARY");
    awaitRole("mi-west", "PRIMARY");
    assertThat(world.end(setRole("Secondary", "Forced"))).isEqualTo("Succeeded");
    awaitRole("mi-west", "SECONDARY");
    awaitHealth("HEALTHY");
  }

  @Test
  void aSecondChangeOfTheRoleWaitsForTheFirst() {
    linked();
    assertThat(world.end(forced())).isEqualTo("Succeeded");
    world.run("SQL01", "ALTER AVAILABILITY GROUP [DAG_Sales] SET (ROLE = SECONDARY)");
    awaitHealth("HEALTHY");
    world.simulator.world().settings.connectDelay = Duration.ofMinutes(10);

    assertThat(planned().statusCode()).isEqualTo(202);

    assertThat(LinkedWorld.code(planned())).isEqualTo("409 41968");
    assertThat(LinkedWorld.code(setRole("Secondary", "Planned"))).isEqualTo("409 41968");
  }

  @Test
  void twoSecondariesAreADistributedGroupOffline() {
    linked();

    world.run("SQL01", "ALTER AVAILABILITY GROUP [DAG_Sales] SET (ROLE = SECONDARY)");

    awaitHealth("NOT_HEALTHY");
    String lsn = world.hardened("SQL01");
    Awaitility.await()
        .during(Duration.ofMillis(1500))
        .atMost(Duration.ofSeconds(5))
        .until(() -> world.hardened("SQL01").equals(lsn) && world.hardened("mi-west").equals(lsn));
  }

  private java.net.http.HttpResponse<String> planned() {
    return world.azure("POST", "/failover", "{\"failoverType\":\"Planned\"}");
  }

  private java.net.http.HttpResponse<String> forced() {
    return world.azure("POST", "/failover", "{\"failoverType\":\"ForcedAllowDataLoss\"}");
  }

  private java.net.http.HttpResponse<String> setRole(String role, String type) {
    return world.azure(
        "POST",
        "/setRole",
        "{\"instanceRole\":\"%s\",\"roleChangeType\":\"%s\"}".formatted(role, type));
  }

  private void awaitRole(String name, String role) {
    Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> world.role(name), role::equals);
  }

  private void awaitHealth(String health) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .until(
            () ->
                world.link().at("/properties/databases/0/synchronizationHealth").asText(),
            health::equals);
  }
}
