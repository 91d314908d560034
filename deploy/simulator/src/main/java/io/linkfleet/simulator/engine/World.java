package io.linkfleet.simulator.engine;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Everything outside Linkfleet: the SQL Servers, the managed instances, the clock and the record. */
public final class World {
  public final SimulatedClock clock = new SimulatedClock();
  public final EffectRecord record = new EffectRecord();
  public final Dice dice = new Dice();
  public final Map<String, SqlServer> servers =
      new ConcurrentSkipListMap<>(String.CASE_INSENSITIVE_ORDER);
  public final Map<String, ManagedInstance> instances =
      new ConcurrentSkipListMap<>(String.CASE_INSENSITIVE_ORDER);
  /** Latency before a statement of a class (the class is its first words, upper case), in nanoseconds. */
  public final Map<String, Long> statementLatencyNanos =
      new ConcurrentSkipListMap<>(String.CASE_INSENSITIVE_ORDER);
  /** Settings of the network and of Azure that may change while it runs, see the control API. */
  public final Settings settings = new Settings();

  /** Delays and speeds, changed through the control API. */
  public static final class Settings {
    public volatile long seedingBytesPerSecond = 256L << 20;
    public volatile java.time.Duration connectDelay = java.time.Duration.ofMillis(300);
    public volatile java.time.Duration azureOperation = java.time.Duration.ofSeconds(2);
    public volatile java.time.Duration initTimeout = java.time.Duration.ofMinutes(5);
    /** Log that every replicated database writes, as long as it is not 0: the applications. */
    public volatile long workloadBytesPerSecond = 8 << 10;
    public final Map<String, String> other = new TreeMap<>();
  }
}
