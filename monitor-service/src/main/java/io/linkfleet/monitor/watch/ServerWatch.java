package io.linkfleet.monitor.watch;

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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The watch over one server: asks it when it is due, and reports every link of it, of pairs
 * together with what the other side showed last. Used by one thread at a time.
 */
final class ServerWatch {
  private static final Logger LOG = Logger.getLogger(ServerWatch.class);

  private final String address;
  private final FleetView view;
  private final ReplicaProbe probe;
  private final MonitorConfig config;
  private final Clock clock;
  private final MeterRegistry metrics;
  private final Sightings sightings;
  /** Links that were created and not connected when the server was asked last. */
  private Set<String> awaited = Set.of();
  private long askedNanos;
  private boolean asked;
  private volatile boolean suspect;

  ServerWatch(
      String address,
      FleetView view,
      ReplicaProbe probe,
      Sightings sightings,
      MonitorConfig config,
      Clock clock,
      MeterRegistry metrics) {
    this.address = address;
    this.view = view;
    this.probe = probe;
    this.sightings = sightings;
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
    sightings.put(address, new Sighting(readings, failure, clock.instant(), generations(links)));
    // what has changed in the view meanwhile is told the next time
    links.forEach(sightings::report);
  }

  private static Map<String, Long> generations(List<LinkState> links) {
    return links.stream()
        .collect(
            Collectors.toMap(link -> link.link().id(), link -> link.watched().generation()));
  }

  private static Set<String> created(List<LinkState> links) {
    return links.stream()
        .filter(link -> link.reached() == Milestone.LINK_CREATED)
        .map(link -> link.link().id())
        .collect(Collectors.toSet());
  }

  private Duration interval(List<LinkState> links) {
    boolean unconnected = links.stream().anyMatch(ServerWatch::isAwaited);
    return unconnected && !suspect ? config.pollUnconnected() : config.pollConnected();
  }

  private static boolean isAwaited(LinkState link) {
    return switch (link.status()) {
      case PAUSED, REMOVED -> false;
      default ->
          link.reached() == Milestone.LINK_CREATED
              || link.reached() == Milestone.CONNECTED && !link.connected();
    };
  }

  private static String outcome(SqlFailure failure) {
    return failure == null ? "answered" : failure.kind().name().toLowerCase(java.util.Locale.ROOT);
  }
}
