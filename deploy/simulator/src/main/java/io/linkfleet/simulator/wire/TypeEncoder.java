package io.linkfleet.simulator.wire;

import static io.linkfleet.simulator.wire.TdsType.COLLATION;
import static io.linkfleet.simulator.wire.TdsType.NARROW;
import static io.linkfleet.simulator.wire.TdsType.NO_LENGTH;

import io.linkfleet.simulator.session.Column;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.UUID;

/** Writes the TYPE_INFO of a column and the values in it. */
final class TypeEncoder {
  private static final int PLP_CHUNK = 8000;

  private TypeEncoder() {}

  static void typeInfo(ByteWriter out, Column column) {
    switch (column.type()) {
      case INT -> out.u8(TdsType.INTN).u8(4);
      case BIGINT -> out.u8(TdsType.INTN).u8(8);
      case SMALLINT -> out.u8(TdsType.INTN).u8(2);
      case TINYINT -> out.u8(TdsType.INTN).u8(1);
      case BIT -> out.u8(TdsType.BITN).u8(1);
      case FLOAT -> out.u8(TdsType.FLOATN).u8(8);
      case REAL -> out.u8(TdsType.FLOATN).u8(4);
      case MONEY -> out.u8(TdsType.MONEYN).u8(8);
      case SMALLMONEY -> out.u8(TdsType.MONEYN).u8(4);
      case NUMERIC -> {
        int precision = precision(column);
        out.u8(TdsType.NUMERICN).u8(1 + magnitudeBytes(precision)).u8(precision).u8(scale(column));
      }
      case DATETIME -> out.u8(TdsType.DATETIMEN).u8(8);
      case SMALLDATETIME -> out.u8(TdsType.DATETIMEN).u8(4);
      case DATETIME2 -> out.u8(TdsType.DATETIME2).u8(column.length());
      case DATE -> out.u8(TdsType.DATE);
      case TIME -> out.u8(TdsType.TIME).u8(column.length());
      case DATETIMEOFFSET -> out.u8(TdsType.DATETIMEOFFSET).u8(column.length());
      case GUID -> out.u8(TdsType.GUID).u8(16);
      case NVARCHAR -> out.u8(TdsType.NVARCHAR).u16(width(column) * 2).raw(COLLATION);
      case NCHAR -> out.u8(TdsType.NCHAR).u16(width(column) * 2).raw(COLLATION);
      case NVARCHAR_MAX -> out.u8(TdsType.NVARCHAR).u16(NO_LENGTH).raw(COLLATION);
      case VARCHAR -> out.u8(TdsType.VARCHAR).u16(width(column)).raw(COLLATION);
      case CHAR -> out.u8(TdsType.CHAR).u16(width(column)).raw(COLLATION);
      case VARBINARY -> out.u8(TdsType.VARBINARY).u16(width(column));
      case VARCHAR_MAX -> out.u8(TdsType.VARCHAR).u16(NO_LENGTH).raw(COLLATION);
      case VARBINARY_MAX -> out.u8(TdsType.VARBINARY).u16(NO_LENGTH);
      case BINARY -> out.u8(TdsType.BINARY).u16(width(column));
      case TEXT -> out.u8(TdsType.TEXT).u32(Integer.MAX_VALUE).raw(COLLATION);
      case NTEXT -> out.u8(TdsType.NTEXT).u32(Integer.MAX_VALUE - 1).raw(COLLATION);
      case IMAGE -> out.u8(TdsType.IMAGE).u32(Integer.MAX_VALUE);
      case VARIANT -> out.u8(TdsType.VARIANT).u32(8009);
    }
  }

  /** The name of the table that a column of an old long type is described with: none. */
  static void tableName(ByteWriter out, Column column) {
    switch (column.type()) {
      case TEXT, NTEXT, IMAGE -> out.u8(1).u16(0);
      default -> { }
    }
  }

  /** Writes one value; a value that the column cannot hold is a bug of the session and thrown. */
  static void value(ByteWriter out, Column column, Object value) {
    try {
      if (value == null) {
        nothing(out, column);
      } else {
        something(out, column, value);
      }
    } catch (ClassCastException | ArithmeticException e) {
      throw new IllegalArgumentException(
          "column '%s' of type %s cannot hold a %s"
              .formatted(column.name(), column.type(), value.getClass().getSimpleName()),
          e);
    }
  }

  private static void nothing(ByteWriter out, Column column) {
    switch (column.type()) {
      case NVARCHAR, VARCHAR, NCHAR, CHAR, VARBINARY, BINARY -> out.u16(NO_LENGTH);
      case NVARCHAR_MAX, VARCHAR_MAX, VARBINARY_MAX -> out.u64(-1);
      case VARIANT -> out.u32(0);
      default -> out.u8(0);
    }
  }

  private static void something(ByteWriter out, Column column, Object value) {
    switch (column.type()) {
      case INT -> out.u8(4).u32(Math.toIntExact(number(value)));
      case BIGINT -> out.u8(8).u64(number(value));
      case SMALLINT -> out.u8(2).u16((int) number(value));
      case TINYINT -> out.u8(1).u8((int) number(value));
      case BIT -> out.u8(1).u8((Boolean) value ? 1 : 0);
      case FLOAT -> out.u8(8).u64(Double.doubleToLongBits(((Number) value).doubleValue()));
      case REAL -> out.u8(4).u32(Float.floatToIntBits((Float) value));
      case MONEY -> {
        long units = units((BigDecimal) value);
        out.u8(8).u32(units >> 32).u32(units & 0xFFFFFFFFL);
      }
      case SMALLMONEY -> out.u8(4).u32(Math.toIntExact(units((BigDecimal) value)));
      case NUMERIC -> {
        int bytes = magnitudeBytes(precision(column));
        out.u8(1 + bytes);
        decimal(out, (BigDecimal) value, scale(column), bytes);
      }
      case DATETIME -> datetime(out.u8(8), (LocalDateTime) value);
      case SMALLDATETIME -> smallDatetime(out.u8(4), (LocalDateTime) value);
      case DATETIME2 -> {
        var time = (LocalDateTime) value;
        out.u8(timeBytes(column) + 3);
        days(time(out, column, time.toLocalTime()), time.toLocalDate());
      }
      case TIME -> time(out.u8(timeBytes(column)), column, (LocalTime) value);
      case DATE -> days(out.u8(3), (LocalDate) value);
      case DATETIMEOFFSET ->
          zoned(out.u8(timeBytes(column) + 5), column, (OffsetDateTime) value);
      case GUID -> guid(out.u8(16), (UUID) value);
      case NVARCHAR -> bounded(out, column, wide((String) value), width(column) * 2);
      case NCHAR ->
          bounded(out, column, wide(padded((String) value, column)), width(column) * 2);
      case VARCHAR -> bounded(out, column, narrow((String) value), width(column));
      case CHAR -> bounded(out, column, narrow(padded((String) value, column)), width(column));
      case VARBINARY -> bounded(out, column, (byte[]) value, width(column));
      case BINARY ->
          bounded(out, column, Arrays.copyOf((byte[]) value, width(column)), width(column));
      case NVARCHAR_MAX -> chunked(out, wide((String) value));
      case VARCHAR_MAX -> chunked(out, narrow((String) value));
      case VARBINARY_MAX -> chunked(out, (byte[]) value);
      case TEXT -> pointed(out, narrow((String) value));
      case NTEXT -> pointed(out, wide((String) value));
      case IMAGE -> pointed(out, (byte[]) value);
      case VARIANT -> VariantEncoder.write(out, value);
    }
  }

  private static long number(Object value) {
    return ((Number) value).longValue();
  }

  /** The declared width; an expression without one has the widest that is not MAX. */
  private static int width(Column column) {
    int widest =
        switch (column.type()) {
          case NVARCHAR, NCHAR -> 4000;
          default -> 8000;
        };
    return column.length() <= 0 ? widest : Math.min(column.length(), widest);
  }

  private static int precision(Column column) {
    int precision = column.length() / 100;
    return precision == 0 ? 38 : Math.min(precision, 38);
  }

  private static long units(BigDecimal money) {
    return money.setScale(4, RoundingMode.HALF_UP).unscaledValue().longValueExact();
  }

  private static int scale(Column column) {
    return column.length() % 100;
  }

  /** The bytes of a numeric's magnitude, by its precision. */
  static int magnitudeBytes(int precision) {
    return precision <= 9 ? 4 : precision <= 19 ? 8 : precision <= 28 ? 12 : 16;
  }

  static void decimal(ByteWriter out, BigDecimal value, int scale, int bytes) {
    byte[] big =
        value.setScale(scale, RoundingMode.HALF_UP).unscaledValue().abs().toByteArray();
    int from = big[0] == 0 ? 1 : 0;
    if (big.length - from > bytes) {
      throw new ArithmeticException("a numeric of more digits than its column");
    }
    out.u8(value.signum() < 0 ? 0 : 1);
    for (int i = 0; i < bytes; i++) {
      out.u8(big.length - 1 - i >= from ? big[big.length - 1 - i] : 0);
    }
  }

  /** Days and 1/300 s; a time that rounds up to midnight belongs to the next day. */
  static void datetime(ByteWriter out, LocalDateTime value) {
    long days = value.toLocalDate().toEpochDay() - TdsType.EPOCH_1900.toEpochDay();
    long ticks = (value.toLocalTime().toNanoOfDay() * 3 + 5_000_000) / 10_000_000;
    long day = 24L * 3600 * 300;
    out.u32(days + ticks / day).u32(ticks % day);
  }

  /** Days and minutes, both in two bytes. */
  private static void smallDatetime(ByteWriter out, LocalDateTime value) {
    long days = value.toLocalDate().toEpochDay() - TdsType.EPOCH_1900.toEpochDay();
    out.u16((int) days).u16(value.toLocalTime().toSecondOfDay() / 60);
  }

  /** The bytes of a time of day, by the decimals of its seconds. */
  private static int timeBytes(Column column) {
    return column.length() <= 2 ? 3 : column.length() <= 4 ? 4 : 5;
  }

  /** The value has no more decimals than its column: the session has rounded it. */
  private static ByteWriter time(ByteWriter out, Column column, LocalTime value) {
    long units = value.toNanoOfDay();
    for (int digits = column.length(); digits < 9; digits++) {
      units /= 10;
    }
    return out.low(units, timeBytes(column));
  }

  static void zoned(ByteWriter out, Column column, OffsetDateTime value) {
    var utc = value.withOffsetSameInstant(ZoneOffset.UTC);
    days(time(out, column, utc.toLocalTime()), utc.toLocalDate());
    out.u16(value.getOffset().getTotalSeconds() / 60);
  }

  static void days(ByteWriter out, LocalDate date) {
    out.low(date.toEpochDay() - TdsType.EPOCH_0001.toEpochDay(), 3);
  }

  /** The first three fields of a GUID are little-endian, the rest is as printed. */
  static void guid(ByteWriter out, UUID value) {
    long high = value.getMostSignificantBits();
    out.u32(high >>> 32).u16((int) (high >>> 16)).u16((int) high);
    out.u64(Long.reverseBytes(value.getLeastSignificantBits()));
  }

  private static byte[] wide(String text) {
    return text.getBytes(StandardCharsets.UTF_16LE);
  }

  private static byte[] narrow(String text) {
    return text.getBytes(NARROW);
  }

  private static String padded(String text, Column column) {
    return text + " ".repeat(Math.max(0, width(column) - text.length()));
  }

  private static void bounded(ByteWriter out, Column column, byte[] bytes, int most) {
    if (bytes.length > most) {
      throw new IllegalArgumentException(
          "column '%s' is declared %s(%d) and got %d bytes"
              .formatted(column.name(), column.type(), column.length(), bytes.length));
    }
    out.u16(bytes.length).raw(bytes);
  }

  /** A value of an old long type, behind a text pointer and a timestamp that nobody uses. */
  private static void pointed(ByteWriter out, byte[] bytes) {
    out.u8(16).raw(new byte[24]).u32(bytes.length).raw(bytes);
  }

  private static void chunked(ByteWriter out, byte[] bytes) {
    out.u64(bytes.length);
    for (int from = 0; from < bytes.length; from += PLP_CHUNK) {
      int length = Math.min(PLP_CHUNK, bytes.length - from);
      out.u32(length).raw(bytes, from, length);
    }
    out.u32(0);
  }
}
