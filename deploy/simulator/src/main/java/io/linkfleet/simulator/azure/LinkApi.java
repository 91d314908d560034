package io.linkfleet.simulator.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.linkfleet.simulator.engine.ManagedInstance;
import io.linkfleet.simulator.engine.ManagedInstance.Link;
import io.linkfleet.simulator.engine.World;
import io.linkfleet.simulator.network.Address;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Owns distributedAvailabilityGroups: the link resources of an instance. */
final class LinkApi {
  static final String TYPE = "distributedAvailabilityGroups";

  /** The specification's pattern, with the hyphen that the product's own tools put into names. */
  private static final Pattern NAME = Pattern.compile("[#a-zA-Z_][\\w@#$-]{0,127}");

  private static final Set<String> RESERVED = Set.of("master", "model", "msdb", "tempdb");
  private final World world;
  private final Operations operations;
  private final AzureSettings settings;

  LinkApi(World world, Operations operations, AzureSettings settings) {
    this.world = world;
    this.operations = operations;
    this.settings = settings;
  }

  List<ObjectNode> list(ArmRequest request, ManagedInstance instance) {
    LinkShape shape = LinkShape.of(request.apiVersion());
    instance.lock.lock();
    try {
      return instance.links.values().stream().map(link -> shape.write(instance, link)).toList();
    } finally {
      instance.lock.unlock();
    }
  }

  private static final ArmReply SEVERAL =
      ArmReply.error(
          501, "NotSimulated", "Only links of one database, which stays the same, are simulated.");

  ArmReply get(ArmRequest request, ManagedInstance instance, String name) {
    instance.lock.lock();
    try {
      Link link = instance.links.get(name);
      return link == null
          ? ArmReply.childNotFound(TYPE, name)
          : ArmReply.ok(LinkShape.of(request.apiVersion()).write(instance, link));
    } finally {
      instance.lock.unlock();
    }
  }

  ArmReply put(ArmRequest request, ManagedInstance instance, String name) {
    if (LinkShape.asksForSeveral(request)) {
      return SEVERAL;
    }
    LinkShape.Wanted wanted = LinkShape.of(request.apiVersion()).read(request);
    Optional<ArmReply> invalid = invalid(name, wanted);
    if (invalid.isPresent()) {
      return invalid.get();
    }
    instance.lock.lock();
    try {
      Link there = instance.links.get(name);
      if (there != null) {
        return again(request, instance, there, wanted);
      }
      Optional<ArmReply> impossible = impossible(instance, wanted);
      if (impossible.isPresent()) {
        return impossible.get();
      }
      Link link = new Link();
      link.name = name;
      link.targetDatabase = wanted.database();
      link.sourceEndpoint = wanted.endpoint();
      link.primaryGroup = wanted.primaryGroup();
      link.secondaryGroup = wanted.secondaryGroup();
      link.fromInstance = wanted.fromInstance();
      link.instanceRole = wanted.fromInstance() ? "Primary" : "Secondary";
      link.createdAt = world.clock.instant();
      Operations.Operation operation =
          operations.start(
              new Operations.Start(
                  TYPE,
                  "CreateManagedInstanceLink " + name,
                  name,
                  instance,
                  () -> created(instance, link),
                  () -> remove(instance, link),
                  () -> get(request, instance, name)));
      link.operationId = operation.id;
      instance.links.put(name, link);
      return operations.accepted(operation, request);
    } finally {
      instance.lock.unlock();
    }
  }

  /** A second PUT; which answer it gets while the first still runs is inferred. */
  private ArmReply again(
      ArmRequest request, ManagedInstance instance, Link there, LinkShape.Wanted wanted) {
    if (operations.running(there.operationId).isPresent()) {
      return ArmReply.error(
          409,
          "ConflictingServerOperation",
          "An operation is currently in progress for the link '" + there.name + "'.");
    }
    boolean same =
        there.targetDatabase.equals(wanted.database())
            && there.sourceEndpoint.equalsIgnoreCase(wanted.endpoint())
            && there.primaryGroup.equals(wanted.primaryGroup())
            && there.secondaryGroup.equals(wanted.secondaryGroup());
    return same
        ? ArmReply.ok(LinkShape.of(request.apiVersion()).write(instance, there))
        : ArmReply.error(
            400, "NameAlreadyExists", "A link with the name '" + there.name + "' already exists.");
  }

  /** Lasts until the database is seeded or the network has given up. */
  private static Operations.Outcome created(ManagedInstance instance, Link link) {
    instance.lock.lock();
    try {
      if (instance.links.get(link.name) != link) {
        return new Operations.Outcome.Canceled();
      }
      return switch (link.state) {
        case "LinkSynchronizing" -> new Operations.Outcome.Succeeded();
        case "LinkInitError", "LinkCreationError" ->
            // The code is inferred: the engine's number; the text is the engine's.
            new Operations.Outcome.Failed(String.valueOf(link.errorNumber), link.errorText);
        default -> new Operations.Outcome.Running();
      };
    } finally {
      instance.lock.unlock();
    }
  }

  ArmReply patch(ArmRequest request, ManagedInstance instance, String name) {
    if (LinkShape.asksForSeveral(request)) {
      return SEVERAL;
    }
    String mode = request.property("replicationMode");
    instance.lock.lock();
    try {
      Link link = instance.links.get(name);
      if (link == null) {
        return ArmReply.childNotFound(TYPE, name);
      }
      if (LinkShape.asksForAnother(request, link)) {
        return SEVERAL;
      }
      if (!"Sync".equals(mode) && !"Async".equals(mode)) {
        return ArmReply.error(
            400,
            "InvalidParameterValue",
            "The 'parameters.properties.replicationMode' segment in the url is invalid.");
      }
      if (!link.state.equals("LinkSynchronizing")) {
        return inReplication(link);
      }
      return operations.accepted(
          operations.start(
              new Operations.Start(
                  TYPE,
                  "UpdateManagedInstanceLink " + name,
                  name,
                  instance,
                  () -> {
                    link.replicationMode = mode;
                    return new Operations.Outcome.Succeeded();
                  },
                  () -> {},
                  () -> get(request, instance, name))),
          request);
    } finally {
      instance.lock.unlock();
    }
  }

  /** While seeding and after a failure. The text is known; status and code are inferred. */
  static ArmReply inReplication(Link link) {
    return ArmReply.error(
        409,
        "ConflictingDatabaseOperation",
        ("The operation cannot be performed since the database '%s' "
                + "is in a replication relationship.")
            .formatted(link.targetDatabase));
  }

  ArmReply delete(ArmRequest request, ManagedInstance instance, String name) {
    instance.lock.lock();
    try {
      Link link = instance.links.get(name);
      if (link == null) {
        return ArmReply.noContent();
      }
      return operations.accepted(
          operations.start(
              new Operations.Start(
                  TYPE,
                  "DropManagedInstanceLink " + name,
                  name,
                  instance,
                  () -> {
                    remove(instance, link);
                    return new Operations.Outcome.Succeeded();
                  },
                  () -> {},
                  ArmReply::noContent)),
          request);
    } finally {
      instance.lock.unlock();
    }
  }

  private static void remove(ManagedInstance instance, Link link) {
    instance.lock.lock();
    try {
      instance.links.remove(link.name, link);
    } finally {
      instance.lock.unlock();
    }
  }

  private static Optional<ArmReply> invalid(String name, LinkShape.Wanted wanted) {
    if (!NAME.matcher(name).matches()) {
      return Optional.of(bad("distributedAvailabilityGroupName"));
    }
    if (blank(wanted.database())) {
      return Optional.of(bad("targetDatabase"));
    }
    if (Address.parse(wanted.endpoint()).filter(to -> to.server() == null).isEmpty()) {
      return Optional.of(bad("sourceEndpoint"));
    }
    if (blank(wanted.primaryGroup())) {
      return Optional.of(bad("primaryAvailabilityGroupName"));
    }
    if (blank(wanted.secondaryGroup())) {
      return Optional.of(bad("secondaryAvailabilityGroupName"));
    }
    if (!wanted.fromInstance() && !wanted.instanceRole().equalsIgnoreCase("Secondary")) {
      return Optional.of(bad("instanceLinkRole"));
    }
    if (!wanted.seedingMode().equalsIgnoreCase("Automatic")) {
      return Optional.of(
          ArmReply.error(
              501, "NotSimulated", "Only links with automatic seeding are simulated."));
    }
    return RESERVED.contains(wanted.database().toLowerCase(java.util.Locale.ROOT))
        ? Optional.of(
            ArmReply.error(
                400,
                "CannotUseReservedDatabaseName",
                "Cannot use reserved database name '" + wanted.database() + "'."))
        : Optional.empty();
  }

  private Optional<ArmReply> impossible(ManagedInstance instance, LinkShape.Wanted wanted) {
    if (wanted.fromInstance() && !"Online".equals(instance.databases.get(wanted.database()))) {
      // inferred: which error a database has that is not there
      return Optional.of(
          ArmReply.error(
              404,
              "ResourceNotFound",
              "The database '%s' was not found on the managed instance '%s'."
                  .formatted(wanted.database(), instance.name)));
    }
    boolean taken =
        !wanted.fromInstance() && instance.databases.containsKey(wanted.database())
            || instance.links.values().stream()
                .anyMatch(link -> link.targetDatabase.equalsIgnoreCase(wanted.database()));
    if (taken) {
      return Optional.of(
          ArmReply.error(
              400,
              "ManagedDatabaseNameInUse",
              "The database name '%s' is already in use on the managed instance '%s'."
                  .formatted(wanted.database(), instance.name)));
    }
    return instance.links.size() >= settings.linksPerInstance
        ? Optional.of(
            ArmReply.error(
                400,
                "DatabaseNumberLimitReached",
                "The number of databases on the managed instance has reached its limit of "
                    + settings.linksPerInstance
                    + "."))
        : Optional.empty();
  }

  private static boolean blank(String text) {
    return text == null || text.isBlank();
  }

  static ArmReply bad(String parameter) {
    return ArmReply.error(
        400, "InvalidParameterValue", "Invalid value given for parameter " + parameter + ".");
  }
}
