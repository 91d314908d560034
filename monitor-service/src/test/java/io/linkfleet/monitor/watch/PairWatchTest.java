package io.linkfleet.monitor.watch;

import static io.linkfleet.monitor.watch.MirroredEstate.alter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import io.linkfleet.event.Evidence;
import io.linkfleet.event.LinkEvent;
import io.linkfleet.event.LinkEvent.LinkCreated;
import io.linkfleet.event.LinkEvent.LinkHealth;
import io.linkfleet.event.LinkEvent.ReplicaConnected;
import io.linkfleet.event.LinkOptions;
import io.linkfleet.event.LinkSpec;
import io.linkfleet.event.PairOptions;
import io.linkfleet.event.PairReading;
import io.linkfleet.event.ReplicaReading;
import io.linkfleet.event.Samples;
import io.linkfleet.event.Target;
import io.linkfleet.monitor.Configs;
import io.linkfleet.monitor.view.FleetView;
import io.linkfleet.monitor.view.Status;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A mirroring session on simulated servers, watched on both sides with the monitor's own query. */
class PairWatchTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final FleetView view = new FleetView();
  private final List<LinkEvent> said = new CopyOnWriteArrayList<>();
  private final Sightings sightings =
      new Sightings(
          new Reporter.Outlet() {
            @Override
            public Uni<Void> connected(ReplicaConnected event) {
              return take(event);
            }

            @Override
            public Uni<Void> health(LinkHealth event) {
              return take(event);
            }

            private Uni<Void> take(LinkEvent event) {
              said.add(event);
              view.apply(event);
              return Uni.createFrom().voidItem();
            }
          },
          Configs.defaults(),
          Clock.systemUTC());
  private MirroredEstate estate;
  private MonitorSql probe;
  private LinkSpec link;

  @BeforeEach
  void start() {
    estate = new MirroredEstate();
    probe = new MonitorSql(estate.site.servers());
  }

  @AfterEach
  void stop() {
    estate.close();
  }

  private void created(LinkSpec wanted) {
    created(wanted, estate.trust());
  }

  private void created(LinkSpec wanted, Evidence.Trust trust) {
    link = wanted;
    view.apply(new LinkCreated(wanted, trust, Samples.pairEndpoint(), null, null, Samples.AT));
  }

  private void created(boolean witnessed, PairOptions options) {
    created(estate.pair(witnessed, options, "sql-admin"));
  }

  private void ask(String host) {
    String address = estate.server(host, "sql-admin").address();
    // a new watch asks at once
    new ServerWatch(
            address, view, probe, sightings, Configs.defaults(), Clock.systemUTC(),
            new SimpleMeterRegistry())
        .round();
  }

  private void askBoth() {
    ask("HOST_A");
    ask("HOST_B");
  }

  private LinkHealth health() {
    return view.link(link.id()).orElseThrow().health();
  }

  private Status status() {
    return view.link(link.id()).orElseThrow().status();
  }

  private void awaitDiagnosis(String diagnosis) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              askBoth();
              assertThat(health().diagnosis()).as(health().sentence()).isEqualTo(diagnosis);
            });
  }

  private long connections() {
    return said.stream().filter(event -> event instanceof ReplicaConnected).count();
  }

  private void awaitHealthy() {
    awaitDiagnosis("HEALTHY");
    assertThat(status()).isEqualTo(Status.CONNECTED);
  }

  @Test
  void aPairIsConnectedOnceBothSidesSaySoAndTheCopyFollows() {
    estate.mirror();
    created(false, PairOptions.defaults());

    ask("HOST_A");
    assertThat(said).as("one side alone tells nothing").isEmpty();

    awaitHealthy();
    assertThat(connections()).isEqualTo(1);
    ReplicaReading replica = health().replica();
    assertThat(replica.name()).isEqualTo("HOST_B");
    assertThat(replica.connectedState()).isEqualTo("CONNECTED");
    assertThat(replica.synchronizationState()).isEqualTo("SYNCHRONIZED");
    assertThat(replica.certificateExpiresAt()).isEqualTo("2040-12-31T00:00:00Z");
    assertThat(replica.pair().safety()).isEqualTo("FULL");
    assertThat(replica.pair().witness()).isNull();
    assertThat(replica.pair().sides())
        .extracting(PairReading.Side::server, PairReading.Side::role, PairReading.Side::state)
        .containsExactly(
            tuple("HOST_A", "PRINCIPAL", "SYNCHRONIZED"),
            tuple("HOST_B", "MIRROR", "SYNCHRONIZED"));
    assertThat(replica.lastHardenedLsn()).matches("\\d+");
  }

  @Test
  void aLoginThatMayNotSeeTheMirrorStillSeesThatItsPrincipalIsConnected() {
    estate.mirror();
    created(estate.pair(false, PairOptions.defaults(), "sql-monitor"));

    awaitHealthy();
    assertThat(health().replica().pair().sides())
        .extracting(PairReading.Side::role, PairReading.Side::connectedState)
        .containsExactly(
            tuple("PRINCIPAL", "CONNECTED"),
            tuple(null, "CONNECTED"));

    estate.site.simulator().network().cut("HOST_B");
    awaitDiagnosis("DISCONNECTED");
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              askBoth();
              assertThat(health().replica().pair().sides())
                  .extracting(PairReading.Side::connectedState)
                  .containsOnly("DISCONNECTED");
            });
  }

  @Test
  void aSessionThatIsNotThereIsTold() {
    created(false, PairOptions.defaults());
    awaitDiagnosis("SESSION_MISSING");
    assertThat(connections()).isZero();
  }

  @Test
  void aLostPartnerLeavesThePrincipalExposedAndComesBack() {
    estate.mirror();
    created(false, PairOptions.defaults());
    awaitHealthy();

    estate.site.simulator().network().cut("HOST_B");
    awaitDiagnosis("DISCONNECTED");
    assertThat(status()).isEqualTo(Status.LOST);
    assertThat(health().sentence()).contains("HOST_A runs exposed");

    estate.site.simulator().network().mend("HOST_B");
    awaitHealthy();
    assertThat(connections()).isEqualTo(2);
  }

  @Test
  void aWitnessThatIsNotThereOrNotConnectedIsToldAndWithoutAnyoneNobodyIsServed() {
    estate.mirror();
    created(true, PairOptions.defaults());
    awaitDiagnosis("WITNESS_MISSING");
    assertThat(status()).isEqualTo(Status.CONNECTED);

    estate.run("HOST_A", alter("SET WITNESS = '" + MirroredEstate.address("HOST_C") + "'"));
    awaitHealthy();
    assertThat(health().replica().pair().witness()).isEqualTo("CONNECTED");

    estate.site.simulator().network().cut("HOST_C");
    awaitDiagnosis("WITNESS_DISCONNECTED");
    estate.site.simulator().network().cut("HOST_A");
    awaitDiagnosis("NO_QUORUM");
  }

  @Test
  void aFailoverIsFollowedAndTheOtherSideIsTheCopy() {
    estate.mirror();
    PairOptions onA =
        new PairOptions(null, "HOST_A", null, false, null, null, null, null, null);
    created(false, onA);
    awaitHealthy();

    estate.run("HOST_A", alter("SET PARTNER FAILOVER"));

    awaitDiagnosis("ROLES_DIFFER");
    assertThat(health().replica().name()).isEqualTo("HOST_A");
    assertThat(health().sentence()).contains("is primary on HOST_B, and HOST_A was asked for");
    assertThat(said)
        .filteredOn(event -> event instanceof LinkHealth)
        .extracting(event -> ((LinkHealth) event).diagnosis())
        .as("a change of roles that is seen half way is no alarm")
        .doesNotContain("BOTH_LEAD", "NONE_LEADS");
  }

  /** When service was forced without it, nobody could ask that server what it shows. */
  @Test
  void aPartnerOfWhichNothingIsKnownIsNoStranger() {
    estate.mirror();
    Evidence.Trust all = estate.trust();
    created(
        estate.pair(false, PairOptions.defaults(), "sql-monitor"),
        new Evidence.Trust(
            all.serverName(), all.certificate(), all.thumbprint(), null, null,
            all.hosts().stream().filter(host -> !host.label().equals("HOST_B")).toList()));

    awaitHealthy();
  }

  @Test
  void aSuspendedSessionIsAnAlarmUnlessAPauseWasAskedFor() {
    estate.mirror();
    created(false, PairOptions.defaults());
    awaitHealthy();
    estate.run("HOST_A", alter("SET PARTNER SUSPEND"));
    awaitDiagnosis("SUSPENDED");

    created(again(new PairOptions(null, null, PairOptions.Wanted.PAUSED, false, null, null, null,
        null, null)));
    awaitDiagnosis("PAUSED");
    assertThat(status()).isEqualTo(Status.PAUSED);
    assertThat(health().severity()).isEqualTo("OK");

    estate.run("HOST_A", alter("SET PARTNER RESUME"));
    awaitDiagnosis("NOT_PAUSED");
  }

  private LinkSpec again(PairOptions options) {
    return new LinkSpec(
        link.id(), link.rollout(), link.generation() + 1, link.source(), link.database(),
        link.target(), link.names(), new LinkOptions(null, false, null, options));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sql-admin", "sql-monitor"})
  void aSessionThatIsRemovedAsAskedIsNoAlarm(String credentials) {
    estate.mirror();
    created(estate.pair(false, PairOptions.defaults(), credentials));
    awaitHealthy();

    created(again(new PairOptions(null, null, PairOptions.Wanted.REMOVED, false, null, null, null,
        null, null)));
    awaitDiagnosis("SESSION_LEFT");
    estate.run("HOST_A", alter("SET PARTNER OFF"));
    awaitDiagnosis("REMOVED");
    assertThat(status()).isEqualTo(Status.REMOVED);
  }

  @Test
  void aSideThatIsLeftAloneIsTold() {
    estate.mirror();
    created(false, PairOptions.defaults());
    awaitHealthy();

    estate.site.simulator().network().cut("HOST_B");
    awaitDiagnosis("DISCONNECTED");
    estate.run("HOST_A", alter("SET PARTNER OFF"));

    awaitDiagnosis("SESSION_HALF");
    assertThat(health().sentence()).startsWith("Only HOST_B has its side");
    assertThat(status()).isEqualTo(Status.LOST);
  }

  @Test
  void aServerThatIsDownMakesAConnectedPairUnknownUntilTheOtherSideHasLostIt() {
    estate.mirror();
    created(false, PairOptions.defaults());
    awaitHealthy();

    estate.down("HOST_B");
    ask("HOST_B");
    assertThat(health().diagnosis()).isEqualTo("SERVER_UNREACHABLE");
    assertThat(status()).isIn(Status.UNKNOWN, Status.LOST);
    await().atMost(SOON).untilAsserted(() -> {
      askBoth();
      assertThat(status()).isEqualTo(Status.LOST);
    });
    assertThat(health().sentence()).contains("HOST_A is PRINCIPAL and has lost it");
  }

  private void grouped(Target.Session session, PairOptions options) {
    link = estate.pair(session, false, options, "sql-monitor");
    view.apply(
        new LinkCreated(link, estate.trust(), Samples.pairEndpoint(),
            new Evidence.Groups("AG_Pair", "DAG_Pair"), null, Samples.AT));
  }

  private void grouped() {
    grouped(Target.Session.AVAILABILITY_GROUP, PairOptions.defaults());
  }

  @Test
  void aDistributedGroupIsWatchedOnBothServers() {
    grouped(
        Target.Session.DISTRIBUTED_AVAILABILITY_GROUP,
        new PairOptions(
            PairOptions.Safety.OFF, null, null, false, null, null, null, null, null));
    estate.distributed("DAG_Pair");

    awaitHealthy();
    ReplicaReading replica = health().replica();
    assertThat(replica.name()).isEqualTo("HOST_B");
    assertThat(replica.synchronizationState()).isEqualTo("SYNCHRONIZING");
    assertThat(replica.pair().safety()).isEqualTo("OFF");
    assertThat(replica.pair().sides())
        .extracting(PairReading.Side::role)
        .containsExactly("PRIMARY", "SECONDARY");

    estate.site.simulator().network().cut("HOST_A");
    awaitDiagnosis("DISCONNECTED");
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              askBoth();
              assertThat(health().replica().pair().sides())
                  .extracting(PairReading.Side::connectedState)
                  .containsOnly("DISCONNECTED");
            });
  }

  @Test
  void aGroupOfTwoServersIsConnectedOnceItsCopyFollows() {
    grouped();
    awaitDiagnosis("SESSION_MISSING");
    estate.group("AG_Pair");

    awaitHealthy();
    ReplicaReading replica = health().replica();
    assertThat(replica.name()).isEqualTo("HOST_B");
    assertThat(replica.synchronizationState()).isEqualTo("SYNCHRONIZED");
    assertThat(replica.seedingState()).isEqualTo("COMPLETED");
    assertThat(replica.logSendQueueKb()).isNotNull();
    assertThat(replica.pair().safety()).isEqualTo("FULL");
    assertThat(replica.pair().sides())
        .extracting(PairReading.Side::role, PairReading.Side::state)
        .containsExactly(tuple("PRIMARY", "SYNCHRONIZED"), tuple("SECONDARY", "SYNCHRONIZED"));
    assertThat(connections()).isEqualTo(1);

    estate.site.simulator().network().cut("HOST_B");
    awaitDiagnosis("DISCONNECTED");
    assertThat(status()).isEqualTo(Status.LOST);
    estate.site.simulator().network().mend("HOST_B");
    awaitHealthy();
    assertThat(connections()).isEqualTo(2);
  }

  @Test
  void movementThatIsSuspendedOnTheSecondaryIsTold() {
    grouped();
    estate.group("AG_Pair");
    awaitHealthy();

    estate.run("HOST_B", alter("SET HADR SUSPEND"));
    awaitDiagnosis("SUSPENDED");
    estate.run("HOST_B", alter("SET HADR RESUME"));
    awaitHealthy();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sql-admin", "sql-monitor"})
  void asManyDatabasesAsThereAreTakeOneQueryPerServer(String credentials) {
    estate.mirror();
    created(estate.pair(false, PairOptions.defaults(), credentials));
    askBoth();
    long before = queries();

    askBoth();

    assertThat(queries() - before).isEqualTo(2);
  }

  private long queries() {
    return estate.site.world().record.all().stream()
        .filter(effect -> effect.text().contains("HAS_PERMS_BY_NAME"))
        .count();
  }
}
