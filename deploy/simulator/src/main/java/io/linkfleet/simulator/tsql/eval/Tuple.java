package io.linkfleet.simulator.tsql.eval;

/**
 * The row that an expression sees: the columns of all its sources, side by side.
 *
 * @param outer the row of the query around this one, or null
 */
record Tuple(Object[] values, Tuple outer) {
  static final Tuple NONE = new Tuple(new Object[0], null);

  /** The tuple this many queries further out. */
  Tuple at(int depth) {
    Tuple tuple = this;
    for (int i = 0; i < depth; i++) {
      tuple = tuple.outer;
    }
    return tuple;
  }
}
