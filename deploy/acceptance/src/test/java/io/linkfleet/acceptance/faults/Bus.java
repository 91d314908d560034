package io.linkfleet.acceptance.faults;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Owns the topics of a stack as anybody may read and write them. */
final class Bus implements AutoCloseable {
  /** The phases' topics, in the order of a link's way. */
  static final List<String> WAY =
      List.of(
          "link-requested",
          "cert-created",
          "endpoint-ready",
          "dag-created",
          "link-created",
          "replica-connected");

  private final String servers;
  private final KafkaProducer<byte[], byte[]> producer;

  Bus(String servers) {
    this.servers = servers;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers", servers,
                "acks", "all",
                "linger.ms", "0",
                "max.request.size", "8388608"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** One record as it lies in its topic. */
  record Said(
      String topic,
      int partition,
      long offset,
      Instant at,
      String key,
      Map<String, String> headers,
      byte[] value) {

    static Said of(ConsumerRecord<byte[], byte[]> record) {
      Map<String, String> headers = new LinkedHashMap<>();
      record.headers().forEach(header -> headers.put(header.key(), text(header.value())));
      return new Said(
          record.topic(),
          record.partition(),
          record.offset(),
          Instant.ofEpochMilli(record.timestamp()),
          text(record.key()),
          headers,
          record.value());
    }

    private static String text(byte[] bytes) {
      return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    String text() {
      return value == null ? "" : text(value);
    }
  }

  /** A consumer of nobody's group. */
  KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers", servers,
            "enable.auto.commit", "false",
            "fetch.max.wait.ms", "20",
            "max.partition.fetch.bytes", "8388608"),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  static List<TopicPartition> partitions(
      KafkaConsumer<byte[], byte[]> consumer, Collection<String> topics) {
    return consumer.listTopics().entrySet().stream()
        .filter(topic -> !topic.getKey().startsWith("__"))
        .filter(topic -> topics.isEmpty() || topics.contains(topic.getKey()))
        .flatMap(topic -> topic.getValue().stream())
        .map(found -> new TopicPartition(found.topic(), found.partition()))
        .toList();
  }

  /** Where the topics end now; all topics when none is named. */
  Map<TopicPartition, Long> ends(String... topics) {
    try (var consumer = consumer()) {
      return consumer.endOffsets(partitions(consumer, List.of(topics)));
    }
  }

  /** Everything from those places on, up to where the topics end now. */
  List<Said> since(Map<TopicPartition, Long> places) {
    List<Said> all = new ArrayList<>();
    try (var consumer = consumer()) {
      List<TopicPartition> partitions = List.copyOf(places.keySet());
      consumer.assign(partitions);
      places.forEach(consumer::seek);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
        consumer.poll(Duration.ofMillis(500)).forEach(record -> all.add(Said.of(record)));
      }
    }
    return all;
  }

  /** Everything in some topics, from their beginning. */
  List<Said> all(String... topics) {
    Map<TopicPartition, Long> places = new HashMap<>();
    ends(topics).keySet().forEach(place -> places.put(place, 0L));
    return since(places);
  }

  /** Puts a record into a topic, and returns when the broker has it. */
  void put(ProducerRecord<byte[], byte[]> record) {
    get(producer.send(record));
  }

  /** Puts many, and returns when the broker has all. */
  void putAll(List<ProducerRecord<byte[], byte[]>> records) {
    records.stream().map(producer::send).toList().forEach(Bus::get);
  }

  /** The same record once more: topic, partition, key, headers and value. */
  static ProducerRecord<byte[], byte[]> again(Said said) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            said.topic(),
            said.partition(),
            said.key() == null ? null : said.key().getBytes(StandardCharsets.UTF_8),
            said.value());
    said.headers()
        .forEach(
            (name, value) ->
                record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
    return record;
  }

  Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", servers));
  }

  /** What a group has acknowledged. */
  Map<TopicPartition, OffsetAndMetadata> acknowledged(String group) {
    try (Admin admin = admin()) {
      return admin
          .listConsumerGroupOffsets(group)
          .partitionsToOffsetAndMetadata()
          .get(20, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Whether a service has acknowledged all there is in its topic. */
  boolean isDone(String service, String topic) {
    Map<TopicPartition, OffsetAndMetadata> done = acknowledged(service);
    return ends(topic).entrySet().stream()
        .filter(end -> end.getValue() > 0)
        .allMatch(
            end -> {
              OffsetAndMetadata place = done.get(end.getKey());
              return place != null && place.offset() >= end.getValue();
            });
  }

  /** Whether a group that began at those places has acknowledged all that came since. */
  boolean isRead(String group, String topic, Map<TopicPartition, Long> places) {
    Map<TopicPartition, OffsetAndMetadata> done = acknowledged(group);
    return ends(topic).entrySet().stream()
        .filter(end -> end.getValue() > places.get(end.getKey()))
        .allMatch(
            end -> {
              OffsetAndMetadata place = done.get(end.getKey());
              return place != null && place.offset() >= end.getValue();
            });
  }

  private static void get(java.util.concurrent.Future<?> sent) {
    try {
      sent.get(90, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(2));
  }
}
