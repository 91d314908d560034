package io.linkfleet.simulator.engine;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The record of everything that reached the world outside, so that a test can ask what was changed,
 * how often, and in which order.
 */
public final class EffectRecord {
  /**
   * One thing that happened.
   *
   * @param sequence its place in the order, from 1
   * @param at when it began, in the world's time
   * @param nanos how long it took
   * @param where the server or instance
   * @param login who did it (a SQL login, or the principal of an Azure request)
   * @param kind QUERY, CHANGE, AZURE_READ, AZURE_WRITE, AZURE_OPERATION, NETWORK or CONTROL
   * @param text the statement with the passwords taken out, or the request line
   * @param outcome OK, or the error number or HTTP status with its text
   */
  public record Effect(
      long sequence,
      Instant at,
      long nanos,
      String where,
      String login,
      String kind,
      String text,
      String outcome) {}

  private static final int MOST = 2_000_000;
  private final AtomicLong next = new AtomicLong();
  private final java.util.ArrayDeque<Effect> effects = new java.util.ArrayDeque<>();
  private final List<Consumer<Effect>> listeners = new CopyOnWriteArrayList<>();

  /** Adds what happened; the oldest is forgotten beyond two million. */
  public Effect add(
      Instant at,
      long nanos,
      String where,
      String login,
      String kind,
      String text,
      String outcome) {
    Effect effect =
        new Effect(next.incrementAndGet(), at, nanos, where, login, kind, text, outcome);
    synchronized (effects) {
      effects.addLast(effect);
      if (effects.size() > MOST) {
        effects.removeFirst();
      }
    }
    listeners.forEach(listener -> listener.accept(effect));
    return effect;
  }

  /** Everything so far, in order. */
  public List<Effect> all() {
    synchronized (effects) {
      return List.copyOf(effects);
    }
  }

  /** Called for every later effect, on the thread that caused it. */
  public void listen(Consumer<Effect> listener) {
    listeners.add(listener);
  }
}
