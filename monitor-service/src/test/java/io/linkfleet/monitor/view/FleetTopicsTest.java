package io.linkfleet.monitor.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.Test;

/** Unreadable records while the dead-letter topic cannot be written. */
class FleetTopicsTest {
  private static final String TOPIC = "link-requested";

  private final FleetTopics topics =
      new FleetTopics(
          new FleetView(),
          new CatchUp(null, List.of(TOPIC)),
          new PutAside(Map.of(), "monitor-service") {
            @Override
            synchronized boolean add(String from, int partition, long offset) {
              return true;
            }
          },
          null,
          "monitor-service");

  /** Completes when the next record may come. */
  private CompletableFuture<Void> read(CompletableFuture<Void> aside) {
    byte[] poison = "[]".getBytes(StandardCharsets.UTF_8);
    ConsumerRecord<String, byte[]> record = new ConsumerRecord<>(TOPIC, 0, 7, "key", poison);
    Message<byte[]> message =
        Message.of(
            poison,
            Metadata.of(new IncomingKafkaRecordMetadata<>(record, "fleet")),
            () -> CompletableFuture.failedFuture(new AssertionError("acknowledged")),
            why -> aside);
    return topics.on(message).toCompletableFuture();
  }

  @Test
  void anUnreadableRecordHoldsUpNobodyUntilItIsAside() {
    assertThat(read(new CompletableFuture<>())).isCompleted();
  }

  @Test
  void manyOfThemWaitSoThatTheyAreBounded() {
    CompletableFuture<Void> aside = new CompletableFuture<>();
    assertThat(IntStream.range(0, 10).mapToObj(i -> read(aside)))
        .allMatch(CompletableFuture::isDone);
    assertThat(read(aside)).isNotDone();
  }
}
