package io.linkfleet.acceptance.faults;

import java.util.Set;
import java.util.stream.Stream;

/** Check 3: no statement and no request outside the reviewed list ever reached a server. */
final class OnlyExpected implements Check {
  private final Set<String> expectedShapes;

  OnlyExpected(Set<String> expectedShapes) {
    this.expectedShapes = expectedShapes;
  }

  @Override
  public Stream<String> findings(Evidence evidence, Expectations expected) {
    Shapes shapes = new Shapes(evidence.known());
    return evidence.effects().stream()
        .filter(Effect::isSent)
        .filter(one -> !expected.hands().contains(one.login()))
        .map(shapes::of)
        .distinct()
        .filter(shape -> !expectedShapes.contains(shape))
        .filter(shape -> !expected.changes().contains(shape.replaceFirst("^CHANGE ", "")))
        .map(shape -> "never expected: " + shape);
  }
}
