package io.linkfleet.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.event.Topics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

class KafkaResourceTest {
  @Test
  void everyTopicIsThereBeforeTheServiceStartsAndIsKeptAsDeclared() throws Exception {
    KafkaResource kafka = new KafkaResource();
    Map<String, String> configured = kafka.start();
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", configured.get("kafka.bootstrap.servers")))) {
      List<String> names = Topics.ALL.stream().map(Topics.Topic::name).toList();
      Map<String, TopicDescription> topics =
          admin.describeTopics(names).allTopicNames().get(10, TimeUnit.SECONDS);
      assertThat(topics.values())
          .hasSize(names.size())
          .allSatisfy(
              topic -> assertThat(topic.partitions()).hasSize(KafkaResource.PARTITIONS));

      var requested = new ConfigResource(ConfigResource.Type.TOPIC, Topics.LINK_REQUESTED);
      var kept = admin.describeConfigs(List.of(requested)).all().get(10, TimeUnit.SECONDS);
      assertThat(kept.get(requested).get("cleanup.policy").value()).isEqualTo("compact");
    } finally {
      kafka.stop();
    }
  }
}
