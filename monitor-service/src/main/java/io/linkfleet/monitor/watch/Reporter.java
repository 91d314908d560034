package io.linkfleet.monitor.watch;

import io.linkfleet.event.LinkEvent.LinkHealth;
import io.linkfleet.event.LinkEvent.ReplicaConnected;
import io.linkfleet.event.PairReading;
import io.linkfleet.event.ReplicaReading;
import io.linkfleet.monitor.MonitorConfig;
import io.linkfleet.monitor.view.LinkState;
import io.linkfleet.monitor.view.Milestone;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * What has been said about one link, and so what is news: {@code replica-connected} on the edge,
 * {@code link-health} on every change and at the heartbeat.
 *
 * <p>After a restart the topics say what was said before. One report at a time is under way; what
 * could not be published is news again.
 */
final class Reporter {
  private static final Logger LOG = Logger.getLogger(Reporter.class);

  /** Where events go; completes once the broker has them. */
  interface Outlet {
    Uni<Void> connected(ReplicaConnected event);

    Uni<Void> health(LinkHealth event);
  }

  private final Outlet outlet;
  private final MonitorConfig config;
  private final Clock clock;
  private Said said;
  private boolean connected;
  private long generation = -1;
  private boolean underWay;

  Reporter(Outlet outlet, MonitorConfig config, Clock clock) {
    this.outlet = outlet;
    this.config = config;
    this.clock = clock;
  }

  private record Said(Instant at, String diagnosis, String replica) {}

  /** Looks at the link's state and publishes what is news. */
  synchronized void report(LinkState state, Seen bare, Instant observedAt) {
    if (state.link().generation() != generation) {
      generation = state.link().generation();
      connected = state.connected();
      said = null;
    }
    Seen seen = bare.connectedBefore(connected || state.connectedAt() != null);
    Verdict verdict = seen.verdict();
    ReplicaReading replica = seen.replica();
    if (seen.lost()) {
      connected = false;
    }
    if (underWay) {
      return;
    }
    Instant now = clock.instant();
    boolean edge =
        seen.up() && !connected
            && state.reached().compareTo(Milestone.LINK_CREATED) >= 0;
    Said news = new Said(now, verdict.code(), essence(replica));
    if (!edge && said != null
        && said.diagnosis().equals(verdict.code())
        && Objects.equals(said.replica(), news.replica())
        && now.isBefore(said.at().plus(config.heartbeat()))) {
      return;
    }
    LinkHealth health =
        new LinkHealth(state.link(), replica, verdict.code(), verdict.severity().name(),
            verdict.sentence(), verdict.nextAction(), observedAt, now);
    Uni<Void> sent;
    if (edge) {
      LOG.infof("%s: connected", state.link().id());
      // the edge first: a crash in between must not lose it
      sent =
          outlet
              .connected(new ReplicaConnected(state.link(), replica.name(), now))
              .chain(() -> outlet.health(health));
    } else {
      sent = outlet.health(health);
    }
    underWay = true;
    sent.subscribe().with(done -> published(news, edge), failure -> unpublished(state, failure));
  }

  /** What a person would see differently; queues change all the time and are told at the beat. */
  private static String essence(ReplicaReading replica) {
    return replica == null
        ? null
        : replica.connectedState() + replica.synchronizationState()
            + replica.synchronizationHealth() + replica.seedingPercent()
            + replica.lastErrorNumber() + replica.certificateExpiresAt() + sides(replica.pair());
  }

  private static String sides(PairReading pair) {
    return pair == null
        ? ""
        : pair.safety() + pair.witness()
            + pair.sides().stream()
                .map(side -> side.role() + side.state() + side.connectedState())
                .collect(Collectors.joining());
  }

  private synchronized void published(Said news, boolean edge) {
    underWay = false;
    said = news;
    connected |= edge;
  }

  private synchronized void unpublished(LinkState state, Throwable failure) {
    underWay = false;
    LOG.warnf("%s: its health could not be published, trying again: %s", state.link().id(),
        failure.getMessage());
  }
}
