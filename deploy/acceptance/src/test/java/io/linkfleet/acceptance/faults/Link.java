package io.linkfleet.acceptance.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.linkfleet.acceptance.faults.FaultWorld.Pair;

/**
 * One link as the monitor accepted it.
 *
 * @param instance the managed instance, or the partner of a pair
 * @param pair the servers of a mirroring session; null for a link to an instance
 */
record Link(
    String id,
    long generation,
    String server,
    String database,
    String instance,
    String group,
    String distributedGroup,
    Pair pair) {

  static Link of(JsonNode accepted) {
    return of(accepted, null);
  }

  static Link of(JsonNode accepted, Pair pair) {
    return new Link(
        accepted.path("id").asText(),
        accepted.path("generation").asLong(),
        accepted.path("server").asText(),
        accepted.path("database").asText(),
        accepted.path("instance").asText(),
        accepted.path("availabilityGroup").asText(),
        accepted.path("distributedAvailabilityGroup").asText(),
        pair);
  }

  boolean isPair() {
    return pair != null;
  }

  /** Whether this effect shows that it is connected: of a pair, nothing else lets it succeed. */
  boolean isConnectedBy(Effect effect) {
    return isPair()
        ? effect.isChange()
            && effect.where().equals(server)
            && effect.text().startsWith("ALTER DATABASE " + quoted() + " SET PARTNER = ")
        : effect.kind().equals("NETWORK")
            && effect.text().startsWith("link " + distributedGroup + ": connected");
  }

  private String quoted() {
    return "[" + database.replace("]", "]]") + "]";
  }
}
