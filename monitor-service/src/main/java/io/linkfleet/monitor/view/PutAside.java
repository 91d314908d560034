package io.linkfleet.monitor.view;

import io.linkfleet.event.TopicEnds;
import io.linkfleet.event.Topics;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Knows which records this service has put into its dead-letter topic, in whatever life: all topics
 * are read again at every start, and what cannot be read should not be put aside every time.
 *
 * <p>The topic itself is the memory. It is read when the first unreadable record comes, and so not
 * at all as a rule.
 */
@ApplicationScoped
public class PutAside {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private record Origin(String topic, int partition, long offset) {}

  private final Map<String, Object> client;
  private final String topic;
  private Set<Origin> known;

  PutAside(
      @Identifier("default-kafka-broker") Map<String, Object> client,
      @ConfigProperty(name = "quarkus.application.name") String service) {
    this.client = client;
    this.topic = Topics.deadLetter(service);
  }

  /** Notes a record that is to be put aside; false when that was done already. */
  synchronized boolean add(String from, int partition, long offset) {
    if (known == null) {
      known = read();
    }
    return known.add(new Origin(from, partition, offset));
  }

  private Set<Origin> read() {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put("enable.auto.commit", "false");
    settings.remove("group.id");
    Set<Origin> origins = new HashSet<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic, LIMIT).stream()
              .map(found -> new TopicPartition(found.topic(), found.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = TopicEnds.of(consumer, partitions, LIMIT);
      while (partitions.stream().anyMatch(one -> consumer.position(one, LIMIT) < ends.get(one))) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> origins.add(origin(record)));
      }
    }
    return origins;
  }

  private static Origin origin(ConsumerRecord<?, ?> record) {
    String partition = header(record, "dead-letter-partition");
    String offset = header(record, "dead-letter-offset");
    return new Origin(
        header(record, "dead-letter-topic"),
        partition.matches("\\d{1,9}") ? Integer.parseInt(partition) : -1,
        offset.matches("\\d{1,18}") ? Long.parseLong(offset) : -1);
  }

  private static String header(ConsumerRecord<?, ?> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }
}
