package io.linkfleet.simulator.tsql.syntax;

import java.util.List;

/**
 * A query expression: common table expressions, a body, and the order of its rows.
 *
 * @param offset rows to skip, or null
 * @param fetch rows to keep after OFFSET, or null
 */
public record Query(
    List<CommonTable> with, Body body, List<Order> order, Expression offset, Expression fetch) {

  /** {@code name [(columns)] AS (query)} before the SELECT. */
  public record CommonTable(String name, List<String> columns, Query query) {}

  /** What gives the rows. */
  public sealed interface Body {}

  /** UNION, UNION ALL, EXCEPT or INTERSECT. */
  public record Combined(Body left, Body right, String operator) implements Body {}

  /** One SELECT. */
  public record Select(
      boolean distinct,
      Expression top,
      boolean percent,
      List<Item> items,
      Source from,
      Expression where,
      List<Expression> groupBy,
      Expression having)
      implements Body {}

  /**
   * One item of a select list.
   *
   * @param expression null for a star
   * @param alias null when it has none
   * @param variable the variable that takes the value, or null
   * @param qualifier what stands before the dot of {@code x.*}, empty for a plain star
   */
  public record Item(
      Expression expression, String alias, String variable, List<String> qualifier) {}

  public record Order(Expression expression, boolean descending) {}

  /** What stands after FROM. */
  public sealed interface Source {}

  /** A table or view, by its name and up to three qualifiers. */
  public record Table(List<String> parts, String alias) implements Source {
    public String name() {
      return parts.get(parts.size() - 1);
    }

    public String display() {
      return String.join(".", parts);
    }
  }

  public record Derived(Query query, String alias, List<String> columns) implements Source {}

  /** {@code (VALUES (…), (…)) AS x(a, b)}. */
  public record Values(List<List<Expression>> rows, String alias, List<String> columns)
      implements Source {}

  /** INNER, LEFT, RIGHT, FULL, CROSS, CROSS APPLY or OUTER APPLY. */
  public record Join(String kind, Source left, Source right, Expression on) implements Source {}
}
