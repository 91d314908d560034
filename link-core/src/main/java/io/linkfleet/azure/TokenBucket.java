package io.linkfleet.azure;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The allowance of one principal for one kind of request, as Azure Resource Manager grants it: a
 * bucket of tokens that refills, and that Azure may close for a while with Retry-After.
 *
 * <p>Whoever finds it empty is given a number in the order of asking, and told when its token will
 * be there. So those who wait come back one after the other at the rate of the bucket, not all at
 * once, and nobody who came later overtakes them. A number whose owner does not come goes back.
 *
 * <p>A request on its way has not reached Azure's own bucket yet, which does not fill beyond its
 * size meanwhile. So requests under way still count as in ours: however late and crowded they
 * arrive, Azure never sees more than it allows.
 */
public final class TokenBucket {
  /** A token that was not fetched this long after it was there is given back. */
  private static final long MISSED = Duration.ofSeconds(60).toNanos();

  /** What Azure may ask for at most; a longer wait would be a defect somewhere. */
  private static final Duration LONGEST_CLOSE = Duration.ofHours(24);

  private static final Duration SHORTEST = Duration.ofMillis(10);

  private record Number(long number, long dueNanos) {}

  private final LongSupplier nanoTime;
  private final int capacity;
  private final double perSecond;
  private final Map<String, Number> waiting = new LinkedHashMap<>();

  /** Tokens that were there so far, used or not; the n-th may be taken once this reaches n. */
  private double issued;

  /** Numbers given out so far. */
  private long numbered;

  /** Of these, those whose request has been answered or will never be made. */
  private long settled;

  private long last;

  /**
   * A full bucket.
   *
   * @param nanoTime never steps, so a corrected clock neither floods nor closes the bucket
   * @param capacity requests at once
   * @param perSecond refill
   */
  public TokenBucket(LongSupplier nanoTime, int capacity, double perSecond) {
    if (capacity < 1 || !(perSecond > 0)) {
      throw new IllegalArgumentException("a bucket that never holds a token");
    }
    this.nanoTime = nanoTime;
    this.capacity = capacity;
    this.perSecond = perSecond;
    this.issued = capacity;
    this.last = nanoTime.getAsLong();
  }

  /**
   * Takes a token, or says when to ask for it again; his place is kept until then. Who got one
   * calls {@link #answered} once his request has been answered, or will not be.
   *
   * @param who recognises him when he comes back
   * @return zero when the token is his
   */
  public synchronized Duration take(String who) {
    long now = nanoTime.getAsLong();
    refill(now);
    giveBackMissed(now);
    Number held = waiting.remove(who);
    long number = held == null ? ++numbered : held.number();
    if (number <= issued && now - last >= 0) {
      return Duration.ZERO;
    }
    long closed = Math.max(0, last - now);
    Duration wait = Duration.ofNanos(closed + (long) ((number - issued) / perSecond * 1e9) + 1);
    if (wait.compareTo(SHORTEST) < 0) {
      wait = SHORTEST;
    }
    waiting.put(who, new Number(number, now + wait.toNanos()));
    return wait;
  }

  /** A request that had a token has been answered, or will not be. */
  public synchronized void answered() {
    refill(nanoTime.getAsLong());
    settled++;
  }

  /** Azure said 429: nobody asks before that, and the bucket starts empty. */
  public synchronized void close(Duration retryAfter) {
    long now = nanoTime.getAsLong();
    refill(now);
    Duration bounded = retryAfter.compareTo(LONGEST_CLOSE) > 0 ? LONGEST_CLOSE : retryAfter;
    long until = now + Math.max(0, bounded.toNanos());
    last = until - last > 0 ? until : last;
    settled += waiting.size();
    waiting.clear();
    issued = numbered;
  }

  private void refill(long now) {
    if (now - last > 0) {
      double full = Math.max(issued, capacity + settled);
      issued = Math.min(full, issued + (now - last) / 1e9 * perSecond);
      last = now;
    }
  }

  private void giveBackMissed(long now) {
    Iterator<Number> oldest = waiting.values().iterator();
    while (oldest.hasNext() && now - oldest.next().dueNanos() > MISSED) {
      oldest.remove();
      settled++;
      issued++;
    }
  }
}
