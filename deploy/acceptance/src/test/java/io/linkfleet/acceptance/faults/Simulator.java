package io.linkfleet.acceptance.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.linkfleet.acceptance.faults.Http.Answer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;

/** Owns the talk with the simulator: what goes wrong in its world, and its record. */
final class Simulator {
  private final URI address;

  Simulator(URI address) {
    this.address = address;
  }

  /** Everything that happened after the effect of that number. */
  List<Effect> record(long since) {
    return checked(Http.get(address.resolve("/record?since=" + since)))
        .body()
        .lines()
        .map(Effect::of)
        .toList();
  }

  /** Whether the whole answer about an effect has left for its client. */
  boolean isAnswered(Effect effect) {
    return checked(Http.get(address.resolve("/record?since=" + (effect.sequence() - 1))))
        .body()
        .lines()
        .map(Http::json)
        .filter(it -> it.path("sequence").asLong() == effect.sequence())
        .anyMatch(it -> it.path("answered").asBoolean());
  }

  /** The number of the last effect so far. */
  long last() {
    List<Effect> all = record(0);
    return all.isEmpty() ? 0 : all.get(all.size() - 1).sequence();
  }

  JsonNode settings() {
    return checked(Http.get(address.resolve("/settings"))).json();
  }

  /** Puts back what {@link #settings()} showed, except for the clock and the dice. */
  void restore(JsonNode settings) {
    ObjectNode all = settings.deepCopy();
    all.remove(List.of("clockOffset", "seed"));
    settings(all.toString());
  }

  void settings(String json) {
    checked(control("PUT", "/settings", json));
  }

  /** A connection that breaks; see the control API for the fields. */
  void sqlFault(String json) {
    checked(control("POST", "/sql/faults", json));
  }

  /** The faults of connections, with how often each was met and has struck. */
  JsonNode sqlFaults() {
    return checked(Http.get(address.resolve("/sql/faults"))).json();
  }

  void azureFault(String json) {
    checked(control("POST", "/azure/faults", json));
  }

  /** How many faults of Azure's requests have not struck yet. */
  int azureFaultsLeft() {
    return checked(Http.get(address.resolve("/azure/faults"))).json().path("requests").asInt();
  }

  /** {@code down}, {@code up}, {@code restart}, {@code hang}, {@code resume}, … of a server. */
  void server(String name, String verb) {
    checked(control("POST", "/servers/" + name + "/" + verb, "{}"));
  }

  /** What a person does with a file: copies it to the same place on another server. */
  void copy(String server, String path, String to) {
    checked(
        control(
            "POST",
            "/servers/" + server + "/copy",
            Http.JSON.createObjectNode().put("path", path).put("to", to).toString()));
  }

  /** Nothing goes wrong from now on that has not begun. */
  void clearFaults() {
    checked(control("DELETE", "/sql/faults", ""));
    checked(control("DELETE", "/azure/faults", ""));
  }

  Answer control(String method, String path, String body) {
    return Http.send(
        HttpRequest.newBuilder(address.resolve(path))
            .method(method, HttpRequest.BodyPublishers.ofString(body)));
  }

  private static Answer checked(Answer answer) {
    if (answer.status() / 100 != 2) {
      throw new IllegalStateException("the simulator says " + answer);
    }
    return answer;
  }
}
