package io.linkfleet.simulator.tsql.eval;

import io.linkfleet.simulator.session.SqlType;
import io.linkfleet.simulator.tsql.type.Convert;
import io.linkfleet.simulator.tsql.type.DataType;
import java.util.Map;

/**
 * DATALENGTH: the bytes of a value, which depend on the type of its expression. varchar counts one
 * byte a character, as in every collation here; the text of a sql_variant counts two, because its
 * base type is not kept.
 */
final class DataLength {
  private static final Map<SqlType, Integer> FIXED =
      Map.ofEntries(
          Map.entry(SqlType.BIT, 1),
          Map.entry(SqlType.TINYINT, 1),
          Map.entry(SqlType.SMALLINT, 2),
          Map.entry(SqlType.INT, 4),
          Map.entry(SqlType.BIGINT, 8),
          Map.entry(SqlType.REAL, 4),
          Map.entry(SqlType.FLOAT, 8),
          Map.entry(SqlType.SMALLMONEY, 4),
          Map.entry(SqlType.MONEY, 8),
          Map.entry(SqlType.SMALLDATETIME, 4),
          Map.entry(SqlType.DATETIME, 8),
          Map.entry(SqlType.DATE, 3),
          Map.entry(SqlType.GUID, 16));

  /** bigint for the MAX types, otherwise int. */
  static final Functions.Function FUNCTION =
      new Functions.Function(
          1, 1, true, types -> type(types.get(0)), types -> body(types.get(0)));

  private DataLength() {}

  private static DataType type(DataType of) {
    return of.isLong() && !of.isOldLong() ? DataType.BIGINT : DataType.INT;
  }

  private static Functions.Body body(DataType of) {
    boolean big = type(of) == DataType.BIGINT;
    return (a, frame) -> {
      int bytes = bytes(of, a[0]);
      return big ? (Object) Long.valueOf(bytes) : Integer.valueOf(bytes);
    };
  }

  private static int bytes(DataType type, Object value) {
    Integer fixed = type.sql() == null ? null : FIXED.get(type.sql());
    if (fixed != null) {
      return fixed;
    }
    if (type.isString()) {
      int characters = Convert.text(value).length();
      return type.isNational() ? 2 * characters : characters;
    }
    if (value instanceof String text) {
      return 2 * text.length();
    }
    return ((byte[]) Convert.to(value, DataType.BINARY_MAX, 0)).length;
  }
}
