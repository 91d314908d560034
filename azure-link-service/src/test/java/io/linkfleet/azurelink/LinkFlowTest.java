package io.linkfleet.azurelink;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import io.linkfleet.event.EventCodec;
import io.linkfleet.event.LinkEvent.DagCreated;
import io.linkfleet.event.LinkEvent.LinkBlocked;
import io.linkfleet.event.LinkEvent.LinkCreated;
import io.linkfleet.event.LinkEvent.LinkStep;
import io.linkfleet.event.LinkEvent.LinkWaiting;
import io.linkfleet.event.LinkSpec;
import io.linkfleet.event.Target;
import io.linkfleet.plan.Plan;
import io.linkfleet.simulator.azure.AzureFaults;
import io.linkfleet.simulator.azure.AzureFaults.Fault;
import io.linkfleet.simulator.azure.AzureFaults.OperationFault;
import io.linkfleet.simulator.azure.AzureFaults.RetryAfter;
import io.linkfleet.simulator.engine.EffectRecord.Effect;
import io.linkfleet.testing.Bus;
import io.linkfleet.testing.KafkaResource;
import io.linkfleet.testing.SimulatedSite;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records in, records out, and in between a simulated Azure that really makes the link. */
@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(LinkWorld.class)
class LinkFlowTest {
  private static final String LINKS = "distributedAvailabilityGroups";

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String servers;

  SimulatedSite site = LinkWorld.site();
  Bus bus;

  @BeforeEach
  void connect() {
    bus = new Bus(servers);
  }

  @AfterEach
  void disconnect() {
    bus.close();
    site.simulator().azureFaults().clear();
    site.world().settings.azureOperation = Duration.ofMillis(300);
  }

  private DagCreated send(String database) {
    DagCreated event = LinkSite.prepare(site, database);
    bus.send(event);
    return event;
  }

  private LinkCreated created(DagCreated event) {
    return bus.await("link-created", LinkCreated.class, event.link().id());
  }

  private LinkBlocked blocked(DagCreated event) {
    return bus.await("link-blocked", LinkBlocked.class, event.link().id());
  }

  private List<LinkWaiting> waits(DagCreated event) {
    return bus.events("azure-link-waiting", LinkWaiting.class, event.link().id());
  }

  private void awaitEndOfWaiting(DagCreated event) {
    bus.await(
        "azure-link-waiting",
        Duration.ofSeconds(20),
        record -> event.link().id().equals(record.key()) && record.value() == null);
  }

  @Test
  void dagCreatedBecomesLinkCreatedWithOneRequest() {
    DagCreated event = send("Way");
    LinkCreated created = created(event);
    assertThat(created.azure().state()).isEqualTo("LinkSynchronizing");
    assertThat(created.azure().resourceId())
        .endsWith("/managedInstances/mi-west/" + LINKS + "/DAG_Way_mi_west");
    assertThat(created.groups()).isEqualTo(event.groups());
    assertThat(created.trust()).isEqualTo(event.trust());
    assertThat(created.endpoint()).isEqualTo(event.endpoint());
    awaitEndOfWaiting(event);
    assertThat(waits(event))
        .isNotEmpty()
        .allSatisfy(wait -> assertThat(wait.reason()).isEqualTo("IN_PROGRESS"));
    assertThat(waits(event)).as("told once, not at every look").hasSize(1);
    assertThat(bus.events("link-step", LinkStep.class, event.link().id()))
        .singleElement()
        .satisfies(
            step -> {
              assertThat(step.phase()).isEqualTo("azure-link");
              assertThat(step.where()).isEqualTo("mi-west");
              assertThat(step.outcome()).isEqualTo("DONE");
              assertThat(step.statement()).startsWith("PUT /subscriptions/");
            });
    assertThat(LinkSite.puts(site, event)).hasSize(1);
    assertThat(site.world().instances.get("mi-west").databases).containsKey("Way");
  }

  @Test
  void aRecordThatComesTwiceMakesOneLink() {
    DagCreated event = send("Twice");
    bus.send(event);
    await()
        .atMost(Duration.ofSeconds(40))
        .until(
            () ->
                bus.events("link-created", LinkCreated.class, event.link().id()).size() >= 1
                    && LinkSite.puts(site, event).size() == 1);
    bus.send(event);
    await()
        .atMost(Duration.ofSeconds(40))
        .until(
            () -> bus.events("link-created", LinkCreated.class, event.link().id()).size() >= 2);
    assertThat(LinkSite.puts(site, event)).hasSize(1);
  }

  /** The process before this one asked for the link, said so, and was killed. */
  @Test
  void anOperationThatRunsOverARestartIsFollowedAndNotAskedForAgain() {
    site.world().settings.azureOperation = Duration.ofSeconds(4);
    DagCreated event = LinkSite.prepare(site, "Resumed");
    AzureLinkPhase before = LinkSite.phase(site);
    Plan.Waiting left;
    try (var visit = before.visit(event, null)) {
      visit.apply(((Plan.Steps) before.plan(event, visit.observe())).steps().get(0));
      left = (Plan.Waiting) before.plan(event, visit.observe());
    }
    Instant now = Instant.now();
    LinkWaiting seat =
        new LinkWaiting(
            event.link(), "azure-link", left.reason().name(), left.sentence(), now, now, 0,
            left.carried(), EventCodec.json().valueToTree(event), now);
    bus.send("azure-link-waiting", event.link().id(), EventCodec.write(seat));
    assertThat(created(event).azure().state()).isEqualTo("LinkSynchronizing");
    awaitEndOfWaiting(event);
    assertThat(LinkSite.puts(site, event)).hasSize(1);
  }

  @Test
  void aLinkThatCannotConnectBlocksWithItsNumberCauseAndNextAction() {
    LinkSite.trustServer(site, false);
    try {
      LinkBlocked blocked = blocked(send("Untrusted"));
      assertThat(blocked.phase()).isEqualTo("azure-link");
      assertThat(blocked.reason()).isEqualTo("LINK_FAILED");
      assertThat(blocked.sentence()).contains("41973").contains("LinkInitError");
      assertThat(blocked.nextAction()).contains("Remove-AzSqlInstanceLink");
    } finally {
      LinkSite.trustServer(site, true);
    }
  }

  @Test
  void aFailedLinkThatWasMendedAndRemovedIsMadeWhenAskedForAgain() {
    LinkSite.trustServer(site, false);
    DagCreated event = send("Mended");
    blocked(event);
    LinkSite.trustServer(site, true);
    site.world().instances.get("mi-west").links
        .remove(event.groups().distributedAvailabilityGroup());
    LinkSpec link = event.link();
    bus.send(
        new DagCreated(
            new LinkSpec(
                link.id(), link.rollout(), link.generation() + 1, link.source(),
                link.database(), link.target(), link.names(), link.options()),
            event.trust(), event.endpoint(), event.groups(), event.at()));
    assertThat(created(event).link().generation()).isEqualTo(link.generation() + 1);
  }

  @Test
  void anOperationThatFailsForAReasonThatPassesIsBegunAgain() {
    site.simulator()
        .azureFaults()
        .add(OperationFault.fails(LINKS, "ManagedInstanceIsBusy", "Busy."));
    DagCreated event = send("Busy");
    created(event);
    assertThat(LinkSite.puts(site, event)).hasSize(2);
    assertThat(waits(event)).extracting(LinkWaiting::reason).contains("TRANSIENT");
  }

  @Test
  void anOperationThatFailsForGoodBlocksWithTheCause() {
    site.simulator()
        .azureFaults()
        .add(OperationFault.fails(LINKS, "NoMoreSpaceInManagedInstance", "Full."));
    DagCreated event = send("Full");
    LinkBlocked blocked = blocked(event);
    assertThat(blocked.reason()).isEqualTo("LINK_FAILED");
    assertThat(blocked.sentence()).contains("NoMoreSpaceInManagedInstance").contains("no room");
    assertThat(blocked.nextAction()).contains("storage");
    assertThat(LinkSite.puts(site, event)).hasSize(1);
  }

  @Test
  void anOperationIsNotForgottenWhileAzureDoesNotAnswerAboutIt() {
    site.simulator()
        .azureFaults()
        .add(OperationFault.fails(LINKS, "InvalidCollation", "Other collation."));
    site.simulator().azureFaults().add(Fault.status(503, "X", 2).on("GET", "AsyncOperation"));
    DagCreated event = send("Asked");
    assertThat(blocked(event).sentence()).contains("InvalidCollation");
    assertThat(waits(event)).extracting(LinkWaiting::reason).contains("UNREACHABLE");
    assertThat(LinkSite.puts(site, event)).hasSize(1);
  }

  @Test
  void anAnswerThatIsLostAfterTheEffectMakesNoSecondLink() {
    site.simulator()
        .azureFaults()
        .add(Fault.status(500, "X", 1).mode(AzureFaults.Mode.APPLY_THEN_DROP).on("PUT", LINKS));
    DagCreated event = send("Lost");
    created(event);
    assertThat(LinkSite.puts(site, event)).hasSize(1);
    assertThat(waits(event)).extracting(LinkWaiting::reason).contains("UNREACHABLE");
    assertThat(bus.events("link-step", LinkStep.class, event.link().id()))
        .singleElement()
        .satisfies(step -> assertThat(step.outcome()).isEqualTo("FAILED"));
  }

  @Test
  void aRequestThatAzurePutsOffIsMadeWhenAzureSaidAndNotBefore() {
    site.simulator()
        .azureFaults()
        .add(Fault.status(429, "X", 1).retryAfter(RetryAfter.SECONDS, 3).on("PUT", LINKS));
    DagCreated event = send("Throttled");
    created(event);
    List<Effect> puts = LinkSite.puts(site, event);
    assertThat(puts).hasSize(2);
    assertThat(Duration.between(puts.get(0).at(), puts.get(1).at()))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(3));
    assertThat(waits(event)).extracting(LinkWaiting::reason).contains("THROTTLED");
  }

  @Test
  void anAzureThatIsDownIsWaitedFor() {
    site.simulator().azureFaults().add(Fault.status(503, "X", 3).on("GET", LINKS));
    DagCreated event = send("Down");
    created(event);
    assertThat(waits(event)).extracting(LinkWaiting::reason).contains("UNREACHABLE");
    awaitEndOfWaiting(event);
  }

  @Test
  void anInstanceThatIsMissingBlocks() {
    LinkSpec link = site.link("SQL01", "After", "mi-west");
    var nowhere = new Target.ManagedInstance("mi-nowhere", SimulatedSite.SUBSCRIPTION);
    DagCreated event =
        LinkSite.asked(
            site,
            new LinkSpec(
                "localhost.after.00000000", "test", 1, link.source(), link.database(), nowhere,
                link.names(), link.options()));
    bus.send(event);
    LinkBlocked blocked = blocked(event);
    assertThat(blocked.reason()).isEqualTo("INSTANCE_NOT_FOUND");
    assertThat(blocked.sentence()).contains("mi-nowhere").contains(SimulatedSite.SUBSCRIPTION);
  }

  @Test
  void aDatabaseThatIsThereAlreadyBlocksBeforeAnyWrite() {
    site.world().instances.get("mi-west").databases.put("There", "Online");
    DagCreated event = send("There");
    LinkBlocked blocked = blocked(event);
    assertThat(blocked.reason()).isEqualTo("LINK_CONFLICT");
    assertThat(LinkSite.puts(site, event)).isEmpty();
  }

  @Test
  void aPoisonRecordGoesToTheDeadLetterTopicAndTheNextIsNotHeldUp() {
    bus.send("dag-created", "localhost-9.x.00000000", "{]".getBytes(StandardCharsets.UTF_8));
    DagCreated event = send("After");
    created(event);
    var dead =
        bus.await(
            "azure-link-service-dead-letter",
            Duration.ofSeconds(5),
            record -> "localhost-9.x.00000000".equals(record.key()));
    assertThat(Bus.header(dead, "dead-letter-reason")).contains("not a DagCreated");
  }

  @Test
  void aDryRunShowsTheRequestAndChangesNothing() {
    DagCreated event = LinkSite.prepare(site, "DryRun");
    given()
        .contentType("application/json")
        .body(EventCodec.write(event))
        .post("/plan")
        .then()
        .statusCode(200)
        .body("phase", equalTo("azure-link"))
        .body("where", equalTo("mi-west"))
        .body("outcome", equalTo("steps"))
        .body("steps", hasSize(1))
        .body("steps[0].statement", startsWith("PUT /subscriptions/"))
        .body("next.azure.resourceId", endsWith("/" + LINKS + "/DAG_DryRun_mi_west"));
    assertThat(LinkSite.puts(site, event)).isEmpty();
  }

  @Test
  void theServiceIsHealthyWhileLinksWait() {
    given().get("/q/health/ready").then().statusCode(200);
    given().get("/q/health/live").then().statusCode(200);
  }
}
