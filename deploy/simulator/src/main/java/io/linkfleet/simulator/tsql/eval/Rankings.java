package io.linkfleet.simulator.tsql.eval;

import io.linkfleet.simulator.tsql.syntax.Expression;
import io.linkfleet.simulator.tsql.syntax.Query;
import io.linkfleet.simulator.tsql.type.Compare;
import io.linkfleet.simulator.tsql.type.DataType;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The ROW_NUMBER, RANK and DENSE_RANK of one SELECT: they are worked out over all of its rows before
 * the first one is projected. Rows that are equal in the order keep the order that they came in.
 */
final class Rankings {
  /** One of them, and its value for each row. */
  private record Ranking(
      String name, List<Bound> partition, List<Bound> keys, List<Query.Order> order,
      Map<Tuple, Long> values) {}

  private final List<Ranking> all = new ArrayList<>();

  Bound bind(Expression.Ranking ranking, Binder binder) {
    var bound =
        new Ranking(
            ranking.name(),
            ranking.partition().stream().map(binder::bind).toList(),
            ranking.order().stream().map(by -> binder.bind(by.expression())).toList(),
            ranking.order(),
            new IdentityHashMap<>());
    all.add(bound);
    return new Bound(DataType.BIGINT, row -> bound.values().get(row));
  }

  /** Works them out for these rows. */
  void over(List<Tuple> rows) {
    all.forEach(ranking -> over(ranking, rows));
  }

  private static void over(Ranking ranking, List<Tuple> rows) {
    ranking.values().clear();
    Map<List<Object>, List<Tuple>> partitions = new LinkedHashMap<>();
    for (Tuple row : rows) {
      Object[] keys = ranking.partition().stream().map(key -> key.on(row)).toArray();
      partitions.computeIfAbsent(Binder.keys(keys), k -> new ArrayList<>()).add(row);
    }
    for (List<Tuple> partition : partitions.values()) {
      partition.sort((a, b) -> compare(ranking, a, b));
      long rank = 0;
      long dense = 0;
      for (int i = 0; i < partition.size(); i++) {
        if (i == 0 || compare(ranking, partition.get(i - 1), partition.get(i)) != 0) {
          rank = i + 1L;
          dense++;
        }
        long value =
            switch (ranking.name()) {
              case "RANK" -> rank;
              case "DENSE_RANK" -> dense;
              default -> i + 1L;
            };
        ranking.values().put(partition.get(i), value);
      }
    }
  }

  private static int compare(Ranking ranking, Tuple a, Tuple b) {
    for (int i = 0; i < ranking.keys().size(); i++) {
      Bound key = ranking.keys().get(i);
      int c = Compare.nullsFirst(key.on(a), key.on(b));
      if (c != 0) {
        return ranking.order().get(i).descending() ? -c : c;
      }
    }
    return 0;
  }
}
