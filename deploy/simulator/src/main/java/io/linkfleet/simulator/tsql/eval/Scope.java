package io.linkfleet.simulator.tsql.eval;

import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.syntax.Expression.ColumnName;
import io.linkfleet.simulator.tsql.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** The columns that names in one query may mean, and the query around it. */
final class Scope {
  /** A column of a source. */
  record Column(String name, DataType type) {}

  /** One table of FROM: the names that may stand before its columns, and where they begin. */
  record Source(List<String> qualifiers, List<Column> columns, int offset) {
    boolean answersTo(List<String> wanted) {
      int n = wanted.size();
      if (n > qualifiers.size()) {
        return false;
      }
      List<String> tail = qualifiers.subList(qualifiers.size() - n, qualifiers.size());
      for (int i = 0; i < n; i++) {
        boolean defaulted = wanted.get(i).isEmpty();
        if (!defaulted && !tail.get(i).equalsIgnoreCase(wanted.get(i))) {
          return false;
        }
      }
      return true;
    }
  }

  /** Where a column's value lies: how many queries out, and at which place of the tuple. */
  record Slot(int depth, int index, DataType type) {}

  final Scope outer;
  private final List<Source> sources = new ArrayList<>();
  private int width;
  /** Set when a name was found further out: the query then depends on the row around it. */
  boolean correlated;
  /** In a grouped query: the place of a source column among the keys, or -1. */
  IntUnaryOperator groupKeyOf;

  Scope(Scope outer) {
    this.outer = outer;
  }

  int width() {
    return width;
  }

  List<Source> sources() {
    return sources;
  }

  void add(List<String> qualifiers, List<Column> columns) {
    String name = qualifiers.get(qualifiers.size() - 1);
    for (Source source : sources) {
      if (source.qualifiers().equals(qualifiers)
          || (qualifiers.size() == 1 && source.qualifiers().size() == 1
              && source.qualifiers().get(0).equalsIgnoreCase(name))) {
        throw Message.SAME_ALIAS.error(name).endingBatch();
      }
    }
    sources.add(new Source(qualifiers, columns, width));
    width += columns.size();
  }

  /** Finds a column here or in a query around; 207, 209 or 4104 when it cannot. */
  Slot resolve(ColumnName name) {
    int depth = 0;
    for (Scope scope = this; scope != null; scope = scope.outer) {
      Slot found = scope.find(name, depth);
      if (found != null) {
        Scope from = this;
        for (int i = 0; i < depth; i++) {
          from.correlated = true;
          from = from.outer;
        }
        return found;
      }
      depth++;
    }
    if (name.parts().size() > 1) {
      boolean known = sources.stream().anyMatch(s -> s.answersTo(qualifier(name)));
      throw (known
              ? Message.BAD_COLUMN.error(name.name())
              : Message.UNBOUND_COLUMN.error(name.display()))
          .endingBatch();
    }
    throw Message.BAD_COLUMN.error(name.name()).endingBatch();
  }

  private Slot find(ColumnName name, int depth) {
    Slot found = null;
    for (Source source : sources) {
      if (!source.answersTo(qualifier(name))) {
        continue;
      }
      for (int i = 0; i < source.columns().size(); i++) {
        Column column = source.columns().get(i);
        if (column.name() != null && column.name().equalsIgnoreCase(name.name())) {
          if (found != null) {
            throw Message.AMBIGUOUS_COLUMN.error(name.display()).endingBatch();
          }
          found = new Slot(depth, source.offset() + i, column.type());
        }
      }
    }
    if (found != null && groupKeyOf != null) {
      int key = groupKeyOf.applyAsInt(found.index());
      if (key < 0) {
        throw Message.NOT_GROUPED.error(name.display()).endingBatch();
      }
      return new Slot(depth, key, found.type());
    }
    return found;
  }

  private static List<String> qualifier(ColumnName name) {
    return name.parts().subList(0, name.parts().size() - 1);
  }
}
