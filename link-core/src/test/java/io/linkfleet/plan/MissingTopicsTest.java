package io.linkfleet.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which topics a service misses follows from its channels. */
class MissingTopicsTest {
  private static SmallRyeConfig config(Map<String, String> properties) {
    return new SmallRyeConfigBuilder()
        .withSources(new PropertiesConfigSource(properties, "test", 100))
        .build();
  }

  private static final SmallRyeConfig SERVICE =
      config(
          Map.of(
              "mp.messaging.incoming.in.topic", "cert-created",
              "mp.messaging.incoming.in.group.id", "not-a-topic",
              "mp.messaging.incoming.fleet.topics", "link-health,cert-waiting",
              "mp.messaging.outgoing.out.topic", "endpoint-ready",
              "mp.messaging.connector.smallrye-kafka.dead-letter-queue.topic", "x-dead-letter"));

  @Test
  void everyTopicOfAChannelAndTheDeadLettersAreWanted() {
    assertThat(MissingTopics.lacking(SERVICE, Set.of("something-else")))
        .containsExactly(
            "cert-created", "cert-waiting", "endpoint-ready", "link-health", "x-dead-letter");
  }

  @Test
  void whatIsThereIsNotMissing() {
    Set<String> there =
        Set.of("cert-created", "cert-waiting", "endpoint-ready", "link-health", "x-dead-letter");
    assertThat(MissingTopics.lacking(SERVICE, there)).isEmpty();
  }
}
