package io.linkfleet.testing;

import io.linkfleet.event.Topics;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * A real Kafka broker for tests, with every topic of {@link Topics#ALL} made before the service
 * starts: in a container where Docker answers and has or gets the image, otherwise in this process.
 *
 * <p>Use it with {@code @QuarkusTestResource(KafkaResource.class)}, or {@link #start} and {@link
 * #stop} it by hand. It configures {@code kafka.bootstrap.servers}.
 */
public class KafkaResource implements QuarkusTestResourceLifecycleManager {
  /** As many as a small cluster has, so that ordering by key is tested as well. */
  public static final int PARTITIONS = 6;

  /** What a test needs of a broker, whichever it is. */
  interface Broker extends AutoCloseable {
    String kind();

    String bootstrapServers();
  }

  private Broker broker;

  @Override
  public Map<String, String> start() {
    try {
      broker = container().orElseGet(BrokerInProcess::new);
      System.out.println("Kafka for tests: " + broker.kind() + ", " + broker.bootstrapServers());
      makeTopics(broker.bootstrapServers());
    } catch (RuntimeException | Error e) {
      stop();
      throw e;
    }
    return Map.of("kafka.bootstrap.servers", broker.bootstrapServers());
  }

  @Override
  public void stop() {
    if (broker == null) {
      return;
    }
    try {
      broker.close();
    } catch (Exception e) {
      throw new IllegalStateException("the broker did not stop", e);
    } finally {
      broker = null;
    }
  }

  /** Where the broker is, for tests without Quarkus. */
  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  /**
   * Asking Docker costs time where there is none, so look for signs of it first. An image that
   * cannot be had is said and no failure: the broker in this process is a real one as well.
   */
  private static Optional<Broker> container() {
    boolean signs =
        System.getenv("DOCKER_HOST") != null || Files.exists(Path.of("/var/run/docker.sock"));
    return signs
        ? container(BrokerInContainer.IMAGE, BrokerInContainer::new, System.out::println)
        : Optional.empty();
  }

  static Optional<Broker> container(
      DockerImage image, Supplier<Broker> start, Consumer<String> say) {
    Optional<String> missing = image.missing();
    missing.ifPresent(
        why -> say.accept("Kafka for tests: no container of " + image.name() + ": " + why));
    return missing.isEmpty() ? Optional.of(start.get()) : Optional.empty();
  }

  private static void makeTopics(String bootstrapServers) {
    List<NewTopic> topics =
        Topics.ALL.stream()
            .map(
                topic ->
                    new NewTopic(topic.name(), PARTITIONS, (short) 1)
                        .configs(topic.configuration()))
            .toList();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      admin.createTopics(topics).all().get(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("the topics could not be made", e);
    }
  }
}
