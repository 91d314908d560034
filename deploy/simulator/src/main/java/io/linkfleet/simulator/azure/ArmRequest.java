package io.linkfleet.simulator.azure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * Owns one request as the routes see it.
 *
 * @param base scheme and authority under which the caller reached us, for URLs in answers
 * @param path decoded segments
 * @param principal who asks, as the bearer token names it
 * @param body the JSON body, or null
 */
record ArmRequest(
    String method,
    String base,
    List<String> path,
    Map<String, String> query,
    String principal,
    JsonNode body) {

  String apiVersion() {
    return query.get("api-version");
  }

  /** A text under {@code properties}, or null. */
  String property(String name) {
    JsonNode value = properties().path(name);
    return value.isTextual() ? value.textValue() : null;
  }

  /** A text at the top of the body; empty when there is none. */
  String text(String name) {
    return body == null ? "" : body.path(name).asText("");
  }

  JsonNode properties() {
    return body == null ? com.fasterxml.jackson.databind.node.MissingNode.getInstance()
        : body.path("properties");
  }
}
