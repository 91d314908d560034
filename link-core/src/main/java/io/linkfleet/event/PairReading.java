package io.linkfleet.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * Both sides of a pair of SQL Servers, each as its own views show it.
 *
 * @param safety FULL when a commit waits for the partner, OFF when not; null when no side tells
 * @param witness CONNECTED, DISCONNECTED or UNKNOWN, as the principal sees it; null for a session
 *     without a witness
 * @param sides one for each server that could be asked, the source first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PairReading(String safety, String witness, List<Side> sides) {

  /**
   * One side.
   *
   * @param server the server's label
   * @param role PRINCIPAL or MIRROR, of a group PRIMARY, SECONDARY or RESOLVING; null when there is
   *     no session, or the login may not see it
   * @param state for example SYNCHRONIZED; null likewise
   * @param connectedState CONNECTED or DISCONNECTED, from where this server stands
   * @param endOfLog how far its log reaches, as a decimal string; null when unknown
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Side(
      String server, String role, String state, String connectedState, String endOfLog) {}
}
