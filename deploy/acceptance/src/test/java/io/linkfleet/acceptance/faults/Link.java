package io.linkfleet.acceptance.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.linkfleet.acceptance.faults.FaultWorld.Pair;
import java.util.regex.Pattern;

/**
 * One link as the monitor accepted it.
 *
 * @param instance the managed instance, or the partner of a pair
 * @param pair the servers of a session between two; null for a link to an instance
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
        ? effect.isChange() && (pair.isMirrored() ? isMirroredBy(effect) : isJoinedBy(effect))
        : effect.kind().equals("NETWORK")
            && effect.text().startsWith("link " + distributedGroup + ": connected");
  }

  private boolean isMirroredBy(Effect effect) {
    return effect.where().equals(server)
        && effect.text().startsWith("ALTER DATABASE " + quoted() + " SET PARTNER = ");
  }

  /** A server joins a group only with a primary that it reaches, and that lets it in. */
  private boolean isJoinedBy(Effect effect) {
    return effect.where().equals(instance)
        && effect.text().matches(
            "(?s)ALTER AVAILABILITY GROUP \\[(%s|%s)\\] JOIN.*"
                .formatted(Pattern.quote(group), Pattern.quote(distributedGroup)));
  }

  private String quoted() {
    return "[" + database.replace("]", "]]") + "]";
  }
}
