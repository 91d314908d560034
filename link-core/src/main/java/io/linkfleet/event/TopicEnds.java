package io.linkfleet.event;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Owns the question where partitions end now, for those who read until there. */
public final class TopicEnds {
  private TopicEnds() {}

  /**
   * The offset after the last record of each partition.
   *
   * <p>The Kafka client leaves out a partition whose end the broker does not know, as one does that
   * has just started again (seen after an outage of a minute). Whoever took that for an
   * answer would read less than there is.
   *
   * @param limit how long it may take
   * @throws TimeoutException when there is no answer in time, or none about one of them; it is to
   *     be asked again
   */
  public static Map<TopicPartition, Long> of(
      Consumer<?, ?> consumer, Collection<TopicPartition> partitions, Duration limit) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, limit);
    List<TopicPartition> unknown =
        partitions.stream().filter(partition -> ends.get(partition) == null).toList();
    if (!unknown.isEmpty()) {
      throw new TimeoutException("the broker does not know yet where " + unknown + " end");
    }
    return ends;
  }
}
