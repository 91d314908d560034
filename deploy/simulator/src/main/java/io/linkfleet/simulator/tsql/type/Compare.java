package io.linkfleet.simulator.tsql.type;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.UUID;

/** Orders two values of T-SQL, converting the one whose type has the lower precedence. */
public final class Compare {
  private Compare() {}

  /** Negative, zero or positive; neither value may be null. */
  public static int values(Object a, Object b) {
    if (a instanceof String x && b instanceof String y) {
      return Collation.compare(x, y);
    }
    if (a instanceof Integer x && b instanceof Integer y) {
      return x.compareTo(y);
    }
    DataType typeA = Convert.of(a);
    DataType typeB = Convert.of(b);
    if (a.getClass() == b.getClass()) {
      return same(a, b);
    }
    if (typeA.isNumber() && typeB.isNumber()) {
      if (a instanceof Double || a instanceof Float || b instanceof Double || b instanceof Float) {
        return Double.compare(floating(a), floating(b));
      }
      return number(a).compareTo(number(b));
    }
    return typeA.precedence() >= typeB.precedence()
        ? same(a, Convert.to(b, typeA, 0))
        : same(Convert.to(a, typeB, 0), b);
  }

  private static double floating(Object value) {
    return (Double) Convert.to(value, DataType.FLOAT, 0);
  }

  private static BigDecimal number(Object value) {
    return Convert.decimal(value, DataType.FLOAT);
  }

  private static int same(Object a, Object b) {
    if (a instanceof String s) {
      return Collation.compare(s, (String) b);
    } else if (a instanceof Boolean x) {
      return Boolean.compare(x, (Boolean) b);
    } else if (a instanceof byte[] x) {
      return Arrays.compareUnsigned(x, (byte[]) b);
    } else if (a instanceof UUID x) {
      // not SQL Server's order of the byte groups; only equality matters to the views here
      return x.toString().compareTo(b.toString());
    } else if (a instanceof LocalDateTime x) {
      return x.compareTo((LocalDateTime) b);
    } else if (a instanceof LocalTime x) {
      return x.compareTo((LocalTime) b);
    } else if (a instanceof LocalDate x) {
      return x.compareTo((LocalDate) b);
    } else if (a instanceof OffsetDateTime x) {
      return x.toInstant().compareTo(((OffsetDateTime) b).toInstant());
    }
    return number(a).compareTo(number(b));
  }

  /** Orders rows: NULL first, as ORDER BY does. */
  public static int nullsFirst(Object a, Object b) {
    if (a == null || b == null) {
      return a == b ? 0 : a == null ? -1 : 1;
    }
    return values(a, b);
  }

  /** An object whose equals() is that of T-SQL, for DISTINCT, GROUP BY and UNION. */
  public static Object key(Object value) {
    if (value instanceof String s) {
      return Collation.key(s);
    } else if (value instanceof byte[] b) {
      return java.nio.ByteBuffer.wrap(b);
    } else if (value instanceof BigDecimal d) {
      return d.stripTrailingZeros();
    } else if (value instanceof Number n && !(n instanceof Double) && !(n instanceof Float)) {
      return n.longValue();
    }
    return value;
  }
}
