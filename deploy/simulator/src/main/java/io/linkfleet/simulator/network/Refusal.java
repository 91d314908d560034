package io.linkfleet.simulator.network;

import io.linkfleet.simulator.engine.Replica;
import java.util.function.Function;

/**
 * Owns why a connection attempt failed: the broken rule, what Azure will say and when, and what the
 * server notes.
 *
 * @param rule the broken rule in a few words, for the record and for tests
 * @param error what the link ends with if this lasts
 * @param atOnce whether the partner's answer decides it; otherwise it counts only after the init
 *     timeout, because silence might still end (inferred for every rule)
 * @param atServer what the server notes on the remote replica, given that replica
 */
public record Refusal(
    String rule, LinkError error, boolean atOnce, Function<Replica, ServerError> atServer) {

  static Refusal now(String rule, LinkError error, ServerError atServer) {
    return new Refusal(rule, error, true, replica -> atServer);
  }

  static Refusal inTime(String rule, LinkError error, ServerError atServer) {
    return new Refusal(rule, error, false, replica -> atServer);
  }

  /** The instance hears nothing, so the server hears nothing either. */
  static Refusal silence(String rule, LinkError error) {
    return new Refusal(rule, error, false, ServerError::timeout);
  }

  /** The partner answered that it knows no such group. */
  static Refusal unknownGroup(String rule) {
    return new Refusal(rule, LinkError.GROUP_NOT_RESPONDING, true, ServerError::timeout);
  }
}
