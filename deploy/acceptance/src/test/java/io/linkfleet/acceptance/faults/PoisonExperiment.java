package io.linkfleet.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.linkfleet.acceptance.faults.Bus.Said;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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

  /** How much later than without poison the record behind it may have its outcome. */
  private static final Duration HELD_UP = Duration.ofSeconds(1);

  /** Of these the median counts: one visit on a machine that does something else proves nothing. */
  private static final int ROUNDS = 3;
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
      Said next = first(good, input.getValue());
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

  private static Said first(List<Said> all, String topic) {
    return all.stream().filter(said -> said.topic().equals(topic)).findFirst().orElseThrow();
  }

  private static long effectsOf(Run run, Said next) {
    int place = Bus.WAY.indexOf(next.topic());
    String follows = Bus.WAY.get(place + 1);
    return run.said().stream().filter(said -> said.topic().equals(follows)).count();
  }

  @Test
  void theRecordBehindAPoisonIsNotHeldUp(Stack stack) {
    Run run = Run.begin("poison-next", stack, 1);
    run.rollout(1);
    run.awaitEnd();
    List<Said> good = run.said();
    for (Map.Entry<String, String> input : INPUTS.entrySet()) {
      Said next = first(good, input.getValue());
      // the first visit of this kind is not the one that is measured
      outcomeAfter(stack, next, List.of());
      List<Duration> alone = new ArrayList<>();
      List<Duration> behind = new ArrayList<>();
      for (int i = 0; i < ROUNDS; i++) {
        alone.add(outcomeAfter(stack, next, List.of()));
        behind.add(outcomeAfter(stack, next, poisons(next).values()));
      }
      System.out.printf(
          "%s: from a record to its outcome %d ms, behind %d poison records %d ms, aside within"
              + " %d ms%n",
          input.getKey(),
          median(alone).toMillis(),
          poisons(next).size(),
          median(behind).toMillis(),
          longestAside(input.getKey(), run).toMillis());
      assertThat(heldUp(alone, behind)).as(input.getKey()).isFalse();
    }
    run.judge();
  }

  /** A service that stands still at its poison record is what the measure has to see. */
  @Test
  void theMeasureSeesARecordThatIsHeldUp(Stack stack) {
    Run run = Run.begin("poison-held-up", stack, 1);
    run.rollout(1);
    run.awaitEnd();
    Said next =
        run.said().stream()
            .filter(said -> said.topic().equals("cert-created"))
            .findFirst()
            .orElseThrow();
    List<byte[]> poison = List.of(bytes("[1,2,3]"));
    Duration alone = outcomeAfter(stack, next, poison);
    stack.processes().freeze("endpoint-service");
    Duration behind;
    try (Watch outcomes = new Watch(stack.bus(), "endpoint-ready")) {
      put(stack, next, poison);
      long since = System.nanoTime();
      await("it stands still")
          .atMost(LIMIT)
          .until(() -> System.nanoTime() - since > alone.plus(HELD_UP).toNanos());
      stack.processes().resume("endpoint-service");
      behind = outcome(stack, next, outcomes);
    } finally {
      stack.processes().resume("endpoint-service");
    }
    assertThat(heldUp(List.of(alone), List.of(behind))).isTrue();
    run.judge();
  }

  private static boolean heldUp(List<Duration> alone, List<Duration> behind) {
    return median(behind).minus(median(alone)).compareTo(HELD_UP) > 0;
  }

  private static Duration median(List<Duration> all) {
    return all.stream().sorted().toList().get(all.size() / 2);
  }

  /** Puts a good record behind bad ones; from its timestamp to that of the event that follows. */
  private static Duration outcomeAfter(Stack stack, Said next, Collection<byte[]> poisons) {
    String follows = Bus.WAY.get(Bus.WAY.indexOf(next.topic()) + 1);
    try (Watch outcomes = new Watch(stack.bus(), follows)) {
      put(stack, next, poisons);
      return outcome(stack, next, outcomes);
    }
  }

  private static void put(Stack stack, Said next, Collection<byte[]> poisons) {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    poisons.forEach(
        value ->
            records.add(new ProducerRecord<>(next.topic(), next.partition(), KEY, value)));
    records.add(Bus.again(next));
    stack.bus().putAll(records);
  }

  private static Duration outcome(Stack stack, Said next, Watch outcomes) {
    await(next.topic() + " has its outcome")
        .atMost(LIMIT)
        .until(() -> outcomes.sees(said -> next.key().equals(said.key())));
    Said last =
        stack.bus().all(next.topic()).stream()
            .filter(said -> said.partition() == next.partition())
            .filter(said -> next.key().equals(said.key()))
            .reduce((earlier, later) -> later)
            .orElseThrow();
    Said first =
        outcomes.seen().stream()
            .filter(said -> next.key().equals(said.key()))
            .findFirst()
            .orElseThrow();
    return Duration.between(last.at(), first.at());
  }

  /** The longest time between a poison record and its copy in the dead-letter topic. */
  private static Duration longestAside(String service, Run run) {
    List<Said> all = run.said();
    Map<List<String>, Said> origins = new HashMap<>();
    all.forEach(
        one -> origins.put(List.of(one.topic(), "" + one.partition(), "" + one.offset()), one));
    return all.stream()
        .filter(said -> said.topic().equals(service + "-dead-letter"))
        .map(said -> Duration.between(origins.get(originOf(said)).at(), said.at()))
        .max(Duration::compareTo)
        .orElseThrow();
  }

  private static List<String> originOf(Said dead) {
    return Stream.of("topic", "partition", "offset")
        .map(part -> dead.headers().get("dead-letter-" + part))
        .toList();
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
