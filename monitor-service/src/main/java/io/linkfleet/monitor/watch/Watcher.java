package io.linkfleet.monitor.watch;

import io.linkfleet.event.LinkEvent.LinkHealth;
import io.linkfleet.event.LinkEvent.ReplicaConnected;
import io.linkfleet.monitor.MonitorConfig;
import io.linkfleet.monitor.view.CatchUp;
import io.linkfleet.monitor.view.FleetTopics;
import io.linkfleet.monitor.view.FleetView;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The schedule of all servers: each has a loop of its own on a bounded number of threads.
 *
 * <p>A server that did not answer moves to threads of their own for such servers, so that however
 * many hang, those that answer are asked in time.
 */
@ApplicationScoped
public class Watcher {
  private static final Logger LOG = Logger.getLogger(Watcher.class);
  private static final long LOOK_MILLIS = 200;

  private final FleetView view;
  private final CatchUp catchUp;
  private final Sightings sightings;
  private final ReplicaProbe probe;
  private final MonitorConfig config;
  private final Clock clock;
  private final MeterRegistry metrics;
  private final Map<String, ServerWatch> watches = new ConcurrentHashMap<>();
  private final ScheduledThreadPoolExecutor looking = threads("look", 1);
  private final ScheduledThreadPoolExecutor answering;
  private final ScheduledThreadPoolExecutor suspects;

  Watcher(
      FleetView view,
      CatchUp catchUp,
      FleetTopics topics,
      ReplicaProbe probe,
      MonitorConfig config,
      Clock clock,
      MeterRegistry metrics) {
    this.view = view;
    this.catchUp = catchUp;
    this.sightings = new Sightings(new Topics(topics), config, clock);
    this.probe = probe;
    this.config = config;
    this.clock = clock;
    this.metrics = metrics;
    this.answering = threads("server", config.serversAtOnce());
    this.suspects = threads("suspect", config.suspectsAtOnce());
    metrics.gauge("linkfleet.servers.watched", watches, Map::size);
    metrics.gauge(
        "linkfleet.servers.suspect",
        watches,
        all -> all.values().stream().filter(ServerWatch::suspect).count());
  }

  void start(@Observes StartupEvent event) {
    looking.scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Starts a loop for every server that has none yet, once the view is complete. */
  private void look() {
    try {
      if (catchUp.look()) {
        view.servers().forEach(address -> watches.computeIfAbsent(address, this::watch));
      }
    } catch (RuntimeException e) {
      LOG.warnf("could not look for servers to watch, trying again: %s", e);
    }
  }

  private ServerWatch watch(String address) {
    ServerWatch watch =
        new ServerWatch(address, view, probe, sightings, config, clock, metrics);
    answering.execute(() -> round(address, watch));
    return watch;
  }

  private void round(String address, ServerWatch watch) {
    try {
      watch.round();
    } catch (RuntimeException e) {
      LOG.errorf(e, "%s: a round of the watch failed", address);
    } finally {
      ScheduledThreadPoolExecutor next = watch.suspect() ? suspects : answering;
      if (!next.isShutdown()) {
        next.schedule(
            () -> round(address, watch),
            Math.min(LOOK_MILLIS, config.pollUnconnected().toMillis()),
            TimeUnit.MILLISECONDS);
      }
    }
  }

  private record Topics(FleetTopics topics) implements Reporter.Outlet {
    @Override
    public Uni<Void> connected(ReplicaConnected event) {
      return topics.connected(event);
    }

    @Override
    public Uni<Void> health(LinkHealth event) {
      return topics.health(event);
    }
  }

  private static ScheduledThreadPoolExecutor threads(String name, int most) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            most,
            task -> {
              Thread thread = new Thread(task, "monitor-" + name);
              thread.setDaemon(true);
              thread.setContextClassLoader(loader);
              return thread;
            });
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    executor.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
    return executor;
  }

  /** Running queries may end; nothing is begun any more. */
  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    looking.shutdownNow();
    suspects.shutdownNow();
    answering.shutdown();
    answering.awaitTermination(2, TimeUnit.SECONDS);
    answering.shutdownNow();
  }
}
