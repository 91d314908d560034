package io.linkfleet.monitor;

import io.linkfleet.event.ReplicaReading;
import io.linkfleet.event.SourceServer;
import io.linkfleet.monitor.watch.ReplicaProbe;
import io.linkfleet.sqlserver.SqlFailure;
import io.quarkus.test.Mock;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** Servers that show what a test wants, that are down, or that hang. */
@Mock
@Singleton
public class FakeProbe implements ReplicaProbe {
  private final Map<String, Map<String, ReplicaReading>> shown = new ConcurrentHashMap<>();
  private final Map<String, Map<String, SessionSide>> sessions = new ConcurrentHashMap<>();
  private final Map<String, Integer> asked = new ConcurrentHashMap<>();
  private final Map<String, CountDownLatch> hung = new ConcurrentHashMap<>();

  @Override
  public Readings read(SourceServer server) {
    asked.merge(server.address(), 1, Integer::sum);
    CountDownLatch latch = hung.get(server.address());
    if (latch != null) {
      await(latch);
    }
    Map<String, ReplicaReading> replicas = shown.get(server.address());
    if (replicas == null) {
      throw SqlFailure.of(SqlFailure.Kind.UNREACHABLE, server.name(), "connection refused");
    }
    return new Readings(true, Map.copyOf(replicas), Map.of(),
        Map.copyOf(sessions.getOrDefault(server.address(), Map.of())), Set.of(),
        List.of(
            new Certificate("endpoint", "00", Instant.parse("2099-01-01T00:00:00Z"), true)));
  }

  /** A server answers, so far without groups. */
  void up(SourceServer server) {
    shown.put(server.address(), new ConcurrentHashMap<>());
  }

  /** A server shows the replica of a group. */
  void show(SourceServer server, String group, ReplicaReading replica) {
    shown.get(server.address()).put(group, replica);
  }

  /** A server shows its side of a mirroring session. */
  void show(SourceServer server, String database, SessionSide side) {
    sessions.computeIfAbsent(server.address(), key -> new ConcurrentHashMap<>())
        .put(database, side);
  }

  /** A server takes connections and never answers, until the latch opens. */
  void hang(SourceServer server, CountDownLatch latch) {
    hung.put(server.address(), latch);
  }

  /** How often a server was asked. */
  int asked(SourceServer server) {
    return asked.getOrDefault(server.address(), 0);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
