package io.linkfleet.simulator.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.linkfleet.simulator.engine.AvailabilityGroup;
import io.linkfleet.simulator.engine.ManagedInstance;
import io.linkfleet.simulator.engine.ManagedInstance.Link;
import io.linkfleet.simulator.engine.Replica;
import java.util.Optional;
import java.util.Set;

/** Owns the two shapes that api-versions give to one and the same link, in and out. */
enum LinkShape {
  /** 2021-11-01 and 2023-08-01: one database, no group names in answers. */
  SINGLE {
    @Override
    Wanted read(ArmRequest request) {
      return new Wanted(
          request.property("targetDatabase"),
          request.property("sourceEndpoint"),
          request.property("primaryAvailabilityGroupName"),
          request.property("secondaryAvailabilityGroupName"),
          "Secondary",
          "Automatic");
    }

    @Override
    ObjectNode write(ManagedInstance instance, Link link) {
      ObjectNode resource = Resources.child(instance, LinkApi.TYPE, link.name);
      resource
          .putObject("properties")
          .put("targetDatabase", link.targetDatabase)
          .put("sourceEndpoint", link.sourceEndpoint)
          .put("replicationMode", link.replicationMode)
          .put("distributedAvailabilityGroupId", link.id.toString())
          .put("sourceReplicaId", link.sourceReplicaId.toString())
          .put("targetReplicaId", link.targetReplicaId.toString())
          .put("linkState", link.state)
          .put("lastHardenedLsn", link.lastHardenedLsn);
      return resource;
    }
  },

  /** 2023-08-01-preview and later: databases with their state, partner and instance names. */
  DATABASES {
    @Override
    Wanted read(ArmRequest request) {
      JsonNode databases = request.properties().path("databases");
      JsonNode name = databases.path(0).path("databaseName");
      return new Wanted(
          databases.size() == 1 && name.isTextual() ? name.textValue() : null,
          request.property("partnerEndpoint"),
          request.property("partnerAvailabilityGroupName"),
          request.property("instanceAvailabilityGroupName"),
          orElse(request.property("instanceLinkRole"), "Secondary"),
          orElse(request.property("seedingMode"), "Automatic"));
    }

    @Override
    ObjectNode write(ManagedInstance instance, Link link) {
      ObjectNode resource = Resources.child(instance, LinkApi.TYPE, link.name);
      ObjectNode properties = resource.putObject("properties");
      properties
          .put("distributedAvailabilityGroupId", link.id.toString())
          .put("distributedAvailabilityGroupName", link.name)
          .put("partnerAvailabilityGroupName", link.primaryGroup)
          .put("instanceAvailabilityGroupName", link.secondaryGroup)
          .put("partnerEndpoint", link.sourceEndpoint)
          .put("partnerLinkRole", link.instanceRole.equals("Primary") ? "Secondary" : "Primary")
          .put("instanceLinkRole", link.instanceRole)
          .put("replicationMode", link.replicationMode)
          .put("failoverMode", "Manual")
          .put("seedingMode", "Automatic");
      boolean seeded =
          link.state.equals("LinkSynchronizing") || link.state.equals("LinkFailoverInProgress");
      Optional<Replica> partner = partner(instance, link);
      boolean connected = partner.map(far -> far.connected).orElse(false);
      boolean healthy = partner.map(far -> far.connected && far.health == 2).orElse(false);
      ObjectNode database = properties.putArray("databases").addObject();
      database
          .put("databaseName", link.targetDatabase)
          .put("instanceReplicaId", link.targetReplicaId.toString())
          .put("partnerReplicaId", link.sourceReplicaId.toString())
          .put("replicaState", link.state)
          .put("seedingProgress", seeded ? "Completed" : "InProgress")
          .put("synchronizationHealth", healthy ? "HEALTHY" : "NOT_HEALTHY")
          .put("connectedState", connected ? "CONNECTED" : "DISCONNECTED")
          .put("lastHardenedLsn", link.lastHardenedLsn);
      LinkProgress.write(link, connected, database);
      if (link.errorNumber != 0) {
        database.put("mostRecentLinkError", link.errorNumber + ": " + link.errorText);
      }
      return resource;
    }
  };

  /** What a request wants, whatever its shape. */
  record Wanted(
      String database,
      String endpoint,
      String primaryGroup,
      String secondaryGroup,
      String instanceRole,
      String seedingMode) {

    /** Whether the link begins on the instance, so that the server receives the database. */
    boolean fromInstance() {
      return instanceRole.equalsIgnoreCase("Primary");
    }
  }

  /** Every api-version that is understood. */
  static final Set<String> VERSIONS =
      Set.of(
          "2021-11-01", "2023-08-01", "2023-08-01-preview", "2024-05-01-preview", "2025-01-01");

  /** Api-versions that the documentation names and that are not simulated. */
  static final Set<String> VERSIONS_ELSEWHERE = Set.of("2025-08-01-preview");

  static LinkShape of(String apiVersion) {
    return apiVersion.equals("2021-11-01") || apiVersion.equals("2023-08-01")
        ? SINGLE
        : DATABASES;
  }

  /** Whether it is about a link of several databases. */
  static boolean asksForSeveral(ArmRequest request) {
    return of(request.apiVersion()) == DATABASES
        && ("MultiDatabase".equalsIgnoreCase(request.property("linkMode"))
            || request.properties().path("databases").size() > 1);
  }

  /** Whether a change names another database than the link has. */
  static boolean asksForAnother(ArmRequest request, Link link) {
    JsonNode name = request.properties().path("databases").path(0).path("databaseName");
    return of(request.apiVersion()) == DATABASES
        && name.isTextual()
        && !name.textValue().equalsIgnoreCase(link.targetDatabase);
  }

  abstract Wanted read(ArmRequest request);

  abstract ObjectNode write(ManagedInstance instance, Link link);

  /** The other side of the link as the instance sees it; empty before it has looked. */
  private static Optional<Replica> partner(ManagedInstance instance, Link link) {
    AvailabilityGroup group = instance.sql.groups.get(link.name);
    return group == null
        ? Optional.empty()
        : group.replicas.stream().filter(replica -> !replica.local).findFirst();
  }

  private static String orElse(String value, String other) {
    return value == null ? other : value;
  }
}
