package io.linkfleet.simulator.engine;

import io.linkfleet.simulator.session.SqlType;
import java.time.Instant;
import java.util.List;

/**
 * A stored procedure that somebody made in a database.
 *
 * @param id its object_id
 * @param body what stands after AS, on the lines on which it stood
 */
public record UserProcedure(
    String name, int id, List<Parameter> parameters, String body, Instant created,
    Instant modified) {

  /**
   * One of its parameters.
   *
   * @param name with its {@code @}
   * @param length as in {@link io.linkfleet.simulator.session.Column#length()}
   * @param byDefault a constant as an expression, or null when it must be given
   */
  public record Parameter(
      String name, SqlType type, int length, String byDefault, boolean output) {}
}
