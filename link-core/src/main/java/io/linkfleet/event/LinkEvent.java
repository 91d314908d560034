package io.linkfleet.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * Everything that services tell each other: facts in the past tense, immutable, without secrets.
 *
 * <p>Each record carries the whole {@link LinkSpec}, so whoever reads one can act on it alone. The
 * topic of a record is its name in kebab case.
 */
public sealed interface LinkEvent {
  /** The link it is about. */
  LinkSpec link();

  /** When it became true, or was seen to be. */
  Instant at();

  /** A person asked for the link. */
  record LinkRequested(LinkSpec link, Instant at) implements LinkEvent {}

  /** Phase 1 is done: trust between both sides. */
  record CertCreated(LinkSpec link, Evidence.Trust trust, Instant at) implements LinkEvent {}

  /** Phase 2 is done: the mirroring endpoint. */
  record EndpointReady(
      LinkSpec link, Evidence.Trust trust, Evidence.Endpoint endpoint, Instant at)
      implements LinkEvent {}

  /** Phase 3 is done: the availability group and the distributed availability group. */
  record DagCreated(
      LinkSpec link,
      Evidence.Trust trust,
      Evidence.Endpoint endpoint,
      Evidence.Groups groups,
      Instant at)
      implements LinkEvent {}

  /**
   * The link exists: phase 4 has made the link resource, or phase 3 the session of a pair.
   *
   * <p>For a pair that is wanted REMOVED it says that the session is gone.
   *
   * @param groups null for a mirroring session
   * @param azure null for a pair of SQL Servers
   */
  record LinkCreated(
      LinkSpec link,
      Evidence.Trust trust,
      Evidence.Endpoint endpoint,
      Evidence.Groups groups,
      Evidence.AzureLink azure,
      Instant at)
      implements LinkEvent {}

  /**
   * The monitor saw the remote replica become CONNECTED.
   *
   * @param replica the remote replica's name in the distributed availability group
   */
  record ReplicaConnected(LinkSpec link, String replica, Instant at) implements LinkEvent {}

  /**
   * How the link is, as the DMVs of the source server showed it.
   *
   * @param replica what was seen; null when the server could not be read
   * @param diagnosis code of the most important finding, {@code HEALTHY} when there is none
   * @param sentence the finding for a person
   * @param nextAction what a person should do, or an empty string
   * @param observedAt when the server answered; {@code at} may be later
   */
  record LinkHealth(
      LinkSpec link,
      ReplicaReading replica,
      String diagnosis,
      String severity,
      String sentence,
      String nextAction,
      Instant observedAt,
      Instant at)
      implements LinkEvent {}

  /**
   * A person must act before the link can go on; asking again then resumes it.
   *
   * @param phase the phase that stopped
   * @param reason the reason as a code
   * @param sentence what is wrong, and where
   * @param nextAction what to do
   */
  record LinkBlocked(
      LinkSpec link,
      String phase,
      String reason,
      String sentence,
      String nextAction,
      Instant at)
      implements LinkEvent {}

  /**
   * A phase will look again by itself.
   *
   * @param phase the phase that waits
   * @param reason what it waits for as a code
   * @param sentence what it waits for
   * @param since when this wait began
   * @param lookAgainAt when it looks again
   * @param attempts how often it has looked again for this reason
   * @param carried what the phase wants to remember, for example an operation's address, or null
   * @param input the event that the phase is working on, as JSON
   */
  record LinkWaiting(
      LinkSpec link,
      String phase,
      String reason,
      String sentence,
      Instant since,
      Instant lookAgainAt,
      int attempts,
      String carried,
      JsonNode input,
      Instant at)
      implements LinkEvent {}

  /**
   * A phase took one step; the audit trail.
   *
   * @param phase the phase
   * @param where the server or instance that was changed
   * @param sentence what was done
   * @param statement the statement or request without secrets
   * @param outcome DONE or FAILED
   * @param detail why it failed, or an empty string
   */
  record LinkStep(
      LinkSpec link,
      String phase,
      String where,
      String sentence,
      String statement,
      String outcome,
      String detail,
      Instant at)
      implements LinkEvent {}
}
