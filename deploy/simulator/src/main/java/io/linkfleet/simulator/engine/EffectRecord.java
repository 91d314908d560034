package io.linkfleet.simulator.engine;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The record of everything that reached the world outside, so that a test can ask what was changed,
 * how often, and in which order.
 *
 * <p>Its memory is bounded by a part of the heap: reads are forgotten first, the oldest ones, and
 * never to make room for a change.
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
      String outcome) {

    private boolean isRead() {
      return kind.equals("QUERY") || kind.equals("AZURE_READ");
    }

    /** About what it holds in memory when nobody shares its texts. */
    private long bytes() {
      return 128 + text.length() + outcome.length();
    }
  }

  /** Effects of one sort, the oldest forgotten beyond a number of bytes. */
  private static final class Kept {
    private final Deque<Effect> effects = new ArrayDeque<>();
    private final long most;
    private long bytes;

    Kept(long most) {
      this.most = most;
    }

    void add(Effect effect) {
      effects.addLast(effect);
      bytes += effect.bytes();
      while (bytes > most) {
        bytes -= effects.removeFirst().bytes();
      }
    }
  }

  private final Kept reads = new Kept(Runtime.getRuntime().maxMemory() / 8);
  private final Kept others = new Kept(Runtime.getRuntime().maxMemory() / 6);
  private final BitSet answered = new BitSet();
  private final BitSet unanswered = new BitSet();
  private final List<Consumer<Effect>> listeners = new CopyOnWriteArrayList<>();
  private long last;

  /** Adds what happened. */
  public Effect add(
      Instant at,
      long nanos,
      String where,
      String login,
      String kind,
      String text,
      String outcome) {
    Effect effect;
    synchronized (this) {
      effect = new Effect(++last, at, nanos, where, login, kind, text, outcome);
      (effect.isRead() ? reads : others).add(effect);
    }
    listeners.forEach(listener -> listener.accept(effect));
    return effect;
  }

  /** Notes whether the answer to an effect was handed to its client's connection. */
  public synchronized void answered(long sequence, boolean reached) {
    (reached ? answered : unanswered).set((int) sequence);
  }

  /** Whether its answer reached the client; empty when that is not known (yet). */
  public synchronized Optional<Boolean> answered(Effect effect) {
    int bit = (int) effect.sequence();
    return answered.get(bit)
        ? Optional.of(true)
        : unanswered.get(bit) ? Optional.of(false) : Optional.empty();
  }

  /** Everything so far, in order. */
  public List<Effect> all() {
    return since(0);
  }

  /** What came after an effect, in order. */
  public synchronized List<Effect> since(long sequence) {
    List<Effect> found = new ArrayList<>();
    Iterator<Effect> read = reads.effects.descendingIterator();
    Iterator<Effect> other = others.effects.descendingIterator();
    Effect r = next(read, sequence);
    Effect o = next(other, sequence);
    while (r != null || o != null) {
      if (o == null || r != null && r.sequence() > o.sequence()) {
        found.add(r);
        r = next(read, sequence);
      } else {
        found.add(o);
        o = next(other, sequence);
      }
    }
    Collections.reverse(found);
    return List.copyOf(found);
  }

  private static Effect next(Iterator<Effect> backwards, long after) {
    Effect effect = backwards.hasNext() ? backwards.next() : null;
    return effect == null || effect.sequence() <= after ? null : effect;
  }

  /** Called for every later effect, on the thread that caused it. */
  public void listen(Consumer<Effect> listener) {
    listeners.add(listener);
  }
}
