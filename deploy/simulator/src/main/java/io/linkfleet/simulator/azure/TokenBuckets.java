package io.linkfleet.simulator.azure;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Owns the request limits of Azure: one bucket per principal and kind of request. */
final class TokenBuckets {
  /** The answer of a bucket: what remains, or in how many seconds a token will be there. */
  record Grant(boolean granted, String kind, int remaining, int retryAfterSeconds) {}

  private static final class Bucket {
    double tokens;
    long at;
  }

  private final AzureSettings settings;
  private final LongSupplier nanoTime;
  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

  TokenBuckets(AzureSettings settings, LongSupplier nanoTime) {
    this.settings = settings;
    this.nanoTime = nanoTime;
  }

  Grant take(String principal, String method) {
    String kind =
        switch (method) {
          case "GET", "HEAD" -> "reads";
          case "DELETE" -> "deletes";
          default -> "writes";
        };
    AzureSettings.Limit limit =
        switch (kind) {
          case "reads" -> settings.reads;
          case "deletes" -> settings.deletes;
          default -> settings.writes;
        };
    Bucket bucket =
        buckets.computeIfAbsent(
            kind + " " + principal,
            key -> {
              Bucket full = new Bucket();
              full.tokens = limit.size();
              full.at = nanoTime.getAsLong();
              return full;
            });
    synchronized (bucket) {
      long now = nanoTime.getAsLong();
      bucket.tokens =
          Math.min(limit.size(), bucket.tokens + (now - bucket.at) / 1e9 * limit.refillPerSecond());
      bucket.at = now;
      if (bucket.tokens < 1) {
        double seconds = (1 - bucket.tokens) / Math.max(1e-9, limit.refillPerSecond());
        return new Grant(false, kind, 0, (int) Math.min(3600, Math.max(1, Math.ceil(seconds))));
      }
      bucket.tokens -= 1;
      return new Grant(true, kind, (int) bucket.tokens, 0);
    }
  }
}
