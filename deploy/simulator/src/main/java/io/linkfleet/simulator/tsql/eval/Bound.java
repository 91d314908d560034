package io.linkfleet.simulator.tsql.eval;

import io.linkfleet.simulator.tsql.type.DataType;

/** An expression whose names are resolved: its type, and how to evaluate it on a row. */
record Bound(DataType type, Evaluation evaluation) {
  /** Gives the value; for a condition true, false or null for unknown. */
  @FunctionalInterface
  interface Evaluation {
    Object on(Tuple row);
  }

  static Bound constant(DataType type, Object value) {
    return new Bound(type, row -> value);
  }

  Object on(Tuple row) {
    return evaluation.on(row);
  }

  /** Whether a condition holds; unknown does not. */
  boolean holds(Tuple row) {
    return Boolean.TRUE.equals(evaluation.on(row));
  }
}
