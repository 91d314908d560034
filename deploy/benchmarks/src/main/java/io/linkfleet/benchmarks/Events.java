package io.linkfleet.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Owns the reading of the phases' topics after a rollout. */
final class Events {
  private Events() {}

  /** For each link's id, when each event of {@link PhaseTimes#WAY} became true. */
  static Map<String, Map<String, Instant>> read(String bootstrapServers) {
    Map<String, Map<String, Instant>> events = new HashMap<>();
    Map<String, Object> settings =
        Map.of("bootstrap.servers", bootstrapServers, "enable.auto.commit", "false");
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          PhaseTimes.WAY.stream()
              .flatMap(topic -> consumer.partitionsFor(topic).stream())
              .map(found -> new TopicPartition(found.topic(), found.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
          events
              .computeIfAbsent(record.key(), id -> new HashMap<>())
              .putIfAbsent(record.topic(), at(record.value()));
        }
      }
    }
    return events;
  }

  private static Instant at(byte[] event) {
    try {
      JsonNode json = Http.JSON.readTree(event);
      return Instant.parse(json.path("at").asText());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
