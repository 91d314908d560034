package io.linkfleet.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the monitor accepted.
 *
 * @param rollout the rollout's name
 * @param links the generation of each link that was asked for, by the link's id
 */
record Requested(String rollout, Map<String, Long> links) {
  static Requested of(JsonNode accepted) {
    Map<String, Long> links = new LinkedHashMap<>();
    for (JsonNode link : accepted.path("links")) {
      links.put(link.path("id").asText(), link.path("generation").asLong());
    }
    return new Requested(accepted.path("rollout").asText(), links);
  }

  /** Whether the monitor speaks of this request already, and not of an earlier one. */
  boolean isAbout(LinkRow link) {
    Long generation = links.get(link.id());
    return generation != null && link.generation() >= generation;
  }
}
