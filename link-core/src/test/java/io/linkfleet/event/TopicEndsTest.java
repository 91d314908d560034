package io.linkfleet.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class TopicEndsTest {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final TopicPartition FIRST = new TopicPartition("cert-uploads", 0);
  private static final TopicPartition SECOND = new TopicPartition("cert-uploads", 1);

  /** What the client gives when the broker has told of these only. */
  private static MockConsumer<byte[], byte[]> told(Map<TopicPartition, Long> ends) {
    return new MockConsumer<>("none") {
      @Override
      public synchronized Map<TopicPartition, Long> endOffsets(
          Collection<TopicPartition> asked, Duration limit) {
        return new HashMap<>(ends);
      }
    };
  }

  @Test
  void everyPartitionHasItsEnd() {
    Map<TopicPartition, Long> ends = Map.of(FIRST, 7L, SECOND, 0L);

    assertThat(TopicEnds.of(told(ends), List.of(FIRST, SECOND), LIMIT)).isEqualTo(ends);
  }

  @Test
  void anAnswerWithoutOneOfThemIsToBeAskedForAgain() {
    assertThatThrownBy(() -> TopicEnds.of(told(Map.of(FIRST, 7L)), List.of(FIRST, SECOND), LIMIT))
        .isInstanceOf(TimeoutException.class)
        .hasMessageContaining("cert-uploads-1")
        .hasMessageNotContaining("cert-uploads-0");
  }
}
