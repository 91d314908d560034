package io.linkfleet.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What the monitor accepted.
 *
 * @param rollout the rollout's name
 * @param links the ids of its links
 */
record Requested(String rollout, Set<String> links) {
  static Requested of(JsonNode accepted) {
    Set<String> ids = new LinkedHashSet<>();
    for (JsonNode link : accepted.path("links")) {
      ids.add(link.isTextual() ? link.asText() : link.path("id").asText());
    }
    return new Requested(accepted.path("id").asText(accepted.path("name").asText()), ids);
  }
}
