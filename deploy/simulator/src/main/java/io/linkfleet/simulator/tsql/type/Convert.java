package io.linkfleet.simulator.tsql.type;

import io.linkfleet.simulator.session.SqlType;
import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.TsqlError;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;

/** Turns a value into another T-SQL type, explicitly (CAST, CONVERT) or on assignment. */
public final class Convert {
  private Convert() {}

  /** The value in the target type; the style is that of CONVERT, 0 without one. */
  public static Object to(Object value, DataType target, int style) {
    if (value == null || target.sql() == null) {
      return value;
    }
    return switch (target.sql()) {
      case INT -> (int) whole(value, target, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case SMALLINT -> (int) whole(value, target, Short.MIN_VALUE, Short.MAX_VALUE);
      case TINYINT -> (int) whole(value, target, 0, 255);
      case BIGINT -> whole(value, target, Long.MIN_VALUE, Long.MAX_VALUE);
      case BIT -> bit(value);
      case FLOAT ->
          value instanceof Double || value instanceof Float
              ? (Object) ((Number) value).doubleValue()
              : decimal(value, target).doubleValue();
      case REAL -> real(value, target);
      case MONEY -> money(value, target, 19);
      case SMALLMONEY -> money(value, target, 10);
      case NUMERIC -> numeric(value, target);
      case DATETIME -> Dates.toDatetime(dateTime(value, target, style));
      case SMALLDATETIME -> Dates.toSmallDatetime(dateTime(value, target, style));
      case DATETIME2 -> Dates.rounded(dateTime(value, target, style), target.length());
      case DATE -> dateTime(value, target, style).toLocalDate();
      case TIME -> time(value, target);
      case DATETIMEOFFSET -> zoned(value, target);
      case GUID -> guid(value);
      case NVARCHAR, VARCHAR -> cut(text(value, style, target), target.length());
      case NVARCHAR_MAX, VARCHAR_MAX, TEXT, NTEXT -> text(value, style, target);
      case NCHAR, CHAR -> padded(text(value, style, target), target.length());
      case VARBINARY -> {
        byte[] bytes = bytes(value, style, target);
        yield bytes.length > target.length() ? Arrays.copyOf(bytes, target.length()) : bytes;
      }
      case BINARY -> Arrays.copyOf(bytes(value, style, target), target.length());
      case VARBINARY_MAX, IMAGE -> bytes(value, style, target);
      case VARIANT -> value;
    };
  }

  /** The value as text, as PRINT and + show it. */
  public static String text(Object value) {
    return text(value, 0, DataType.NVARCHAR_MAX);
  }

  private static String text(Object value, int style, DataType target) {
    if (value instanceof String s) {
      return s;
    } else if (value instanceof Boolean b) {
      return b ? "1" : "0";
    } else if (value instanceof UUID u) {
      return u.toString().toUpperCase(Locale.ROOT);
    } else if (value instanceof LocalDateTime t) {
      return Dates.format(t, style, true);
    } else if (value instanceof LocalDate d) {
      return Dates.format(d.atStartOfDay(), style == 0 ? 121 : style, false);
    } else if (value instanceof OffsetDateTime o) {
      return Times.text(o, 7);
    } else if (value instanceof LocalTime t) {
      return Times.text(t, 7);
    } else if (value instanceof byte[] b) {
      if (style == 1 || style == 2) {
        return (style == 1 ? "0x" : "") + HexFormat.of().withUpperCase().formatHex(b);
      }
      return new String(
          b, target.isNational() ? StandardCharsets.UTF_16LE : StandardCharsets.ISO_8859_1);
    } else if (value instanceof Double || value instanceof Float) {
      double d = ((Number) value).doubleValue();
      return new BigDecimal(d, new java.math.MathContext(6)).stripTrailingZeros().toPlainString();
    } else if (value instanceof BigDecimal d) {
      return d.toPlainString();
    }
    return value.toString();
  }

  private static long whole(Object value, DataType target, long least, long most) {
    BigInteger n;
    if (value instanceof Integer || value instanceof Long) {
      long v = ((Number) value).longValue();
      if (v < least || v > most) {
        throw wholeOverflow(v, target);
      }
      return v;
    } else if (value instanceof String s) {
      n = wholeOf(s, target);
    } else if (value instanceof byte[] b) {
      n = b.length == 0 ? BigInteger.ZERO : new BigInteger(b);
    } else {
      n = decimal(value, target).toBigInteger();
    }
    if (n.bitLength() > 63 || n.longValue() < least || n.longValue() > most) {
      throw overflow(value, target);
    }
    return n.longValue();
  }

  private static TsqlError wholeOverflow(long value, DataType target) {
    boolean wide = value != (int) value || target.sql() == SqlType.INT;
    if (wide) {
      return Message.OVERFLOW.error(target.display());
    }
    return (target.sql() == SqlType.TINYINT ? Message.TINY_OVERFLOW : Message.WHOLE_OVERFLOW)
        .error(target.display(), value);
  }

  private static TsqlError overflow(Object value, DataType target) {
    boolean small = target.sql() == SqlType.TINYINT || target.sql() == SqlType.SMALLINT;
    if (value instanceof String s && target.sql() == SqlType.INT) {
      return Message.INT_OVERFLOW.error("varchar", s);
    } else if (value instanceof String s && small) {
      return Message.TEXT_OVERFLOW.error(
          "varchar", s, target.sql() == SqlType.TINYINT ? "INT1" : "INT2");
    } else if ((value instanceof Double || value instanceof Float)
        && target.sql() != SqlType.BIGINT) {
      String shown = String.format(Locale.ROOT, "%f", ((Number) value).doubleValue());
      return Message.FLOAT_OVERFLOW.error(target.display(), shown);
    }
    return Message.OVERFLOW.error(target.display());
  }

  private static BigInteger wholeOf(String s, DataType target) {
    String trimmed = s.trim();
    if (trimmed.isEmpty()) {
      return BigInteger.ZERO;
    }
    try {
      return new BigInteger(trimmed.startsWith("+") ? trimmed.substring(1) : trimmed);
    } catch (NumberFormatException e) {
      throw Message.CONVERSION.error("varchar", s, target.display());
    }
  }

  private static Boolean bit(Object value) {
    if (value instanceof Boolean b) {
      return b;
    }
    if (value instanceof String s) {
      if (s.trim().equalsIgnoreCase("true")) {
        return true;
      }
      if (s.trim().equalsIgnoreCase("false")) {
        return false;
      }
      return wholeOf(s, DataType.BIT).signum() != 0;
    }
    return decimal(value, DataType.BIT).signum() != 0;
  }

  static BigDecimal decimal(Object value, DataType target) {
    if (value instanceof BigDecimal d) {
      return d;
    } else if (value instanceof Double d) {
      return BigDecimal.valueOf(d);
    } else if (value instanceof Float f) {
      return new BigDecimal(f.toString());
    } else if (value instanceof Number n) {
      return BigDecimal.valueOf(n.longValue());
    } else if (value instanceof Boolean b) {
      return b ? BigDecimal.ONE : BigDecimal.ZERO;
    } else if (value instanceof String s) {
      try {
        return new BigDecimal(s.trim());
      } catch (NumberFormatException e) {
        throw Message.NUMERIC_CONVERSION.error("varchar", target.display());
      }
    } else if (value instanceof byte[] b && target.isInteger()) {
      return new BigDecimal(b.length == 0 ? BigInteger.ZERO : new BigInteger(b));
    }
    throw Message.EXPLICIT_CONVERSION.error(nameOf(value), target.display());
  }

  private static BigDecimal numeric(Object value, DataType target) {
    int scale = target.length() % 100;
    BigDecimal n = decimal(value, target).setScale(scale, RoundingMode.HALF_UP);
    if (n.precision() - scale > target.length() / 100 - scale) {
      throw Message.NUMERIC_OVERFLOW.error(
          value instanceof String ? "varchar" : of(value).isInteger() ? nameOf(value)
              : value instanceof BigDecimal ? "numeric" : "expression");
    }
    return n;
  }

  private static Float real(Object value, DataType target) {
    float real =
        value instanceof Float f
            ? f
            : value instanceof Double d ? d.floatValue() : decimal(value, target).floatValue();
    if (Float.isInfinite(real)) {
      throw Message.OVERFLOW.error("real");
    }
    return real;
  }

  /** Ten-thousandths in 8 or 4 bytes; text may have a currency sign and commas. */
  private static BigDecimal money(Object value, DataType target, int digits) {
    Object number = value;
    if (value instanceof String s) {
      try {
        String plain = s.trim().replaceFirst("^([-+]?)[$€£]", "$1").replace(",", "");
        number = plain.isEmpty() ? BigDecimal.ZERO : new BigDecimal(plain);
      } catch (NumberFormatException e) {
        throw Message.MONEY_CONVERSION.error();
      }
    }
    BigDecimal money = decimal(number, target).setScale(4, RoundingMode.HALF_UP);
    if (money.unscaledValue().bitLength() > (digits == 19 ? 63 : 31)) {
      throw Message.OVERFLOW.error(target.display());
    }
    return money;
  }

  private static LocalTime time(Object value, DataType target) {
    if (value instanceof LocalTime t) {
      return Dates.rounded(LocalDate.EPOCH.atTime(t), target.length()).toLocalTime();
    }
    if (value instanceof LocalDate) {
      throw Message.EXPLICIT_CONVERSION.error("date", "time");
    }
    return Dates.rounded(dateTime(value, target, 0), target.length()).toLocalTime();
  }

  private static OffsetDateTime zoned(Object value, DataType target) {
    OffsetDateTime zoned =
        value instanceof OffsetDateTime o
            ? o
            : value instanceof String s
                ? Times.zoned(s).orElseThrow(Message.DATE_CONVERSION::error)
                : dateTime(value, target, 0).atOffset(ZoneOffset.UTC);
    LocalDateTime local = Dates.rounded(zoned.toLocalDateTime(), target.length());
    return local.atOffset(zoned.getOffset());
  }

  private static LocalDateTime dateTime(Object value, DataType target, int style) {
    if (value instanceof LocalDateTime t) {
      return t;
    } else if (value instanceof LocalDate d) {
      return d.atStartOfDay();
    } else if (value instanceof OffsetDateTime o) {
      return o.toLocalDateTime();
    } else if (value instanceof LocalTime t && target.sql() != SqlType.DATE) {
      return LocalDate.of(1900, 1, 1).atTime(t);
    } else if (value instanceof String s) {
      boolean old = target.sql() == SqlType.DATETIME || target.sql() == SqlType.SMALLDATETIME;
      var read = Dates.parse(s, style);
      boolean tooEarly = old && read.isPresent() && read.get().getYear() < 1753;
      if (tooEarly || old && read.isEmpty() && Dates.looksLikeDate(s)) {
        throw Message.DATE_RANGE.error("varchar", target.display());
      }
      return read.orElseThrow(Message.DATE_CONVERSION::error);
    } else if (value instanceof Number n
        && (target.sql() == SqlType.DATETIME || target.sql() == SqlType.SMALLDATETIME)) {
      return LocalDate.of(1900, 1, 1).atStartOfDay().plusNanos((long) (n.doubleValue() * 864e11));
    }
    throw Message.EXPLICIT_CONVERSION.error(nameOf(value), target.display());
  }

  private static UUID guid(Object value) {
    if (value instanceof UUID u) {
      return u;
    }
    if (value instanceof byte[] b) {
      var bits = java.nio.ByteBuffer.wrap(java.util.Arrays.copyOf(b, 16));
      bits.order(java.nio.ByteOrder.LITTLE_ENDIAN);
      long most = (long) bits.getInt() << 32 | (bits.getShort() & 0xffffL) << 16
          | bits.getShort() & 0xffffL;
      return new UUID(most, bits.order(java.nio.ByteOrder.BIG_ENDIAN).getLong());
    }
    if (value instanceof String s) {
      String plain = s.trim().replaceAll("^\\{|\\}$", "");
      try {
        if (plain.length() >= 36) {
          return UUID.fromString(plain.substring(0, 36));
        }
      } catch (IllegalArgumentException e) {
        // falls through to the error of T-SQL
      }
      throw Message.GUID_CONVERSION.error();
    }
    throw Message.EXPLICIT_CONVERSION.error(nameOf(value), "uniqueidentifier");
  }

  private static byte[] bytes(Object value, int style, DataType target) {
    if (value instanceof byte[] b) {
      return b;
    } else if (value instanceof String s) {
      if (style == 1 || style == 2) {
        try {
          return HexFormat.of().parseHex(style == 1 ? s.substring(2) : s);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
          throw Message.NUMERIC_CONVERSION.error("varchar", target.display());
        }
      }
      return s.getBytes(StandardCharsets.UTF_16LE);
    } else if (value instanceof Boolean bit) {
      return new byte[] {(byte) (bit ? 1 : 0)};
    } else if (value instanceof Integer i) {
      return java.nio.ByteBuffer.allocate(4).putInt(i).array();
    } else if (value instanceof Long l) {
      return java.nio.ByteBuffer.allocate(8).putLong(l).array();
    } else if (value instanceof UUID u) {
      return java.nio.ByteBuffer.allocate(16)
          .order(java.nio.ByteOrder.LITTLE_ENDIAN)
          .putInt((int) (u.getMostSignificantBits() >>> 32))
          .putShort((short) (u.getMostSignificantBits() >>> 16))
          .putShort((short) u.getMostSignificantBits())
          .order(java.nio.ByteOrder.BIG_ENDIAN)
          .putLong(u.getLeastSignificantBits())
          .array();
    }
    throw Message.EXPLICIT_CONVERSION.error(nameOf(value), target.display());
  }

  private static String cut(String s, int length) {
    return s.length() > length ? s.substring(0, length) : s;
  }

  private static String padded(String s, int length) {
    return s.length() >= length ? cut(s, length) : s + " ".repeat(length - s.length());
  }

  /** The type of a value that stands alone, as SQL_VARIANT_PROPERTY would name it. */
  static String nameOf(Object value) {
    return of(value).display();
  }

  /** The narrowest type that a value has by itself. */
  public static DataType of(Object value) {
    if (value == null) {
      return DataType.NULL;
    } else if (value instanceof String s) {
      return DataType.nvarchar(Math.max(1, s.length()));
    } else if (value instanceof Integer) {
      return DataType.INT;
    } else if (value instanceof Long) {
      return DataType.BIGINT;
    } else if (value instanceof Boolean) {
      return DataType.BIT;
    } else if (value instanceof BigDecimal d) {
      return DataType.ofDecimal(d);
    } else if (value instanceof Double) {
      return DataType.FLOAT;
    } else if (value instanceof Float) {
      return DataType.REAL;
    } else if (value instanceof LocalTime) {
      return DataType.TIME;
    } else if (value instanceof byte[] b) {
      return DataType.varbinary(Math.max(1, b.length));
    } else if (value instanceof LocalDateTime) {
      return DataType.DATETIME;
    } else if (value instanceof LocalDate) {
      return DataType.DATE;
    } else if (value instanceof OffsetDateTime) {
      return DataType.DATETIMEOFFSET;
    } else if (value instanceof UUID) {
      return DataType.GUID;
    }
    throw new IllegalStateException("no T-SQL type for " + value.getClass());
  }
}
