package io.linkfleet.acceptance.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/** One thing that happened in the simulated world, from its own record. */
record Effect(
    long sequence,
    Instant at,
    String where,
    String login,
    String kind,
    String text,
    String outcome) {

  static Effect of(String line) {
    JsonNode node = Http.json(line);
    return new Effect(
        node.path("sequence").asLong(),
        Instant.parse(node.path("at").asText()),
        node.path("where").asText(),
        node.path("login").asText(),
        node.path("kind").asText(),
        node.path("text").asText(),
        node.path("outcome").asText());
  }

  /** Whether it changed a server, or asked Azure for a change and was not refused. */
  boolean isChange() {
    return (kind.equals("CHANGE") || kind.equals("AZURE_WRITE")) && succeeded();
  }

  /** Whether a client sent it, as opposed to what the world did by itself. */
  boolean isSent() {
    return switch (kind) {
      case "QUERY", "CHANGE", "AZURE_READ", "AZURE_WRITE" -> true;
      default -> false;
    };
  }

  boolean succeeded() {
    return outcome.equals("OK");
  }
}
