package io.linkfleet.testing;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.testcontainers.kafka.KafkaContainer;

/** The broker as a container; the only class that needs Testcontainers. */
final class BrokerInContainer implements KafkaResource.Broker {
  static final DockerImage IMAGE = new DockerImage("apache/kafka:4.1.1");

  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final KafkaContainer container =
      new KafkaContainer(IMAGE.name())
          .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
          .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0");

  BrokerInContainer() {
    start(container::start, LIMIT);
  }

  /** Testcontainers asks for images of its own, minutes for each, and does not say for which. */
  static void start(Runnable starting, Duration limit) {
    FutureTask<Void> started = new FutureTask<>(starting, null);
    Thread thread = new Thread(started, "Kafka's container");
    thread.setDaemon(true);
    thread.start();
    try {
      started.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException("no container of " + IMAGE.name(), e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "no container of " + IMAGE.name() + " within " + limit + ", though the image is here. Can"
              + " Docker get the images testcontainers/ryuk and alpine that Testcontainers asks"
              + " for? TESTCONTAINERS_RYUK_DISABLED=true does without the first",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String kind() {
    return "container " + IMAGE.name();
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
