package io.linkfleet.simulator.wire;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One thread for all connections of a {@link TdsServer}: it ends those beyond a limit and lets long
 * requests be watched for an attention.
 */
final class ConnectionWatch {
  private static final long TICK_MILLIS = 20;

  private final Set<TdsConnection> connections = ConcurrentHashMap.newKeySet();
  private final Thread thread = new Thread(this::run, "tds-watch");

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  void add(TdsConnection connection) {
    connections.add(connection);
  }

  void remove(TdsConnection connection) {
    connections.remove(connection);
  }

  void stop() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(TICK_MILLIS);
        long now = System.nanoTime();
        for (TdsConnection connection : connections) {
          connection.tick(now);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
