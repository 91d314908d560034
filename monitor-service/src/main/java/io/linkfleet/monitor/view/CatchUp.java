package io.linkfleet.monitor.view;

import io.linkfleet.event.TopicEnds;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Knows whether the view has read what was in the topics when the service started; before that
 * nothing is watched and no rollout is accepted.
 */
@Singleton
public class CatchUp {
  private static final Logger LOG = Logger.getLogger(CatchUp.class);
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /**
   * A record that the end offset promises may have been compacted away, and then never comes; it is
   * given up once the consumer is past it and has brought nothing for this long.
   */
  private static final Duration QUIET = Duration.ofSeconds(2);

  private final KafkaClientService kafka;
  private final Set<String> topics;
  private final Map<TopicPartition, Long> next = new ConcurrentHashMap<>();
  private Map<TopicPartition, Long> ends;
  private volatile long lastReadNanos = System.nanoTime();
  private volatile boolean done;

  CatchUp(
      KafkaClientService kafka,
      @ConfigProperty(name = "mp.messaging.incoming.fleet.topics") List<String> topics) {
    this.kafka = kafka;
    this.topics = Set.copyOf(topics);
  }

  /** Whether everything has been read. */
  public boolean done() {
    return done;
  }

  /** A record has been taken into the view. */
  void read(String topic, int partition, long offset) {
    if (!done) {
      next.put(new TopicPartition(topic, partition), offset + 1);
      lastReadNanos = System.nanoTime();
    }
  }

  /** Looks again whether everything has been read; called until it has. */
  public synchronized boolean look() {
    if (done) {
      return true;
    }
    KafkaConsumer<Object, Object> consumer = kafka.getConsumer("fleet");
    if (consumer == null) {
      return false; // the channel has not started yet
    }
    if (ends == null) {
      ends = consumer.runOnPollingThread(this::wantedEnds).await().atMost(LIMIT);
      if (ends == null) {
        return false;
      }
    }
    ends.entrySet().removeIf(end -> next.getOrDefault(end.getKey(), 0L) >= end.getValue());
    boolean quiet = System.nanoTime() - lastReadNanos > QUIET.toNanos();
    if (!ends.isEmpty() && quiet) {
      Map<TopicPartition, Long> positions = consumer.getPositions().await().atMost(LIMIT);
      ends.entrySet().removeIf(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }
    done = ends.isEmpty();
    if (done) {
      LOG.info("the fleet view has read all topics");
      next.clear();
    }
    return done;
  }

  /** The ends of all partitions that hold records, or null before all topics are assigned. */
  private Map<TopicPartition, Long> wantedEnds(
      org.apache.kafka.clients.consumer.Consumer<Object, Object> consumer) {
    Set<TopicPartition> assigned = consumer.assignment();
    Set<String> there =
        assigned.stream().map(TopicPartition::topic).collect(Collectors.toSet());
    if (!there.containsAll(topics)) {
      return null;
    }
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(assigned, LIMIT);
    Map<TopicPartition, Long> wanted = new HashMap<>(TopicEnds.of(consumer, assigned, LIMIT));
    wanted.entrySet().removeIf(end -> end.getValue() <= begins.getOrDefault(end.getKey(), 0L));
    return wanted;
  }
}
