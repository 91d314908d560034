package io.linkfleet.testing;

import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/** The broker as a container; the only class that needs Testcontainers. */
final class BrokerInContainer implements KafkaResource.Broker {
  private static final String IMAGE = "apache/kafka:4.1.1";

  private final KafkaContainer container =
      new KafkaContainer(IMAGE)
          .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
          .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0");

  BrokerInContainer() {
    container.start();
  }

  static boolean dockerAnswers() {
    return DockerClientFactory.instance().isDockerAvailable();
  }

  @Override
  public String kind() {
    return "container " + IMAGE;
  }

  @Override
  public String bootstrapServers() {
    return container.getBootstrapServers();
  }

  @Override
  public void close() {
    container.stop();
  }
}
