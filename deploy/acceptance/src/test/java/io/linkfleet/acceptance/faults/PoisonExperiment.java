package io.linkfleet.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.linkfleet.acceptance.faults.Bus.Said;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Records that nobody can read: aside with the reason, and the next is not held up. */
@ExtendWith(SharedStack.class)
class PoisonExperiment {
  private static final Duration ASIDE = Duration.ofSeconds(5);
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final byte[] KEY = "some.link.0".getBytes(StandardCharsets.UTF_8);

  /** What each service reads, and what it says after a record that is all right. */
  private static final Map<String, String> INPUTS = new LinkedHashMap<>();

  static {
    INPUTS.put("cert-service", "link-requested");
    INPUTS.put("endpoint-service", "cert-created");
    INPUTS.put("ag-service", "endpoint-ready");
    INPUTS.put("azure-link-service", "dag-created");
  }

  private static Map<String, byte[]> poisons(Said good) {
    Map<String, byte[]> all = new LinkedHashMap<>();
    String text = good.text();
    all.put("empty", new byte[0]);
    all.put("not UTF-8", new byte[] {'"', (byte) 0xC3, (byte) 0x28, (byte) 0xFF, '"'});
    all.put("10,000 levels", "[".repeat(10_000).getBytes(StandardCharsets.UTF_8));
    all.put("wrong type", bytes("[1,2,3]"));
    all.put("a number where a link should be", bytes("{\"link\":7}"));
    all.put("another version", bytes("{\"specversion\":\"9.0\",\"data\":{}}"));
    all.put(
        "huge number",
        bytes(text.replaceFirst("\"generation\":\\d+", "\"generation\":" + "9".repeat(5000))));
    all.put("a key twice", bytes(text.replaceFirst("\\{", "{\"link\":null,")));
    all.put("400 KB", bytes(" ".repeat(400_000)));
    all.put("tombstone", null);
    return all;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void everyPoisonGoesAsideAndTheNextRecordOfItsPartitionGoesOn(Stack stack) {
    Run run = Run.begin("poison", stack, 1);
    run.rollout(1);
    run.awaitEnd();
    List<Said> good = run.said();
    for (Map.Entry<String, String> input : INPUTS.entrySet()) {
      Said next =
          good.stream()
              .filter(said -> said.topic().equals(input.getValue()))
              .findFirst()
              .orElseThrow();
      try (Watch dead = new Watch(stack.bus(), input.getKey() + "-dead-letter")) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        Map<String, byte[]> poisons = poisons(next);
        poisons.forEach(
            (name, value) ->
                records.add(
                    new ProducerRecord<>(next.topic(), next.partition(), KEY, value)));
        if (!next.topic().equals("link-requested")) {
          // a compacted topic takes none without a key
          records.add(new ProducerRecord<>(next.topic(), next.partition(), null, next.value()));
        }
        records.add(new ProducerRecord<>(next.topic(), next.partition(), KEY, next.value()));
        int expected = records.size();
        records.add(Bus.again(next));
        long before = effectsOf(run, next);
        stack.bus().putAll(records);

        await(input.getKey() + " puts all aside")
            .atMost(ASIDE)
            .until(() -> dead.seen().size() >= expected);
        assertThat(dead.seen())
            .as(input.getKey())
            .hasSize(expected)
            .allMatch(said -> !said.headers().get("dead-letter-reason").isBlank())
            .allMatch(said -> said.headers().get("dead-letter-topic").equals(next.topic()))
            .allMatch(said -> said.headers().containsKey("dead-letter-offset"));
        await("the record behind them is worked on")
            .atMost(LIMIT)
            .until(() -> effectsOf(run, next) > before);
      }
    }
    run.judge();
  }

  private static long effectsOf(Run run, Said next) {
    int place = Bus.WAY.indexOf(next.topic());
    String follows = Bus.WAY.get(place + 1);
    return run.said().stream().filter(said -> said.topic().equals(follows)).count();
  }

  @Test
  void theMonitorPutsAPoisonRecordAsideOnceNotAtEveryStart(Stack stack) {
    Run run = Run.begin("poison-monitor", stack, 1);
    try (Watch dead = new Watch(stack.bus(), "monitor-service-dead-letter")) {
      byte[] mark = bytes("poison of the monitor " + System.nanoTime());
      stack.bus().put(new ProducerRecord<>("link-health", 0, KEY, mark));
      await("aside").atMost(ASIDE).until(() -> dead.sees(said -> is(said, mark)));

      for (int i = 0; i < 2; i++) {
        stack.processes().restart("monitor-service");
        stack.processes().awaitReady("monitor-service");
      }

      assertThat(dead.seen()).filteredOn(said -> is(said, mark)).hasSize(1);
    }
    run.rollout(1);
    run.judge();
  }

  private static boolean is(Said said, byte[] value) {
    return java.util.Arrays.equals(said.value(), value);
  }

  @Test
  void aBombIsRefusedAtTheDoor(Stack stack) {
    Run run = Run.begin("poison-bomb", stack, 1);
    run.rollout(1);
    String servers = "localhost:" + stack.processes().address("kafka").getPort();
    for (String compression : List.of("none", "gzip", "zstd")) {
      try (KafkaProducer<byte[], byte[]> producer =
          new KafkaProducer<>(
              Map.of(
                  "bootstrap.servers", servers,
                  "compression.type", compression,
                  "max.request.size", "67108864",
                  "buffer.memory", "134217728"),
              new ByteArraySerializer(),
              new ByteArraySerializer())) {
        for (int megabytes : new int[] {5, 40}) {
          var sent =
              producer.send(
                  new ProducerRecord<>("cert-created", 0, KEY, new byte[megabytes << 20]));
          assertThat(sent)
              .as(compression + " " + megabytes + " MB")
              .failsWithin(LIMIT)
              .withThrowableThat()
              .withCauseInstanceOf(RecordTooLargeException.class);
        }
      }
    }
    run.judge();
  }
}
