package io.linkfleet.ag;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.linkfleet.event.EventCodec;
import io.linkfleet.event.LinkEvent.DagCreated;
import io.linkfleet.event.LinkEvent.EndpointReady;
import io.linkfleet.event.LinkEvent.LinkBlocked;
import io.linkfleet.event.LinkEvent.LinkStep;
import io.linkfleet.event.LinkEvent.LinkWaiting;
import io.linkfleet.event.LinkSpec;
import io.linkfleet.event.SourceServer;
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

/** Records in, records out, and in between a simulated server that is really changed. */
@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(AgWorld.class)
class AgFlowTest {
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

  private EndpointReady asked(String server, String database) {
    return AgSite.asked(site, server, database, "mi-west");
  }

  /** What was changed on that server. */
  private List<String> changes(String server) {
    return site.world().record.all().stream()
        .filter(effect -> effect.kind().equals("CHANGE") && effect.where().equals(server))
        .filter(effect -> effect.outcome().startsWith("OK"))
        .map(effect -> effect.text())
        .filter(text -> !text.contains("sp_getapplock") && !text.contains("sp_releaseapplock"))
        .toList();
  }

  @Test
  void endpointReadyBecomesDagCreatedAndEveryStepIsTold() {
    EndpointReady event = asked("WAY", "Payroll");
    bus.send(event);
    String link = event.link().id();
    DagCreated created = bus.await("dag-created", DagCreated.class, link);
    assertThat(created.groups().availabilityGroup()).isEqualTo("AG_Payroll");
    assertThat(created.groups().distributedAvailabilityGroup()).isEqualTo("DAG_Payroll_mi_west");
    assertThat(created.trust()).isEqualTo(event.trust());
    assertThat(created.endpoint()).isEqualTo(event.endpoint());
    List<LinkStep> steps = bus.events("link-step", LinkStep.class, link);
    assertThat(steps).hasSize(4).allSatisfy(step -> {
      assertThat(step.phase()).isEqualTo("ag");
      assertThat(step.where()).isEqualTo("WAY");
      assertThat(step.outcome()).isEqualTo("DONE");
    });
    assertThat(steps.stream().map(step -> step.statement().replaceAll(";$", "")).toList())
        .isEqualTo(changes("WAY"));
    assertThat(site.world().servers.get("WAY").groups).hasSize(2);
  }

  @Test
  void aRecordThatComesTwiceIsAnsweredTwiceAndDoesNothingMore() {
    EndpointReady event = asked("TWICE", "Sales");
    bus.send(event);
    bus.send(event);
    String link = event.link().id();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> bus.events("dag-created", DagCreated.class, link).size() == 2);
    assertThat(changes("TWICE")).hasSize(2);
    assertThat(bus.events("link-step", LinkStep.class, link)).hasSize(2);
  }

  @Test
  void aMissingDatabaseBlocksTheLink() {
    EndpointReady event = asked("EMPTY", "Nowhere");
    bus.send(event);
    LinkBlocked blocked = bus.await("link-blocked", LinkBlocked.class, event.link().id());
    assertThat(blocked.phase()).isEqualTo("ag");
    assertThat(blocked.reason()).isEqualTo("DATABASE_NOT_FOUND");
    assertThat(blocked.sentence()).contains("EMPTY").contains("[Nowhere]");
    assertThat(changes("EMPTY")).isEmpty();
  }

  @Test
  void aServerThatIsDownIsWaitedForAndTheLinkGoesOnWhenItIsBack() {
    site.world().servers.get("DOWN").up = false;
    EndpointReady event = asked("DOWN", "Sales");
    bus.send(event);
    LinkWaiting waiting = bus.await("ag-waiting", LinkWaiting.class, event.link().id());
    assertThat(waiting.reason()).isEqualTo("UNREACHABLE");
    site.world().servers.get("DOWN").up = true;
    bus.await("dag-created", DagCreated.class, event.link().id());
    bus.await(
        "ag-waiting",
        Duration.ofSeconds(10),
        record -> event.link().id().equals(record.key()) && record.value() == null);
  }

  @Test
  void aLoginThatMayOnlyLookBlocksTheLinkAndTheRefusalIsInTheAuditTrail() {
    EndpointReady event = asked("DENIED", "Sales");
    LinkSpec link = event.link();
    SourceServer s = link.source();
    var monitor =
        new SourceServer(
            s.name(), s.host(), s.port(), s.endpointHost(), s.endpointPort(), "sql-monitor");
    var denied =
        new EndpointReady(
            new LinkSpec(
                link.id(), link.rollout(), 1, monitor, link.database(), link.target(),
                link.names(), link.options()),
            event.trust(),
            event.endpoint(),
            event.at());
    bus.send(denied);
    LinkBlocked blocked = bus.await("link-blocked", LinkBlocked.class, link.id());
    assertThat(blocked.reason()).isEqualTo("PERMISSION");
    assertThat(bus.events("link-step", LinkStep.class, link.id()))
        .singleElement()
        .satisfies(step -> assertThat(step.outcome()).isEqualTo("FAILED"));
    assertThat(changes("DENIED")).isEmpty();
  }

  @Test
  void aServerThatAnotherActorIsChangingIsLeftAloneUntilItIsFree() {
    EndpointReady event = asked("BUSY", "Sales");
    String link = event.link().id();
    try (var other = site.servers().open(site.server("BUSY"))) {
      assertThat(other.lock()).isTrue();
      bus.send(event);
      assertThat(bus.await("ag-waiting", LinkWaiting.class, link).reason())
          .isEqualTo("SERVER_BUSY");
      assertThat(changes("BUSY")).isEmpty();
    }
    bus.await("dag-created", DagCreated.class, link);
  }

  @Test
  void aDryRunShowsTheStatementsAndChangesNothing() {
    given()
        .contentType("application/json")
        .body(EventCodec.write(asked("DRYRUN", "Payroll")))
        .post("/plan")
        .then()
        .statusCode(200)
        .body("phase", equalTo("ag"))
        .body("outcome", equalTo("steps"))
        .body("steps", hasSize(4))
        .body("steps[0].statement", equalTo("ALTER DATABASE [Payroll] SET RECOVERY FULL;"))
        .body("steps[3].statement", containsString(";Server=[mi-west]"))
        .body("next.groups.availabilityGroup", equalTo("AG_Payroll"));
    assertThat(changes("DRYRUN")).isEmpty();
  }
}
