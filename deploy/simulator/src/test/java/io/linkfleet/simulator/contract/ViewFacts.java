package io.linkfleet.simulator.contract;

import static io.linkfleet.simulator.contract.Fact.Source.DOCUMENTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.simulator.tsql.catalog.Catalog;
import io.linkfleet.simulator.tsql.catalog.SystemView;
import java.util.List;
import java.util.Locale;

/**
 * Owns one fact for every catalog view, DMV and table that the simulator has: a server of the same
 * version has these columns, in this order and of these types, whatever it has between them.
 */
final class ViewFacts {
  private ViewFacts() {}

  static List<Fact> all() {
    return Catalog.views().values().stream()
        // nobody documents the columns of these
        .filter(view -> !view.name().startsWith("sys.dm_hadr_fabric_"))
        .filter(view -> !view.name().startsWith("sys.dm_hadr_internal_"))
        .map(ViewFacts::fact)
        .toList();
  }

  private static Fact fact(SystemView view) {
    return SqlFacts.fact(
        "columns of " + view.name(),
        DOCUMENTED,
        sql -> {
          List<String> modelled =
              view.at(sql.majorVersion()).columns().stream()
                  .map(column -> column.name() + " " + typeName(column.type().display()))
                  .toList();
          assertThat(modelled).isNotEmpty();
          assertThat(sql.columns(view.name()).stream().map(ViewFacts::plain).toList())
              .containsSubsequence(modelled);
        });
  }

  private static String plain(String column) {
    int blank = column.indexOf(' ');
    return column.substring(0, blank) + " " + typeName(column.substring(blank + 1));
  }

  /** Without lengths; sysname is nvarchar to a driver. */
  private static String typeName(String type) {
    int open = type.indexOf('(');
    String name = (open < 0 ? type : type.substring(0, open)).toLowerCase(Locale.ROOT);
    return switch (name) {
      case "sysname" -> "nvarchar";
      case "decimal" -> "numeric";
      default -> name;
    };
  }
}
