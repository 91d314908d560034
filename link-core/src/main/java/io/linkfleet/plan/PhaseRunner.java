package io.linkfleet.plan;

import io.linkfleet.event.EventCodec;
import io.linkfleet.event.LinkEvent;
import io.linkfleet.event.LinkEvent.LinkBlocked;
import io.linkfleet.event.LinkEvent.LinkWaiting;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.reactive.messaging.TracingMetadata;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * The delivery side of a phase: takes its records from Kafka, runs each link in its lane, publishes
 * the outcome, and only then acknowledges.
 *
 * <p>Three outcomes: the next event, {@code link-blocked}, or a seat in the waiting room. A record
 * that cannot be read goes to the dead-letter topic. Records of an older generation of a link are
 * acknowledged and skipped.
 */
@ApplicationScoped
public class PhaseRunner {
  private static final Logger LOG = Logger.getLogger(PhaseRunner.class);

  private final Journal journal;
  private final Reconciler reconciler;
  private final RunnerConfig config;
  private final Clock clock;
  private final Lanes lanes;
  private final WaitingRoom room;
  private final MeterRegistry metrics;
  private final Map<String, Long> generations = new ConcurrentHashMap<>();
  private final Refusals refusals = new Refusals();
  private ScheduledExecutorService ticker;

  public PhaseRunner(
      Journal journal,
      Reconciler reconciler,
      RunnerConfig config,
      Clock clock,
      MeterRegistry metrics) {
    this.journal = journal;
    this.reconciler = reconciler;
    this.config = config;
    this.clock = clock;
    this.metrics = metrics;
    this.lanes = new Lanes("linkfleet", config.lanes(), config.together(), config.queued());
    this.room = new WaitingRoom(clock);
    metrics.gauge("linkfleet.links.waiting", room, WaitingRoom::size);
    metrics.gauge("linkfleet.links.queued", lanes, Lanes::size);
  }

  /** Takes an event of the phase; completes when it is queued, acknowledges when it is done. */
  public <I extends LinkEvent> CompletionStage<Void> accept(
      Phases<I> phases, Message<byte[]> message) {
    startTicking(phases);
    I event;
    try {
      event = EventCodec.read(message.getPayload(), phases.input());
      requireOwnKey(event, message);
    } catch (EventCodec.Unreadable e) {
      return refuse(message, e);
    }
    if (isOlder(event.link().id(), event.link().generation())) {
      LOG.infof("%s: a record of an older generation, skipped", event.link().id());
      return message.ack();
    }
    Optional<TracingMetadata> trace = message.getMetadata(TracingMetadata.class);
    Phase<I, ?, ?> phase = phases.of(event);
    return queue(
        phase.lane(event),
        event.link().id(),
        () -> {
          run(phase, event, room.of(event.link().id()), trace);
          message.ack();
        });
  }

  /** Takes a record of the phase's waiting topic: a seat, or the end of one. */
  public CompletionStage<Void> waiting(Phases<?> phases, Message<byte[]> message) {
    startTicking(phases);
    String key = key(message);
    if (message.getPayload() == null && key != null) {
      room.leave(key);
      return message.ack();
    }
    try {
      LinkWaiting waiting = EventCodec.read(message.getPayload(), LinkWaiting.class);
      requireOwnKey(waiting, message);
      if (!isOlder(waiting.link().id(), waiting.link().generation())) {
        room.enter(waiting);
      }
      return message.ack();
    } catch (EventCodec.Unreadable e) {
      return refuse(message, e);
    }
  }

  /** What the phase would do about an event now; changes nothing and takes no lock. */
  public <I extends LinkEvent, S, O extends LinkEvent> Preview<O> preview(
      Phase<I, S, O> phase, I event) {
    try (Visit<S> visit = phase.visit(event, null)) {
      S observed = visit.observe();
      return new Preview<>(phase.plan(event, observed), phase.converged(event, observed));
    } catch (RuntimeException e) {
      Plan after = phase.explain(event, e).orElseGet(() -> Failures.after(e, 0, 0.5));
      return new Preview<>(after, null);
    }
  }

  /**
   * What a dry run shows.
   *
   * @param plan the plan as it is now
   * @param next the event that would follow once the plan is carried out; null when unknown
   */
  public record Preview<O>(Plan plan, O next) {}

  private <I extends LinkEvent, S, O extends LinkEvent> void run(
      Phase<I, S, O> phase, I event, LinkWaiting seat, Optional<TracingMetadata> trace) {
    String id = event.link().id();
    if (isOlder(id, event.link().generation())) {
      return;
    }
    var timer = io.micrometer.core.instrument.Timer.start(metrics);
    Reconciler.Outcome<O> outcome = reconciler.run(phase, event, seat, trace);
    timer.stop(metrics.timer("linkfleet.visits", "phase", phase.name()));
    metrics.counter("linkfleet.outcomes", "phase", phase.name(), "outcome", outcome.name())
        .increment();
    if (outcome instanceof Reconciler.Outcome.Pause<O> pause) {
      pause(phase, event, seat, pause.waiting(), trace);
      return;
    }
    if (outcome instanceof Reconciler.Outcome.Stop<O> stop) {
      Plan.Blocked why = stop.blocked();
      LOG.warnf("%s: blocked, %s. %s", id, why.sentence(), why.nextAction());
      journal.blocked(
          new LinkBlocked(
              event.link(),
              phase.name(),
              why.reason().name(),
              why.sentence(),
              why.nextAction(),
              clock.instant()),
          trace);
    } else if (outcome instanceof Reconciler.Outcome.Done<O> done) {
      journal.publish(phase.out(), done.event(), trace);
    }
    if (room.leave(id)) {
      journal.waitsNoMore(id);
    }
  }

  /** Only what a person would see differently is published; the seat itself always moves. */
  private <I extends LinkEvent> void pause(
      Phase<I, ?, ?> phase,
      I event,
      LinkWaiting seat,
      Plan.Waiting why,
      Optional<TracingMetadata> trace) {
    Instant now = clock.instant();
    LinkWaiting waiting =
        new LinkWaiting(
            event.link(),
            phase.name(),
            why.reason().name(),
            why.sentence(),
            seat == null ? now : seat.since(),
            now.plus(why.lookAgain()),
            seat == null || !seat.reason().equals(why.reason().name()) ? 0 : seat.attempts() + 1,
            why.carried(),
            EventCodec.json().valueToTree(event),
            now);
    boolean news =
        seat == null
            || !seat.reason().equals(waiting.reason())
            || !seat.sentence().equals(waiting.sentence())
            || seat.link().generation() != waiting.link().generation()
            || !java.util.Objects.equals(seat.carried(), waiting.carried());
    if (news) {
      LOG.infof("%s: waiting, %s", event.link().id(), why.sentence());
      journal.waiting(waiting, trace);
    }
    room.enter(waiting);
  }

  private synchronized void startTicking(Phases<?> phases) {
    if (ticker == null) {
      ticker =
          Executors.newSingleThreadScheduledExecutor(
              task -> {
                Thread thread = new Thread(task, "linkfleet-waiting-room");
                thread.setDaemon(true);
                return thread;
              });
      long every = config.tick().toMillis();
      ticker.scheduleWithFixedDelay(() -> tick(phases), every, every, TimeUnit.MILLISECONDS);
    }
  }

  private <I extends LinkEvent> void tick(Phases<I> phases) {
    for (LinkWaiting seat : room.due()) {
      try {
        I event = EventCodec.json().treeToValue(seat.input(), phases.input());
        Phase<I, ?, ?> phase = phases.of(event);
        lanes.submit(
            phase.lane(event),
            event.link().id(),
            () -> {
              LinkWaiting now = room.of(seat.link().id());
              if (now == seat) {
                run(phase, event, seat, Optional.empty());
              }
            });
      } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
        LOG.errorf("%s: its waiting record holds no %s", seat.link().id(), phases.input());
        room.leave(seat.link().id());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        LOG.errorf(e, "%s: could not be looked at", seat.link().id());
      }
    }
  }

  private CompletionStage<Void> queue(String lane, String link, Runnable task) {
    try {
      lanes.submit(lane, link, task);
      return CompletableFuture.completedFuture(null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CompletableFuture.failedFuture(e);
    }
  }

  private boolean isOlder(String link, long generation) {
    return generations.merge(link, generation, Math::max) > generation;
  }

  private static void requireOwnKey(LinkEvent event, Message<byte[]> message)
      throws EventCodec.Unreadable {
    EventCodec.requireKey(event, key(message));
  }

  private static String key(Message<byte[]> message) {
    return message
        .getMetadata(IncomingKafkaRecordMetadata.class)
        .map(record -> record.getKey() == null ? null : record.getKey().toString())
        .orElse(null);
  }

  private CompletionStage<Void> refuse(Message<byte[]> message, EventCodec.Unreadable why) {
    LOG.warnf("a record goes to the dead-letter topic: %s", why.getMessage());
    return refusals.putAside(message, why);
  }

  void stop(@Observes ShutdownEvent event) {
    if (ticker != null) {
      ticker.shutdownNow();
    }
    lanes.stop(config.stopWithin());
  }
}
