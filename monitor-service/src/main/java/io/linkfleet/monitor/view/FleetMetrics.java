package io.linkfleet.monitor.view;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How many links are in each status and have each diagnosis, for Prometheus. */
@Singleton
class FleetMetrics {
  private final FleetView view;
  private final MultiGauge byStatus;
  private final MultiGauge byDiagnosis;

  FleetMetrics(FleetView view, MeterRegistry metrics) {
    this.view = view;
    this.byStatus = MultiGauge.builder("linkfleet.links").register(metrics);
    this.byDiagnosis = MultiGauge.builder("linkfleet.links.diagnosed").register(metrics);
  }

  @Scheduled(every = "2s")
  void count() {
    register(byStatus, "status", link -> link.status().name());
    register(
        byDiagnosis,
        "diagnosis",
        link -> link.health() == null ? "NONE" : link.health().diagnosis());
  }

  private void register(MultiGauge gauge, String tag, Function<LinkState, String> value) {
    Map<String, Long> counts =
        view.all().collect(Collectors.groupingBy(value, Collectors.counting()));
    gauge.register(
        counts.entrySet().stream()
            .map(entry -> MultiGauge.Row.of(Tags.of(tag, entry.getKey()), entry.getValue()))
            .collect(Collectors.toList()),
        true);
  }
}
