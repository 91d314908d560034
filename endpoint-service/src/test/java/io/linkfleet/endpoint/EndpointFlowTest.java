package io.linkfleet.endpoint;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import io.linkfleet.event.EventCodec;
import io.linkfleet.event.LinkEvent.CertCreated;
import io.linkfleet.event.LinkEvent.EndpointReady;
import io.linkfleet.event.LinkEvent.LinkBlocked;
import io.linkfleet.event.LinkEvent.LinkStep;
import io.linkfleet.event.LinkEvent.LinkWaiting;
import io.linkfleet.testing.Bus;
import io.linkfleet.testing.KafkaResource;
import io.linkfleet.testing.SimulatedSite;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records in, records out, and in between a simulated server that is really changed. */
@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(EndpointWorld.class)
class EndpointFlowTest {
  @ConfigProperty(name = "kafka.bootstrap.servers")
  String servers;

  SimulatedSite site = EndpointWorld.site();
  Bus bus;

  @BeforeEach
  void connect() {
    bus = new Bus(servers);
  }

  @AfterEach
  void disconnect() {
    bus.close();
  }

  @Test
  void certCreatedBecomesEndpointReadyAndTheStepIsTold() {
    CertCreated event = EndpointSite.asked(site, "NONE0", false);
    bus.send(event);
    String link = event.link().id();
    EndpointReady ready = bus.await("endpoint-ready", EndpointReady.class, link);
    assertThat(ready.endpoint().name()).isEqualTo("database_mirroring_endpoint");
    assertThat(ready.endpoint().address()).isEqualTo("TCP://10.20.0.11:5022");
    assertThat(ready.trust()).isEqualTo(event.trust());
    assertThat(bus.events("link-step", LinkStep.class, link))
        .extracting(step -> step.statement().replaceAll(";$", ""))
        .isEqualTo(EndpointSite.changes(site, "NONE0"));
    assertThat(EndpointSite.changes(site, "NONE0")).hasSize(1);
  }

  @Test
  void aServerThatIsDownIsWaitedForAndTheLinkGoesOnWhenItIsBack() {
    site.world().servers.get("NONE1").up = false;
    CertCreated event = EndpointSite.asked(site, "NONE1", false);
    bus.send(event);
    LinkWaiting waiting = bus.await("endpoint-waiting", LinkWaiting.class, event.link().id());
    assertThat(waiting.reason()).isEqualTo("UNREACHABLE");
    site.world().servers.get("NONE1").up = true;
    bus.await("endpoint-ready", EndpointReady.class, event.link().id());
  }

  @Test
  void anEndpointInUseBlocksUntilThePersonAllowsTheChangeAndAsksAgain() {
    EndpointSite.use(site, "WINDOWS0");
    CertCreated event = EndpointSite.asked(site, "WINDOWS0", false);
    bus.send(event);
    String link = event.link().id();
    LinkBlocked blocked = bus.await("link-blocked", LinkBlocked.class, link);
    assertThat(blocked.reason()).isEqualTo("ENDPOINT_IN_USE");
    assertThat(blocked.nextAction()).contains("allowEndpointChange").contains("ALTER ENDPOINT");
    assertThat(EndpointSite.changes(site, "WINDOWS0")).isEmpty();

    bus.send(EndpointSite.again(event, true));
    EndpointReady ready = bus.await("endpoint-ready", EndpointReady.class, link);
    assertThat(ready.endpoint().address()).endsWith(":7022");
    assertThat(EndpointSite.changes(site, "WINDOWS0")).hasSize(1);
  }

  @Test
  void aDryRunShowsTheStatementAndChangesNothing() {
    given()
        .contentType("application/json")
        .body(EventCodec.write(EndpointSite.asked(site, "NONE2", false)))
        .post("/plan")
        .then()
        .statusCode(200)
        .body("outcome", equalTo("steps"))
        .body("steps", hasSize(1))
        .body("steps[0].statement", startsWith("CREATE ENDPOINT"))
        .body("next.endpoint.name", equalTo("database_mirroring_endpoint"));
    assertThat(EndpointSite.changes(site, "NONE2")).isEmpty();
  }
}
