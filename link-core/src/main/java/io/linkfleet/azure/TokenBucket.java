package io.linkfleet.azure;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The allowance of one principal for one kind of request, as Azure Resource Manager grants it: a
 * bucket of tokens that refills, and that Azure may close for a while with Retry-After.
 */
public final class TokenBucket {
  private final Clock clock;
  private final double capacity;
  private final double perSecond;
  private double tokens;
  private Instant last;
  private Instant closedUntil = Instant.EPOCH;

  /**
   * A full bucket.
   *
   * @param capacity requests at once
   * @param perSecond refill
   */
  public TokenBucket(Clock clock, int capacity, double perSecond) {
    this.clock = clock;
    this.capacity = capacity;
    this.perSecond = perSecond;
    this.tokens = capacity;
    this.last = clock.instant();
  }

  /** Takes a token, or says how long to wait for one (never taking it). */
  public synchronized Duration take() {
    Instant now = clock.instant();
    if (now.isBefore(closedUntil)) {
      return Duration.between(now, closedUntil);
    }
    // a clock that steps backward refills nothing, one that steps forward at most fills the bucket
    double passed = Math.max(0, Duration.between(last, now).toNanos() / 1e9);
    tokens = Math.min(capacity, tokens + passed * perSecond);
    last = now;
    if (tokens >= 1) {
      tokens -= 1;
      return Duration.ZERO;
    }
    return Duration.ofNanos((long) ((1 - tokens) / perSecond * 1e9) + 1_000_000);
  }

  /** Azure said 429: nobody asks before that, and the bucket starts empty. */
  public synchronized void close(Duration retryAfter) {
    Instant until = clock.instant().plus(retryAfter);
    if (until.isAfter(closedUntil)) {
      closedUntil = until;
    }
    tokens = 0;
    last = closedUntil;
  }
}
