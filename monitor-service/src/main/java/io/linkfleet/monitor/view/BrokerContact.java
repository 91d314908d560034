package io.linkfleet.monitor.view;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.health.api.Wellness;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Knows when the broker was heard last. A view that hears nothing still answers, with what it knew:
 * so this makes the service neither unready nor dead, it is there to be told.
 *
 * <p>What counts are the answers to the heartbeats of the view's consumer, which it sends every few
 * seconds as long as it is there.
 */
@Wellness
@Singleton
public class BrokerContact implements HealthCheck {
  private static final Duration SILENT = Duration.ofSeconds(15);
  private static final String HEARTBEATS = "heartbeat-total";

  private final Supplier<Double> heartbeats;
  private final Clock clock;
  private double heard;
  private Instant heardAt;

  @Inject
  BrokerContact(KafkaClientService kafka, Clock clock) {
    this(() -> heartbeats(kafka.getConsumer("fleet")), clock);
  }

  BrokerContact(Supplier<Double> heartbeats, Clock clock) {
    this.heartbeats = heartbeats;
    this.clock = clock;
    this.heardAt = clock.instant();
  }

  @Scheduled(every = "1s")
  synchronized void listen() {
    double now = heartbeats.get();
    if (now != heard) {
      heard = now;
      heardAt = clock.instant();
    }
  }

  @Override
  public synchronized HealthCheckResponse call() {
    return HealthCheckResponse.named("the broker answers")
        .status(heardAt.plus(SILENT).isAfter(clock.instant()))
        .withData("heardAt", heardAt.toString())
        .build();
  }

  private static double heartbeats(KafkaConsumer<?, ?> consumer) {
    return consumer == null
        ? 0 // the channel has not started yet
        : consumer.unwrap().metrics().values().stream()
            .filter(metric -> metric.metricName().name().equals(HEARTBEATS))
            .mapToDouble(metric -> ((Number) metric.metricValue()).doubleValue())
            .sum();
  }
}
