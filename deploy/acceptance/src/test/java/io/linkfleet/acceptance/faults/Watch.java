package io.linkfleet.acceptance.faults;

import io.linkfleet.acceptance.faults.Bus.Said;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Owns the look at what is said in some topics from now on, as soon as it is said. */
final class Watch implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<Said> seen = new ArrayList<>();

  Watch(Bus bus, String... topics) {
    consumer = bus.consumer();
    List<TopicPartition> partitions = Bus.partitions(consumer, List.of(topics));
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
  }

  /** Everything so far. */
  List<Said> seen() {
    consumer.poll(Duration.ofMillis(50)).forEach(record -> seen.add(Said.of(record)));
    return List.copyOf(seen);
  }

  boolean sees(Predicate<Said> wanted) {
    return seen().stream().anyMatch(wanted);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
