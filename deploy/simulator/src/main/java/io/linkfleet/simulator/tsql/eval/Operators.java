package io.linkfleet.simulator.tsql.eval;

import io.linkfleet.simulator.session.SqlType;
import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.TsqlError;
import io.linkfleet.simulator.tsql.type.Compare;
import io.linkfleet.simulator.tsql.type.Convert;
import io.linkfleet.simulator.tsql.type.DataType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;

/** The operators of expressions: arithmetic, concatenation, comparison, three-valued logic. */
final class Operators {
  private Operators() {}

  static Bound arithmetic(char operator, Bound left, Bound right) {
    return arithmetic(operator, left, right, left.type().exact(), right.type().exact());
  }

  /** With the numeric types of both sides: a whole number that is written out has few digits. */
  static Bound arithmetic(
      char operator, Bound left, Bound right, DataType exactLeft, DataType exactRight) {
    DataType a = left.type();
    DataType b = right.type();
    rejectVariant(a, b);
    rejectVariant(b, a);
    if (operator == '+' && (a.isString() || b.isString()) && textual(a) && textual(b)) {
      return concatenation(left, right);
    }
    if (operator == '+' && a.isBinary() && b.isBinary()) {
      return new Bound(DataType.BINARY_MAX, row -> joined(left.on(row), right.on(row)));
    }
    if (a.isDate() || b.isDate()) {
      return dateArithmetic(operator, left, right);
    }
    DataType type = numericType(operator, a, b, exactLeft, exactRight);
    if (type.sql() == SqlType.GUID || type.isBinary() || type.isString()) {
      throw Message.OPERAND_TYPE.error(type.display(), nameOf(operator));
    }
    return told(
        a,
        b,
        new Bound(
            type,
            row -> {
              Object x = left.on(row);
              Object y = right.on(row);
              return x == null || y == null ? null : calculate(operator, x, y, type);
            }));
  }

  private static void rejectVariant(DataType a, DataType b) {
    if (a.sql() == SqlType.VARIANT) {
      throw Message.IMPLICIT_CONVERSION.error("sql_variant", b.display());
    }
  }

  private static boolean textual(DataType type) {
    return type.isString() || type.sql() == null;
  }

  private static Bound concatenation(Bound left, Bound right) {
    long width = (long) left.type().width() + right.type().width();
    boolean national = left.type().isNational() || right.type().isNational();
    boolean endless = left.type().isLong() || right.type().isLong();
    int most = national ? 4000 : 8000;
    DataType type =
        endless
            ? national ? DataType.NVARCHAR_MAX : DataType.VARCHAR_MAX
            : national
                ? DataType.nvarchar((int) Math.min(most, width))
                : DataType.varchar((int) Math.min(most, width));
    return new Bound(
        type,
        row -> {
          Object x = left.on(row);
          Object y = right.on(row);
          return x == null || y == null
              ? null
              : Convert.to(Convert.text(x) + Convert.text(y), type, 0);
        });
  }

  private static Object joined(Object x, Object y) {
    if (x == null || y == null) {
      return null;
    }
    byte[] a = (byte[]) x;
    byte[] b = (byte[]) y;
    byte[] both = java.util.Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  private static boolean old(DataType type) {
    return type.sql() == SqlType.DATETIME || type.sql() == SqlType.SMALLDATETIME;
  }

  /** Two datetimes count as days since 1900, and so does what is between them. */
  private static Bound ofTwoDates(char operator, Bound left, Bound right) {
    DataType type = left.type().with(right.type());
    LocalDateTime zero = LocalDate.of(1900, 1, 1).atStartOfDay();
    return new Bound(
        type,
        row -> {
          Object x = left.on(row);
          Object y = right.on(row);
          if (x == null || y == null) {
            return null;
          }
          Duration other = Duration.between(zero, (LocalDateTime) y);
          LocalDateTime first = (LocalDateTime) x;
          return Convert.to(
              operator == '-' ? first.minus(other) : first.plus(other), type, 0);
        });
  }

  /** datetime ± days, as the old types allow. */
  private static Bound dateArithmetic(char operator, Bound left, Bound right) {
    boolean dateFirst = left.type().isDate();
    Bound date = dateFirst ? left : right;
    Bound days = dateFirst ? right : left;
    if (old(left.type()) && old(right.type()) && (operator == '-' || operator == '+')) {
      return ofTwoDates(operator, left, right);
    }
    if (!old(date.type())
        || !(days.type().isNumber() || days.type().sql() == null)
        || !(operator == '+' || (operator == '-' && dateFirst))) {
      throw Message.OPERAND_CLASH.error(
          left.type().display(), right.type().display(), nameOf(operator));
    }
    return new Bound(
        date.type(),
        row -> {
          Object at = date.on(row);
          Object n = days.on(row);
          if (at == null || n == null) {
            return null;
          }
          double count = ((Number) Convert.to(n, DataType.FLOAT, 0)).doubleValue();
          long nanos = Math.round(count * 864e11);
          LocalDateTime moved = ((LocalDateTime) at).plusNanos(operator == '-' ? -nanos : nanos);
          return Convert.to(moved, date.type(), 0);
        });
  }

  private static DataType numericType(
      char operator, DataType a, DataType b, DataType exactA, DataType exactB) {
    DataType type = a.with(b);
    if (type.sql() == null) {
      return DataType.INT;
    }
    if (type.sql() == SqlType.BIT) {
      return DataType.INT;
    }
    if (type.sql() == SqlType.SMALLMONEY) {
      return DataType.MONEY;
    }
    if (type.sql() != SqlType.NUMERIC) {
      return type;
    }
    return ofExact(operator, exactA, exactB);
  }

  /** The documented rules of precision and scale, and how scale gives way beyond 38 digits. */
  private static DataType ofExact(char operator, DataType a, DataType b) {
    int wholeA = a.precision() - a.scale();
    int wholeB = b.precision() - b.scale();
    int scale;
    int whole;
    switch (operator) {
      case '*' -> {
        scale = a.scale() + b.scale();
        whole = a.precision() + b.precision() + 1 - scale;
      }
      case '/' -> {
        scale = Math.max(6, a.scale() + b.precision() + 1);
        whole = wholeA + b.scale();
      }
      case '%' -> {
        scale = Math.max(a.scale(), b.scale());
        whole = Math.min(wholeA, wholeB);
      }
      default -> {
        scale = Math.max(a.scale(), b.scale());
        whole = Math.max(wholeA, wholeB) + 1;
      }
    }
    if (whole + scale > 38) {
      boolean product = operator == '*' || operator == '/';
      int room = Math.max(0, 38 - whole);
      scale = product ? Math.min(scale, Math.max(room, 6)) : Math.min(scale, room);
      return DataType.numeric(38, scale);
    }
    return DataType.numeric(Math.max(1, whole + scale), scale);
  }

  /** Errors of conversion name nvarchar where a side of the operator is that. */
  static Bound told(DataType a, DataType b, Bound bound) {
    boolean national = a.isNational() || b.isNational();
    return national ? new Bound(bound.type(), row -> told(bound, row)) : bound;
  }

  private static Object told(Bound bound, Tuple row) {
    try {
      return bound.on(row);
    } catch (TsqlError error) {
      throw error.ofNational();
    }
  }

  private static int scale(DataType type) {
    return type.sql() == SqlType.NUMERIC ? type.length() % 100 : type.isMoney() ? 4 : 0;
  }

  private static Object calculate(char operator, Object x, Object y, DataType type) {
    if (type.sql() == SqlType.REAL) {
      return Convert.to(calculate(operator, x, y, DataType.FLOAT), type, 0);
    }
    if (type.sql() == SqlType.FLOAT) {
      double a = (Double) Convert.to(x, DataType.FLOAT, 0);
      double b = (Double) Convert.to(y, DataType.FLOAT, 0);
      if (operator == '/' && b == 0) {
        throw Message.DIVIDE_BY_ZERO.error();
      }
      return switch (operator) {
        case '+' -> a + b;
        case '-' -> a - b;
        case '*' -> a * b;
        case '/' -> a / b;
        default -> throw Message.OPERAND_TYPE.error("float", nameOf(operator));
      };
    }
    BigDecimal a = number(x, type);
    BigDecimal b = number(y, type);
    boolean divides = operator == '/' || operator == '%';
    if (divides && b.signum() == 0) {
      throw Message.DIVIDE_BY_ZERO.error();
    }
    int scale = scale(type);
    BigDecimal result =
        switch (operator) {
          case '+' -> a.add(b);
          case '-' -> a.subtract(b);
          case '*' -> a.multiply(b);
          case '/' -> a.divide(b, scale, RoundingMode.DOWN);
          case '%' -> a.remainder(b);
          case '&' -> new BigDecimal(a.toBigInteger().and(b.toBigInteger()));
          case '|' -> new BigDecimal(a.toBigInteger().or(b.toBigInteger()));
          default -> new BigDecimal(a.toBigInteger().xor(b.toBigInteger()));
        };
    return Convert.to(result, type, 0);
  }

  private static BigDecimal number(Object value, DataType type) {
    if (value instanceof String && type.isInteger()) {
      return new BigDecimal(((Number) Convert.to(value, type, 0)).longValue());
    }
    return value instanceof BigDecimal d
        ? d
        : (BigDecimal) Convert.to(value, DataType.numeric(38, 20), 0);
  }

  static Bound negate(Bound operand) {
    Bound zero = Bound.constant(DataType.INT, 0);
    return arithmetic('-', operand.type().sql() == null ? operand : zero, operand);
  }

  static Bound comparison(String operator, Bound left, Bound right) {
    if (left.type().isOldLong() || right.type().isOldLong()) {
      throw Message.OPERAND_CLASH.error(
          left.type().display(), right.type().display(), nameOf(operator));
    }
    boolean variant =
        left.type().sql() == SqlType.VARIANT || right.type().sql() == SqlType.VARIANT;
    var bound =
        new Bound(
            DataType.BIT,
            row -> {
              Object x = left.on(row);
              Object y = right.on(row);
              if (x == null || y == null) {
                return null;
              }
              return holds(operator, variant ? variants(x, y) : Compare.values(x, y));
            });
    boolean text = left.type().isString() && right.type().isString();
    return text ? bound : told(left.type(), right.type(), bound);
  }

  /** sql_variant compares by family first: a number never equals a string. */
  private static int variants(Object x, Object y) {
    int family = Integer.compare(family(x), family(y));
    return family != 0 ? family : Compare.values(x, y);
  }

  private static int family(Object value) {
    DataType type = Convert.of(value);
    if (type.isDate()) {
      return 4;
    } else if (type.isNumber()) {
      return 3;
    } else if (type.isString()) {
      return 2;
    }
    return type.sql() == SqlType.GUID ? 1 : 0;
  }

  private static boolean holds(String operator, int order) {
    return switch (operator) {
      case "=" -> order == 0;
      case "<>", "!=" -> order != 0;
      case "<" -> order < 0;
      case "<=", "!>" -> order <= 0;
      case ">" -> order > 0;
      default -> order >= 0;
    };
  }

  static Boolean and(Object a, Object b) {
    if (Boolean.FALSE.equals(a) || Boolean.FALSE.equals(b)) {
      return false;
    }
    return a == null || b == null ? null : Boolean.TRUE;
  }

  static Boolean not(Object a) {
    return a == null ? null : !(Boolean) a;
  }

  private static String nameOf(String comparison) {
    return switch (comparison) {
      case "=" -> "equal to";
      case "<>", "!=" -> "not equal to";
      case "<" -> "less than";
      case "<=", "!>" -> "less than or equal to";
      case ">" -> "greater than";
      default -> "greater than or equal to";
    };
  }

  private static String nameOf(char operator) {
    return switch (operator) {
      case '+' -> "add";
      case '-' -> "subtract";
      case '*' -> "multiply";
      case '/' -> "divide";
      case '%' -> "modulo";
      default -> String.valueOf(operator);
    };
  }
}
