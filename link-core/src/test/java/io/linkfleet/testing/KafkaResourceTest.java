package io.linkfleet.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.fail;

import io.linkfleet.event.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
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

  @Test
  void anImageThatCannotBeHadLeavesTheBrokerInThisProcessAndIsSaid() {
    List<String> said = new ArrayList<>();

    for (String command : List.of("false", "/no/such/command")) {
      var broker =
          KafkaResource.container(
              new DockerImage("not/there", command), () -> fail("there is no image"), said::add);
      assertThat(broker).as(command).isEmpty();
    }

    assertThat(said).hasSize(2).allMatch(line -> line.contains("no container of not/there: "));
    assertThat(said.get(1)).contains("/no/such/command");
  }

  @Test
  void anImageThatIsHereIsStarted() {
    KafkaResource.Broker broker = new BrokerInNoPlace();
    List<String> said = new ArrayList<>();

    assertThat(KafkaResource.container(new DockerImage("here", "true"), () -> broker, said::add))
        .containsSame(broker);
    assertThat(said).isEmpty();
  }

  @Test
  void aContainerThatDoesNotComeIsAnErrorThatSaysWhatElseItNeeds() {
    CountDownLatch never = new CountDownLatch(1);
    Runnable stuck =
        () -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    try {
      assertThatIllegalStateException()
          .isThrownBy(() -> BrokerInContainer.start(stuck, Duration.ofMillis(1)))
          .withMessageContaining("testcontainers/ryuk");
    } finally {
      never.countDown();
    }
  }

  private record BrokerInNoPlace() implements KafkaResource.Broker {
    @Override
    public String kind() {
      return "in no place";
    }

    @Override
    public String bootstrapServers() {
      return "nowhere";
    }

    @Override
    public void close() {}
  }
}
