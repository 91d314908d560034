package io.linkfleet.acceptance.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Owns the time in which the allowance of Azure was the limit: from its first refusal to the last
 * write, without the times in which a refusal forbade to ask.
 *
 * @param refused how often Azure refused
 * @param accepted how many writes it took in this time
 * @param seconds how long it was
 */
record Stretch(long refused, long accepted, double seconds) {
  static boolean isRefused(Effect write) {
    return write.outcome().contains("429");
  }

  static Stretch of(List<Effect> writes, Duration retryAfter) {
    List<Instant> refused =
        writes.stream().filter(Stretch::isRefused).map(Effect::at).sorted().toList();
    List<Instant> accepted =
        writes.stream()
            .filter(write -> !isRefused(write) && write.at().isAfter(refused.get(0)))
            .map(Effect::at)
            .sorted()
            .toList();
    Instant end = accepted.isEmpty() ? refused.get(0) : accepted.get(accepted.size() - 1);
    Duration open = Duration.ZERO;
    Instant from = refused.get(0);
    for (Instant refusal : refused) {
      if (refusal.isAfter(from)) {
        open = open.plus(Duration.between(from, refusal));
      }
      from = refusal.plus(retryAfter);
    }
    open = end.isAfter(from) ? open.plus(Duration.between(from, end)) : open;
    long used =
        accepted.stream()
            .filter(at -> refused.stream().noneMatch(no -> isBetween(no, at, retryAfter)))
            .count();
    return new Stretch(refused.size(), used, open.toNanos() / 1e9);
  }

  private static boolean isBetween(Instant refusal, Instant at, Duration retryAfter) {
    return !at.isBefore(refusal) && at.isBefore(refusal.plus(retryAfter));
  }

  /** The share of a refill of so many a second that was used. */
  double used(int perSecond) {
    return accepted / (seconds * perSecond);
  }
}
