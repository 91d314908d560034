package io.linkfleet.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.linkfleet.acceptance.faults.FaultWorld.Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Others who work on the same servers: a second set of services, and a person. */
@ExtendWith(SharedStack.class)
class TwoStacksExperiment {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private static final String UPLOAD =
      "PUT /subscriptions/{id}/resourceGroups/{resource group}/providers/Microsoft.Sql"
          + "/managedInstances/{instance}/serverTrustCertificates/{certificate}"
          + "?api-version=2021-11-01";

  /** Where a second service of each phase would take its HTTP port. */
  private static final int PORT = 21521;

  /**
   * A second set of phase services with groups of its own reads every event as well: each link is
   * worked on by two services at once, that know nothing of each other.
   */
  @Test
  void twoSetsOfServicesAtOnceDoEverythingOnce(Stack stack) {
    List<String> twins = new ArrayList<>();
    Run run;
    try {
      for (int i = 0; i < 4; i++) {
        String service = Processes.SERVICES.get(i);
        String input = Bus.WAY.get(i);
        String phase = service.replace("-service", "");
        String twin = "second-" + service;
        stack
            .processes()
            .twin(
                service,
                twin,
                stack.offset() + PORT + i,
                Processes.configured(
                    Map.of(
                        "mp.messaging.incoming." + input + ".group.id", twin,
                        "mp.messaging.incoming." + input + ".auto.offset.reset", "latest",
                        "mp.messaging.incoming." + phase + "-waiting.group.id",
                            twin + "-waiting")));
        twins.add(twin);
      }
      twins.forEach(stack.processes()::awaitReady);
      Map<TopicPartition, Long> places = stack.bus().ends();
      run = Run.begin("two-stacks", stack, 3);
      run.rollout(4);
      run.awaitEnd();
      for (int i = 0; i < 4; i++) {
        String group = twins.get(i);
        String input = Bus.WAY.get(i);
        await(group + " has worked on all of it")
            .atMost(LIMIT)
            .until(() -> stack.bus().isRead(group, input, places));
      }
      List<String> all = run.said().stream().map(Bus.Said::topic).toList();
      assertThat(all.stream().filter("cert-created"::equals).count())
          .as("both have worked")
          .isGreaterThan(run.links().size());
    } finally {
      twins.forEach(stack.processes()::remove);
    }
    run.judge();
  }

  /**
   * Two stacks with a broker and a secret store each are asked for the same fleet at the same time.
   * What they do to a server, and the request for a link, is fenced by locks of that server. An
   * upload alone, of which Azure shows nothing before it is done, each may ask for: of the same
   * certificate under the same name, so it is there once.
   */
  @Test
  @Tag("long")
  void twoStacksWithABrokerEachDoEverythingOnce(Stack stack) {
    try (SecondStack second = SecondStack.start(stack)) {
      Run here = Run.begin("own-broker", stack, 3);
      Run there = Run.begin("own-broker", second.stack(), here.servers());
      CompletableFuture<List<Link>> asked =
          CompletableFuture.supplyAsync(() -> there.rollout(4));
      here.rollout(4);
      assertThat(asked.join()).hasSameSizeAs(here.links());

      Expectations once = Expectations.NONE.twice(UPLOAD);
      here.judge(once);
      there.judge(once);
      for (Run run : List.of(here, there)) {
        assertThat(run.shown().path("links"))
            .as("both tell the truth")
            .hasSameSizeAs(run.links())
            .allSatisfy(it -> assertThat(it.path("status").asText()).isEqualTo("CONNECTED"));
        assertThat(run.said().stream().filter(said -> said.topic().equals("link-created")))
            .as("both have worked")
            .hasSizeGreaterThanOrEqualTo(run.links().size());
      }
      assertThat(here.effects())
          .as("what each asked for succeeded")
          .filteredOn(one -> one.kind().equals("AZURE_OPERATION"))
          .allMatch(Effect::succeeded);
    }
  }

  /** A person stops the endpoint in the middle of a rollout, and starts it again later. */
  @Test
  @Tag("long")
  void aServerThatGoesAwayInTheMiddleComesBack(Stack stack) {
    Run run = Run.begin("by-hand", stack, 2);
    Server server = run.servers().get(0);
    run.rollout(4);
    await("the server is at work")
        .atMost(LIMIT)
        .until(
            () ->
                run.effects().stream()
                    .anyMatch(one -> one.isChange() && one.where().equals(server.name())));
    stack.simulator().server(server.name(), "restart");
    run.judge();
  }
}
