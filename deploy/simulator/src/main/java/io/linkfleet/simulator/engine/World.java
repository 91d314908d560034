package io.linkfleet.simulator.engine;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Everything outside Linkfleet: SQL Servers, managed instances, the clock and the record. */
public final class World {
  public final SimulatedClock clock = new SimulatedClock();
  /** When it was made. */
  public final java.time.Instant startedAt = clock.instant();
  public final EffectRecord record = new EffectRecord();
  public final Dice dice = new Dice();
  /** The keys of the certificates that are made here. */
  public final RsaKeys rsaKeys;
  public final Map<String, SqlServer> servers =
      new ConcurrentSkipListMap<>(String.CASE_INSENSITIVE_ORDER);
  public final Map<String, ManagedInstance> instances =
      new ConcurrentSkipListMap<>(String.CASE_INSENSITIVE_ORDER);
  /** Latency before a statement of a class (its first words, upper case), in nanoseconds. */
  public final Map<String, Long> statementLatencyNanos =
      new ConcurrentSkipListMap<>(String.CASE_INSENSITIVE_ORDER);
  /** Standing connections between mirroring endpoints, by the names of both servers. */
  public final Map<String, PeerConnection> peerConnections = new ConcurrentHashMap<>();
  /** Servers off the mirroring network, by name in upper case. */
  public final Set<String> cutServers = ConcurrentHashMap.newKeySet();
  /** The tables in a backup set, by its set_guid; only of those that have any. */
  public final Map<java.util.UUID, Map<String, UserTable>> backedUpTables =
      new ConcurrentHashMap<>();
  private final Map<String, byte[]> share =
      new ConcurrentSkipListMap<>(String.CASE_INSENSITIVE_ORDER);
  /** Settings of the network and of Azure that may change while it runs, see the control API. */
  public final Settings settings = new Settings();

  /** A world whose keys are new. */
  public World() {
    this(RsaKeys.fresh());
  }

  /** A world with keys from there. */
  public World(RsaKeys rsaKeys) {
    this.rsaKeys = rsaKeys;
  }

  /**
   * The content of a file as a server sees it, or null. What begins with two backslashes lies on a
   * network share that every server reaches, and so does a URL; the rest lies on the server's own
   * drives. Under the server's lock.
   */
  public byte[] file(SqlServer server, String path) {
    return files(server, path).get(path);
  }

  /** Writes a file, under the server's lock. */
  public void writeFile(SqlServer server, String path, byte[] content) {
    files(server, path).put(path, content);
  }

  /** What a person does with a file between two servers; false when there is none. */
  public boolean copyFile(SqlServer from, String path, SqlServer to, String target) {
    byte[] content;
    from.lock.lock();
    try {
      content = file(from, path);
    } finally {
      from.lock.unlock();
    }
    if (content == null) {
      return false;
    }
    to.lock.lock();
    try {
      writeFile(to, target, content.clone());
    } finally {
      to.lock.unlock();
    }
    return true;
  }

  private Map<String, byte[]> files(SqlServer server, String path) {
    return path.startsWith("\\\\") || path.startsWith("https://") ? share : server.files;
  }

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
