package io.linkfleet.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * One link as the monitor tells it.
 *
 * @param id its id
 * @param generation which request for it this is about
 * @param server the label of its server
 * @param database the database
 * @param target the managed instance, or the partner of a pair and what keeps them together
 * @param phase how far it has come, for example CERT_CREATED
 * @param status RUNNING, WAITING, BLOCKED, CONNECTED, UNKNOWN, LOST, PAUSED or REMOVED
 * @param sentence what keeps it or how it is, for a person
 * @param nextAction what a person should do, or an empty string
 * @param health lag and diagnosis in a few words
 * @param seconds from the request to being connected, or an empty string
 */
record LinkRow(
    String id,
    long generation,
    String server,
    String database,
    String target,
    String phase,
    String status,
    String sentence,
    String nextAction,
    String health,
    String seconds) {

  static LinkRow of(JsonNode link) {
    return new LinkRow(
        text(link, "id"),
        link.path("generation").asLong(),
        text(link, "server"),
        text(link, "database"),
        target(link),
        text(link, "phase"),
        text(link, "status"),
        text(link, "sentence"),
        text(link, "nextAction"),
        health(link),
        seconds(link));
  }

  boolean isConnected() {
    return status.equals("CONNECTED");
  }

  boolean isBlocked() {
    return status.equals("BLOCKED");
  }

  boolean isLost() {
    return status.equals("LOST");
  }

  /** Whether a pair's session is paused or removed, as was asked for. */
  boolean isAsAsked() {
    return status.equals("PAUSED") || status.equals("REMOVED");
  }

  /** The database with its server, as a person names it. */
  String name() {
    return server + " / " + database;
  }

  /** Where it is, in one word or two. */
  String where() {
    if (isConnected() || isBlocked() || isLost() || isAsAsked()) {
      return status;
    }
    return phase + (status.equals("WAITING") ? ", waiting" : "");
  }

  private static String target(JsonNode link) {
    String session = text(link.path("pair"), "session").toLowerCase(Locale.ROOT).replace('_', ' ');
    return text(link, "instance") + (session.isEmpty() ? "" : " (" + session + ")");
  }

  private static String health(JsonNode link) {
    JsonNode health = link.path("health");
    String diagnosis = text(health, "diagnosis");
    JsonNode lag = health.path("replica").path("lagSeconds");
    return lag.isNumber() ? diagnosis + ", " + lag.asLong() + " s behind" : diagnosis;
  }

  private static String seconds(JsonNode link) {
    Instant from = instant(link, "requestedAt");
    Instant to = instant(link, "connectedAt");
    return from == null || to == null ? "" : Text.seconds(Duration.between(from, to));
  }

  private static Instant instant(JsonNode link, String field) {
    String text = link.path(field).asText("");
    return text.isEmpty() || text.equals("null") ? null : Instant.parse(text);
  }

  private static String text(JsonNode link, String field) {
    return Text.printable(link.path(field).asText(""));
  }
}
