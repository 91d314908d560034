package io.linkfleet.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Owns the arithmetic of stretches of time.
 *
 * @param from its first moment
 * @param to its last; never before the first
 */
record Span(Instant from, Instant to) {
  Span {
    if (to.isBefore(from)) {
      throw new IllegalArgumentException("a span ends before it begins: " + from + " to " + to);
    }
  }

  Duration length() {
    return Duration.between(from, to);
  }

  /** Stretches that overlap or touch become one; in order. */
  static List<Span> union(Collection<Span> spans) {
    List<Span> sorted =
        spans.stream().sorted(Comparator.comparing(Span::from).thenComparing(Span::to)).toList();
    List<Span> union = new ArrayList<>();
    for (Span span : sorted) {
      int last = union.size() - 1;
      if (last >= 0 && !span.from().isAfter(union.get(last).to())) {
        Span before = union.get(last);
        union.set(last, new Span(before.from(), later(before.to(), span.to())));
      } else {
        union.add(span);
      }
    }
    return union;
  }

  /** How much of this is covered by those, counting no moment twice. */
  Duration covered(Collection<Span> spans) {
    Duration all = Duration.ZERO;
    for (Span span : union(spans)) {
      Instant begin = later(from, span.from());
      Instant end = earlier(to, span.to());
      if (begin.isBefore(end)) {
        all = all.plus(Duration.between(begin, end));
      }
    }
    return all;
  }

  static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
