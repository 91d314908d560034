package io.linkfleet.simulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.linkfleet.simulator.azure.AzureSettings;
import io.linkfleet.simulator.engine.World;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Owns the settings as JSON: ISO 8601 durations, unknown names refused, nothing half applied. */
final class SettingsJson {

  private SettingsJson() {}

  static ObjectNode write(Controlled simulator) {
    World world = simulator.world();
    AzureSettings azure = simulator.azure().settings;
    ObjectNode all = ControlJson.MAPPER.createObjectNode();
    all.put("seedingBytesPerSecond", world.settings.seedingBytesPerSecond);
    all.put("workloadBytesPerSecond", world.settings.workloadBytesPerSecond);
    all.put("connectDelay", world.settings.connectDelay.toString());
    all.put("initTimeout", world.settings.initTimeout.toString());
    all.put("azureOperation", world.settings.azureOperation.toString());
    // Whole seconds: the two clocks are not read at the same instant.
    all.put(
        "clockOffset",
        Duration.ofSeconds(
                Math.round(
                    Duration.between(Instant.now(), world.clock.instant()).toMillis() / 1000.0))
            .toString());
    ObjectNode latency = all.putObject("latency");
    world.statementLatencyNanos.forEach(
        (words, nanos) -> latency.put(words, Duration.ofNanos(nanos).toString()));
    all.put("seed", world.dice.seed());
    all.put("azureTokenLifetime", azure.tokenLifetime.toString());
    all.put("azurePageSize", azure.pageSize);
    all.put("azureRetryAfterSeconds", azure.operationRetryAfterSeconds);
    all.put("azureLinksPerInstance", azure.linksPerInstance);
    limit(all.putObject("azureReads"), azure.reads);
    limit(all.putObject("azureWrites"), azure.writes);
    limit(all.putObject("azureDeletes"), azure.deletes);
    return all;
  }

  private static void limit(ObjectNode node, AzureSettings.Limit limit) {
    node.put("size", limit.size()).put("refillPerSecond", limit.refillPerSecond());
  }

  static void apply(Controlled simulator, JsonNode wanted) {
    // First read all, so that a wrong value changes nothing.
    Runnable[] changes = new Runnable[wanted.size()];
    int next = 0;
    for (Map.Entry<String, JsonNode> setting : wanted.properties()) {
      changes[next++] = change(simulator, setting.getKey(), setting.getValue());
    }
    for (Runnable change : changes) {
      change.run();
    }
  }

  private static Runnable change(Controlled simulator, String name, JsonNode value) {
    World world = simulator.world();
    AzureSettings azure = simulator.azure().settings;
    switch (name) {
      case "seedingBytesPerSecond" -> {
        long bytes = number(name, value, 1);
        return () -> world.settings.seedingBytesPerSecond = bytes;
      }
      case "workloadBytesPerSecond" -> {
        long bytes = number(name, value, 0);
        return () -> world.settings.workloadBytesPerSecond = bytes;
      }
      case "connectDelay" -> {
        Duration delay = positive(name, value);
        return () -> world.settings.connectDelay = delay;
      }
      case "initTimeout" -> {
        Duration timeout = positive(name, value);
        return () -> world.settings.initTimeout = timeout;
      }
      case "azureOperation" -> {
        Duration length = positive(name, value);
        return () -> world.settings.azureOperation = length;
      }
      case "clockOffset" -> {
        Duration offset = duration(name, value);
        return () -> world.clock.offset(offset);
      }
      case "latency" -> {
        return latency(world, value);
      }
      case "seed" -> {
        long seed = number(name, value, Long.MIN_VALUE);
        return () -> world.dice.seed(seed);
      }
      case "azureTokenLifetime" -> {
        Duration lifetime = positive(name, value);
        return () -> azure.tokenLifetime = lifetime;
      }
      case "azurePageSize" -> {
        int size = (int) number(name, value, 1);
        return () -> azure.pageSize = size;
      }
      case "azureRetryAfterSeconds" -> {
        int seconds = (int) number(name, value, 0);
        return () -> azure.operationRetryAfterSeconds = seconds;
      }
      case "azureLinksPerInstance" -> {
        int most = (int) number(name, value, 0);
        return () -> azure.linksPerInstance = most;
      }
      case "azureReads" -> {
        AzureSettings.Limit limit = limit(name, value);
        return () -> azure.reads = limit;
      }
      case "azureWrites" -> {
        AzureSettings.Limit limit = limit(name, value);
        return () -> azure.writes = limit;
      }
      case "azureDeletes" -> {
        AzureSettings.Limit limit = limit(name, value);
        return () -> azure.deletes = limit;
      }
      default -> throw new ControlServer.Invalid(name + ": is no known setting");
    }
  }

  private static Runnable latency(World world, JsonNode value) {
    Map<String, Long> nanos = new java.util.TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      nanos.put(entry.getKey(), positive("latency." + entry.getKey(), entry.getValue()).toNanos());
    }
    return () -> {
      world.statementLatencyNanos.clear();
      world.statementLatencyNanos.putAll(nanos);
    };
  }

  private static AzureSettings.Limit limit(String name, JsonNode value) {
    return new AzureSettings.Limit(
        (int) number(name + ".size", value.path("size"), 1),
        value.path("refillPerSecond").asDouble(0));
  }

  private static long number(String name, JsonNode value, long least) {
    if (!value.canConvertToLong() || value.longValue() < least) {
      throw new ControlServer.Invalid(name + ": must be a whole number from " + least);
    }
    return value.longValue();
  }

  private static Duration positive(String name, JsonNode value) {
    Duration duration = duration(name, value);
    if (duration.isNegative()) {
      throw new ControlServer.Invalid(name + ": must not be negative");
    }
    return duration;
  }

  private static Duration duration(String name, JsonNode value) {
    try {
      return Duration.parse(value.asText());
    } catch (DateTimeException e) {
      throw new ControlServer.Invalid(name + ": must be a duration such as PT2S");
    }
  }
}
