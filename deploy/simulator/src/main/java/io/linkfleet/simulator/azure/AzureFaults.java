package io.linkfleet.simulator.azure;

import io.linkfleet.simulator.engine.Dice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** Owns the faults that wait for the next requests and operations. */
public final class AzureFaults {
  /** What the body of a faulty answer looks like. */
  public enum Body {
    JSON,
    EMPTY,
    HTML
  }

  /** What becomes of the request. */
  public enum Mode {
    /** Answered with the fault, without any effect. */
    INSTEAD,
    /** Takes effect, then answered with the fault. */
    AFTER,
    /** The connection is closed without an answer and without effect. */
    DROP,
    /** Takes effect, then the connection is closed without an answer. */
    APPLY_THEN_DROP,
    /** Answered rightly, only later. */
    DELAY
  }

  /** How Retry-After is written, if at all. */
  public enum RetryAfter {
    NONE,
    SECONDS,
    HTTP_DATE
  }

  /**
   * One fault of a request.
   *
   * @param method the verb it waits for, or null for any
   * @param path a part of the path it waits for, without regard to case, or null for any
   * @param nth at which of the requests that fit it begins, from 1
   * @param times how many requests it hits
   * @param probability how likely it hits one that it may hit
   */
  public record Fault(
      String method,
      String path,
      int nth,
      int times,
      double probability,
      Mode mode,
      int status,
      String code,
      String message,
      Body body,
      RetryAfter retryAfter,
      int retryAfterSeconds,
      Duration delay) {

    /** An error answer in place of the effect. */
    public static Fault status(int status, String code, int times) {
      return new Fault(
          null, null, 1, times, 1, Mode.INSTEAD, status, code, "A fault was asked for.", Body.JSON,
          RetryAfter.NONE, 0, Duration.ZERO);
    }

    public Fault on(String verb, String partOfPath) {
      return new Fault(
          verb, partOfPath, nth, times, probability, mode, status, code, message, body, retryAfter,
          retryAfterSeconds, delay);
    }

    public Fault mode(Mode other) {
      return new Fault(
          method, path, nth, times, probability, other, status, code, message, body, retryAfter,
          retryAfterSeconds, delay);
    }

    public Fault body(Body other) {
      return new Fault(
          method, path, nth, times, probability, mode, status, code, message, other, retryAfter,
          retryAfterSeconds, delay);
    }

    public Fault retryAfter(RetryAfter form, int seconds) {
      return new Fault(
          method, path, nth, times, probability, mode, status, code, message, body, form,
          seconds, delay);
    }

    /** The answer comes later by this much. */
    public Fault delay(Duration by) {
      return new Fault(
          method, path, nth, times, probability, mode, status, code, message, body, retryAfter,
          retryAfterSeconds, by);
    }

    private boolean hits(String verb, String wholePath) {
      return (method == null || method.equalsIgnoreCase(verb))
          && (path == null || lower(wholePath).contains(lower(path)));
    }
  }

  /**
   * One fault of an operation: it ends Failed with the code and is rolled back, or it disappears
   * (its URLs answer 404 while it goes on), or it claims success whatever has become of its
   * resource, or it lasts another time.
   *
   * @param type the resource type, for example distributedAvailabilityGroups, or null for any
   * @param name the resource it waits for, or null for any
   * @param code the code to fail with, or null not to fail
   * @param claimsSuccess ends Succeeded when its time is up, whatever the truth
   * @param length how long it lasts, or null for the usual time
   */
  public record OperationFault(
      String type,
      String name,
      int times,
      String code,
      String message,
      boolean disappears,
      boolean claimsSuccess,
      Duration length) {

    /** One that tells no lie. */
    public OperationFault(
        String type,
        String name,
        int times,
        String code,
        String message,
        boolean disappears,
        Duration length) {
      this(type, name, times, code, message, disappears, false, length);
    }

    /** An operation that fails at its end. */
    public static OperationFault fails(String type, String code, String message) {
      return new OperationFault(type, null, 1, code, message, false, null);
    }

    private boolean hits(String ofType, String ofName) {
      return (type == null || type.equalsIgnoreCase(ofType))
          && (name == null || name.equalsIgnoreCase(ofName));
    }
  }

  private static final class Waiting<T> {
    private final T fault;
    private final int number;
    private int met;
    private int left;

    Waiting(T fault, int number, int times) {
      this.fault = fault;
      this.number = number;
      this.left = times;
    }
  }

  private final List<Waiting<Fault>> requests = new ArrayList<>();
  private final List<Waiting<OperationFault>> operations = new ArrayList<>();
  private Dice dice = new Dice();
  private int added;

  /** Lets the world's dice decide about faults that are only likely. */
  synchronized void dice(Dice worlds) {
    dice = worlds;
  }

  public synchronized void add(Fault fault) {
    requests.add(new Waiting<>(fault, ++added, fault.times()));
  }

  public synchronized void add(OperationFault fault) {
    operations.add(new Waiting<>(fault, ++added, fault.times()));
  }

  /** Forgets what has not struck yet. */
  public synchronized void clear() {
    requests.clear();
    operations.clear();
    added = 0;
  }

  /** How many faults of requests may strike yet. */
  public synchronized int requestsLeft() {
    return requests.size();
  }

  /** How many faults of operations may strike yet. */
  public synchronized int operationsLeft() {
    return operations.size();
  }

  /** The fault that hits this request, used up once. */
  synchronized Optional<Fault> take(String method, String path) {
    return take(
        requests,
        waiting ->
            waiting.fault.hits(method, path)
                && ++waiting.met >= waiting.fault.nth()
                && dice.hit(
                    waiting.fault.probability(), "Azure fault " + waiting.number, waiting.met));
  }

  /** The fault that hits an operation that begins now. */
  synchronized Optional<OperationFault> takeForOperation(String type, String name) {
    return take(operations, waiting -> waiting.fault.hits(type, name));
  }

  private static <T> Optional<T> take(List<Waiting<T>> all, Predicate<Waiting<T>> hits) {
    for (Iterator<Waiting<T>> it = all.iterator(); it.hasNext(); ) {
      Waiting<T> waiting = it.next();
      if (hits.test(waiting)) {
        if (--waiting.left <= 0) {
          it.remove();
        }
        return Optional.of(waiting.fault);
      }
    }
    return Optional.empty();
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
