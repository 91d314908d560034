package io.linkfleet.plan;

import io.linkfleet.azure.AzureFailure;
import io.linkfleet.event.LinkEvent;
import io.linkfleet.event.LinkEvent.LinkWaiting;
import io.linkfleet.sqlserver.SqlFailure;
import io.smallrye.reactive.messaging.TracingMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/**
 * Observe, plan, apply, observe: one visit of a phase to one link, from what is wanted to one of
 * three outcomes.
 *
 * <p>The plan is made again under the lock before the first step, since somebody else may have
 * changed the server meanwhile. The state after the last step is observed, never assumed. Nothing
 * blocks but what is seen under the lock: what a look reads first and last differ while somebody
 * else is at work. What links share and one of them was just seen to need nothing of, the others
 * do not look at again.
 */
@ApplicationScoped
public class Reconciler {
  private static final Logger LOG = Logger.getLogger(Reconciler.class);

  /** A plan may show its next steps only after the first ones; more rounds mean a defect. */
  private static final int ROUNDS = 3;

  private final Journal journal;
  private final Clock clock;
  private final Map<String, Down> down = new ConcurrentHashMap<>();
  private final SharedLooks looks = new SharedLooks();

  public Reconciler(Journal journal, Clock clock) {
    this.journal = journal;
    this.clock = clock;
  }

  /** A server that did not answer: the links behind it need not find out one by one. */
  private record Down(Plan.Waiting why, long untilNanos) {}

  /** How a visit ended. */
  sealed interface Outcome<O> {
    /** The wanted state is there. */
    record Done<O>(O event) implements Outcome<O> {}

    /** Look again later. */
    record Pause<O>(Plan.Waiting waiting) implements Outcome<O> {}

    /** A person must act. */
    record Stop<O>(Plan.Blocked blocked) implements Outcome<O> {}

    default String name() {
      return getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    }
  }

  <I extends LinkEvent, S, O extends LinkEvent> Outcome<O> run(
      Phase<I, S, O> phase, I event, LinkWaiting seat, Optional<TracingMetadata> trace) {
    String lane = phase.lane(event);
    Down known = down.get(lane);
    String carried =
        seat == null || seat.link().generation() != event.link().generation()
            ? null
            : seat.carried();
    if (known != null && known.untilNanos() - System.nanoTime() > 0) {
      return new Outcome.Pause<>(carrying(known.why(), carried));
    }
    Optional<S> seen = looks.converged(phase, event);
    if (seen.isPresent()) {
      return new Outcome.Done<>(phase.converged(event, seen.get()));
    }
    try (Visit<S> visit = phase.visit(event, carried)) {
      try {
        Outcome<O> outcome;
        try (StepLog told = new StepLog(journal, clock, phase, event, trace)) {
          outcome = converge(phase, event, visit, told);
        }
        down.remove(lane);
        return outcome;
      } catch (RuntimeException e) {
        // what a step has begun must not be forgotten because the look after it failed
        return failed(phase, event, seat, visit.carried().orElse(carried), e);
      }
    } catch (RuntimeException e) {
      return failed(phase, event, seat, carried, e);
    }
  }

  private <I extends LinkEvent, S, O extends LinkEvent> Outcome<O> failed(
      Phase<I, S, O> phase, I event, LinkWaiting seat, String carried, RuntimeException e) {
    // looks at something that makes progress are no failed attempts
    boolean again = seat != null && !seat.reason().equals(Reason.IN_PROGRESS.name());
    int attempts = again ? seat.attempts() + 1 : 0;
    double jitter = ThreadLocalRandom.current().nextDouble();
    Plan after =
        phase.explain(event, e).orElseGet(() -> Failures.after(e, attempts, jitter));
    if (after instanceof Plan.Waiting waiting) {
      if (isUnreachable(e)) {
        down.put(
            phase.lane(event),
            new Down(waiting, System.nanoTime() + waiting.lookAgain().toNanos()));
      }
      return new Outcome.Pause<>(carrying(waiting, carried));
    }
    Plan.Blocked blocked = (Plan.Blocked) after;
    if (blocked.reason() == Reason.INTERNAL) {
      LOG.errorf(e, "%s: unexpected failure in phase %s", event.link().id(), phase.name());
    }
    return new Outcome.Stop<>(blocked);
  }

  private static Plan.Waiting carrying(Plan.Waiting why, String carried) {
    return new Plan.Waiting(why.reason(), why.sentence(), why.lookAgain(), carried);
  }

  private <I extends LinkEvent, S, O extends LinkEvent> Outcome<O> converge(
      Phase<I, S, O> phase, I event, Visit<S> visit, StepLog told) {
    long began = System.nanoTime();
    S observed = visit.observe();
    Plan plan = phase.plan(event, observed);
    boolean alone = false;
    for (int round = 1;
        round <= ROUNDS && (isWork(plan) || plan instanceof Plan.Blocked && !alone);
        round++) {
      if (!visit.lock()) {
        return new Outcome.Pause<>(
            new Plan.Waiting(
                Reason.SERVER_BUSY,
                phase.where(event) + ": another service is changing it",
                // the wait for its turn was the long one; this one lets other links have a look
                Duration.ofMillis(50 + ThreadLocalRandom.current().nextInt(100)),
                // what was begun before must not be forgotten because the server is busy now
                visit.carried().orElse(null)));
      }
      // whoever had the lock before may have done it
      began = System.nanoTime();
      observed = visit.observe();
      plan = phase.plan(event, observed);
      alone = true;
      if (isWork(plan)) {
        Iterator<Step> steps = ((Plan.Steps) plan).steps().iterator();
        while (steps.hasNext()) {
          Step step = steps.next();
          apply(event, visit, step, told);
          try {
            if (!steps.hasNext()) {
              // the next one need not wait while this one tells, and looks whether it worked
              visit.unlock();
            }
          } finally {
            told.done(step);
          }
        }
        began = System.nanoTime();
        observed = visit.observe();
        plan = phase.plan(event, observed);
        alone = false;
      }
    }
    visit.unlock();
    if (plan instanceof Plan.Waiting waiting) {
      String carried = waiting.carried() != null ? waiting.carried() : visit.carried().orElse(null);
      return new Outcome.Pause<>(
          new Plan.Waiting(waiting.reason(), waiting.sentence(), waiting.lookAgain(), carried));
    }
    if (plan instanceof Plan.Blocked blocked) {
      return new Outcome.Stop<>(blocked);
    }
    if (!plan.isConverged()) {
      Step left = ((Plan.Steps) plan).steps().get(0);
      return new Outcome.Stop<>(
          new Plan.Blocked(
              Reason.NOT_CONVERGED,
              phase.where(event) + " still needs after " + ROUNDS + " rounds: " + left.sentence(),
              "Run the statement by hand to see why it has no effect: " + left.action().shown()));
    }
    looks.saw(phase, event, observed, began);
    return new Outcome.Done<>(phase.converged(event, observed));
  }

  private static boolean isWork(Plan plan) {
    return plan instanceof Plan.Steps && !plan.isConverged();
  }

  private static void apply(LinkEvent event, Visit<?> visit, Step step, StepLog told) {
    try {
      visit.apply(step);
    } catch (RuntimeException e) {
      told.failed(step, e.getMessage());
      throw e;
    }
    LOG.infof("%s: %s", event.link().id(), step.sentence());
  }

  private static boolean isUnreachable(RuntimeException e) {
    return e instanceof SqlFailure sql && sql.kind() == SqlFailure.Kind.UNREACHABLE
        || e instanceof AzureFailure azure && azure.kind() == AzureFailure.Kind.UNREACHABLE;
  }
}
