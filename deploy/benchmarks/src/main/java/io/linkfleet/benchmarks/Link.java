package io.linkfleet.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A link as the monitor accepted it.
 *
 * @param id its id
 * @param server the name of its server
 * @param database the database
 * @param instance the managed instance
 * @param group its availability group
 * @param distributedGroup its distributed availability group, and so the link resource
 */
record Link(
    String id,
    String server,
    String database,
    String instance,
    String group,
    String distributedGroup) {

  static Link of(JsonNode accepted) {
    return new Link(
        accepted.path("id").asText(),
        accepted.path("server").asText(),
        accepted.path("database").asText(),
        accepted.path("instance").asText(),
        accepted.path("availabilityGroup").asText(),
        accepted.path("distributedAvailabilityGroup").asText());
  }

  /** Whether a statement is about this link and no other of its server. */
  boolean owns(Effect effect) {
    return effect.where().equals(server)
        && (effect.text().contains("[" + database + "]")
            || effect.text().contains("[" + group + "]")
            || effect.text().contains("[" + distributedGroup + "]"));
  }
}
