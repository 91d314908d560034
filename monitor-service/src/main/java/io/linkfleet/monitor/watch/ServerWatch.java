package io.linkfleet.monitor.watch;

import io.linkfleet.event.ReplicaReading;
import io.linkfleet.event.SourceServer;
import io.linkfleet.monitor.MonitorConfig;
import io.linkfleet.monitor.view.FleetView;
import io.linkfleet.monitor.view.LinkState;
import io.linkfleet.monitor.view.Milestone;
import io.linkfleet.sqlserver.SqlFailure;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The watch over one server: asks it when it is due, and reports every link of it. Used by one
 * thread at a time.
 */
final class ServerWatch {
  private static final Logger LOG = Logger.getLogger(ServerWatch.class);

  private final String address;
  private final FleetView view;
  private final ReplicaProbe probe;
  private final Reporter.Outlet outlet;
  private final MonitorConfig config;
  private final Clock clock;
  private final MeterRegistry metrics;
  private final Map<String, Reporter> reporters = new HashMap<>();
  /** Links that were created and not connected when the server was asked last. */
  private Set<String> awaited = Set.of();
  private long askedNanos;
  private boolean asked;
  private volatile boolean suspect;

  ServerWatch(
      String address,
      FleetView view,
      ReplicaProbe probe,
      Reporter.Outlet outlet,
      MonitorConfig config,
      Clock clock,
      MeterRegistry metrics) {
    this.address = address;
    this.view = view;
    this.probe = probe;
    this.outlet = outlet;
    this.config = config;
    this.clock = clock;
    this.metrics = metrics;
  }

  /** Whether the server did not answer last time. */
  boolean suspect() {
    return suspect;
  }

  /** Asks the server if it is due. */
  void round() {
    List<LinkState> links = view.watchedOn(address);
    Set<String> created = created(links);
    // a link that was created since the last question is most likely connected by now
    boolean news = !suspect && !awaited.containsAll(created);
    if (asked && !news && System.nanoTime() - askedNanos < interval(links).toNanos()) {
      return;
    }
    awaited = created;
    askedNanos = System.nanoTime();
    asked = true;
    ReplicaProbe.Readings readings = null;
    SqlFailure failure = null;
    Timer.Sample timer = Timer.start(metrics);
    try {
      SourceServer server = view.server(address);
      readings = probe.read(server);
    } catch (SqlFailure e) {
      failure = e;
    }
    timer.stop(metrics.timer("linkfleet.polls", "outcome", outcome(failure)));
    if (failure != null && !suspect) {
      LOG.warnf("%s could not be asked: %s", address, failure.getMessage());
    } else if (failure == null && suspect) {
      LOG.infof("%s answers again", address);
    }
    suspect = failure != null;
    Instant observedAt = clock.instant();
    for (LinkState link : links) {
      report(link, readings, failure, observedAt);
    }
  }

  private void report(
      LinkState link, ReplicaProbe.Readings readings, SqlFailure failure, Instant observedAt) {
    ReplicaReading replica = readings == null ? null : readings.replicas().get(link.group());
    boolean seesAll = readings == null || readings.seesAll();
    Snapshot snapshot =
        new Snapshot(link.link(), link.group(), replica, failure, seesAll, false, config.limits());
    reporters
        .computeIfAbsent(link.link().id(), id -> new Reporter(outlet, config, clock))
        .report(link, snapshot, observedAt);
  }

  private static Set<String> created(List<LinkState> links) {
    return links.stream()
        .filter(link -> link.reached() == Milestone.LINK_CREATED)
        .map(link -> link.link().id())
        .collect(Collectors.toSet());
  }

  private Duration interval(List<LinkState> links) {
    boolean unconnected =
        links.stream()
            .anyMatch(
                link -> link.reached() == Milestone.LINK_CREATED
                    || link.reached() == Milestone.CONNECTED && !link.connected());
    return unconnected && !suspect ? config.pollUnconnected() : config.pollConnected();
  }

  private static String outcome(SqlFailure failure) {
    return failure == null ? "answered" : failure.kind().name().toLowerCase(java.util.Locale.ROOT);
  }
}
