package io.linkfleet.monitor.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.event.Evidence;
import io.linkfleet.event.LinkEvent;
import io.linkfleet.event.LinkEvent.LinkCreated;
import io.linkfleet.event.LinkEvent.LinkHealth;
import io.linkfleet.event.LinkEvent.LinkRequested;
import io.linkfleet.event.LinkEvent.ReplicaConnected;
import io.linkfleet.event.LinkSpec;
import io.linkfleet.event.ReplicaReading;
import io.linkfleet.event.Samples;
import io.linkfleet.monitor.Configs;
import io.linkfleet.monitor.MonitorConfig;
import io.linkfleet.monitor.Readings;
import io.linkfleet.monitor.view.FleetView;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The edge once, every change, the heartbeat; nothing lost when the broker is away. */
class ReporterTest {
  private static final MonitorConfig CONFIG = Configs.defaults();

  private final FleetView view = new FleetView();
  private final Broker broker = new Broker();
  private final MovableClock clock = new MovableClock();
  private Reporter reporter = new Reporter(broker, CONFIG, clock);

  /** Takes what it is given; the view reads it back as from the topics. */
  private final class Broker implements Reporter.Outlet {
    final List<LinkEvent> has = new ArrayList<>();
    boolean away;
    UniEmitter<? super Void> slow;
    boolean isSlow;

    @Override
    public Uni<Void> connected(ReplicaConnected event) {
      return take(event);
    }

    @Override
    public Uni<Void> health(LinkHealth event) {
      return take(event);
    }

    private Uni<Void> take(LinkEvent event) {
      if (isSlow) {
        return Uni.createFrom().<Void>emitter(e -> slow = e).invoke(() -> keep(event));
      }
      return Uni.createFrom().item(() -> {
        if (away) {
          throw new IllegalStateException("the broker is away");
        }
        keep(event);
        return null;
      });
    }

    private void keep(LinkEvent event) {
      has.add(event);
      view.apply(event);
    }

    List<String> said() {
      return has.stream()
          .map(e -> e instanceof LinkHealth health ? health.diagnosis() : "replica-connected")
          .toList();
    }
  }

  private static final class MovableClock extends Clock {
    Instant now = Samples.AT.plusSeconds(60);

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @BeforeEach
  void aLinkIsCreated() {
    view.apply(created(Samples.link()));
  }

  private static LinkCreated created(LinkSpec link) {
    return new LinkCreated(link, Samples.trust(), Samples.endpoint(), Samples.groups(),
        new Evidence.AzureLink("/id", "LinkSynchronizing"), Samples.AT);
  }

  private void see(ReplicaReading replica) {
    clock.now = clock.now.plusSeconds(1);
    var state = view.link(Samples.link().id()).orElseThrow();
    reporter.report(
        state,
        new Snapshot(state.link(), state.group(), replica, null, true, false,
            null, clock.now, DiagnosisTest.LIMITS),
        clock.now);
  }

  @Test
  void theEdgeIsToldOnceAndHealthOnlyWhenItChanges() {
    see(Readings.disconnected(0));
    see(Readings.disconnected(0));
    see(Readings.healthy());
    see(Readings.healthy());

    assertThat(broker.said()).containsExactly("CONNECTING", "replica-connected", "HEALTHY");
  }

  @Test
  void aLossIsToldAndTheNextEdgeAgain() {
    see(Readings.healthy());
    see(Readings.disconnected(41986));
    see(Readings.healthy());

    assertThat(broker.said())
        .containsExactly(
            "replica-connected", "HEALTHY", "DISCONNECTED", "replica-connected", "HEALTHY");
  }

  @Test
  void aGroupThatWasDroppedIsALossToo() {
    see(Readings.healthy());
    see(null);
    see(Readings.healthy());

    assertThat(broker.said())
        .containsExactly(
            "replica-connected", "HEALTHY", "GROUP_MISSING", "replica-connected", "HEALTHY");
  }

  @Test
  void theHeartbeatRepeatsWhatHasNotChanged() {
    see(Readings.healthy());
    clock.now = clock.now.plus(Duration.ofSeconds(30));
    see(Readings.healthy());

    assertThat(broker.said()).containsExactly("replica-connected", "HEALTHY", "HEALTHY");
  }

  @Test
  void afterARestartTheEdgeIsNotToldAgain() {
    see(Readings.healthy());
    reporter = new Reporter(broker, CONFIG, clock);
    see(Readings.healthy());

    assertThat(broker.said()).containsExactly("replica-connected", "HEALTHY", "HEALTHY");
  }

  @Test
  void afterALossAndARestartTheEdgeIsToldAgain() {
    see(Readings.healthy());
    see(Readings.disconnected(41986));
    reporter = new Reporter(broker, CONFIG, clock);
    see(Readings.healthy());

    assertThat(broker.said()).endsWith("DISCONNECTED", "replica-connected", "HEALTHY");
  }

  @Test
  void aNewGenerationIsToldOnceItsLinkIsCreated() {
    see(Readings.healthy());
    LinkSpec link = Samples.link();
    LinkSpec next = new LinkSpec(link.id(), link.rollout(), link.generation() + 1, link.source(),
        link.database(), link.target(), link.names(), link.options());
    view.apply(new LinkRequested(next, clock.now));
    see(Readings.healthy());
    assertThat(broker.said()).containsExactly("replica-connected", "HEALTHY", "HEALTHY");

    view.apply(created(next));
    see(Readings.healthy());
    assertThat(broker.said()).endsWith("replica-connected", "HEALTHY");
    assertThat(broker.has).last().satisfies(e -> assertThat(e.link()).isEqualTo(next));
  }

  @Test
  void whatTheBrokerDidNotTakeIsToldAgain() {
    broker.away = true;
    see(Readings.healthy());
    assertThat(broker.said()).isEmpty();

    broker.away = false;
    see(Readings.healthy());
    assertThat(broker.said()).containsExactly("replica-connected", "HEALTHY");
  }

  @Test
  void whileAReportIsUnderWayNoSecondOneIsSent() {
    see(Readings.disconnected(0));
    broker.isSlow = true;
    see(Readings.disconnected(41986));
    see(Readings.disconnected(41973));
    broker.slow.complete(null);
    broker.isSlow = false;
    see(Readings.disconnected(41973));

    assertThat(broker.has)
        .extracting(event -> ((LinkHealth) event).replica().lastErrorNumber())
        .containsExactly(0, 41986, 41973);
  }
}
