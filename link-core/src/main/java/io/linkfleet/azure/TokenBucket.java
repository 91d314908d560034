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
 * <p>Whoever finds it empty is given a turn: a moment of his own in the order of asking, at which
 * his token will be there. So those who wait come back one after the other at the rate of the
 * bucket, not all at once, and nobody who came later overtakes them. A turn that its owner lets pass
 * goes back into the bucket.
 */
public final class TokenBucket {
  /** A turn that was not taken by then is given back. */
  private static final long MISSED = Duration.ofSeconds(60).toNanos();

  /** What Azure may ask for at most; a longer wait would be a defect somewhere. */
  private static final Duration LONGEST_CLOSE = Duration.ofHours(24);

  private final LongSupplier nanoTime;
  private final double capacity;
  private final double perSecond;
  private final Map<String, Long> turns = new LinkedHashMap<>();
  private double tokens;
  private long last;
  private int closures;

  /**
   * The answer to one who wants to ask Azure.
   *
   * @param granted whether the token is his
   * @param in how long he waits: before he sends if granted, before he comes back if not
   * @param closure which closing of the bucket this answer came after
   */
  public record Turn(boolean granted, Duration in, int closure) {}

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
    this.tokens = capacity;
    this.last = nanoTime.getAsLong();
  }

  /**
   * Takes a token that is there now or within the patience; otherwise says when to come back.
   *
   * @param who recognises him when he comes back for his turn
   */
  public synchronized Turn take(String who, Duration patience) {
    long now = nanoTime.getAsLong();
    giveBackMissed(now);
    refill(now);
    Long promised = turns.get(who);
    long at = promised != null ? promised : next();
    long wait = Math.max(0, at - now);
    boolean granted = wait <= patience.toNanos();
    if (granted) {
      turns.remove(who);
    } else if (promised == null) {
      turns.put(who, at);
    }
    return new Turn(granted, Duration.ofNanos(wait), closures);
  }

  /** Whether a granted turn still counts: not if Azure has closed the bucket meanwhile. */
  public synchronized boolean holds(Turn turn) {
    return turn.closure() == closures;
  }

  /** Azure said 429: nobody asks before that, and the bucket starts empty. */
  public synchronized void close(Duration retryAfter) {
    Duration bounded = retryAfter.compareTo(LONGEST_CLOSE) > 0 ? LONGEST_CLOSE : retryAfter;
    long until = nanoTime.getAsLong() + Math.max(0, bounded.toNanos());
    last = until - last > 0 ? until : last;
    tokens = 0;
    turns.clear();
    closures++;
  }

  /** Takes the next token, if need be one that is still to come, and says when it is there. */
  private long next() {
    tokens -= 1;
    return tokens >= 0 ? last : last + (long) (-tokens / perSecond * 1e9);
  }

  private void refill(long now) {
    if (now - last > 0) {
      tokens = Math.min(capacity, tokens + (now - last) / 1e9 * perSecond);
      last = now;
    }
  }

  private void giveBackMissed(long now) {
    Iterator<Long> oldest = turns.values().iterator();
    while (oldest.hasNext() && now - oldest.next() > MISSED) {
      oldest.remove();
      tokens = Math.min(capacity, tokens + 1);
    }
  }
}
