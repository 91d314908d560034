package io.linkfleet.monitor.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.event.Evidence;
import io.linkfleet.event.LinkEvent;
import io.linkfleet.event.LinkEvent.CertCreated;
import io.linkfleet.event.LinkEvent.DagCreated;
import io.linkfleet.event.LinkEvent.EndpointReady;
import io.linkfleet.event.LinkEvent.LinkBlocked;
import io.linkfleet.event.LinkEvent.LinkCreated;
import io.linkfleet.event.LinkEvent.LinkHealth;
import io.linkfleet.event.LinkEvent.LinkRequested;
import io.linkfleet.event.LinkEvent.LinkWaiting;
import io.linkfleet.event.LinkEvent.ReplicaConnected;
import io.linkfleet.event.LinkSpec;
import io.linkfleet.event.ReplicaReading;
import io.linkfleet.event.Samples;
import io.linkfleet.event.Target;
import io.linkfleet.monitor.Readings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is known about a link depends on its events, not on the order in which they come. */
class LinkStateTest {
  private static final Evidence.AzureLink AZURE = new Evidence.AzureLink("/id", "Synchronizing");

  private static Instant at(int second) {
    return Samples.AT.plusSeconds(second);
  }

  private static LinkSpec link(long generation) {
    LinkSpec link = Samples.link();
    return new LinkSpec(link.id(), link.rollout(), generation, link.source(), link.database(),
        link.target(), link.names(), link.options());
  }

  private static LinkRequested requested(long generation, int second) {
    return new LinkRequested(link(generation), at(second));
  }

  private static LinkCreated created(long generation, String group, int second) {
    return new LinkCreated(link(generation), Samples.trust(), Samples.endpoint(),
        new Evidence.Groups("AG_Sales", group), AZURE, at(second));
  }

  private static LinkWaiting waiting(long generation, String phase, int second) {
    return new LinkWaiting(link(generation), phase, "UNREACHABLE", "waits in " + phase, at(second),
        at(second + 1), 0, null, null, at(second));
  }

  private static LinkBlocked blocked(long generation, String phase, int second) {
    return new LinkBlocked(link(generation), phase, "PERMISSION", "blocked in " + phase, "grant it",
        at(second));
  }

  private static LinkHealth health(long generation, ReplicaReading replica, String code, int sec) {
    return new LinkHealth(link(generation), replica, code, "OK", "sentence", "", at(sec), at(sec));
  }

  private static ReplicaConnected connected(long generation, int second) {
    return new ReplicaConnected(link(generation), "mi-west", at(second));
  }

  private static LinkState fold(LinkEvent... events) {
    return fold(List.of(events));
  }

  private static LinkState fold(List<? extends LinkEvent> events) {
    LinkState state = LinkState.first(events.get(0));
    for (LinkEvent event : events.subList(1, events.size())) {
      state = state.apply(event);
    }
    return state;
  }

  @Test
  void anyOrderAndAnyRepetitionGiveTheSameState() {
    List<LinkEvent> events =
        new ArrayList<>(
            List.of(
                requested(1, 0),
                new CertCreated(link(1), Samples.trust(), at(1)),
                created(1, "DAG_old", 2),
                connected(1, 3),
                health(1, Readings.healthy(), "HEALTHY", 3),
                requested(2, 10),
                blocked(2, "cert", 11),
                waiting(2, "cert", 12),
                new CertCreated(link(2), Samples.trust(), at(13)),
                new EndpointReady(link(2), Samples.trust(), Samples.endpoint(), at(14)),
                new DagCreated(
                    link(2), Samples.trust(), Samples.endpoint(), Samples.groups(), at(15)),
                waiting(2, "azure-link", 16),
                created(2, "DAG_new", 18),
                connected(2, 19),
                health(2, Readings.healthy(), "HEALTHY", 19),
                health(2, Readings.disconnected(0), "DISCONNECTED", 30),
                connected(2, 35),
                health(2, Readings.healthy(), "HEALTHY", 36)));
    LinkState inOrder = fold(events);
    assertThat(inOrder.status()).isEqualTo(Status.CONNECTED);
    assertThat(inOrder.connectedAt()).isEqualTo(at(35));
    assertThat(inOrder.group()).isEqualTo("DAG_new");

    Random random = new Random(42);
    for (int i = 0; i < 500; i++) {
      List<LinkEvent> shuffled = new ArrayList<>(events);
      shuffled.add(events.get(random.nextInt(events.size())));
      Collections.shuffle(shuffled, random);
      LinkState state = fold(shuffled);
      assertThat(state)
          .usingRecursiveComparison()
          .ignoringFields("healthSince")
          .isEqualTo(inOrder);
    }
  }

  @Test
  void aNewerGenerationBeginsAgainAndAnOlderOneIsIgnored() {
    LinkState state = fold(requested(1, 0), connected(1, 5), requested(2, 6));

    assertThat(state.reached()).isEqualTo(Milestone.REQUESTED);
    assertThat(state.status()).isEqualTo(Status.RUNNING);
    assertThat(state.connected()).isFalse();
    assertThat(state.apply(connected(1, 9)).reached()).isEqualTo(Milestone.REQUESTED);
  }

  @Test
  void theGroupOfAnEarlierGenerationIsWatchedUntilThereIsANewOne() {
    LinkState state = fold(created(1, "DAG_old", 0), requested(2, 1));
    assertThat(state.group()).isEqualTo("DAG_old");
    assertThat(fold(requested(2, 1), created(1, "DAG_old", 0)).group()).isEqualTo("DAG_old");
    assertThat(state.apply(created(2, "DAG_new", 2)).group()).isEqualTo("DAG_new");
    assertThat(fold(created(2, "DAG_new", 2), created(1, "DAG_old", 0)).group())
        .isEqualTo("DAG_new");
  }

  @Test
  void aWaitShowsUntilItEnds() {
    LinkState waits = fold(requested(1, 0), waiting(1, "cert", 1));
    assertThat(waits.status()).isEqualTo(Status.WAITING);
    assertThat(waits.hold()).hasValueSatisfying(
        hold -> assertThat(hold.sentence()).isEqualTo("waits in cert"));

    LinkState goesOn = waits.waitsNoMore("cert");
    assertThat(goesOn.status()).isEqualTo(Status.RUNNING);
    assertThat(goesOn.hold()).isEmpty();
  }

  @Test
  void theEndOfAnotherPhasesWaitChangesNothing() {
    LinkState state = fold(requested(1, 0), waiting(1, "cert", 1)).waitsNoMore("endpoint");

    assertThat(state.status()).isEqualTo(Status.WAITING);
  }

  @Test
  void whatAPhaseLeftBehindDoesNotShowOnceTheLinkHasPassedIt() {
    LinkState state =
        fold(
            requested(1, 0),
            blocked(1, "cert", 1),
            waiting(1, "cert", 2),
            new CertCreated(link(1), Samples.trust(), at(0)));

    assertThat(state.status()).isEqualTo(Status.RUNNING);
  }

  @Test
  void ofAWaitAndABlockOfOnePhaseTheLaterCounts() {
    assertThat(fold(waiting(1, "ag", 1), blocked(1, "ag", 2)).status()).isEqualTo(Status.BLOCKED);
    assertThat(fold(blocked(1, "ag", 1), waiting(1, "ag", 2)).status()).isEqualTo(Status.WAITING);
    assertThat(fold(blocked(1, "ag", 1), waiting(1, "cert", 2)).status())
        .isEqualTo(Status.BLOCKED);
  }

  @Test
  void aLinkThatWasConnectedIsLostWhenItsReplicaIsGone() {
    LinkState connected = fold(created(1, "DAG", 0), connected(1, 1));
    assertThat(connected.status()).isEqualTo(Status.CONNECTED);

    LinkState lost = connected.apply(health(1, Readings.disconnected(41986), "DISCONNECTED", 2));
    assertThat(lost.status()).isEqualTo(Status.LOST);
    assertThat(connected.apply(health(1, null, "GROUP_MISSING", 2)).status())
        .isEqualTo(Status.LOST);
    assertThat(lost.apply(connected(1, 3)).status()).isEqualTo(Status.CONNECTED);
  }

  @Test
  void aServerThatCannotBeAskedMakesAConnectedLinkUnknownAndNotLost() {
    LinkState state =
        fold(created(1, "DAG", 0), connected(1, 1), health(1, null, "SERVER_UNREACHABLE", 2));

    assertThat(state.status()).isEqualTo(Status.UNKNOWN);
    assertThat(state.connected()).isTrue();
  }

  @Test
  void aLinkThatHasNotConnectedYetWaits() {
    LinkState state =
        fold(created(1, "DAG", 0), health(1, Readings.disconnected(0), "CONNECTING", 1));

    assertThat(state.status()).isEqualTo(Status.WAITING);
  }

  @Test
  void healthSinceKeepsItsBeginningWhileTheDiagnosisStays() {
    LinkState state =
        fold(
            health(1, Readings.healthy(), "HEALTHY", 1),
            health(1, Readings.healthy(), "HEALTHY", 31));

    assertThat(state.healthSince()).isEqualTo(at(1));
    assertThat(state.health().at()).isEqualTo(at(31));
  }

  private static LinkSpec pair(Target.Session session) {
    return Samples.pair("Sales", session);
  }

  private static LinkCreated paired(Target.Session session) {
    return new LinkCreated(pair(session), Samples.pairTrust(), Samples.pairEndpoint(),
        session == Target.Session.MIRRORING ? null : new Evidence.Groups("AG", "DAG"), null, at(1));
  }

  @Test
  void ofAPairItsSessionIsWatchedOnBothServers() {
    assertThat(fold(paired(Target.Session.MIRRORING)).group()).isEqualTo("Sales");
    assertThat(fold(paired(Target.Session.AVAILABILITY_GROUP)).group()).isEqualTo("AG");
    assertThat(fold(paired(Target.Session.DISTRIBUTED_AVAILABILITY_GROUP)).group())
        .isEqualTo("DAG");

    FleetView view = new FleetView();
    view.apply(paired(Target.Session.MIRRORING));
    assertThat(view.servers()).containsExactlyInAnyOrder("localhost:21401", "localhost:21402");
    assertThat(view.server("localhost:21402").name()).isEqualTo("HOST_B");
    assertThat(view.watchedOn("localhost:21402")).hasSize(1);
  }

  @Test
  void aPairWhoseOneSideCannotBeAskedIsUnknownAndOneThatIsAsWantedIsNotLost() {
    LinkSpec pair = pair(Target.Session.MIRRORING);
    LinkState connected =
        fold(paired(Target.Session.MIRRORING), new ReplicaConnected(pair, "HOST_B", at(2)));
    ReplicaReading half =
        Readings.reading("UNKNOWN", "SYNCHRONIZED", "HEALTHY", 0, null, null);
    assertThat(
            connected
                .apply(new LinkHealth(pair, half, "SERVER_UNREACHABLE", "", "", "", at(3), at(3)))
                .status())
        .isEqualTo(Status.UNKNOWN);
    for (String asked : List.of("PAUSED", "REMOVED")) {
      LinkHealth health =
          new LinkHealth(pair, Readings.disconnected(0), asked, "OK", "", "", at(3), at(3));
      assertThat(connected.apply(health).status().name()).isEqualTo(asked);
      assertThat(fold(new LinkRequested(pair, at(1)), health).status())
          .as("while the phases still work on it")
          .isEqualTo(Status.RUNNING);
    }
  }
}
