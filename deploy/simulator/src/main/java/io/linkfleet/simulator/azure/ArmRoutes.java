package io.linkfleet.simulator.azure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.linkfleet.simulator.engine.ManagedInstance;
import io.linkfleet.simulator.engine.World;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Owns which path and verb leads to which resource; letter case of paths does not count. */
final class ArmRoutes {
  private final World world;
  private final String subscription;
  private final AzureSettings settings;
  private final Operations operations;
  private final TrustCertificateApi trustCertificates;
  private final LinkApi links;
  private final LinkRoleApi roles;

  ArmRoutes(World world, String subscription, AzureSettings settings, Operations operations) {
    this.world = world;
    this.subscription = subscription;
    this.settings = settings;
    this.operations = operations;
    this.trustCertificates = new TrustCertificateApi(operations);
    this.links = new LinkApi(world, operations, settings);
    this.roles = new LinkRoleApi(links, operations);
  }

  /** The name of the instance in a path, for the record; "azure" where there is none. */
  static String where(List<String> path) {
    for (int i = 0; i + 1 < path.size(); i++) {
      if (path.get(i).equalsIgnoreCase("managedInstances")) {
        return path.get(i + 1);
      }
    }
    return "azure";
  }

  ArmReply answer(ArmRequest request) {
    List<String> path = request.path();
    if (!is(path, 0, "subscriptions") || path.size() < 2) {
      return notFound(request);
    }
    if (!path.get(1).equalsIgnoreCase(subscription)) {
      return ArmReply.error(
          404,
          "SubscriptionNotFound",
          "The subscription '" + path.get(1) + "' could not be found.");
    }
    if (is(path, 2, "providers") && is(path, 3, "Microsoft.Sql")) {
      return inSubscription(request, path.subList(4, path.size()), null);
    }
    if (is(path, 2, "resourceGroups") && path.size() > 5
        && is(path, 4, "providers") && is(path, 5, "Microsoft.Sql")) {
      String group = path.get(3);
      boolean known =
          world.instances.values().stream()
              .anyMatch(instance -> instance.resourceGroup.equalsIgnoreCase(group));
      return known
          ? inSubscription(request, path.subList(6, path.size()), group)
          : ArmReply.error(
              404, "ResourceGroupNotFound", "Resource group '" + group + "' could not be found.");
    }
    return notFound(request);
  }

  private ArmReply inSubscription(ArmRequest request, List<String> rest, String group) {
    if (is(rest, 0, "locations") && rest.size() == 4) {
      return operation(request, rest.get(2), rest.get(3));
    }
    if (!is(rest, 0, "managedInstances")) {
      return notFound(request);
    }
    if (rest.size() == 1) {
      return request.method().equals("GET")
          ? list(request, instances(group))
          : ArmReply.notSimulated(request);
    }
    ManagedInstance instance = world.instances.get(rest.get(1));
    if (group == null || instance == null || !instance.resourceGroup.equalsIgnoreCase(group)) {
      return ArmReply.error(
          404,
          "ResourceNotFound",
          ("The Resource 'Microsoft.Sql/managedInstances/%s' under resource group '%s' was not "
                  + "found. For more details please go to https://aka.ms/ARMResourceNotFoundFix")
              .formatted(rest.get(1), group));
    }
    return switch (rest.size()) {
      case 2 ->
          request.method().equals("GET")
              ? ArmReply.ok(Resources.instance(instance))
              : ArmReply.notSimulated(request);
      case 3 -> children(request, instance, rest.get(2));
      case 4 -> child(request, instance, rest.get(2), rest.get(3));
      case 5 ->
          request.method().equals("POST") && is(rest, 2, LinkApi.TYPE)
              ? roles.post(request, instance, rest.get(3), rest.get(4))
              : ArmReply.notSimulated(request);
      default -> ArmReply.notSimulated(request);
    };
  }

  private List<ObjectNode> instances(String group) {
    return world.instances.values().stream()
        .filter(instance -> group == null || instance.resourceGroup.equalsIgnoreCase(group))
        .map(Resources::instance)
        .toList();
  }

  private ArmReply children(ArmRequest request, ManagedInstance instance, String type) {
    if (!request.method().equals("GET")) {
      return ArmReply.notSimulated(request);
    }
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "servertrustcertificates" -> list(request, trustCertificates.list(instance));
      case "distributedavailabilitygroups" -> list(request, links.list(request, instance));
      case "endpointcertificates" ->
          list(request, List.of(Resources.endpointCertificate(instance)));
      case "databases" -> list(request, databases(instance));
      default -> notFound(request);
    };
  }

  private ArmReply child(
      ArmRequest request, ManagedInstance instance, String type, String name) {
    String verb = request.method();
    return switch (verb + " " + type.toLowerCase(Locale.ROOT)) {
      case "GET servertrustcertificates" -> trustCertificates.get(instance, name);
      case "PUT servertrustcertificates" -> trustCertificates.put(request, instance, name);
      case "DELETE servertrustcertificates" -> trustCertificates.delete(request, instance, name);
      case "GET distributedavailabilitygroups" -> links.get(request, instance, name);
      case "PUT distributedavailabilitygroups" -> links.put(request, instance, name);
      case "PATCH distributedavailabilitygroups" -> links.patch(request, instance, name);
      case "DELETE distributedavailabilitygroups" -> links.delete(request, instance, name);
      case "GET endpointcertificates" ->
          name.equalsIgnoreCase(Resources.MIRRORING)
              ? ArmReply.ok(Resources.endpointCertificate(instance))
              : ArmReply.childNotFound(Resources.ENDPOINT_CERTIFICATES, name);
      case "GET databases" -> database(instance, name);
      default -> ArmReply.notSimulated(request);
    };
  }

  private static List<ObjectNode> databases(ManagedInstance instance) {
    instance.lock.lock();
    try {
      return instance.databases.entrySet().stream()
          .map(database -> Resources.database(instance, database))
          .toList();
    } finally {
      instance.lock.unlock();
    }
  }

  private static ArmReply database(ManagedInstance instance, String name) {
    return databases(instance).stream()
        .filter(database -> database.get("name").textValue().equalsIgnoreCase(name))
        .findFirst()
        .map(ArmReply::ok)
        .orElseGet(() -> ArmReply.childNotFound(Resources.DATABASES, name));
  }

  private ArmReply operation(ArmRequest request, String family, String id) {
    if (!request.method().equals("GET")) {
      return ArmReply.notSimulated(request);
    }
    String lower = family.toLowerCase(Locale.ROOT);
    if (lower.endsWith("azureasyncoperation")) {
      return operations.status(request, cut(family, "AzureAsyncOperation"), id);
    }
    return lower.endsWith("operationresults")
        ? operations.result(request, cut(family, "OperationResults"), id)
        : notFound(request);
  }

  /** One page; the next one's place travels in $skiptoken. */
  private ArmReply list(ArmRequest request, List<? extends ObjectNode> all) {
    int from;
    try {
      from = Integer.parseInt(request.query().getOrDefault("$skiptoken", "0"));
    } catch (NumberFormatException e) {
      from = -1;
    }
    if (from < 0) {
      return ArmReply.error(400, "InvalidSkipToken", "The $skiptoken is invalid.");
    }
    int to = Math.min(all.size(), from + settings.pageSize);
    ObjectNode body = Json.object();
    ArrayNode value = body.putArray("value");
    all.subList(Math.min(from, to), to).forEach(value::add);
    if (to < all.size()) {
      StringBuilder next = new StringBuilder(request.base());
      request.path().forEach(part -> next.append('/').append(encode(part)));
      next.append("?api-version=").append(encode(request.apiVersion()));
      next.append("&$skiptoken=").append(to);
      body.put("nextLink", next.toString());
    }
    return ArmReply.ok(body);
  }

  private static ArmReply notFound(ArmRequest request) {
    return ArmReply.error(
        404,
        "InvalidResourceType",
        "The resource type could not be found for /" + String.join("/", request.path()) + ".");
  }

  private static boolean is(List<String> path, int index, String word) {
    return index < path.size() && path.get(index).equalsIgnoreCase(word);
  }

  private static String cut(String text, String ending) {
    return text.substring(0, text.length() - ending.length());
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
