package io.linkfleet.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.linkfleet.acceptance.faults.Bus.Said;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Events that come more than once, late, out of order, of old generations, or all again. */
@ExtendWith(SharedStack.class)
class DeliveryExperiment {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String COPY = "copy-of-an-experiment";

  /** What each service reads its work from. */
  private static final Map<String, String> INPUTS =
      Map.of(
          "cert-service", "link-requested",
          "endpoint-service", "cert-created",
          "ag-service", "endpoint-ready",
          "azure-link-service", "dag-created");

  static IntStream seeds() {
    return IntStream.range(0, SharedStack.seeds(1));
  }

  private record Later(long at, ProducerRecord<byte[], byte[]> copy) {}

  @ParameterizedTest
  @MethodSource("seeds")
  void everyEventOneToFiveTimesLateAndOutOfOrder(int seed, Stack stack) {
    Run run = Run.begin("delivery-" + seed, stack, Math.max(2, SharedStack.links(8) / 4));
    Random random = new Random(seed);
    PriorityQueue<Later> later =
        new PriorityQueue<>((a, b) -> Long.compare(a.at() - b.at(), 0));
    try (Watch watch = new Watch(stack.bus(), Bus.WAY.toArray(String[]::new))) {
      run.rollout(4);
      int[] done = {0};
      int links = run.links().size();
      await("the copies")
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(20))
          .until(
              () -> {
                List<Said> seen = watch.seen();
                for (Said said : seen.subList(done[0], seen.size())) {
                  copies(said, random).forEach(later::add);
                }
                done[0] = seen.size();
                while (!later.isEmpty() && later.peek().at() - System.nanoTime() <= 0) {
                  stack.bus().put(later.poll().copy());
                }
                long connected =
                    seen.stream()
                        .filter(said -> said.topic().equals("replica-connected"))
                        .map(Said::key)
                        .distinct()
                        .count();
                return connected >= links && later.isEmpty();
              });
      long copies =
          watch.seen().stream().filter(said -> said.headers().containsKey(COPY)).count();
      assertThat(copies).isGreaterThan(5L * links);
    }
    run.judge();
  }

  /** None to four more, each up to three seconds later. */
  private static List<Later> copies(Said said, Random random) {
    List<Later> copies = new ArrayList<>();
    if (said.value() == null || said.headers().containsKey(COPY)) {
      return copies;
    }
    for (int i = random.nextInt(5); i > 0; i--) {
      ProducerRecord<byte[], byte[]> copy = Bus.again(said);
      copy.headers().add(COPY, new byte[] {1});
      long at = System.nanoTime() + Duration.ofMillis(random.nextInt(3000)).toNanos();
      copies.add(new Later(at, copy));
    }
    return copies;
  }

  @Test
  void anOlderGenerationIsSkippedAndAnUnknownLinkHarmsNobody(Stack stack) {
    Run run = Run.begin("delivery-old", stack, 1);
    run.rollout(2);
    run.awaitEnd();
    List<Said> first = run.said().stream().filter(said -> Bus.WAY.contains(said.topic())).toList();
    run.rollout(2);
    run.awaitEnd();
    long changes = run.effects().stream().filter(Effect::isChange).count();
    long produced = run.said().size();

    first.forEach(said -> stack.bus().put(Bus.again(said)));
    Said created =
        first.stream()
            .filter(said -> said.topic().equals("cert-created"))
            .findFirst()
            .orElseThrow();
    stack.bus().put(unknown(created));

    await("the unknown link is refused")
        .atMost(LIMIT)
        .until(
            () ->
                run.said().stream()
                    .anyMatch(
                        said ->
                            said.topic().equals("link-blocked")
                                && said.key().equals("nobody.knows.1")));
    run.judge();
    assertThat(run.effects().stream().filter(Effect::isChange).count()).isEqualTo(changes);
    assertThat(run.said().size()).isGreaterThanOrEqualTo((int) produced + first.size());
  }

  /** A handover of a link that nobody asked for, on a database that is not there. */
  private static ProducerRecord<byte[], byte[]> unknown(Said created) {
    ObjectNode event = (ObjectNode) Http.json(created.text());
    ObjectNode link = (ObjectNode) event.path("link");
    link.put("id", "nobody.knows.1").put("database", "Nobody's");
    return new ProducerRecord<>(
        created.topic(),
        created.partition(),
        "nobody.knows.1".getBytes(StandardCharsets.UTF_8),
        event.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Test
  @Tag("long")
  void aWholeReplayWithNewGroupsWritesNothing(Stack stack) {
    Run run = Run.begin("delivery-replay", stack, 1);
    run.rollout(4);
    run.awaitEnd();
    run.judge();
    Run replay = Run.begin("delivery-replay", stack, run.servers());
    try {
      INPUTS.forEach(
          (service, topic) -> {
            String group = "mp.messaging.incoming." + topic + ".group.id";
            stack.processes().kill(service);
            stack
                .processes()
                .start(service, Processes.configured(Map.of(group, service + "-replay")));
          });
      await("everything was read again")
          .atMost(LIMIT)
          .until(
              () ->
                  INPUTS.entrySet().stream()
                      .allMatch(it -> stack.bus().isDone(it.getKey() + "-replay", it.getValue())));
      assertThat(replay.effects()).filteredOn(Effect::isChange).isEmpty();
      assertThat(replay.effects()).filteredOn(effect -> effect.kind().equals("QUERY")).isNotEmpty();
    } finally {
      INPUTS.keySet().forEach(stack.processes()::restart);
    }
    replay.judge();
    assertThat(replay.effects()).filteredOn(Effect::isChange).isEmpty();
  }
}
