package io.linkfleet.plan;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * Knows which topics of this service are not there: says so, with what to do, and keeps the service
 * from being ready until a person has made them. Nothing else has to be done then: consumers and
 * producers go on by themselves.
 *
 * <p>It looks from the start until all have been there once.
 */
@Readiness
@ApplicationScoped
public class MissingTopics implements HealthCheck {
  private static final Logger LOG = Logger.getLogger(MissingTopics.class);
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration EVERY = Duration.ofSeconds(1);

  /** How many looks pass before the same is said again. */
  private static final int SAY_AGAIN = 60;

  private static final String IN = "mp.messaging.incoming.";
  private static final String OUT = "mp.messaging.outgoing.";
  private static final String DEAD_LETTER =
      "mp.messaging.connector.smallrye-kafka.dead-letter-queue.topic";

  private final KafkaClientService kafka;
  private final Config config;
  private volatile Set<String> missing = Set.of();
  private ScheduledExecutorService looker;
  private int looks;

  MissingTopics(KafkaClientService kafka, Config config) {
    this.kafka = kafka;
    this.config = config;
  }

  void start(@Observes StartupEvent event) {
    looker =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "linkfleet-missing-topics");
              thread.setDaemon(true);
              return thread;
            });
    looker.scheduleWithFixedDelay(
        this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  void stop(@Observes ShutdownEvent event) {
    looker.shutdownNow();
  }

  private void look() {
    try {
      Set<String> there = there();
      if (there != null) {
        say(lacking(config, there));
      }
    } catch (RuntimeException e) {
      LOG.debugf("the topics could not be listed: %s", e.getMessage());
    }
  }

  /** What the broker has, or null while the consumer has not started. */
  private Set<String> there() {
    for (String channel : channels()) {
      KafkaConsumer<Object, Object> consumer = kafka.getConsumer(channel);
      if (consumer != null) {
        return consumer
            .runOnPollingThread(MissingTopics::topics)
            .await()
            .atMost(LIMIT.plus(LIMIT));
      }
    }
    return null;
  }

  private static Set<String> topics(Consumer<Object, Object> client) {
    return client.listTopics(LIMIT).keySet();
  }

  private Set<String> channels() {
    return names(config)
        .filter(name -> name.startsWith(IN))
        .map(name -> name.substring(IN.length(), name.lastIndexOf('.')))
        .collect(Collectors.toSet());
  }

  private static Stream<String> names(Config config) {
    Set<String> all = new TreeSet<>();
    config.getPropertyNames().forEach(all::add);
    return all.stream()
        .filter(name -> name.startsWith(IN) || name.startsWith(OUT))
        .filter(name -> name.endsWith(".topic") || name.endsWith(".topics"));
  }

  /** The topics that the channels name and the broker does not have. */
  static Set<String> lacking(Config config, Set<String> there) {
    Set<String> wanted = new TreeSet<>();
    Stream.concat(names(config), Stream.of(DEAD_LETTER))
        .forEach(
            name ->
                config
                    .getOptionalValues(name, String.class)
                    .ifPresent(wanted::addAll));
    wanted.removeAll(there);
    return wanted;
  }

  private void say(Set<String> lacking) {
    boolean isNews = !lacking.equals(missing);
    missing = lacking;
    if (lacking.isEmpty()) {
      if (isNews) {
        LOG.info("All topics are there now.");
      }
      looker.shutdown();
    } else if (isNews || ++looks % SAY_AGAIN == 0) {
      LOG.warn(sentence(lacking));
    }
  }

  private String sentence(Set<String> lacking) {
    return "These topics are missing: %s. Make them with: ./linkfleet topics --bootstrap %s. This"
        .formatted(String.join(", ", lacking), brokers())
        + " service waits for them and then goes on by itself.";
  }

  private String brokers() {
    return config.getOptionalValue("kafka.bootstrap.servers", String.class).orElse("HOST:PORT");
  }

  @Override
  public HealthCheckResponse call() {
    Set<String> lacking = missing;
    var check = HealthCheckResponse.named("topics are there").status(lacking.isEmpty());
    return lacking.isEmpty()
        ? check.build()
        : check.withData("missing", String.join(", ", lacking)).build();
  }
}
