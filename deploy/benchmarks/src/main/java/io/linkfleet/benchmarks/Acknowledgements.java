package io.linkfleet.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Owns what it costs to wait for all copies of an event (acks=all) instead of one (acks=1): events
 * one after the other, as a phase publishes them, in turns so that both meet the same machine.
 *
 * @param copies how many copies of an event there are, each on a broker
 * @param all the mean time of an event with acks=all
 * @param one the mean time of an event with acks=1
 */
record Acknowledgements(int copies, Duration all, Duration one) {
  private static final String TOPIC = "benchmark-acknowledgements";
  private static final int TURNS = 10;
  private static final int EVENTS = 100;
  /** About what an event of a link weighs, in bytes. */
  private static final int SIZE = 1500;

  private static final long LIMIT_SECONDS = 30;

  /** Of several copies one may be missing; acks=all waits for all that are in sync. */
  static Acknowledgements measure(String bootstrapServers, int copies)
      throws InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      NewTopic topic =
          new NewTopic(TOPIC, 1, (short) copies)
              .configs(
                  Map.of("min.insync.replicas", Integer.toString(Math.max(1, copies - 1))));
      await(admin.createTopics(List.of(topic)).all());
    }
    try (var all = producer(bootstrapServers, "all");
        var one = producer(bootstrapServers, "1")) {
      // the first events of a producer find out where the topic is
      publish(all);
      publish(one);
      Duration waitedForAll = Duration.ZERO;
      Duration waitedForOne = Duration.ZERO;
      for (int turn = 0; turn < TURNS; turn++) {
        boolean first = turn % 2 == 0;
        Duration begin = publish(first ? all : one);
        Duration end = publish(first ? one : all);
        waitedForAll = waitedForAll.plus(first ? begin : end);
        waitedForOne = waitedForOne.plus(first ? end : begin);
      }
      long events = (long) TURNS * EVENTS;
      return new Acknowledgements(
          copies, waitedForAll.dividedBy(events), waitedForOne.dividedBy(events));
    }
  }

  private static KafkaProducer<String, byte[]> producer(String bootstrapServers, String acks) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", bootstrapServers,
            "acks", acks,
            "enable.idempotence", acks.equals("all"),
            "linger.ms", 0,
            "max.in.flight.requests.per.connection", 1);
    return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
  }

  private static Duration publish(KafkaProducer<String, byte[]> producer)
      throws InterruptedException {
    long begun = System.nanoTime();
    for (int i = 0; i < EVENTS; i++) {
      await(producer.send(new ProducerRecord<>(TOPIC, "link", new byte[SIZE])));
    }
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private static void await(java.util.concurrent.Future<?> answer) throws InterruptedException {
    try {
      answer.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the broker did not take an event", e);
    }
  }

  void print() {
    String where = copies == 1 ? "one broker" : copies + " brokers on this machine";
    Report.row("an event with acks=all, mean, " + where, Report.millis(all));
    Report.row("an event with acks=1, mean, " + where, Report.millis(one));
    Report.ratio("acks=all / acks=1, " + where, Report.ratio(all, one), null);
  }
}
