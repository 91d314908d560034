package io.linkfleet.endpoint;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import io.linkfleet.event.EventCodec;
import io.linkfleet.event.Evidence;
import io.linkfleet.event.LinkEvent.CertCreated;
import io.linkfleet.event.LinkEvent.EndpointReady;
import io.linkfleet.event.LinkEvent.LinkBlocked;
import io.linkfleet.event.LinkEvent.LinkStep;
import io.linkfleet.event.LinkEvent.LinkWaiting;
import io.linkfleet.event.LinkOptions;
import io.linkfleet.event.LinkSpec;
import io.linkfleet.event.PairOptions;
import io.linkfleet.event.Samples;
import io.linkfleet.event.Target;
import io.linkfleet.testing.Bus;
import io.linkfleet.testing.KafkaResource;
import io.linkfleet.testing.SimulatedSite;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
  void aPairBecomesEndpointReadyWithTheAddressOfEachServerAndNoPasswordIsTold() {
    LinkOptions options = new LinkOptions(null, false, null, PairOptions.defaults());
    LinkSpec pair = site.pair(Target.Session.MIRRORING, "NONE8", "NONE9", null, options);
    Evidence.Host source = EndpointSite.shown(site, "NONE8");
    var trust =
        new Evidence.Trust(
            "NONE8", source.certificate(), source.thumbprint(), null, null,
            List.of(source, EndpointSite.shown(site, "NONE9")));
    bus.send(new CertCreated(pair, trust, Samples.AT));
    EndpointReady ready = bus.await("endpoint-ready", EndpointReady.class, pair.id());
    assertThat(ready.endpoint().hosts())
        .containsEntry("NONE8", "TCP://10.20.0.15:5022")
        .containsEntry("NONE9", "TCP://10.20.0.16:5022");
    assertThat(bus.events("link-step", LinkStep.class, pair.id()))
        .extracting(LinkStep::where)
        .containsExactly(
            "NONE8", "NONE9", "NONE8", "NONE8", "NONE8", "NONE8", "NONE9", "NONE9", "NONE9",
            "NONE9");
    String password = site.secrets().find("pair-login/NONE8/NONE9").orElseThrow();
    for (String topic : List.of("link-step", "endpoint-ready")) {
      assertThat(bus.all(topic))
          .isNotEmpty()
          .noneMatch(
              record -> new String(record.value(), StandardCharsets.UTF_8).contains(password));
    }
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
