package io.linkfleet.ag;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.linkfleet.event.EventCodec;
import io.linkfleet.event.LinkEvent.EndpointReady;
import io.linkfleet.event.LinkEvent.LinkBlocked;
import io.linkfleet.event.LinkEvent.LinkWaiting;
import io.linkfleet.event.LinkNames;
import io.linkfleet.event.LinkSpec;
import io.linkfleet.event.Samples;
import io.linkfleet.event.SourceServer;
import io.linkfleet.testing.Bus;
import io.linkfleet.testing.KafkaResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the phase does with its records on a real bus. */
@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
class AgBusTest {
  @ConfigProperty(name = "kafka.bootstrap.servers")
  String servers;

  Bus bus;

  @BeforeEach
  void connect() {
    bus = new Bus(servers);
  }

  @AfterEach
  void disconnect() {
    bus.close();
  }

  private static LinkSpec at(int port, String credentials) {
    LinkSpec sample = Samples.link();
    var source =
        new SourceServer("SQL01", "localhost", port, "10.10.1.11", 5022, credentials);
    return new LinkSpec(
        LinkNames.linkId(source, sample.database(), sample.target()),
        "test",
        1,
        source,
        sample.database(),
        sample.target(),
        sample.names(),
        sample.options());
  }

  @Test
  void aServerThatIsDownMakesTheLinkWaitWithTheReason() {
    LinkSpec link = at(1, "known");
    bus.send(new EndpointReady(link, Samples.trust(), Samples.endpoint(), Samples.AT));
    LinkWaiting waiting = bus.await("ag-waiting", LinkWaiting.class, link.id());
    assertThat(waiting.reason()).isEqualTo("UNREACHABLE");
    assertThat(waiting.sentence()).contains("SQL01").contains("localhost:1");
  }

  @Test
  void missingCredentialsBlockTheLinkAndSayWhichSettingIsMissing() {
    LinkSpec link = at(3, "nobody-knows-them");
    bus.send(new EndpointReady(link, Samples.trust(), Samples.endpoint(), Samples.AT));
    LinkBlocked blocked = bus.await("link-blocked", LinkBlocked.class, link.id());
    assertThat(blocked.reason()).isEqualTo("CREDENTIALS");
    assertThat(blocked.sentence()).contains("linkfleet.credentials.nobody-knows-them.username");
    assertThat(blocked.nextAction()).contains("ask again");
  }

  @Test
  void aPoisonRecordGoesToTheDeadLetterTopicAndTheNextIsNotHeldUp() {
    bus.send("endpoint-ready", "localhost-2.x.00000000", "{]".getBytes(StandardCharsets.UTF_8));
    LinkSpec link = at(4, "unknown-too");
    bus.send(new EndpointReady(link, Samples.trust(), Samples.endpoint(), Samples.AT));
    bus.await("link-blocked", LinkBlocked.class, link.id());
    var dead =
        bus.await(
            "ag-service-dead-letter",
            Duration.ofSeconds(5),
            record -> "localhost-2.x.00000000".equals(record.key()));
    assertThat(new String(dead.value(), StandardCharsets.UTF_8)).isEqualTo("{]");
    assertThat(Bus.header(dead, "dead-letter-reason")).contains("not a EndpointReady");
    assertThat(Bus.header(dead, "dead-letter-topic")).isEqualTo("endpoint-ready");
  }

  @Test
  void aDryRunThatCannotReachTheServerSaysSo() {
    LinkSpec link = at(6, "known");
    var event = new EndpointReady(link, Samples.trust(), Samples.endpoint(), Samples.AT);
    given()
        .contentType("application/json")
        .body(EventCodec.write(event))
        .post("/plan")
        .then()
        .statusCode(200)
        .body("phase", equalTo("ag"))
        .body("where", equalTo("SQL01"))
        .body("outcome", equalTo("waiting"))
        .body("reason", equalTo("UNREACHABLE"));
  }
}
