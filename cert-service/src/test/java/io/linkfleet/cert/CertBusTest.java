package io.linkfleet.cert;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.event.Evidence;
import io.linkfleet.event.LinkEvent.CertCreated;
import io.linkfleet.event.LinkEvent.LinkBlocked;
import io.linkfleet.event.LinkEvent.LinkRequested;
import io.linkfleet.event.LinkEvent.LinkStep;
import io.linkfleet.event.LinkEvent.LinkWaiting;
import io.linkfleet.event.LinkOptions;
import io.linkfleet.event.LinkSpec;
import io.linkfleet.event.PairOptions;
import io.linkfleet.event.Target;
import io.linkfleet.testing.Bus;
import io.linkfleet.testing.KafkaResource;
import io.linkfleet.testing.SimulatedSite;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service as it runs: records in, records out, a simulated world around it. */
@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(CertWorld.class)
class CertBusTest {
  @ConfigProperty(name = "kafka.bootstrap.servers")
  String servers;

  SimulatedSite site = CertWorld.site();
  Bus bus;

  @BeforeEach
  void connect() {
    bus = new Bus(servers);
  }

  @AfterEach
  void disconnect() {
    bus.close();
  }

  private static LinkRequested asked(LinkSpec link) {
    return new LinkRequested(link, Instant.now());
  }

  @Test
  void aRequestedLinkBecomesCertCreatedWithTheTrustAsItIs() {
    LinkSpec link = site.link("TRUST", "Sales", "mi-west");
    bus.send(asked(link));
    var trust = bus.await("cert-created", CertCreated.class, link.id()).trust();
    var instance = site.world().instances.get("mi-west");
    assertThat(trust.serverName()).isEqualTo("TRUST");
    assertThat(trust.certificate()).isEqualTo("Cert_TRUST_endpoint");
    assertThat(trust.instanceFqdn()).isEqualTo(instance.fqdn);
    assertThat(trust.resourceGroup()).isEqualTo("rg-west");
    assertThat(instance.trustCertificates.get("Cert_TRUST_endpoint").thumbprint())
        .isEqualTo(trust.thumbprint());
  }

  @Test
  void manyLinksOfAServerShareOneUploadAndFewReads() {
    List<LinkSpec> links =
        Stream.of("Sales", "Stock", "Payroll", "Fresh", "Copied")
            .map(database -> site.link("MANY", database, "mi-east"))
            .toList();
    links.forEach(link -> bus.send(asked(link)));
    links.forEach(link -> bus.await("cert-created", CertCreated.class, link.id()));
    assertThat(requests("PUT", "mi-east/serverTrustCertificates/")).isEqualTo(1);
    // two looks at most while the operation runs, and one more when it is done, for all five
    assertThat(requests("GET", "mi-east/serverTrustCertificates")).isLessThan(15);
  }

  private long requests(String method, String part) {
    return site.world().record.all().stream()
        .filter(effect -> effect.kind().startsWith("AZURE"))
        .filter(effect -> effect.text().startsWith(method) && effect.text().contains(part))
        .count();
  }

  @Test
  void theAuditTrailHoldsEveryStepAndNoPassword() {
    LinkSpec link = site.link("AUDIT", "Sales", "mi-west");
    bus.send(asked(link));
    bus.await("cert-created", CertCreated.class, link.id());
    String password = site.secrets().find("master-key/AUDIT").orElseThrow();
    List<LinkStep> steps = bus.events("link-step", LinkStep.class, link.id());
    assertThat(steps).hasSize(8).allMatch(step -> step.outcome().equals("DONE"));
    for (String topic : List.of("link-step", "cert-created", "cert-waiting", "cert-uploads")) {
      assertThat(bus.all(topic))
          .filteredOn(record -> record.value() != null)
          .isNotEmpty()
          .noneMatch(
              record -> new String(record.value(), StandardCharsets.UTF_8).contains(password));
    }
  }

  @Test
  void aMissingInstanceBlocksAndChangesNothing() {
    LinkSpec link = site.link("NOWHERE", "Sales", "mi-nowhere");
    bus.send(asked(link));
    LinkBlocked blocked = bus.await("link-blocked", LinkBlocked.class, link.id());
    assertThat(blocked.reason()).isEqualTo("INSTANCE_NOT_FOUND");
    assertThat(blocked.sentence()).contains("mi-nowhere");
    assertThat(bus.events("link-step", LinkStep.class, link.id())).isEmpty();
  }

  @Test
  void theUploadIsWaitedForWithItsAddress() {
    LinkSpec link = site.link("WAITS", "Sales", "mi-west");
    bus.send(asked(link));
    bus.await("cert-created", CertCreated.class, link.id());
    List<LinkWaiting> waits = bus.events("cert-waiting", LinkWaiting.class, link.id());
    assertThat(waits)
        .isNotEmpty()
        .allMatch(waiting -> waiting.reason().equals("IN_PROGRESS"))
        .allMatch(waiting -> waiting.carried().contains("https://"));
  }

  @Test
  void anUploadIsNotedBeforeItIsBegunAndNoLongerThanItTakes() {
    LinkSpec link = site.link("NOTED", "Sales", "mi-west");
    bus.send(asked(link));
    bus.await("cert-created", CertCreated.class, link.id());
    var said =
        bus.all("cert-uploads").stream()
            .filter(record -> record.key().startsWith(place(link)))
            .toList();
    assertThat(said).hasSize(3).extracting(ConsumerRecord::key).containsOnly(said.get(0).key());
    // first that Azure will be asked, then where it answers, and an end
    assertThat(text(said.get(0))).doesNotContain("https://");
    assertThat(text(said.get(1))).startsWith(text(said.get(0))).contains(" https://");
    assertThat(said.get(2).value()).isNull();
    Instant asked =
        site.world().record.all().stream()
            .filter(effect -> effect.text().contains("serverTrustCertificates/Cert_NOTED"))
            .findFirst()
            .orElseThrow()
            .at();
    assertThat(Instant.ofEpochMilli(said.get(0).timestamp())).isBeforeOrEqualTo(asked);
  }

  @Test
  void whatAnotherInstanceOrAnotherLifeHasNotedIsWaitedForAndNotBegunAgain() {
    LinkSpec link = site.link("TAKEN", "Sales", "mi-west");
    Instant since = Instant.now();
    String key = place(link) + "/" + since;
    bus.send("cert-uploads", key, (since + " 00FF").getBytes(StandardCharsets.UTF_8));
    bus.send(asked(link));
    LinkWaiting waiting = bus.await("cert-waiting", LinkWaiting.class, link.id());
    assertThat(waiting.sentence()).contains("does not list").contains("Cert_TAKEN_endpoint");
    assertThat(requests("PUT", "serverTrustCertificates/Cert_TAKEN")).isZero();

    bus.send("cert-uploads", key, null); // it was refused
    bus.await("cert-created", CertCreated.class, link.id());
    assertThat(requests("PUT", "serverTrustCertificates/Cert_TAKEN")).isEqualTo(1);
  }

  private static String place(LinkSpec link) {
    var at = link.instance();
    return UploadNotes.place(link.source().address(), at.subscription(), at.name());
  }

  private static String text(ConsumerRecord<String, byte[]> record) {
    return new String(record.value(), StandardCharsets.UTF_8);
  }

  @Test
  void aPairBecomesCertCreatedWithThePublicPartOfEachServer() {
    var options =
        new LinkOptions(null, false, null, PairOptions.defaults());
    LinkSpec pair = site.pair(Target.Session.MIRRORING, "HOST_A", "HOST_B", null, options);
    bus.send(asked(pair));
    var trust = bus.await("cert-created", CertCreated.class, pair.id()).trust();
    assertThat(trust.hosts())
        .extracting(Evidence.Host::label)
        .containsExactly("HOST_A", "HOST_B");
    assertThat(Base64.getDecoder().decode(trust.host("HOST_B").orElseThrow().der()))
        .isEqualTo(site.world().servers.get("HOST_B").certificates.get("HOST_B_cert").der);
    assertThat(bus.events("link-step", LinkStep.class, pair.id()))
        .extracting(LinkStep::where)
        .containsExactly("HOST_A", "HOST_A", "HOST_B", "HOST_B");
  }

  @Test
  void aPoisonRecordGoesToTheDeadLetterTopicAndTheNextIsNotHeldUp() {
    bus.send("link-requested", "localhost-2.x.00000000", "{]".getBytes(StandardCharsets.UTF_8));
    LinkSpec link = site.link("POISON", "Sales", "mi-none");
    bus.send(asked(link));
    bus.await("link-blocked", LinkBlocked.class, link.id());
    var dead =
        bus.await(
            "cert-service-dead-letter",
            Duration.ofSeconds(5),
            record -> "localhost-2.x.00000000".equals(record.key()));
    assertThat(new String(dead.value(), StandardCharsets.UTF_8)).isEqualTo("{]");
    assertThat(Bus.header(dead, "dead-letter-reason")).contains("not a LinkRequested");
  }

  @Test
  void aDryRunShowsTheStepsAndMakesNoSecretAndNoChange() {
    LinkSpec link = site.link("DRYRUN", "Sales", "mi-west");
    String answer =
        RestAssured.given()
            .contentType("application/json")
            .body(io.linkfleet.event.EventCodec.write(asked(link)))
            .post("/plan")
            .then()
            .statusCode(200)
            .extract()
            .asString();
    assertThat(answer).contains("CREATE MASTER KEY ENCRYPTION BY PASSWORD = ******");
    assertThat(answer).contains("\"next\"").contains("Cert_DRYRUN_endpoint");
    assertThat(site.secrets().find("master-key/DRYRUN")).isEmpty();
    assertThat(site.world().servers.get("DRYRUN").masterKey).isFalse();
    assertThat(site.world().record.all())
        .noneMatch(e -> e.where().equals("DRYRUN") && e.kind().equals("CHANGE"));
  }
}
