package io.linkfleet.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.linkfleet.acceptance.faults.Bus.Said;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A broker that is killed and comes back on its log, is slow, or gets a burst. */
@ExtendWith(SharedStack.class)
class BrokerExperiment {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  /** Lines with which the Kafka client says that nobody answers. */
  private static final String AWAY =
      "(?i)kafka|broker|coordinator|disconnect|heartbeat|producer|consumer";

  private static Duration outage() {
    return SharedStack.seeds(1) > 1 ? Duration.ofSeconds(60) : Duration.ofSeconds(12);
  }

  /** Ten thousand at length. */
  private static int burst() {
    return SharedStack.seeds(1) > 1 ? 10_000 : 300;
  }

  @Test
  void killedAndRestartedOnItsLog(Stack stack) {
    Run run = Run.begin("broker-killed", stack, Math.max(3, SharedStack.links(12) / 4));
    try (Watch watch = new Watch(stack.bus(), "cert-created")) {
      run.rollout(4);
      await("the first event").atMost(LIMIT).until(() -> !watch.seen().isEmpty());
    }
    stack.processes().kill("kafka");
    long end = System.nanoTime() + outage().toNanos();
    await("the outage")
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> System.nanoTime() - end > 0);
    for (String service : Processes.SERVICES) {
      assertThat(stack.processes().runs(service)).as(service + " lives").isTrue();
    }

    stack.processes().start("kafka", Map.of());
    stack.processes().awaitReady("kafka");

    run.judge(Expectations.NONE.error(AWAY));
  }

  @Test
  @Tag("long")
  void frozenNowAndThen(Stack stack) {
    Run run = Run.begin("broker-slow", stack, 3);
    run.rollout(4);
    for (int i = 0; i < 5; i++) {
      long before = run.effects().size();
      stack.processes().freeze("kafka");
      long end = System.nanoTime() + Duration.ofMillis(1500).toNanos();
      await().atMost(LIMIT).until(() -> System.nanoTime() - end > 0);
      stack.processes().resume("kafka");
      await("something happens again, or all is over")
          .atMost(LIMIT)
          .until(() -> run.effects().size() > before);
    }
    // a report that could not be written is followed by the next one
    run.judge(Expectations.NONE.error("Unable to write to Kafka from channel link-health"));
  }

  @Test
  void aBurstOfRecords(Stack stack) {
    Run run = Run.begin("broker-burst", stack, 1);
    run.rollout(1);
    run.awaitEnd();
    Said said =
        run.said().stream()
            .filter(one -> one.topic().equals("link-requested"))
            .findFirst()
            .orElseThrow();
    List<ProducerRecord<byte[], byte[]>> burst = new ArrayList<>();
    for (int i = 0; i < burst(); i++) {
      burst.add(Bus.again(said));
    }
    long changes = run.effects().stream().filter(Effect::isChange).count();

    stack.bus().putAll(burst);

    await("all are worked on")
        .atMost(LIMIT)
        .until(() -> stack.bus().isDone("cert-service", "link-requested"));
    run.judge();
    assertThat(run.effects().stream().filter(Effect::isChange).count()).isEqualTo(changes);
  }
}
