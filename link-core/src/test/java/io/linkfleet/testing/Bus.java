package io.linkfleet.testing;

import io.linkfleet.event.EventCodec;
import io.linkfleet.event.LinkEvent;
import io.linkfleet.event.ServerPartitioner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The other side of the bus in tests: a plain producer and plain consumers. */
public final class Bus implements AutoCloseable {
  private final String servers;
  private final KafkaProducer<String, byte[]> producer;

  public Bus(String bootstrapServers) {
    this.servers = bootstrapServers;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers", bootstrapServers,
                "partitioner.class", ServerPartitioner.class.getName()),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  /** Publishes an event on the topic of its kind. */
  public void send(LinkEvent event) {
    send(EventCodec.topic(event.getClass()), event.link().id(), EventCodec.write(event));
  }

  /** Publishes anything. */
  public void send(String topic, String key, byte[] value) {
    try {
      producer.send(new ProducerRecord<>(topic, key, value)).get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Everything in a topic now, per partition in order. */
  public List<ConsumerRecord<String, byte[]>> all(String topic) {
    try (var consumer = consumer(topic)) {
      return drain(consumer);
    }
  }

  /** The events of a kind for a link, so far. */
  public <E extends LinkEvent> List<E> events(String topic, Class<E> kind, String link) {
    List<E> events = new ArrayList<>();
    for (var record : all(topic)) {
      if (link.equals(record.key()) && record.value() != null) {
        events.add(read(record, kind));
      }
    }
    return events;
  }

  /**
   * The first record of a topic that fits, waiting for it.
   *
   * @throws AssertionError when none came in time
   */
  public ConsumerRecord<String, byte[]> await(
      String topic, Duration limit, Predicate<ConsumerRecord<String, byte[]>> fits) {
    long until = System.nanoTime() + limit.toNanos();
    try (var consumer = consumer(topic)) {
      while (System.nanoTime() < until) {
        for (var record : consumer.poll(Duration.ofMillis(100))) {
          if (fits.test(record)) {
            return record;
          }
        }
      }
    }
    throw new AssertionError("no such record in " + topic + " within " + limit);
  }

  /** The first event of a kind for a link, waiting 30 s for it. */
  public <E extends LinkEvent> E await(String topic, Class<E> kind, String link) {
    var record =
        await(topic, Duration.ofSeconds(30), r -> link.equals(r.key()) && r.value() != null);
    return read(record, kind);
  }

  /** A header as text, or null. */
  public static String header(ConsumerRecord<?, ?> record, String name) {
    var header = record.headers().lastHeader(name);
    return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
  }

  private static <E extends LinkEvent> E read(ConsumerRecord<String, byte[]> record, Class<E> k) {
    try {
      return EventCodec.read(record.value(), k);
    } catch (EventCodec.Unreadable e) {
      throw new AssertionError("a record in " + record.topic() + " is unreadable", e);
    }
  }

  private static List<ConsumerRecord<String, byte[]>> drain(
      KafkaConsumer<String, byte[]> consumer) {
    List<ConsumerRecord<String, byte[]>> all = new ArrayList<>();
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
    while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      consumer.poll(Duration.ofMillis(100)).forEach(all::add);
    }
    return all;
  }

  private KafkaConsumer<String, byte[]> consumer(String topic) {
    var consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", servers, "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(p -> new TopicPartition(p.topic(), p.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return consumer;
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }
}
