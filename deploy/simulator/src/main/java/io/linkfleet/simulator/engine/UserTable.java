package io.linkfleet.simulator.engine;

import io.linkfleet.simulator.session.SqlType;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;

/**
 * One state of a table that somebody made, of schema dbo; a change makes another one.
 *
 * @param id its object_id
 * @param key its primary key, or null
 * @param rows a value per column
 * @param nextIdentity what the next row gets in its IDENTITY column; null without one
 */
public record UserTable(
    String name,
    int id,
    List<Column> columns,
    Key key,
    List<Object[]> rows,
    BigInteger nextIdentity,
    Instant created,
    Instant modified) {

  /**
   * A column.
   *
   * @param length as in {@link io.linkfleet.simulator.session.Column#length()}
   * @param increment of an IDENTITY column, otherwise null
   * @param byDefault its default, or null
   */
  public record Column(
      String name, SqlType type, int length, boolean nullable, BigInteger increment,
      Default byDefault) {}

  /** @param text the expression as it was written */
  public record Default(String name, int id, String text) {}

  /** @param columns their places in the table */
  public record Key(String name, int id, List<Integer> columns) {}

  /** Whether it, its key or one of its defaults has this object_id. */
  public boolean has(int objectId) {
    return id == objectId
        || key != null && key.id() == objectId
        || columns.stream().anyMatch(c -> c.byDefault() != null && c.byDefault().id() == objectId);
  }

  /** The same table with other rows. */
  public UserTable with(List<Object[]> now, BigInteger identity) {
    return new UserTable(name, id, columns, key, List.copyOf(now), identity, created, modified);
  }
}
