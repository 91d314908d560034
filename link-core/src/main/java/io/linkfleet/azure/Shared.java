package io.linkfleet.azure;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** One answer for all who ask the same within a while; the first asker fetches, the others wait for it. */
final class Shared<K, V> {
  private static final class Slot<V> {
    private V value;
    private long fetchedNanos;
  }

  private final Duration fresh;
  private final Map<K, Slot<V>> slots = new ConcurrentHashMap<>();

  Shared(Duration fresh) {
    this.fresh = fresh;
  }

  V get(K key, Supplier<V> fetch) {
    Slot<V> slot = slots.computeIfAbsent(key, k -> new Slot<>());
    synchronized (slot) {
      if (slot.value == null || System.nanoTime() - slot.fetchedNanos > fresh.toNanos()) {
        slot.value = fetch.get();
        slot.fetchedNanos = System.nanoTime();
      }
      return slot.value;
    }
  }

  void forget(K key) {
    slots.remove(key);
  }
}
