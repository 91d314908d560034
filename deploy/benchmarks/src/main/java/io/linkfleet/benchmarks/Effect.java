package io.linkfleet.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;

/**
 * One line of the simulator's record: something that reached a server, an instance or the network.
 *
 * @param sequence its place in the order
 * @param at when it began
 * @param took how long it took
 * @param where the server or instance
 * @param login who did it
 * @param kind QUERY, CHANGE, AZURE_READ, AZURE_WRITE, AZURE_OPERATION, NETWORK or CONTROL
 * @param text the statement or the request
 * @param outcome OK, an error number or an HTTP status
 */
record Effect(
    long sequence,
    Instant at,
    Duration took,
    String where,
    String login,
    String kind,
    String text,
    String outcome) {

  static Effect of(JsonNode line) {
    return new Effect(
        line.path("sequence").asLong(),
        Instant.parse(line.path("at").asText()),
        Duration.ofNanos(line.path("nanos").asLong()),
        line.path("where").asText(),
        line.path("login").asText(),
        line.path("kind").asText(),
        line.path("text").asText(),
        line.path("outcome").asText());
  }

  Instant end() {
    return at.plus(took);
  }

  Span span() {
    return new Span(at, end());
  }

  boolean succeeded() {
    return outcome.equals("OK");
  }

  /** A statement that changed a server. */
  boolean isChange() {
    return kind.equals("CHANGE") && succeeded();
  }

  /** A statement of any kind. */
  boolean isStatement() {
    return kind.equals("CHANGE") || kind.equals("QUERY");
  }

  /** Its first words, by which the simulator sets latencies. */
  String words() {
    String[] word = text.strip().split("\\s+", 4);
    boolean three = text.startsWith("CREATE AVAILABILITY") || text.startsWith("CREATE MASTER");
    return String.join(" ", java.util.Arrays.copyOf(word, Math.min(word.length, three ? 3 : 2)));
  }
}
