package io.linkfleet.simulator.azure;

import java.time.Duration;

/** Owns what may be set about the simulated Azure; defaults are the documented ones. */
public final class AzureSettings {
  /** Resources in one page of a list. */
  public volatile int pageSize = 100;

  /** Retry-After of a running operation; 0 is what a recording of the real service shows. */
  public volatile int operationRetryAfterSeconds;

  /** Token buckets of one principal: size and refill per second, for reads, writes, deletes. */
  public volatile Limit reads = new Limit(250, 25);

  public volatile Limit writes = new Limit(200, 10);
  public volatile Limit deletes = new Limit(200, 10);

  /** Links that one instance takes: 100 on General Purpose, 500 on Next-gen. */
  public volatile int linksPerInstance = 100;

  /** How long an access token lasts that this simulator gives out. */
  public volatile Duration tokenLifetime = Duration.ofSeconds(3599);

  /** A bucket of tokens. */
  public record Limit(int size, double refillPerSecond) {}
}
