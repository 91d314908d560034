package io.linkfleet.monitor.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.event.Evidence;
import io.linkfleet.event.LinkEvent.LinkCreated;
import io.linkfleet.event.LinkEvent.LinkHealth;
import io.linkfleet.event.LinkEvent.ReplicaConnected;
import io.linkfleet.event.LinkSpec;
import io.linkfleet.event.ReplicaReading;
import io.linkfleet.event.Samples;
import io.linkfleet.event.SourceServer;
import io.linkfleet.monitor.Configs;
import io.linkfleet.monitor.Readings;
import io.linkfleet.monitor.view.FleetView;
import io.linkfleet.sqlserver.SqlFailure;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One question per round, an answer for every link. */
class ServerWatchTest {
  private final FleetView view = new FleetView();
  private final Map<String, ReplicaReading> shown = new HashMap<>();
  private final List<String> said = new ArrayList<>();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private int asked;
  private boolean down;

  private final Reporter.Outlet outlet =
      new Reporter.Outlet() {
        @Override
        public Uni<Void> connected(ReplicaConnected event) {
          said.add(event.link().database() + " replica-connected");
          return Uni.createFrom().voidItem();
        }

        @Override
        public Uni<Void> health(LinkHealth event) {
          said.add(event.link().database() + " " + event.diagnosis());
          return Uni.createFrom().voidItem();
        }
      };

  private final Sightings sightings =
      new Sightings(outlet, Configs.defaults(), Clock.systemUTC());

  private ServerWatch watch(String... databases) {
    LinkSpec link = null;
    for (String database : databases) {
      link = Samples.link(database);
      view.apply(
          new LinkCreated(link, Samples.trust(), Samples.endpoint(),
              new Evidence.Groups("AG_" + database, "DAG_" + database),
              new Evidence.AzureLink("/id", "LinkSynchronizing"), Samples.AT));
    }
    return new ServerWatch(link.source().address(), view, this::read, sightings, Configs.defaults(),
        Clock.systemUTC(), metrics);
  }

  private ReplicaProbe.Readings read(SourceServer server) {
    asked++;
    if (down) {
      throw SqlFailure.of(SqlFailure.Kind.UNREACHABLE, server.name(), "connection refused");
    }
    return new ReplicaProbe.Readings(true, shown);
  }

  @Test
  void oneQuestionAnswersForAllLinksOfTheServer() {
    shown.put("DAG_A", Readings.healthy());
    shown.put("DAG_B", Readings.disconnected(41973));

    watch("A", "B", "C").round();

    assertThat(asked).isEqualTo(1);
    assertThat(said)
        .containsExactlyInAnyOrder(
            "A replica-connected", "A HEALTHY", "B DISCONNECTED", "C GROUP_MISSING");
  }

  @Test
  void aServerThatIsNotDueIsNotAsked() {
    ServerWatch watch = watch("A");
    watch.round();
    watch.round();

    assertThat(asked).isEqualTo(1);
  }

  @Test
  void aLinkThatHasJustBeenCreatedIsAskedForAtOnce() {
    ServerWatch watch = watch("A");
    watch.round();
    shown.put("DAG_B", Readings.healthy());
    watch("B");
    watch.round();
    watch.round();

    assertThat(asked).isEqualTo(2);
    assertThat(said).contains("B replica-connected");
  }

  @Test
  void aServerThatDoesNotAnswerIsSuspectAndEveryLinkSaysSo() {
    down = true;
    ServerWatch watch = watch("A", "B");
    watch.round();

    assertThat(watch.suspect()).isTrue();
    assertThat(said)
        .containsExactlyInAnyOrder("A SERVER_UNREACHABLE", "B SERVER_UNREACHABLE");
    assertThat(metrics.timer("linkfleet.polls", "outcome", "unreachable").count()).isEqualTo(1);
  }
}
