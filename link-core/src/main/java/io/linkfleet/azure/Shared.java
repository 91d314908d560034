package io.linkfleet.azure;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * One answer for all who ask the same within a while; the first asker fetches, the others wait for
 * it and share its outcome, be it a failure.
 */
final class Shared<K, V> {
  private record Slot<V>(CompletableFuture<V> answer, long askedNanos) {
    boolean serves(Duration fresh, long notBefore) {
      boolean current = !answer.isDone() || System.nanoTime() - askedNanos < fresh.toNanos();
      return current && (notBefore == Long.MIN_VALUE || askedNanos - notBefore >= 0);
    }
  }

  private final Map<K, Slot<V>> slots = new ConcurrentHashMap<>();

  /** What is known, unless it was asked for longer ago than that. */
  V get(K key, Duration fresh, Supplier<V> fetch) {
    return get(key, fresh, Long.MIN_VALUE, fetch);
  }

  /**
   * What is known, unless it was asked for longer ago than that, or before something happened.
   *
   * @param notBefore by {@link System#nanoTime}; {@code Long.MIN_VALUE} when nothing happened
   */
  V get(K key, Duration fresh, long notBefore, Supplier<V> fetch) {
    Slot<V> mine = new Slot<>(new CompletableFuture<>(), System.nanoTime());
    Slot<V> slot =
        slots.compute(key, (k, old) -> old != null && old.serves(fresh, notBefore) ? old : mine);
    if (slot != mine) {
      return joined(slot);
    }
    try {
      mine.answer().complete(fetch.get());
    } catch (Throwable e) {
      slots.remove(key, mine);
      mine.answer().completeExceptionally(e);
    }
    return joined(mine);
  }

  private static <V> V joined(Slot<V> slot) {
    try {
      return slot.answer().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw e;
    }
  }

  /** What is known no longer counts, nor does what is just being fetched. */
  void forget(K key) {
    slots.remove(key);
  }

  /** How many different things are known. */
  int size() {
    return slots.size();
  }
}
