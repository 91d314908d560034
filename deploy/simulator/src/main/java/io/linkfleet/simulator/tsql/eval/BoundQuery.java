package io.linkfleet.simulator.tsql.eval;

import java.util.List;

/** A query whose names are resolved: its columns, and its rows for a row of the query around it. */
interface BoundQuery {
  List<Scope.Column> columns();

  List<Object[]> rows(Tuple outer);

  /** The rows that were done when a value of the next one failed. */
  default List<Object[]> soFar() {
    return List.of();
  }
}
