package io.linkfleet.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Owns how long the links spent in each phase, from the event before it to its own, and how much of
 * that was their own work.
 *
 * @param phase the event that ends the phase
 * @param mean over all links
 * @param longest of all links
 * @param work the mean of the links' own statements or of Azure's operation; null where the work is
 *     the server's and not a link's
 */
record PhaseTimes(String phase, Duration mean, Duration longest, Duration work) {
  /** The events of a link's way, in order. */
  static final List<String> WAY =
      List.of("cert-created", "endpoint-ready", "dag-created", "link-created", "replica-connected");

  /**
   * Computes a row for each event.
   *
   * @param began when the rollout began
   * @param events for each link's id when each event became true
   */
  static List<PhaseTimes> of(Work work, Instant began, Map<String, Map<String, Instant>> events) {
    List<PhaseTimes> rows = new ArrayList<>();
    for (int i = 0; i < WAY.size(); i++) {
      String before = i == 0 ? null : WAY.get(i - 1);
      String phase = WAY.get(i);
      List<Duration> all =
          work.links().stream()
              .map(link -> events.getOrDefault(link.id(), Map.of()))
              .filter(at -> at.containsKey(phase) && (before == null || at.containsKey(before)))
              .map(at -> Duration.between(before == null ? began : at.get(before), at.get(phase)))
              .toList();
      rows.add(
          new PhaseTimes(
              phase,
              mean(all),
              all.stream().max(Comparator.naturalOrder()).orElse(Duration.ZERO),
              work(work, phase)));
    }
    return rows;
  }

  private static Duration work(Work work, String phase) {
    return switch (phase) {
      case "dag-created" ->
          mean(work.links().stream().map(link -> Work.sum(work.own(link))).toList());
      case "link-created" ->
          mean(
              work.links().stream()
                  .map(work::operation)
                  .flatMap(Optional::stream)
                  .map(Effect::took)
                  .toList());
      default -> null;
    };
  }

  static Duration mean(List<Duration> all) {
    return all.isEmpty()
        ? Duration.ZERO
        : all.stream().reduce(Duration.ZERO, Duration::plus).dividedBy(all.size());
  }
}
