package io.linkfleet.local;

import io.linkfleet.event.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Creates the topics of {@link Topics#ALL}, before any service starts; for a local stack and for
 * real clusters alike.
 */
public final class TopicAdmin {
  private final Map<String, Object> client;

  /** Creates topics through these brokers; {@code more} are settings of the Kafka client. */
  public TopicAdmin(String bootstrapServers, Map<String, String> more) {
    client = new HashMap<>(more);
    client.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
  }

  /**
   * What was done about one topic.
   *
   * @param topic its name
   * @param created false when it was there already; it is left as it is
   * @param failure why it could not be created, or null
   */
  public record Outcome(String topic, boolean created, String failure) {}

  /** Creates what is missing. A replication factor of -1 is the brokers' default. */
  public List<Outcome> create(int partitions, short replication, Duration limit) {
    client.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) limit.toMillis());
    client.put(
        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) Math.min(5000, limit.toMillis()));
    List<Outcome> outcomes = new ArrayList<>();
    try (Admin admin = Admin.create(client)) {
      List<NewTopic> wanted =
          Topics.ALL.stream()
              .map(
                  topic ->
                      new NewTopic(topic.name(), partitions, replication)
                          .configs(topic.configuration()))
              .toList();
      var answers = admin.createTopics(wanted).values();
      for (NewTopic topic : wanted) {
        outcomes.add(outcome(topic.name(), answers.get(topic.name()), limit));
      }
    }
    return outcomes;
  }

  private static Outcome outcome(
      String topic, org.apache.kafka.common.KafkaFuture<Void> answer, Duration limit) {
    try {
      answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return new Outcome(topic, true, null);
    } catch (ExecutionException e) {
      return e.getCause() instanceof TopicExistsException
          ? new Outcome(topic, false, null)
          : new Outcome(topic, false, e.getCause().getMessage());
    } catch (TimeoutException e) {
      return new Outcome(topic, false, "no answer within " + limit.toSeconds() + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome(topic, false, "interrupted");
    }
  }
}
