package io.linkfleet.acceptance.faults;

import com.fasterxml.jackson.databind.JsonNode;

/** One link as the monitor accepted it. */
record Link(
    String id,
    long generation,
    String server,
    String database,
    String instance,
    String group,
    String distributedGroup) {

  static Link of(JsonNode accepted) {
    return new Link(
        accepted.path("id").asText(),
        accepted.path("generation").asLong(),
        accepted.path("server").asText(),
        accepted.path("database").asText(),
        accepted.path("instance").asText(),
        accepted.path("availabilityGroup").asText(),
        accepted.path("distributedAvailabilityGroup").asText());
  }
}
