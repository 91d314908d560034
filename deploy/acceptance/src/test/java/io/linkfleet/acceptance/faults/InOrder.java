package io.linkfleet.acceptance.faults;

import io.linkfleet.acceptance.faults.Bus.Said;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Check 4: the phases of one link come in order: each topic of its way speaks of it only after the
 * one before.
 *
 * <p>The time is the broker client's, which no offset of a service's clock moves.
 */
final class InOrder implements Check {
  @Override
  public Stream<String> findings(Evidence evidence, Expectations expected) {
    return evidence.links().stream().flatMap(link -> of(link, evidence));
  }

  private static Stream<String> of(Link link, Evidence evidence) {
    Stream.Builder<String> found = Stream.builder();
    Instant before = Instant.MIN;
    String missing = null;
    for (String topic : Bus.WAY) {
      if (link.isPair() && topic.equals("dag-created")) {
        continue; // the groups between two servers are the last phase's own
      }
      Optional<Instant> first =
          evidence.records(topic, link).map(Said::at).min(Instant::compareTo);
      if (first.isEmpty()) {
        missing = missing == null ? topic : missing;
      } else if (missing != null) {
        found.add(link.id() + ": " + topic + " without " + missing);
      } else if (first.get().isBefore(before)) {
        found.add(link.id() + ": " + topic + " came before what leads to it");
      } else {
        before = first.get();
      }
    }
    return found.build();
  }
}
