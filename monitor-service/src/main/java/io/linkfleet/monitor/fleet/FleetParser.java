package io.linkfleet.monitor.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.linkfleet.event.LinkNames;
import io.linkfleet.event.LinkOptions;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The way from the tree to a {@link Fleet}: fills in the defaults, and takes what it finds even of
 * a file that the schema refuses, so that all errors can be told at once.
 */
final class FleetParser {
  private static final int SQL_SERVER_PORT = 1433;
  private static final int ENDPOINT_PORT = 5022;

  private final JsonNode file;
  private final JsonNode defaults;

  private FleetParser(JsonNode file) {
    this.file = file;
    this.defaults = file.path("defaults");
  }

  static Fleet parse(JsonNode file) {
    return new FleetParser(file).fleet();
  }

  private Fleet fleet() {
    JsonNode names = defaults.path("names");
    List<Fleet.Server> servers = new ArrayList<>();
    for (int i = 0; i < file.path("servers").size(); i++) {
      servers.add(server(file.path("servers").path(i), "servers[" + i + "]"));
    }
    return new Fleet(
        text(file, "name"),
        text(file, "subscription"),
        template(names, "availabilityGroup", LinkNames.DEFAULT_GROUP),
        template(names, "distributedAvailabilityGroup", LinkNames.DEFAULT_DISTRIBUTED_GROUP),
        servers);
  }

  private Fleet.Server server(JsonNode server, String path) {
    List<Fleet.Wanted> databases = new ArrayList<>();
    for (int i = 0; i < server.path("databases").size(); i++) {
      databases.add(
          wanted(server, server.path("databases").path(i), path + ".databases[" + i + "]"));
    }
    return new Fleet.Server(
        path,
        text(server, "name"),
        text(server, "host"),
        number(server, "port", SQL_SERVER_PORT),
        text(server, "endpointHost"),
        number(either(server, "endpointPort"), "endpointPort", ENDPOINT_PORT),
        text(either(server, "credentials"), "credentials"),
        databases);
  }

  private Fleet.Wanted wanted(JsonNode server, JsonNode database, String path) {
    boolean plain = database.isTextual();
    JsonNode instance = database.has("instance") ? database : either(server, "instance");
    return new Fleet.Wanted(
        plain ? path : path + ".name",
        path,
        plain ? database.textValue() : text(database, "name"),
        text(instance, "instance"),
        options(Stream.of(database, server, defaults).map(p -> p.path("options")).toList()));
  }

  /** Each option counts on its own: the nearest place that names it wins. */
  private static LinkOptions options(List<JsonNode> nearestFirst) {
    JsonNode lifetime = nearest(nearestFirst, "certificateLifetime");
    return new LinkOptions(
        nearest(nearestFirst, "backupDirectory").textValue(),
        nearest(nearestFirst, "allowEndpointChange").booleanValue(),
        lifetime.isTextual() ? duration(lifetime.textValue()) : null);
  }

  /** A duration, or null when the text is none. */
  static Duration duration(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private static JsonNode nearest(List<JsonNode> places, String option) {
    return places.stream()
        .filter(place -> place.has(option))
        .findFirst()
        .map(place -> place.get(option))
        .orElse(MissingNode.getInstance());
  }

  private JsonNode either(JsonNode server, String field) {
    return server.has(field) ? server : defaults;
  }

  private static String template(JsonNode names, String field, String otherwise) {
    return names.has(field) ? text(names, field) : otherwise;
  }

  private static String text(JsonNode parent, String field) {
    return parent.path(field).textValue();
  }

  private static Integer number(JsonNode parent, String field, int otherwise) {
    if (!parent.has(field)) {
      return otherwise;
    }
    JsonNode value = parent.get(field);
    return value.canConvertToInt() && value.isIntegralNumber() ? value.intValue() : null;
  }
}
