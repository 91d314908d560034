package io.linkfleet.monitor.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.linkfleet.event.LinkNames;
import io.linkfleet.event.LinkOptions;
import io.linkfleet.event.PairOptions;
import io.linkfleet.event.Target;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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
    List<Place> places =
        List.of(
            new Place(path, database),
            new Place(path.substring(0, path.indexOf('.')), server),
            new Place("defaults", defaults));
    // the nearest place that names a target decides which kind it is
    Place target = places.stream().filter(Place::namesTarget).findFirst().orElse(places.get(0));
    boolean isPair = target.node().has("partner");
    List<JsonNode> options = places.stream().map(p -> p.node().path("options")).toList();
    return new Fleet.Wanted(
        plain ? path : path + ".name",
        path,
        plain ? database.textValue() : text(database, "name"),
        isPair ? null : text(target.node(), "instance"),
        isPair ? pair(target, places) : null,
        options(options, isPair ? pairOptions(options) : null));
  }

  /** A place of the file that may name a target, and its path. */
  private record Place(String path, JsonNode node) {
    boolean namesTarget() {
      return node.has("instance") || node.has("partner");
    }

    static Optional<Place> nearest(List<Place> nearestFirst, String field) {
      return nearestFirst.stream().filter(place -> place.node().has(field)).findFirst();
    }
  }

  private Fleet.Pair pair(Place target, List<Place> places) {
    Optional<Place> witness = Place.nearest(places, "witness");
    return new Fleet.Pair(
        target.path() + ".partner",
        Place.nearest(places, "session")
            .map(place -> word(Target.Session.class, place.node().path("session")))
            .orElse(Target.Session.MIRRORING),
        label(text(target.node(), "partner")),
        witness.map(place -> place.path() + ".witness").orElse(null),
        witness.map(place -> label(text(place.node(), "witness"))).orElse(null));
  }

  /** Each option counts on its own: the nearest place that names it wins. */
  private static LinkOptions options(List<JsonNode> nearestFirst, PairOptions pair) {
    JsonNode lifetime = nearest(nearestFirst, "certificateLifetime");
    return new LinkOptions(
        nearest(nearestFirst, "backupDirectory").textValue(),
        nearest(nearestFirst, "allowEndpointChange").booleanValue(),
        lifetime.isTextual() ? duration(lifetime.textValue()) : null,
        pair);
  }

  private PairOptions pairOptions(List<JsonNode> nearestFirst) {
    return new PairOptions(
        word(PairOptions.Safety.class, nearest(nearestFirst, "safety")),
        label(nearest(nearestFirst, "primary").textValue()),
        word(PairOptions.Wanted.class, nearest(nearestFirst, "wanted")),
        nearest(nearestFirst, "allowDataLoss").booleanValue(),
        word(PairOptions.Authentication.class, nearest(nearestFirst, "authentication")),
        nearest(nearestFirst, "certificateDirectory").textValue(),
        nearest(nearestFirst, "restoreDirectory").textValue(),
        nearest(nearestFirst, "dataDirectory").textValue(),
        nearest(nearestFirst, "logDirectory").textValue());
  }

  /** The constant that a word of the schema stands for, or null. */
  private static <E extends Enum<E>> E word(Class<E> kind, JsonNode word) {
    for (E constant : kind.getEnumConstants()) {
      String written = constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
      if (written.equals(word.textValue())) {
        return constant;
      }
    }
    return null;
  }

  /** A label as its server spells it; as written when there is no such server. */
  private String label(String written) {
    for (JsonNode server : file.path("servers")) {
      String name = text(server, "name");
      if (name != null && name.equalsIgnoreCase(written)) {
        return name;
      }
    }
    return written;
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
