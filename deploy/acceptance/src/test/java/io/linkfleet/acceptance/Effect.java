package io.linkfleet.acceptance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** One thing that happened in the simulated world, from its own record. */
record Effect(long sequence, String where, String login, String kind, String text, String outcome) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Effect of(String line) {
    try {
      JsonNode node = JSON.readTree(line);
      return new Effect(
          node.path("sequence").asLong(),
          node.path("where").asText(),
          node.path("login").asText(),
          node.path("kind").asText(),
          node.path("text").asText(),
          node.path("outcome").asText());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a line of the record: " + line, e);
    }
  }

  /** Whether it changed a server or Azure. */
  boolean isChange() {
    return (kind.equals("CHANGE") || kind.equals("AZURE_WRITE")) && succeeded();
  }

  boolean succeeded() {
    return outcome.equals("OK") || outcome.startsWith("2");
  }
}
