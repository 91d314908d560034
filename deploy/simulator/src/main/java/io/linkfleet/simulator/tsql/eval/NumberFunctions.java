package io.linkfleet.simulator.tsql.eval;

import static io.linkfleet.simulator.tsql.eval.Functions.strict;

import io.linkfleet.simulator.tsql.type.Convert;
import io.linkfleet.simulator.tsql.type.DataType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Built-in functions on numbers and bytes. */
final class NumberFunctions {
  private NumberFunctions() {}

  static void addTo(Map<String, Functions.Function> table) {
    table.put(
        "ABS", strict(1, 1, NumberFunctions::same, (a, f) -> back(decimal(a[0]).abs(), a[0])));
    table.put("SIGN", strict(1, 1, NumberFunctions::same,
        (a, f) -> back(BigDecimal.valueOf(decimal(a[0]).signum()), a[0])));
    table.put("FLOOR", strict(1, 1, NumberFunctions::same,
        (a, f) -> back(decimal(a[0]).setScale(0, RoundingMode.FLOOR), a[0])));
    table.put("CEILING", strict(1, 1, NumberFunctions::same,
        (a, f) -> back(decimal(a[0]).setScale(0, RoundingMode.CEILING), a[0])));
    table.put("ROUND", strict(2, 3, NumberFunctions::same, (a, f) -> round(a)));
    table.put("POWER", strict(2, DataType.FLOAT,
        (a, f) -> Math.pow(decimal(a[0]).doubleValue(), decimal(a[1]).doubleValue())));
    table.put("SQRT", strict(1, DataType.FLOAT, (a, f) -> Math.sqrt(decimal(a[0]).doubleValue())));
    table.put("NEWID", strict(0, DataType.GUID, (a, f) -> UUID.randomUUID()));
    table.put("HASHBYTES", strict(2, DataType.varbinary(8000), (a, f) -> hash(a)));
    table.put("ISNUMERIC", new Functions.Function(1, 1, false, t -> DataType.INT, (a, f) -> {
      try {
        return a[0] != null && decimal(a[0]) != null ? 1 : 0;
      } catch (RuntimeException e) {
        return 0;
      }
    }));
  }

  private static DataType same(List<DataType> types) {
    DataType type = types.get(0);
    return type.isNumber() ? type : DataType.FLOAT;
  }

  private static BigDecimal decimal(Object value) {
    return value instanceof BigDecimal d
        ? d
        : (BigDecimal) Convert.to(value, DataType.numeric(38, 10), 0);
  }

  private static Object back(BigDecimal result, Object like) {
    if (like instanceof Integer || like instanceof Long || like instanceof BigDecimal) {
      return Convert.to(result, Convert.of(like).isInteger() ? Convert.of(like)
          : DataType.numeric(38, Math.max(0, ((BigDecimal) like).scale())), 0);
    }
    return result.doubleValue();
  }

  private static Object round(Object[] a) {
    boolean truncate = a.length > 2 && TextFunctions.integer(a[2]) != 0;
    int scale = TextFunctions.integer(a[1]);
    return back(
        decimal(a[0]).setScale(scale, truncate ? RoundingMode.DOWN : RoundingMode.HALF_UP), a[0]);
  }

  private static Object hash(Object[] a) {
    String algorithm =
        switch (TextFunctions.text(a[0]).toUpperCase(Locale.ROOT)) {
          case "MD5" -> "MD5";
          case "SHA", "SHA1" -> "SHA-1";
          case "SHA2_256" -> "SHA-256";
          case "SHA2_512" -> "SHA-512";
          default -> null;
        };
    if (algorithm == null) {
      return null;
    }
    try {
      byte[] bytes = (byte[]) Convert.to(a[1], DataType.BINARY_MAX, 0);
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
