package io.linkfleet.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.linkfleet.acceptance.faults.FaultWorld.Server;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A service that is frozen past its session timeout while another instance takes over, and then
 * goes on as if nothing had happened: its late effects must be fenced.
 */
@ExtendWith(SharedStack.class)
class FreezeExperiment {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  /** What the Kafka client says when its acknowledgement comes too late. */
  private static final String FENCED =
      "Offset commit failed|CommitFailedException|ConsumerRebalanceListener";

  private static final String TWIN = "frozen-twin";
  private static final String AZURE = "azure-link-service";

  /** The last question of azure-link-service to the server before it asks Azure. */
  private static final String LAST_QUESTION = "SELECT 1 AS alive";

  private static final String LINKS = "/distributedAvailabilityGroups/";

  /** The request for a link, as the list of expected statements has it. */
  private static final String ASKED =
      "PUT /subscriptions/{id}/resourceGroups/{resource group}/providers/Microsoft.Sql"
          + "/managedInstances/{instance}/distributedAvailabilityGroups/{distributed}"
          + "?api-version=2021-11-01";

  @Test
  void theLateEffectsOfAFrozenCertServiceAreFenced(Stack stack) {
    freeze("cert-service", "CREATE CERTIFICATE", "cert-created", stack);
  }

  @Test
  @Tag("long")
  void theLateEffectsOfAFrozenEndpointServiceAreFenced(Stack stack) {
    freeze("endpoint-service", "CREATE ENDPOINT", "endpoint-ready", stack);
  }

  @Test
  @Tag("long")
  void theLateEffectsOfAFrozenServiceAreFenced(Stack stack) {
    freeze("ag-service", "CREATE AVAILABILITY GROUP", "dag-created", stack);
  }

  /** Frozen in the middle of a visit, while the server works on that statement. */
  private static void freeze(String service, String statement, String event, Stack stack) {
    Processes processes = stack.processes();
    processes.kill(service);
    processes.start(service, quick());
    processes.awaitReady(service);
    Run run = Run.begin("freeze-" + service, stack, 3);
    try {
      // slow enough that the signal comes while it runs
      latency(stack, statement, "PT1S");
      count(stack, run.servers().get(0), statement);
      run.rollout(4);
      awaitMet(stack, service + " is at work");
      processes.freeze(service);
      Instant frozen = Instant.now();
      latency(stack, statement, "PT0S");
      // the frozen one may hold the lock of a server: then nobody changes that, and it is said
      meanwhile(
          service,
          stack,
          "the other instance has the links now",
          () ->
              run.said().stream()
                  .filter(one -> one.at().isAfter(frozen))
                  .anyMatch(one -> one.topic().equals(event) || isBusy(service, one)));
      run.judge(Expectations.NONE.error(FENCED));
    } finally {
      alone(service, stack);
    }
    assertThat(processes.isReady(service)).isTrue();
  }

  /**
   * Frozen between its last question to the server and its request to Azure. As long as it is, its
   * session holds the lock of the link; so nobody else asks for it.
   */
  @Test
  @Tag("long")
  void aFrozenAzureLinkServiceKeepsItsLinkToItself(Stack stack) {
    Run run = frozenBeforeItAsks("freeze-azure", stack);
    try {
      Instant frozen = Instant.now();
      meanwhile(
          AZURE,
          stack,
          "the other instance has the link now, and waits for the lock",
          () ->
              run.said().stream()
                  .filter(one -> one.at().isAfter(frozen))
                  .anyMatch(one -> isBusy(AZURE, one)),
          () -> assertThat(asked(run)).isEmpty());
      run.judge(Expectations.NONE.error(FENCED));
      assertThat(asked(run)).hasSize(1);
    } finally {
      alone(AZURE, stack);
    }
  }

  /**
   * The same, but the server is restarted meanwhile: the session of the frozen process ends, and
   * its lock with it. The other one makes the link. What the frozen one finds when it goes on is an
   * answer from before, which says that it has the lock.
   */
  @Test
  @Tag("long")
  void aFrozenAzureLinkServiceThatHasLostItsLockDoesNotAsk(Stack stack) {
    Run run = frozenBeforeItAsks("freeze-azure-lost", stack);
    try {
      stack.simulator().server(run.servers().get(0).name(), "restart");
      meanwhile(
          AZURE,
          stack,
          "the other instance has made the link",
          () ->
              run.said().stream()
                  .filter(it -> it.topic().equals("link-created"))
                  // what was not acknowledged before the kill is said again
                  .anyMatch(it -> it.key().equals(run.links().get(0).id())));
      await("the control: it was about to ask, and says why it did not")
          .atMost(LIMIT)
          .until(
              () ->
                  run.log(AZURE).stream()
                      .anyMatch(line -> line.contains("making sure of the application lock")));
      run.judge(Expectations.NONE.error(FENCED));
      assertThat(asked(run)).hasSize(1);
    } finally {
      alone(AZURE, stack);
    }
  }

  /**
   * What no lock can fence: a request that has left already, and is on its way while the session
   * ends and somebody else makes the link. Azure takes it when it arrives; there is one link of
   * that name, and nothing is changed.
   */
  @Test
  @Tag("long")
  void aRequestThatArrivesLateChangesNothing(Stack stack) {
    Run run = waiting("freeze-azure-late", stack);
    stack
        .simulator()
        .azureFault(
            "{\"method\":\"PUT\",\"path\":\"%s\",\"mode\":\"delay\",\"delay\":\"PT40S\"}"
                .formatted(LINKS));
    stack.processes().start(AZURE, quick());
    try {
      await("the request is on its way")
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> stack.simulator().azureFaultsLeft() == 0);
      stack.processes().freeze(AZURE);
      stack.simulator().server(run.servers().get(0).name(), "restart");
      meanwhile(AZURE, stack, "the late request has arrived", () -> asked(run).size() == 2);
      run.judge(Expectations.NONE.error(FENCED).twice(ASKED));
      assertThat(run.effects())
          .as("one operation for both requests")
          .filteredOn(it -> it.kind().equals("AZURE_OPERATION"))
          .filteredOn(it -> it.text().startsWith("CreateManagedInstanceLink"))
          .hasSize(1)
          .allMatch(Effect::succeeded);
    } finally {
      alone(AZURE, stack);
    }
  }

  /** One link, made but for the last phase, whose service does not run. */
  private static Run waiting(String name, Stack stack) {
    stack.processes().kill(AZURE);
    Run run = Run.begin(name, stack, 1);
    run.rollout(1);
    await("work for " + AZURE)
        .atMost(LIMIT)
        .until(() -> run.said().stream().anyMatch(said -> said.topic().equals("dag-created")));
    return run;
  }

  /** The server has answered its last question by then, and it has not read the answer. */
  private static Run frozenBeforeItAsks(String name, Stack stack) {
    Run run = waiting(name, stack);
    count(stack, run.servers().get(0), LAST_QUESTION);
    latency(stack, "SELECT", "PT2S");
    stack.processes().start(AZURE, quick());
    awaitMet(stack, "the last question");
    stack.processes().freeze(AZURE);
    latency(stack, "SELECT", "PT0S");
    await("the answer")
        .atMost(LIMIT)
        .until(
            () ->
                run.effects().stream()
                    .filter(it -> it.text().contains(LAST_QUESTION) && it.succeeded())
                    .anyMatch(stack.simulator()::isAnswered));
    return run;
  }

  private static List<Effect> asked(Run run) {
    return run.effects().stream()
        .filter(it -> it.kind().equals("AZURE_WRITE") && it.text().contains(LINKS))
        .toList();
  }

  private static boolean isBusy(String service, Bus.Said said) {
    return said.topic().equals(service.replace("-service", "-waiting"))
        && said.text().contains("SERVER_BUSY");
  }

  /** The shortest times that brokers allow; the default would only make the test wait. */
  private static Map<String, String> quick() {
    Map<String, String> quick = new HashMap<>();
    quick.put("MP_MESSAGING_CONNECTOR_SMALLRYE_KAFKA_SESSION_TIMEOUT_MS", "6000");
    quick.put("MP_MESSAGING_CONNECTOR_SMALLRYE_KAFKA_HEARTBEAT_INTERVAL_MS", "1000");
    return quick;
  }

  /** Another instance of the same service. */
  private static void twin(String service, Stack stack) {
    Map<String, String> other = quick();
    other.put("LINKFLEET_INSTANCE", "1");
    stack.processes().twin(service, TWIN, stack.offset() + 21511, other);
  }

  /** While the service is frozen, another instance works until that is so; then it goes on. */
  private static void meanwhile(
      String service, Stack stack, String what, Callable<Boolean> so, Runnable... before) {
    twin(service, stack);
    try {
      await(what).atMost(LIMIT).until(so);
      List.of(before).forEach(Runnable::run);
    } finally {
      stack.processes().resume(service);
    }
  }

  private static void alone(String service, Stack stack) {
    if (stack.processes().runs(TWIN)) {
      stack.processes().remove(TWIN);
    }
    stack.processes().restart(service);
    stack.processes().awaitReady(service);
  }

  private static void latency(Stack stack, String statement, String duration) {
    stack
        .simulator()
        .settings("{\"latency\":{\"%s\":\"%s\"}}".formatted(statement, duration));
  }

  /** A fault that never strikes tells when a statement has come. */
  private static void count(Stack stack, Server server, String statement) {
    stack
        .simulator()
        .sqlFault(
            "{\"server\":\"%s\",\"statement\":\"%s\",\"nth\":1000000}"
                .formatted(server.name(), statement));
  }

  private static void awaitMet(Stack stack, String what) {
    await(what)
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> stack.simulator().sqlFaults().get(0).path("met").asInt() > 0);
  }
}
