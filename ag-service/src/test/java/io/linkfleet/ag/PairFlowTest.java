package io.linkfleet.ag;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.linkfleet.event.EventCodec;
import io.linkfleet.event.LinkEvent.DagCreated;
import io.linkfleet.event.LinkEvent.EndpointReady;
import io.linkfleet.event.LinkEvent.LinkBlocked;
import io.linkfleet.event.LinkEvent.LinkCreated;
import io.linkfleet.event.LinkEvent.LinkStep;
import io.linkfleet.event.LinkEvent.LinkWaiting;
import io.linkfleet.event.LinkOptions;
import io.linkfleet.event.PairOptions;
import io.linkfleet.event.PairOptions.Wanted;
import io.linkfleet.event.Target;
import io.linkfleet.simulator.engine.MirroringSession;
import io.linkfleet.testing.Bus;
import io.linkfleet.testing.KafkaResource;
import io.linkfleet.testing.SimulatedSite;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pairs on the bus: records in, records out, and two simulated servers that are really changed. */
@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(AgWorld.class)
class PairFlowTest {
  @ConfigProperty(name = "kafka.bootstrap.servers")
  String servers;

  SimulatedSite site = AgWorld.site();
  Bus bus;

  @BeforeEach
  void connect() {
    bus = new Bus(servers);
  }

  @AfterEach
  void disconnect() {
    bus.close();
  }

  private EndpointReady asked(String database) {
    return PairSite.asked(site, "HOST_A", "HOST_B", "HOST_C", database);
  }

  private MirroringSession session(String server, String database) {
    return site.world().servers.get(server).databases.get(database).mirroring;
  }

  @Test
  void endpointReadyBecomesLinkCreatedAndEveryStepNamesItsServer() {
    EndpointReady event = asked("Payroll");
    bus.send(event);
    String link = event.link().id();
    LinkCreated created = bus.await("link-created", LinkCreated.class, link);
    assertThat(created.link()).isEqualTo(event.link());
    assertThat(created.trust()).isEqualTo(event.trust());
    assertThat(created.endpoint()).isEqualTo(event.endpoint());
    assertThat(created.groups()).isNull();
    assertThat(created.azure()).isNull();
    assertThat(bus.events("dag-created", DagCreated.class, link)).isEmpty();
    assertThat(bus.events("link-step", LinkStep.class, link))
        .extracting(step -> step.where() + " " + step.outcome())
        .containsExactly(
            "HOST_A DONE", "HOST_A DONE", "HOST_B DONE", "HOST_A DONE", "HOST_B DONE",
            "HOST_B DONE", "HOST_A DONE", "HOST_A DONE");
    assertThat(session("HOST_B", "Payroll").role).isEqualTo(MirroringSession.MIRROR);
  }

  @Test
  void askingAgainHandsTheRoleOverPausesAndRemoves() {
    EndpointReady event = asked("Sales");
    String link = event.link().id();
    bus.send(event);
    awaitCreated(link, 1);
    EndpointReady over =
        PairSite.with(event, PairSite.options(null, "HOST_B", null, false));
    bus.send(over);
    awaitCreated(link, 2);
    assertThat(session("HOST_B", "Sales").role).isEqualTo(MirroringSession.PRINCIPAL);
    EndpointReady paused =
        PairSite.with(over, PairSite.options(null, null, Wanted.PAUSED, false));
    bus.send(paused);
    awaitCreated(link, 3);
    assertThat(session("HOST_A", "Sales").suspended).isTrue();
    bus.send(PairSite.with(paused, PairSite.options(null, null, Wanted.REMOVED, false)));
    awaitCreated(link, 4);
    assertThat(session("HOST_A", "Sales")).isNull();
    assertThat(session("HOST_B", "Sales")).isNull();
    // an older wish that comes late changes nothing
    bus.send(event);
    bus.send(PairSite.with(paused, PairSite.options(null, null, Wanted.REMOVED, false)));
    awaitCreated(link, 5);
    assertThat(session("HOST_A", "Sales")).isNull();
  }

  private void awaitCreated(String link, int times) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(bus.events("link-created", LinkCreated.class, link)).hasSize(times));
  }

  @Test
  void aFileThatThePartnerCannotReadBlocksAndTheLinkGoesOnOnceItCan() {
    EndpointReady event =
        PairSite.with(
            asked("Stock"),
            new LinkOptions("C:\\Out", false, null, PairOptions.defaults()));
    bus.send(event);
    LinkBlocked blocked = bus.await("link-blocked", LinkBlocked.class, event.link().id());
    assertThat(blocked.phase()).isEqualTo("ag");
    assertThat(blocked.reason()).isEqualTo("RESTORE");
    assertThat(blocked.sentence()).contains("HOST_B").contains("3201");
    assertThat(blocked.nextAction()).contains("restoreDirectory");
    bus.send(
        PairSite.with(
            event, new LinkOptions(PairSite.SHARE, false, null, PairOptions.defaults())));
    bus.await("link-created", LinkCreated.class, event.link().id());
  }

  @Test
  void aPartnerThatIsDownIsWaitedFor() {
    EndpointReady event = PairSite.asked(site, "HOST_A", "DOWN", null, "Away");
    site.world().servers.get("DOWN").up = false;
    site.simulator().dropSessions("DOWN");
    bus.send(event);
    LinkWaiting waiting = bus.await("ag-waiting", LinkWaiting.class, event.link().id());
    assertThat(waiting.reason()).isEqualTo("UNREACHABLE");
    assertThat(waiting.sentence()).contains("DOWN");
    site.world().servers.get("DOWN").up = true;
    // it is back, but nobody has given it an endpoint
    LinkBlocked blocked = bus.await("link-blocked", LinkBlocked.class, event.link().id());
    assertThat(blocked.reason()).isEqualTo("ENDPOINT_CONFLICT");
    assertThat(blocked.sentence()).contains("DOWN").contains("1486");
  }

  @ParameterizedTest
  @EnumSource(value = Target.Session.class, mode = EnumSource.Mode.EXCLUDE, names = "MIRRORING")
  void groupsAreMadeAndTheirNamesAreTold(Target.Session session) {
    String database = session == Target.Session.AVAILABILITY_GROUP ? "Grouped" : "Twice grouped";
    EndpointReady event =
        PairSite.asked(
            site, "HOST_A", "HOST_B", null, database, session, PairOptions.defaults());
    bus.send(event);
    LinkCreated created = bus.await("link-created", LinkCreated.class, event.link().id());
    assertThat(created.groups().availabilityGroup())
        .isEqualTo(event.link().names().availabilityGroup());
    assertThat(created.groups().distributedAvailabilityGroup())
        .isEqualTo(
            session == Target.Session.AVAILABILITY_GROUP
                ? null
                : event.link().names().distributedAvailabilityGroup());
    assertThat(created.azure()).isNull();
    assertThat(site.world().servers.get("HOST_B").databases.get(database).state)
        .isEqualTo("ONLINE");
    assertThat(bus.events("link-step", LinkStep.class, event.link().id()))
        .allMatch(step -> step.outcome().equals("DONE"))
        .hasSize(session == Target.Session.AVAILABILITY_GROUP ? 3 : 5);
  }

  @Test
  void aDryRunShowsEachStatementWithItsServerAndChangesNothing() {
    given()
        .contentType("application/json")
        .body(EventCodec.write(asked("Orders")))
        .post("/plan")
        .then()
        .statusCode(200)
        .body("phase", equalTo("ag"))
        .body("where", equalTo("HOST_A and HOST_B"))
        .body("outcome", equalTo("steps"))
        .body("steps", hasSize(7))
        .body(
            "steps.where",
            equalTo(
                List.of(
                    "HOST_A", "HOST_B", "HOST_A", "HOST_B", "HOST_B", "HOST_A", "HOST_A")));
    assertThat(site.world().servers.get("HOST_B").databases).doesNotContainKey("Orders");
  }
}
