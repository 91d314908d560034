package io.linkfleet.monitor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.linkfleet.event.LinkEvent.LinkHealth;
import io.linkfleet.event.LinkNames;
import io.linkfleet.event.LinkSpec;
import io.linkfleet.event.PairOptions;
import io.linkfleet.event.ReplicaReading;
import io.linkfleet.event.Target;
import io.linkfleet.monitor.view.LinkState;
import io.linkfleet.monitor.view.LinkState.Hold;
import io.linkfleet.monitor.view.Milestone;
import io.linkfleet.monitor.view.Status;
import java.time.Instant;
import java.util.Optional;

/**
 * A link as the API shows it.
 *
 * @param server the server's label
 * @param address its host and port
 * @param instance the managed instance, or the label of the partner of a pair
 * @param pair what is wanted of the session of a pair; null for a managed instance
 * @param phase how far it has come
 * @param status how it is
 * @param working the phase that it waits for or is blocked in, if any
 * @param reason why it waits, is blocked, lost or unknown, as a code
 * @param sentence the same for a person
 * @param nextAction what a person should do
 * @param since since when the status lasts, as far as the topics tell
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record LinkView(
    String id,
    String rollout,
    long generation,
    String server,
    String address,
    String database,
    String instance,
    LinkNames names,
    Pair pair,
    Milestone phase,
    Status status,
    String working,
    String reason,
    String sentence,
    String nextAction,
    Instant since,
    Instant requestedAt,
    Instant connectedAt,
    Health health) {

  /** How its replica was seen last. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Health(
      String diagnosis,
      String severity,
      String sentence,
      String nextAction,
      Instant observedAt,
      ReplicaReading replica) {}

  /**
   * What is wanted of the session of a pair.
   *
   * @param witness label of the witness, or null
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Pair(Target.Session session, String witness, PairOptions wanted) {
    static Pair of(LinkSpec link) {
      return link.isPair()
          ? new Pair(
              link.partner().session(),
              link.partner().witness() == null ? null : link.partner().witness().name(),
              link.options().pair())
          : null;
    }
  }

  static LinkView of(LinkState state) {
    LinkSpec link = state.link();
    Status status = state.status();
    LinkHealth health = state.health();
    Optional<Hold> hold = state.reached() == Milestone.CONNECTED ? Optional.empty() : state.hold();
    boolean byHealth = hold.isEmpty() && health != null && status != Status.CONNECTED;
    return new LinkView(
        link.id(),
        link.rollout(),
        link.generation(),
        link.source().name(),
        link.source().address(),
        link.database(),
        link.target().name(),
        link.names(),
        Pair.of(link),
        state.reached(),
        status,
        hold.map(Hold::phase).orElse(null),
        hold.map(Hold::reason).orElse(byHealth ? health.diagnosis() : null),
        hold.map(Hold::sentence).orElse(byHealth ? health.sentence() : null),
        hold.map(Hold::nextAction).orElse(byHealth ? health.nextAction() : null),
        hold.map(Hold::since).orElse(byHealth ? state.healthSince() : since(state, status)),
        state.requestedAt(),
        state.connectedAt(),
        health == null
            ? null
            : new Health(health.diagnosis(), health.severity(), health.sentence(),
                health.nextAction(), health.observedAt(), health.replica()));
  }

  private static Instant since(LinkState state, Status status) {
    return status == Status.CONNECTED ? state.connectedAt() : state.reachedAt();
  }
}
