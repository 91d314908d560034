package io.linkfleet.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Owns the talk with the simulator: how slow its world is, and its record of what happened. */
final class Simulation {
  /**
   * How long statements take before they do their work, by their first words; what is not named is
   * other DDL. Round numbers of the order that servers show.
   */
  static final Map<String, Duration> LATENCY = new LinkedHashMap<>();

  static {
    LATENCY.put("CREATE AVAILABILITY GROUP", Duration.ofMillis(1500));
    LATENCY.put("BACKUP DATABASE", Duration.ofSeconds(2));
    LATENCY.put("CREATE CERTIFICATE", Duration.ofMillis(500));
    LATENCY.put("*", Duration.ofMillis(200));
    for (String query :
        List.of(
            "SELECT", "CONDITIONAL", "ASSIGN", "EXEC SP_GETAPPLOCK", "EXEC SP_RELEASEAPPLOCK")) {
      LATENCY.put(query, Duration.ofMillis(5));
    }
  }

  private final URI address;

  Simulation(URI address) {
    this.address = address;
  }

  /** Makes the world as slow as a real one. */
  void slowDown() {
    ObjectNode latency = Http.JSON.createObjectNode();
    LATENCY.forEach((words, duration) -> latency.put(words, duration.toString()));
    ObjectNode settings = Http.JSON.createObjectNode();
    settings.put("azureOperation", Duration.ofSeconds(2).toString());
    settings.set("latency", latency);
    Http.put(address.resolve("/settings"), settings);
  }

  JsonNode settings() {
    return Http.get(address.resolve("/settings"));
  }

  /** Everything that happened after the effect of that number. */
  List<Effect> record(long since) {
    return effects(lines(since));
  }

  /** The number of the last effect so far, 0 when there was none. */
  long last() {
    return record(0).stream().mapToLong(Effect::sequence).max().orElse(0);
  }

  /** The same, and a file of it for those who want to look closer. */
  List<Effect> record(long since, Path copy) throws IOException {
    String lines = lines(since);
    Files.writeString(copy, lines);
    return effects(lines);
  }

  private String lines(long since) {
    return Http.text(address.resolve("/record?since=" + since));
  }

  private static List<Effect> effects(String lines) {
    List<Effect> effects = new ArrayList<>();
    lines.lines().forEach(line -> effects.add(Effect.of(parse(line))));
    return effects;
  }

  private static JsonNode parse(String line) {
    try {
      return Http.JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
