package io.linkfleet.simulator.wire;

import io.linkfleet.simulator.session.SqlServerPort;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** What the TDS listeners of one process share: identity, limits, threads, the watch. */
public final class TdsServer implements AutoCloseable {
  private final TlsIdentity tls;
  private final WireLimits limits;
  private final MemoryBudget budget;
  private final ConnectionWatch watch = new ConnectionWatch();
  private final ExecutorService threads;
  private final Set<TdsListener> listeners = ConcurrentHashMap.newKeySet();

  /** Opens nothing yet; see {@link #listen}. */
  public TdsServer(TlsIdentity tls, WireLimits limits) {
    this.tls = tls;
    this.limits = limits;
    this.budget = new MemoryBudget(limits.maxBufferedBytes());
    var number = new AtomicInteger();
    // Not bounded here: the listeners bound the connections, and each uses two threads at most.
    this.threads =
        Executors.newCachedThreadPool(
            task -> {
              var thread = new Thread(task, "tds-connection-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    watch.start();
  }

  /**
   * Answers for one simulated server on a loopback port.
   *
   * @param server who answers
   * @param port the port, 0 for any free one
   * @param faults asked before and after every request
   */
  public TdsListener listen(SqlServerPort server, int port, ConnectionFaults faults)
      throws IOException {
    var listener = new TdsListener(this, server, port, faults);
    listeners.add(listener);
    listener.start();
    return listener;
  }

  /** Bytes that unfinished long requests hold now. */
  public long bufferedBytes() {
    return budget.used();
  }

  void closed(TdsListener listener) {
    listeners.remove(listener);
  }

  TlsIdentity tls() {
    return tls;
  }

  WireLimits limits() {
    return limits;
  }

  MemoryBudget budget() {
    return budget;
  }

  ConnectionWatch watch() {
    return watch;
  }

  ExecutorService threads() {
    return threads;
  }

  /** Closes every listener with its connections. */
  @Override
  public void close() {
    listeners.forEach(TdsListener::close);
    watch.stop();
    threads.shutdown();
  }
}
