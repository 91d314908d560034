package io.linkfleet.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.linkfleet.acceptance.faults.FaultWorld.Server;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
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

  @Test
  @Tag("long")
  void theLateEffectsOfAFrozenServiceAreFenced(Stack stack) {
    freeze("ag-service", stack);
  }

  @Test
  void theLateEffectsOfAFrozenCertServiceAreFenced(Stack stack) {
    freeze("cert-service", stack);
  }

  /** Frozen in the middle of a visit. */
  private static void freeze(String service, Stack stack) {
    Processes processes = stack.processes();
    Map<String, String> quick = new HashMap<>();
    // the shortest that brokers allow; the default would only make the test wait
    quick.put("MP_MESSAGING_CONNECTOR_SMALLRYE_KAFKA_SESSION_TIMEOUT_MS", "6000");
    quick.put("MP_MESSAGING_CONNECTOR_SMALLRYE_KAFKA_HEARTBEAT_INTERVAL_MS", "1000");
    processes.kill(service);
    processes.start(service, quick);
    processes.awaitReady(service);
    Run run = Run.begin("freeze-" + service, stack, 3);
    try {
      Server server = run.servers().get(0);
      // slow enough that the signal comes while the statement before the next runs
      slowDown(stack, "PT1S");
      run.rollout(4);
      String begins = service.startsWith("cert") ? "CREATE CERTIFICATE" : "CREATE AVAILABILITY";
      await(service + " is at work")
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> hasBegun(run, server, begins));
      processes.freeze(service);
      Instant frozen = Instant.now();
      slowDown(stack, "PT0S");
      quick.put("LINKFLEET_INSTANCE", "1");
      processes.twin(service, TWIN, stack.offset() + 21511, quick);
      String event = service.startsWith("cert") ? "cert-created" : "dag-created";
      String waiting = service.startsWith("cert") ? "cert-waiting" : "ag-waiting";
      try {
        // the frozen one may hold the lock of a server: then nobody changes that, and it is said
        await("the other instance has the links now")
            .atMost(LIMIT)
            .until(
                () ->
                    run.said().stream()
                        .filter(one -> one.at().isAfter(frozen))
                        .anyMatch(
                            one ->
                                one.topic().equals(event)
                                    || one.topic().equals(waiting)
                                        && one.text().contains("SERVER_BUSY")));
      } finally {
        processes.resume(service);
      }
      run.judge(Expectations.NONE.error(FENCED));
    } finally {
      slowDown(stack, "PT0S");
      if (processes.runs(TWIN)) {
        processes.remove(TWIN);
      }
      processes.restart(service);
      processes.awaitReady(service);
    }
    assertThat(processes.isReady(service)).isTrue();
  }

  private static boolean hasBegun(Run run, Server server, String begins) {
    return run.effects().stream()
        .anyMatch(
            effect ->
                effect.isChange()
                    && effect.where().equals(server.name())
                    && effect.text().startsWith(begins));
  }

  private static void slowDown(Stack stack, String duration) {
    stack
        .simulator()
        .settings(
            "{\"latency\":{\"CREATE AVAILABILITY GROUP\":\"%1$s\",\"CREATE CERTIFICATE\":\"%1$s\"}}"
                .formatted(duration));
  }
}
