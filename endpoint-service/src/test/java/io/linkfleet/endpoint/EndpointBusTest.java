package io.linkfleet.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.event.LinkEvent.CertCreated;
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
class EndpointBusTest {
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
    bus.send(new CertCreated(link, Samples.trust(), Samples.AT));
    LinkWaiting waiting = bus.await("endpoint-waiting", LinkWaiting.class, link.id());
    assertThat(waiting.reason()).isEqualTo("UNREACHABLE");
    assertThat(waiting.sentence()).contains("SQL01").contains("localhost:1");
  }

  @Test
  void missingCredentialsBlockTheLinkAndSayWhichSettingIsMissing() {
    LinkSpec link = at(3, "nobody-knows-them");
    bus.send(new CertCreated(link, Samples.trust(), Samples.AT));
    LinkBlocked blocked = bus.await("link-blocked", LinkBlocked.class, link.id());
    assertThat(blocked.reason()).isEqualTo("CREDENTIALS");
    assertThat(blocked.sentence()).contains("linkfleet.credentials.nobody-knows-them.username");
    assertThat(blocked.nextAction()).contains("ask again");
  }

  @Test
  void aPoisonRecordGoesToTheDeadLetterTopicAndTheNextIsNotHeldUp() {
    bus.send("cert-created", "localhost-2.x.00000000", "{]".getBytes(StandardCharsets.UTF_8));
    LinkSpec link = at(4, "unknown-too");
    bus.send(new CertCreated(link, Samples.trust(), Samples.AT));
    bus.await("link-blocked", LinkBlocked.class, link.id());
    var dead =
        bus.await(
            "endpoint-service-dead-letter",
            Duration.ofSeconds(5),
            record -> "localhost-2.x.00000000".equals(record.key()));
    assertThat(new String(dead.value(), StandardCharsets.UTF_8)).isEqualTo("{]");
    assertThat(Bus.header(dead, "dead-letter-reason")).contains("not a CertCreated");
    assertThat(Bus.header(dead, "dead-letter-topic")).isEqualTo("cert-created");
  }

  @Test
  void eventsAreCloudEventsInBinaryMode() {
    LinkSpec link = at(5, "unknown-as-well");
    bus.send(new CertCreated(link, Samples.trust(), Samples.AT));
    var record =
        bus.await("link-blocked", Duration.ofSeconds(30), r -> link.id().equals(r.key()));
    assertThat(Bus.header(record, "ce_type")).isEqualTo("io.linkfleet.link-blocked");
    assertThat(Bus.header(record, "ce_source")).isEqualTo("urn:linkfleet:endpoint-service");
    assertThat(Bus.header(record, "ce_subject")).isEqualTo(link.id());
    assertThat(Bus.header(record, "ce_specversion")).isEqualTo("1.0");
    assertThat(Bus.header(record, "traceparent")).isNotBlank();
  }
}
