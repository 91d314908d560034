package io.linkfleet.monitor;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import io.linkfleet.event.EventCodec;
import io.linkfleet.event.Evidence;
import io.linkfleet.event.LinkEvent.LinkBlocked;
import io.linkfleet.event.LinkEvent.LinkCreated;
import io.linkfleet.event.LinkEvent.LinkHealth;
import io.linkfleet.event.LinkEvent.LinkRequested;
import io.linkfleet.event.LinkEvent.LinkWaiting;
import io.linkfleet.event.LinkEvent.ReplicaConnected;
import io.linkfleet.event.LinkSpec;
import io.linkfleet.event.Samples;
import io.linkfleet.monitor.watch.ReplicaProbe;
import io.linkfleet.testing.Bus;
import io.linkfleet.testing.KafkaResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service on a real bus, over HTTP, with servers that show what the test wants. */
@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
class MonitorBusTest {
  private static final String GROUP = "DAG_Sales_mi_west";

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String servers;

  @Inject FakeProbe probe;

  Bus bus;

  @BeforeEach
  void connect() {
    bus = new Bus(servers);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> when().get("/q/health/ready").statusCode() == 200);
  }

  @AfterEach
  void disconnect() {
    bus.close();
  }

  private static String fleet(String name, int port, String databases) {
    return """
        name: %s
        subscription: 00000000-0000-0000-0000-000000000001
        defaults: {credentials: sql-monitor, instance: mi-west}
        servers:
          - {name: %s-SQL, host: localhost, port: %d, endpointHost: 10.0.0.1, databases: [%s]}
        """
        .formatted(name, name, port, databases);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static ValidatableResponse post(String fleet) {
    return given().contentType("application/yaml").body(utf8(fleet)).post("/rollouts").then();
  }

  private LinkSpec roll(String name, int port) {
    post(fleet(name, port, "Sales")).statusCode(202);
    String id =
        when().get("/rollouts/" + name).then().statusCode(200).extract().path("links[0].id");
    List<LinkRequested> requests = bus.events("link-requested", LinkRequested.class, id);
    return requests.get(requests.size() - 1).link();
  }

  private void created(LinkSpec link) {
    bus.send(
        new LinkCreated(link, Samples.trust(), Samples.endpoint(),
            new Evidence.Groups("AG_Sales", GROUP),
            new Evidence.AzureLink("/id", "LinkSynchronizing"), Instant.now()));
  }

  private void awaitStatus(LinkSpec link, String status) {
    await()
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(
            () -> when().get("/links/" + link.id()).then().body("status", equalTo(status)));
  }

  @Test
  void aRolloutIsAcceptedOnceTheBrokerHasItsRequestsAndTheSameFileIsARetry() {
    String fleet = fleet("accepted", 30001, "Sales, 'O''Brien'");
    given()
        .contentType("application/yaml")
        .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
        .body(utf8(fleet))
        .post("/rollouts")
        .then()
        .statusCode(202)
        .header("Location", containsString("/rollouts/accepted"))
        .body("rollout", equalTo("accepted"))
        .body("links", hasSize(2))
        .body("links.generation", hasItems(1, 1))
        .body("links[0].distributedAvailabilityGroup", equalTo(GROUP));

    var record =
        bus.await(
            "link-requested", Duration.ofSeconds(5), r -> r.key().startsWith("localhost-30001.s"));
    assertThat(Bus.header(record, "ce_type")).isEqualTo("io.linkfleet.link-requested");
    assertThat(Bus.header(record, "ce_source")).isEqualTo("urn:linkfleet:monitor-service");
    assertThat(Bus.header(record, "ce_subject")).isEqualTo(record.key());
    assertThat(Bus.header(record, "traceparent")).contains("0af7651916cd43dd8448eb211c80319c");

    post(fleet)
        .statusCode(202)
        .body("links.generation", hasItems(2, 2))
        .body("links.id", hasItem(record.key()));
    when()
        .get("/rollouts/accepted")
        .then()
        .body("counts.RUNNING", equalTo(2))
        .body("links.generation", hasItems(2, 2));
    when().get("/rollouts").then().body("rollout", hasItem("accepted"));
  }

  @Test
  void aDryRunShowsTheRequestsAndPublishesNothing() {
    given()
        .contentType("application/json")
        .body(
            """
            {"name": "dry", "subscription": "00000000-0000-0000-0000-000000000001",
             "defaults": {"credentials": "c", "instance": "mi-west"},
             "servers": [{"name": "S", "host": "localhost", "port": 30002, "endpointHost": "h",
               "databases": ["Sales"]}]}
            """)
        .post("/rollouts?dryRun=true")
        .then()
        .statusCode(200)
        .body("requests", hasSize(1))
        .body("requests[0].link.target.kind", equalTo("managed-instance"))
        .body("requests[0].link.names.availabilityGroup", equalTo("AG_Sales"));

    assertThat(bus.all("link-requested")).noneMatch(r -> r.key().startsWith("localhost-30002."));
    when().get("/rollouts/dry").then().statusCode(404);
  }

  @Test
  void theSessionOfAPairIsAskedForAgainWithAnotherWish() {
    String link =
        post(
                """
                name: sessions
                subscription: 00000000-0000-0000-0000-000000000001
                defaults: {credentials: c, partner: HOST_B}
                servers:
                  - {name: HOST_A, host: localhost, port: 30031, endpointHost: a,
                     databases: [Sales, {name: HR, instance: mi}]}
                  - {name: HOST_B, host: localhost, port: 30032, endpointHost: b}
                """)
            .statusCode(202)
            .extract()
            .path("links[0].id");
    when().get("/links/" + link).then()
        .body("pair.session", equalTo("MIRRORING"))
        .body("instance", equalTo("HOST_B"));

    session(link, "{'action': 'pause'}").statusCode(202)
        .body("generation", equalTo(2))
        .body("wanted.wanted", equalTo("PAUSED"));
    when().get("/links/" + link).then()
        .body("generation", equalTo(2))
        .body("pair.wanted.wanted", equalTo("PAUSED"));
    session(link, "{'action': 'failover'}").statusCode(202)
        .body("wanted.wanted", equalTo("RUNNING"))
        .body("wanted.primary", equalTo("HOST_B"))
        .body("wanted.allowDataLoss", equalTo(false));
    session(link, "{'action': 'force-service', 'primary': 'host_a', 'allowDataLoss': true}")
        .statusCode(202)
        .body("wanted.primary", equalTo("HOST_A"))
        .body("wanted.allowDataLoss", equalTo(true));
    // no phase has told that it is done, so it is not forgotten; the loss is accepted no longer
    session(link, "{'action': 'resume'}").statusCode(202)
        .body("wanted.primary", equalTo("HOST_A"))
        .body("wanted.allowDataLoss", equalTo(false));
    session(link, "{'action': 'remove'}").statusCode(202).body("generation", equalTo(6));
    session(link, "{'action': 'resume'}").statusCode(409);

    var last =
        bus.await(
            "link-requested",
            Duration.ofSeconds(5),
            r -> r.key().equals(link) && text(r.value()).contains("\"REMOVED\""));
    assertThat(text(last.value())).contains("\"generation\":6");
  }

  @Test
  void whatCannotBeAskedOfASessionIsRefused() {
    List<String> links =
        post(
                """
                name: refusals
                subscription: 00000000-0000-0000-0000-000000000001
                defaults: {credentials: c, partner: HOST_B}
                servers:
                  - {name: HOST_A, host: localhost, port: 30033, endpointHost: a,
                     databases: [Sales, {name: HR, instance: mi}]}
                  - {name: HOST_B, host: localhost, port: 30034, endpointHost: b}
                """)
            .statusCode(202)
            .extract()
            .path("links.id");
    String pair = links.get(0);
    session("nobody.x.1", "{'action': 'pause'}").statusCode(404);
    session(links.get(1), "{'action': 'pause'}").statusCode(409)
        .body("detail", containsString("managed instance mi"));
    session(pair, "{'action': 'force-service'}").statusCode(400)
        .body("detail", containsString("allowDataLoss must say true"));
    session(pair, "{'action': 'failover', 'allowDataLoss': true}").statusCode(400);
    session(pair, "{'action': 'failover', 'primary': 'HOST_C'}").statusCode(400)
        .body("detail", containsString("HOST_A"));
    session(pair, "{'action': 'pause', 'primary': 'HOST_B'}").statusCode(400);
    session(pair, "{'action': 'stop'}").statusCode(400)
        .body("detail", containsString("force-service"));
    session(pair, "{'action': 'pause', 'now': true}").statusCode(400);
    session(pair, "null").statusCode(400);
    session(pair, "").statusCode(400);
    when().get("/links/" + pair).then().body("generation", equalTo(1));
  }

  private static io.restassured.response.ValidatableResponse session(String link, String json) {
    return given()
        .contentType("application/json")
        .body(json.replace('\'', '"'))
        .post("/links/" + link + "/session")
        .then();
  }

  private static String text(byte[] json) {
    return new String(json, java.nio.charset.StandardCharsets.UTF_8);
  }

  @Test
  void aFileWithErrorsIsRefusedWithAllOfThem() {
    post("name: X\nservers: []\ncolor: red\n")
        .statusCode(400)
        .contentType("application/problem+json")
        .body("status", equalTo(400))
        .body("errors.path", hasItems("name", "subscription", "servers", "color"))
        .body("errors.action", hasItem(containsString("lower-case")));
  }

  @Test
  void refusalsAreProblemsWhereverTheyComeFrom() {
    String problem = "application/problem+json";
    when().get("/links/nobody").then().statusCode(404).contentType(problem);
    when().get("/links?status=FINE").then().statusCode(400).contentType(problem)
        .body("detail", containsString("CONNECTED"));
    when().get("/links?limit=0").then().statusCode(400).contentType(problem);
    when().get("/links?order=SIZE").then().statusCode(400).contentType(problem)
        .body("detail", containsString("URGENCY"));
    when().get("/links?order=urgency&after=x").then().statusCode(400).contentType(problem);
    given().contentType("text/plain").body("x").post("/rollouts").then().statusCode(415)
        .contentType(problem);
    given().contentType("text/yaml").body(new byte[0]).post("/rollouts").then().statusCode(400)
        .contentType(problem);
  }

  @Test
  void linksAreListedPageByPageWithFilters() {
    post(fleet("paged", 30003, "A, B, C")).statusCode(202);

    String next =
        when()
            .get("/links?server=paged-SQL&limit=2")
            .then()
            .body("links.database", equalTo(List.of("A", "B")))
            .extract()
            .path("next");
    given()
        .queryParam("server", "localhost:30003")
        .queryParam("after", next)
        .get("/links")
        .then()
        .body("links.database", equalTo(List.of("C")))
        .body("next", equalTo(null));
    when().get("/links?server=paged-SQL&status=running&phase=requested").then()
        .body("links", hasSize(3));
    when().get("/links?server=paged-SQL&status=BLOCKED").then().body("links", hasSize(0));
  }

  @Test
  void aLinkIsWatchedFromItsCreationThroughConnectionAndLossToReconnection() {
    LinkSpec link = roll("watched", 30004);
    probe.up(link.source());
    probe.show(link.source(), GROUP, Readings.disconnected(0));
    created(link);

    assertThat(bus.await("link-health", LinkHealth.class, link.id()).diagnosis())
        .isEqualTo("CONNECTING");
    awaitStatus(link, "WAITING");

    probe.show(link.source(), GROUP, Readings.healthy());
    awaitStatus(link, "CONNECTED");
    assertThat(bus.events("replica-connected", ReplicaConnected.class, link.id())).hasSize(1);
    await()
        .untilAsserted(
            () ->
                when().get("/links/" + link.id()).then()
                    .body("health.diagnosis", equalTo("HEALTHY"))
                    .body("health.observedAt", notNullValue())
                    .body("health.replica.connectedState", equalTo("CONNECTED"))
                    .body("connectedAt", notNullValue()));

    probe.show(link.source(), GROUP, Readings.disconnected(41986));
    awaitStatus(link, "LOST");
    when().get("/links/" + link.id()).then()
        .body("reason", equalTo("DISCONNECTED"))
        .body("sentence", containsString("41986"))
        .body("nextAction", containsString("network"));
    when().get("/links?rollout=watched&unhealthy=true").then().body("total", equalTo(0));

    probe.show(link.source(), GROUP,
        Readings.reading("CONNECTED", "NOT SYNCHRONIZING", "NOT_HEALTHY", 0, null, null));
    awaitStatus(link, "CONNECTED");
    await()
        .untilAsserted(
            () ->
                when().get("/links/" + link.id()).then()
                    .body("health.diagnosis", equalTo("NOT_HEALTHY")));
    when().get("/rollouts").then()
        .body("find { it.rollout == 'watched' }.unhealthy", equalTo(1))
        .body("find { it.rollout == 'watched' }.observedAt", notNullValue());
    when().get("/links?order=urgency&rollout=watched&unhealthy=true&text=not_HEALTHY").then()
        .body("links.id", equalTo(List.of(link.id())))
        .body("total", equalTo(1));

    probe.show(link.source(), GROUP, Readings.healthy());
    await()
        .untilAsserted(
            () ->
                when().get("/links?rollout=watched&unhealthy=true").then()
                    .body("total", equalTo(0)));
    assertThat(bus.events("replica-connected", ReplicaConnected.class, link.id())).hasSize(2);
    when().get("/rollouts/watched").then().body("counts.CONNECTED", equalTo(1));
  }

  @Test
  void aPairIsWatchedOnBothSidesAndListedUnderEachOfItsServers() {
    post(
            """
            name: pair
            defaults: {credentials: sql-monitor, options: {backupDirectory: /share}}
            servers:
              - name: HOST_A
                host: localhost
                port: 30011
                endpointHost: 10.0.0.1
                databases: [{name: Sales, partner: HOST_B}]
              - {name: HOST_B, host: localhost, port: 30012, endpointHost: 10.0.0.2}
            """)
        .statusCode(202);
    String id = when().get("/rollouts/pair").then().extract().path("links[0].id");
    LinkSpec link = bus.events("link-requested", LinkRequested.class, id).get(0).link();
    var partner = link.partner().server();
    probe.up(link.source());
    probe.up(partner);
    probe.show(link.source(), "Sales", side("PRINCIPAL", "HOST_B"));
    bus.send(
        new LinkCreated(
            link, Samples.pairTrust(), Samples.pairEndpoint(), null, null, Instant.now()));
    awaitStatus(link, "WAITING");
    assertThat(bus.events("replica-connected", ReplicaConnected.class, id)).isEmpty();

    probe.show(partner, "Sales", side("MIRROR", "HOST_A"));
    awaitStatus(link, "CONNECTED");
    assertThat(bus.events("replica-connected", ReplicaConnected.class, id))
        .extracting(ReplicaConnected::replica)
        .containsExactly("HOST_B");
    for (String server : List.of("HOST_A", "HOST_B", "localhost:30012")) {
      given().queryParam("server", server).get("/links").then()
          .body("links.id", hasItem(id));
    }
    await()
        .untilAsserted(
            () ->
                when().get("/links/" + id).then()
                    .body("instance", equalTo("HOST_B"))
                    .body("health.diagnosis", equalTo("HEALTHY"))
                    .body("health.replica.certificateExpiresAt", startsWith("2099"))
                    .body("health.replica.pair.safety", equalTo("FULL"))
                    .body("health.replica.pair.sides.role",
                        equalTo(List.of("PRINCIPAL", "MIRROR"))));
  }

  private static ReplicaProbe.SessionSide side(String role, String partner) {
    return new ReplicaProbe.SessionSide(
        role, "SYNCHRONIZED", "FULL", partner, null, "UNKNOWN", "37", 0L, 0L);
  }

  @Test
  void aHungServerDelaysNobodyElse() {
    CountDownLatch latch = new CountDownLatch(1);
    try {
      LinkSpec hung = roll("hung", 30005);
      probe.up(hung.source());
      probe.hang(hung.source(), latch);
      created(hung);
      await().until(() -> probe.asked(hung.source()) == 1);

      LinkSpec other = roll("other", 30006);
      probe.up(other.source());
      probe.show(other.source(), GROUP, Readings.healthy());
      created(other);
      awaitStatus(other, "CONNECTED");
      int before = probe.asked(other.source());
      await().until(() -> probe.asked(other.source()) > before + 5);
      assertThat(probe.asked(hung.source())).isEqualTo(1);
    } finally {
      latch.countDown();
    }
  }

  @Test
  void waitsAndBlocksOfThePhasesAreShownAndATombstoneEndsAWait() {
    LinkSpec link = roll("held", 30008);
    bus.send(
        "cert-waiting", link.id(),
        EventCodec.write(
            new LinkWaiting(link, "cert", "UNREACHABLE", "SQL01 does not answer", Instant.now(),
                Instant.now().plusSeconds(1), 0, null, null, Instant.now())));
    awaitStatus(link, "WAITING");
    when().get("/links/" + link.id()).then()
        .body("reason", equalTo("UNREACHABLE"))
        .body("working", equalTo("cert"));

    bus.send("cert-waiting", link.id(), null);
    awaitStatus(link, "RUNNING");

    bus.send(
        new LinkBlocked(link, "cert", "PERMISSION", "may not", "GRANT it", Instant.now()));
    awaitStatus(link, "BLOCKED");
    when().get("/links/" + link.id()).then().body("nextAction", equalTo("GRANT it"));

    post(fleet("held", 30008, "Sales")).statusCode(202);
    awaitStatus(link, "RUNNING");
  }

  @Test
  void aPoisonRecordGoesToTheDeadLetterTopicAndTheNextIsNotHeldUp() {
    bus.send("link-created", "localhost-30009.x.0", utf8("{]"));
    bus.send("endpoint-ready", null, null);
    LinkSpec link = roll("after-poison", 30009);
    bus.send(new LinkBlocked(link, "ag", "BACKUP", "no", "do", Instant.now()));
    awaitStatus(link, "BLOCKED");

    var dead =
        bus.await(
            "monitor-service-dead-letter",
            Duration.ofSeconds(5),
            record -> "localhost-30009.x.0".equals(record.key()));
    assertThat(Bus.header(dead, "dead-letter-reason")).contains("not a LinkCreated");
    assertThat(Bus.header(dead, "dead-letter-topic")).isEqualTo("link-created");
  }

  @Test
  void theServiceTellsAboutItself() {
    when().get("/schema/fleet").then().statusCode(200)
        .body("title", equalTo("Linkfleet fleet file"));
    when().get("/q/openapi").then().statusCode(200).body(containsString("/rollouts"))
        .body(not(containsString("/plan")));
    given().contentType("application/json").body("{}").post("/plan").then().statusCode(404);
    LinkSpec link = roll("measured", 30010);
    created(link);
    await()
        .untilAsserted(
            () ->
                when().get("/q/metrics").then().statusCode(200)
                    .body(containsString("linkfleet_links{status="))
                    .body(containsString("linkfleet_links_diagnosed{diagnosis="))
                    .body(containsString("linkfleet_servers_watched"))
                    .body(containsString("linkfleet_polls_seconds_count{outcome=\"unreachable\"")));
    when().get("/q/health/live").then().statusCode(200).body("status", startsWith("UP"));
  }
}
