package io.linkfleet.simulator.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.linkfleet.simulator.LinkedWorld;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One link, asked and changed in the old shape and in the newer one. */
class BothShapesTest {
  private static final String OLD = "2021-11-01";
  private static final String NEW = "2025-01-01";
  private static final Map<Boolean, String> WANTED =
      Map.of(
          true,
          """
          {"properties":{"targetDatabase":"Sales","sourceEndpoint":"TCP://10.0.0.11:5022",
            "primaryAvailabilityGroupName":"AG_Sales",
            "secondaryAvailabilityGroupName":"mi-west"}}
          """,
          false,
          """
          {"properties":{"databases":[{"databaseName":"Sales"}],
            "partnerEndpoint":"TCP://10.0.0.11:5022","partnerAvailabilityGroupName":"AG_Sales",
            "instanceAvailabilityGroupName":"mi-west","instanceLinkRole":"Secondary",
            "failoverMode":"Manual","seedingMode":"Automatic"}}
          """);
  private static final String SYNC = "{\"properties\":{\"replicationMode\":\"Sync\"}}";

  private LinkedWorld world;

  @BeforeEach
  void start() {
    world = new LinkedWorld();
  }

  @AfterEach
  void stop() {
    world.close();
  }

  private static boolean isOld(String version) {
    return version.equals(OLD) || version.equals("2023-08-01");
  }

  private JsonNode read(String version) {
    return LinkedWorld.json(world.azure("GET", "", null, version));
  }

  private String state(String version) {
    return read(version)
        .at(isOld(version) ? "/properties/linkState" : "/properties/databases/0/replicaState")
        .asText();
  }

  @ParameterizedTest
  @CsvSource({
    "2021-11-01, 2025-01-01",
    "2025-01-01, 2021-11-01",
    "2023-08-01, 2023-08-01-preview",
    "2024-05-01-preview, 2023-08-01",
  })
  void oneMakesItTheOtherChangesAndDeletesIt(String maker, String other) {
    assertThat(world.end(world.azure("PUT", "", WANTED.get(isOld(maker)), maker)))
        .isEqualTo("Succeeded");
    assertThat(state(maker)).isEqualTo("LinkSynchronizing").isEqualTo(state(other));
    for (String field : new String[] {"/id", "/name", "/type"}) {
      assertThat(read(maker).at(field)).isEqualTo(read(other).at(field));
    }
    assertThat(read(maker).at("/properties/distributedAvailabilityGroupId"))
        .isEqualTo(read(other).at("/properties/distributedAvailabilityGroupId"));
    assertThat(world.links(maker).at("/value/0/id")).isEqualTo(read(other).at("/id"));

    var again = world.azure("PUT", "", WANTED.get(isOld(other)), other);
    assertThat(again.statusCode()).as("it is there already").isEqualTo(200);
    assertThat(LinkedWorld.json(again).at("/properties/distributedAvailabilityGroupId"))
        .isEqualTo(read(maker).at("/properties/distributedAvailabilityGroupId"));

    assertThat(world.end(world.azure("PATCH", "", SYNC, other))).isEqualTo("Succeeded");
    for (String version : new String[] {maker, other}) {
      assertThat(read(version).at("/properties/replicationMode").asText()).isEqualTo("Sync");
    }

    assertThat(world.end(world.azure("DELETE", "", null, other))).isEqualTo("Succeeded");
    for (String version : new String[] {maker, other}) {
      assertThat(LinkedWorld.code(world.azure("GET", "", null, version)))
          .isEqualTo("404 ResourceNotFound");
      assertThat(world.azure("DELETE", "", null, version).statusCode()).isEqualTo(204);
      assertThat(world.links(version).path("value")).isEmpty();
    }
  }

  @Test
  void eachShapeHasItsOwnFields() {
    assertThat(world.end(world.azure("PUT", "", WANTED.get(true), OLD))).isEqualTo("Succeeded");

    JsonNode old = read(OLD).path("properties");
    assertThat(old.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "targetDatabase", "sourceEndpoint", "replicationMode",
            "distributedAvailabilityGroupId", "sourceReplicaId", "targetReplicaId", "linkState",
            "lastHardenedLsn");
    JsonNode now = read(NEW).path("properties");
    assertThat(now.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "distributedAvailabilityGroupName", "distributedAvailabilityGroupId", "databases",
            "partnerAvailabilityGroupName", "instanceAvailabilityGroupName", "partnerEndpoint",
            "partnerLinkRole", "instanceLinkRole", "replicationMode", "failoverMode",
            "seedingMode");
    JsonNode database = now.at("/databases/0");
    assertThat(database.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "databaseName", "instanceReplicaId", "partnerReplicaId", "replicaState",
            "seedingProgress", "synchronizationHealth", "connectedState", "lastReceivedLsn",
            "lastReceivedTime", "lastCommitLsn", "lastCommitTime", "lastHardenedLsn",
            "lastHardenedTime", "partnerAuthCertValidity", "instanceRedoReplicationLagSeconds");
    assertThat(database.path("partnerReplicaId")).isEqualTo(old.path("sourceReplicaId"));
    assertThat(database.path("instanceReplicaId")).isEqualTo(old.path("targetReplicaId"));
    assertThat(database.path("lastHardenedLsn").asText()).matches("[1-9][0-9]*");
    assertThat(Instant.parse(database.path("lastHardenedTime").asText()))
        .isBeforeOrEqualTo(Instant.now());
    JsonNode certificate = database.path("partnerAuthCertValidity");
    assertThat(certificate.path("certificateName").asText()).isEqualTo("Cert_SQL01_endpoint");
    assertThat(Instant.parse(certificate.path("expiryDate").asText()))
        .isEqualTo(
            world.server.certificates.get("Cert_SQL01_endpoint").x509.getNotAfter().toInstant());
  }

  @ParameterizedTest
  @ValueSource(strings = {OLD, NEW})
  void whileItSeedsBothShowItAndNeitherChangesIt(String maker) {
    world.simulator.world().settings.seedingBytesPerSecond = 1;
    assertThat(world.azure("PUT", "", WANTED.get(isOld(maker)), maker).statusCode())
        .isEqualTo(202);

    for (String version : new String[] {OLD, NEW}) {
      assertThat(state(version)).isEqualTo("CreatingLink");
      assertThat(LinkedWorld.code(world.azure("PATCH", "", SYNC, version)))
          .isEqualTo("409 ConflictingDatabaseOperation");
      assertThat(LinkedWorld.code(world.azure("PUT", "", WANTED.get(isOld(version)), version)))
          .isEqualTo("409 ConflictingServerOperation");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {OLD, NEW})
  void whyItFailedStandsInBoth(String maker) {
    world.instance.trustCertificates.clear();

    assertThat(world.end(world.azure("PUT", "", WANTED.get(isOld(maker)), maker)))
        .isEqualTo("41973");

    assertThat(state(OLD)).isEqualTo("LinkInitError");
    assertThat(state(NEW)).isEqualTo("LinkInitError");
    assertThat(read(NEW).at("/properties/databases/0/mostRecentLinkError").asText())
        .startsWith("41973: ");
  }

  @Test
  void onlyTheNewerShapeChangesRoles() {
    world.linked();
    String request = "{\"failoverType\":\"ForcedAllowDataLoss\"}";

    assertThat(LinkedWorld.code(world.azure("POST", "/failover", request, OLD)))
        .isEqualTo("501 NotSimulated");
    assertThat(world.end(world.azure("POST", "/failover", request, NEW))).isEqualTo("Succeeded");
    assertThat(read(NEW).at("/properties/instanceLinkRole").asText()).isEqualTo("Primary");
    assertThat(read(NEW).at("/properties/databases/0").has("lastSentLsn")).isTrue();
  }

  @Test
  void aLinkOfSeveralDatabasesIsNotSimulated() {
    String one = WANTED.get(false);
    String two = one.replace("}],", "},{\"databaseName\":\"Stock\"}],");
    String mode =
        one.replace("\"failoverMode\"", "\"linkMode\":\"MultiDatabase\",\"failoverMode\"");
    for (String body : new String[] {two, mode}) {
      var answer = world.azure("PUT", "", body, LinkedWorld.NEW_SHAPE);
      assertThat(LinkedWorld.code(answer)).isEqualTo("501 NotSimulated");
    }
    assertThat(world.azure("PUT", "", one, "2025-08-01-preview").statusCode()).isEqualTo(501);
    assertThat(world.end(world.azure("PUT", "", one, LinkedWorld.NEW_SHAPE)))
        .isEqualTo("Succeeded");
    String other = "{\"properties\":{\"databases\":[{\"databaseName\":\"Stock\"}]}}";
    for (String body : new String[] {other, two}) {
      assertThat(world.azure("PATCH", "", body, LinkedWorld.NEW_SHAPE).statusCode())
          .isEqualTo(501);
    }
    String same =
        "{\"properties\":{\"databases\":[{\"databaseName\":\"Sales\"}],"
            + "\"replicationMode\":\"Sync\"}}";
    assertThat(world.end(world.azure("PATCH", "", same, LinkedWorld.NEW_SHAPE)))
        .isEqualTo("Succeeded");
  }
}
