package io.linkfleet.monitor.view;

import io.linkfleet.event.Evidence;
import io.linkfleet.event.LinkEvent;
import io.linkfleet.event.LinkEvent.LinkBlocked;
import io.linkfleet.event.LinkEvent.LinkHealth;
import io.linkfleet.event.LinkEvent.LinkWaiting;
import io.linkfleet.event.LinkSpec;
import io.linkfleet.event.ReplicaReading;
import io.linkfleet.event.Target;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Everything that is known about one link, as a fold of its events.
 *
 * <p>Events of different topics come in any order, and more than once. So what counts is the
 * generation first, then how far the link has come, then the time an event carries; never the order
 * of arrival.
 *
 * @param link the newest generation of what is wanted
 * @param requestedAt when it was asked for, null before that record was read
 * @param reached how far it has come in this generation
 * @param reachedAt since when
 * @param waits what each phase waits for, by the phase's name
 * @param blocked what stopped it last, or null
 * @param health how it was seen last, or null
 * @param healthSince since when it has been seen so
 * @param connectedAt when its replica became connected last, or null
 * @param watched what there is to watch, of this or an earlier generation; null before anything was
 *     made
 */
public record LinkState(
    LinkSpec link,
    Instant requestedAt,
    Milestone reached,
    Instant reachedAt,
    Map<String, Hold> waits,
    Hold blocked,
    LinkHealth health,
    Instant healthSince,
    Instant connectedAt,
    Watched watched) {

  /**
   * What there is to watch.
   *
   * @param group the distributed availability group, or the availability group of a pair without
   *     one; of a mirroring session the database
   * @param generation the generation that made it
   * @param trust the certificates it relies on
   */
  public record Watched(String group, long generation, Evidence.Trust trust) {
    static Watched of(LinkEvent.LinkCreated created) {
      LinkSpec link = created.link();
      return new Watched(group(link, created.groups()), link.generation(), created.trust());
    }

    private static String group(LinkSpec link, Evidence.Groups groups) {
      if (groups == null) {
        return link.database();
      }
      return link.isPair() && link.partner().session() == Target.Session.AVAILABILITY_GROUP
          ? groups.availabilityGroup()
          : groups.distributedAvailabilityGroup();
    }
  }

  /**
   * What keeps a link from going on.
   *
   * @param nextAction what a person should do; empty when it goes on by itself
   */
  public record Hold(
      Status status,
      String phase,
      String reason,
      String sentence,
      String nextAction,
      Instant since,
      Instant at) {}

  /** A link of which one event is known. */
  static LinkState first(LinkEvent event) {
    return start(event, null).apply(event);
  }

  private static LinkState start(LinkEvent event, Watched watched) {
    return new LinkState(
        event.link(), null, Milestone.REQUESTED, event.at(), Map.of(), null, null, null, null,
        watched);
  }

  /** The same link, one event later. */
  LinkState apply(LinkEvent event) {
    long generation = event.link().generation();
    if (event instanceof LinkEvent.LinkCreated created
        && (watched == null || generation >= watched.generation())) {
      Watched made = Watched.of(created);
      if (!made.equals(watched)) {
        return watching(made).apply(event);
      }
    }
    if (generation < link.generation()) {
      return this;
    }
    if (generation > link.generation()) {
      return start(event, watched).apply(event);
    }
    if (event instanceof LinkEvent.LinkRequested) {
      LinkState there = reach(Milestone.REQUESTED, event.at());
      return new LinkState(link, event.at(), there.reached, there.reachedAt, waits, blocked,
          health, healthSince, connectedAt, watched);
    } else if (event instanceof LinkEvent.CertCreated) {
      return reach(Milestone.CERT_CREATED, event.at());
    } else if (event instanceof LinkEvent.EndpointReady) {
      return reach(Milestone.ENDPOINT_READY, event.at());
    } else if (event instanceof LinkEvent.DagCreated) {
      return reach(Milestone.DAG_CREATED, event.at());
    } else if (event instanceof LinkEvent.LinkCreated) {
      return reach(Milestone.LINK_CREATED, event.at());
    } else if (event instanceof LinkEvent.ReplicaConnected) {
      return connect(event.at());
    } else if (event instanceof LinkWaiting waiting) {
      return wait(waiting);
    } else if (event instanceof LinkBlocked stopped) {
      return block(stopped);
    } else if (event instanceof LinkHealth seen) {
      return see(seen);
    }
    return this; // a step changes nothing here
  }

  /** The phase does not wait any more. */
  LinkState waitsNoMore(String phase) {
    Map<String, Hold> fewer = new HashMap<>(waits);
    fewer.remove(phase);
    return withHolds(fewer, blocked);
  }

  private LinkState reach(Milestone milestone, Instant at) {
    // a milestone that is told twice was reached the first time
    boolean news =
        milestone.compareTo(reached) > 0 || milestone == reached && at.isBefore(reachedAt);
    return !news
        ? this
        : new LinkState(link, requestedAt, milestone, at, waits, blocked, health, healthSince,
            connectedAt, watched);
  }

  private LinkState connect(Instant at) {
    LinkState there = reach(Milestone.CONNECTED, at);
    return connectedAt != null && !at.isAfter(connectedAt)
        ? there
        : new LinkState(link, requestedAt, there.reached, there.reachedAt, waits, blocked, health,
            healthSince, at, watched);
  }

  private LinkState wait(LinkWaiting event) {
    Hold known = waits.get(event.phase());
    if (known != null && known.at().isAfter(event.at())) {
      return this;
    }
    Map<String, Hold> more = new HashMap<>(waits);
    more.put(
        event.phase(),
        new Hold(Status.WAITING, event.phase(), event.reason(), event.sentence(), "",
            event.since(), event.at()));
    return withHolds(more, blocked);
  }

  private LinkState block(LinkBlocked event) {
    Hold hold =
        new Hold(Status.BLOCKED, event.phase(), event.reason(), event.sentence(),
            event.nextAction(), event.at(), event.at());
    return blocked != null && LATER.compare(blocked, hold) > 0 ? this : withHolds(waits, hold);
  }

  private LinkState see(LinkHealth event) {
    if (health != null && health.at().isAfter(event.at())) {
      return this;
    }
    boolean same = health != null && health.diagnosis().equals(event.diagnosis());
    return new LinkState(link, requestedAt, reached, reachedAt, waits, blocked, event,
        same ? healthSince : event.at(), connectedAt, watched);
  }

  private LinkState withHolds(Map<String, Hold> newWaits, Hold newBlocked) {
    return new LinkState(link, requestedAt, reached, reachedAt, Map.copyOf(newWaits), newBlocked,
        health, healthSince, connectedAt, watched);
  }

  private LinkState watching(Watched made) {
    return new LinkState(link, requestedAt, reached, reachedAt, waits, blocked, health,
        healthSince, connectedAt, made);
  }

  private static final Set<String> NEEDS_SOMEBODY = Set.of("WARNING", "CRITICAL");

  private static final Comparator<Hold> LATER =
      Comparator.<Hold, Milestone>comparing(hold -> Milestone.of(hold.phase()))
          .thenComparing(Hold::at);

  /** What keeps the link now; a hold of a phase that the link has passed keeps nothing. */
  public Optional<Hold> hold() {
    return Stream.concat(waits.values().stream(), Stream.ofNullable(blocked))
        .filter(hold -> Milestone.of(hold.phase()).compareTo(reached) > 0)
        .max(LATER);
  }

  /** What is watched, or null; see {@link Watched#group}. */
  public String group() {
    return watched == null ? null : watched.group();
  }

  /** Whether the phases still work on what was asked for last. */
  public boolean underWay() {
    return reached.compareTo(Milestone.LINK_CREATED) < 0;
  }

  /** Whether the last word of the topics is that the replica is connected. */
  public boolean connected() {
    return connectedAt != null
        && (health == null || !health.at().isAfter(connectedAt) || !showsLoss(health));
  }

  /** In one word. */
  public Status status() {
    if (!underWay() && health != null && Status.AS_ASKED.containsKey(health.diagnosis())) {
      return Status.AS_ASKED.get(health.diagnosis());
    }
    if (reached != Milestone.CONNECTED) {
      return hold().map(Hold::status)
          .orElse(reached == Milestone.LINK_CREATED && health != null
              ? Status.WAITING : Status.RUNNING);
    }
    if (!connected()) {
      return Status.LOST;
    }
    ReplicaReading replica = health == null ? null : health.replica();
    boolean unknown =
        health != null && (replica == null || !replica.connected() && !replica.lost());
    return unknown ? Status.UNKNOWN : Status.CONNECTED;
  }

  /** How soon a person should look at it. */
  public Urgency urgency() {
    boolean unhealthy = health != null && NEEDS_SOMEBODY.contains(health.severity());
    return Urgency.of(status(), unhealthy);
  }

  private static boolean showsLoss(LinkHealth health) {
    ReplicaReading replica = health.replica();
    return replica == null ? "GROUP_MISSING".equals(health.diagnosis()) : replica.lost();
  }
}
