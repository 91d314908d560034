package io.linkfleet.simulator.wire;

import static io.linkfleet.simulator.wire.TdsType.NARROW;
import static io.linkfleet.simulator.wire.TdsType.NO_LENGTH;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/** Reads the TYPE_INFO and value of an incoming parameter into the Java values of the session. */
final class TypeDecoder {
  private static final long NANOS_PER_DAY = Duration.ofDays(1).toNanos();

  private TypeDecoder() {}

  /** A value and the T-SQL type it came as. */
  record Typed(String declaration, Object value) {}

  static Typed read(ByteReader in) throws ProtocolException {
    int type = in.u8();
    return switch (type) {
      case TdsType.NULL -> new Typed("int", null);
      case TdsType.INT1, TdsType.INT2, TdsType.INT4, TdsType.INT8 -> integer(in, fixedSize(type));
      case TdsType.BIT -> new Typed("bit", in.u8() != 0);
      case TdsType.REAL, TdsType.FLOAT -> floating(in, fixedSize(type));
      case TdsType.MONEY, TdsType.SMALLMONEY -> money(in, fixedSize(type));
      case TdsType.DATETIME, TdsType.SMALLDATETIME -> datetime(in, fixedSize(type));
      case TdsType.INTN, TdsType.BITN, TdsType.FLOATN, TdsType.MONEYN, TdsType.DATETIMEN ->
          nullable(in, type);
      case TdsType.GUID -> {
        in.skip(1);
        yield new Typed("uniqueidentifier", in.peek() == 0 ? skipped(in) : guid(in));
      }
      case TdsType.DECIMALN, TdsType.NUMERICN -> decimal(in);
      case TdsType.DATE -> new Typed("date", in.u8() == 0 ? null : date(in));
      case TdsType.TIME, TdsType.DATETIME2, TdsType.DATETIMEOFFSET -> scaled(in, type);
      case TdsType.NVARCHAR, TdsType.NCHAR -> text(in, type, StandardCharsets.UTF_16LE);
      case TdsType.VARCHAR, TdsType.CHAR -> text(in, type, NARROW);
      case TdsType.VARBINARY, TdsType.BINARY -> {
        int width = in.u16();
        String name = type == TdsType.BINARY ? "binary" : "varbinary";
        yield new Typed(name + declared(width, 1), bytes(in, width));
      }
      case TdsType.NTEXT -> old(in, "nvarchar(max)", StandardCharsets.UTF_16LE);
      case TdsType.TEXT -> old(in, "varchar(max)", NARROW);
      case TdsType.IMAGE -> old(in, "varbinary(max)", null);
      case TdsType.XML -> {
        if (in.u8() != 0) {
          throw new ProtocolException("an XML parameter with a schema");
        }
        byte[] utf16 = bytes(in, NO_LENGTH);
        yield new Typed("xml", string(utf16, StandardCharsets.UTF_16LE));
      }
      case TdsType.VARIANT -> variant(in);
      default -> throw new UnknownType(type);
    };
  }

  /** A data type that this server does not know, or does not take as a parameter. */
  static final class UnknownType extends RuntimeException {
    private static final long serialVersionUID = 1;
    final int type;

    UnknownType(int type) {
      super("data type 0x%02X".formatted(type), null, false, false);
      this.type = type;
    }
  }

  private static int fixedSize(int type) {
    return switch (type) {
      case TdsType.INT1, TdsType.BIT -> 1;
      case TdsType.INT2 -> 2;
      case TdsType.INT4, TdsType.REAL, TdsType.SMALLMONEY, TdsType.SMALLDATETIME -> 4;
      default -> 8;
    };
  }

  private static Typed nullable(ByteReader in, int type) throws ProtocolException {
    int declared = in.u8();
    int size = in.u8();
    if (size != 0 && size != declared) {
      throw new ProtocolException("a value of " + size + " bytes in a type of " + declared);
    }
    Typed typed =
        switch (type) {
          case TdsType.BITN -> new Typed("bit", size == 0 ? null : in.u8() != 0);
          case TdsType.FLOATN -> size == 0 ? floating(zeros(), declared) : floating(in, size);
          case TdsType.MONEYN -> size == 0 ? money(zeros(), declared) : money(in, size);
          case TdsType.DATETIMEN -> size == 0 ? datetime(zeros(), declared) : datetime(in, size);
          default -> size == 0 ? integer(zeros(), declared) : integer(in, size);
        };
    return size == 0 ? new Typed(typed.declaration(), null) : typed;
  }

  /** Lets a NULL find its declaration by the way of a value. */
  private static ByteReader zeros() {
    return new ByteReader(new byte[8]);
  }

  private static Object skipped(ByteReader in) throws ProtocolException {
    in.skip(1);
    return null;
  }

  private static Typed integer(ByteReader in, int size) throws ProtocolException {
    return switch (size) {
      case 1 -> new Typed("tinyint", in.u8());
      case 2 -> new Typed("smallint", (int) (short) in.u16());
      case 4 -> new Typed("int", in.i32());
      case 8 -> new Typed("bigint", in.i64());
      default -> throw new ProtocolException("an integer of " + size + " bytes");
    };
  }

  private static Typed floating(ByteReader in, int size) throws ProtocolException {
    return switch (size) {
      case 4 -> new Typed("real", Float.intBitsToFloat(in.i32()));
      case 8 -> new Typed("float", Double.longBitsToDouble(in.i64()));
      default -> throw new ProtocolException("a float of " + size + " bytes");
    };
  }

  /** Ten-thousandths; the 8-byte form has its high half first. */
  private static Typed money(ByteReader in, int size) throws ProtocolException {
    return switch (size) {
      case 4 -> new Typed("smallmoney", BigDecimal.valueOf(in.i32(), 4));
      case 8 -> {
        long high = in.i32();
        yield new Typed("money", BigDecimal.valueOf(high << 32 | in.unsigned(4), 4));
      }
      default -> throw new ProtocolException("a money of " + size + " bytes");
    };
  }

  private static Typed datetime(ByteReader in, int size) throws ProtocolException {
    return switch (size) {
      case 4 -> {
        LocalDate day = TdsType.EPOCH_1900.plusDays(in.u16());
        yield new Typed("smalldatetime", day.atStartOfDay().plusMinutes(in.u16()));
      }
      case 8 -> {
        LocalDate day = TdsType.EPOCH_1900.plusDays(in.i32());
        long ticks = in.unsigned(4);
        // A server shows a tick as the nearest millisecond: .000, .003, .007.
        long millis = (ticks * 10 + 1) / 3;
        yield new Typed("datetime", day.atStartOfDay().plusNanos(millis * 1_000_000));
      }
      default -> throw new ProtocolException("a datetime of " + size + " bytes");
    };
  }

  private static UUID guid(ByteReader in) throws ProtocolException {
    if (in.u8() != 16) {
      throw new ProtocolException("a uniqueidentifier that is not 16 bytes long");
    }
    long high = in.unsigned(4) << 32 | in.unsigned(2) << 16;
    high |= in.unsigned(2);
    return new UUID(high, Long.reverseBytes(in.i64()));
  }

  private static Typed decimal(ByteReader in) throws ProtocolException {
    in.skip(1);
    int precision = in.u8();
    int scale = in.u8();
    int size = in.u8();
    if (precision < 1 || precision > 38 || scale > precision || size > 17) {
      throw new ProtocolException("numeric(%d,%d) of %d bytes".formatted(precision, scale, size));
    }
    String declared = "numeric(%d,%d)".formatted(precision, scale);
    if (size == 0) {
      return new Typed(declared, null);
    }
    int sign = in.u8() == 0 ? -1 : 1;
    byte[] magnitude = in.raw(size - 1);
    for (int i = 0, j = magnitude.length - 1; i < j; i++, j--) {
      byte swap = magnitude[i];
      magnitude[i] = magnitude[j];
      magnitude[j] = swap;
    }
    var number = new BigDecimal(new BigInteger(1, magnitude), scale);
    return new Typed(declared, sign < 0 ? number.negate() : number);
  }

  private static LocalDate date(ByteReader in) throws ProtocolException {
    return TdsType.EPOCH_0001.plusDays(in.unsigned(3));
  }

  private static Typed scaled(ByteReader in, int type) throws ProtocolException {
    int scale = in.u8();
    if (scale > 7) {
      throw new ProtocolException("a time of scale " + scale);
    }
    String name =
        switch (type) {
          case TdsType.TIME -> "time";
          case TdsType.DATETIME2 -> "datetime2";
          default -> "datetimeoffset";
        };
    String declared = name + "(" + scale + ")";
    if (in.u8() == 0) {
      return new Typed(declared, null);
    }
    long units = in.unsigned(scale <= 2 ? 3 : scale <= 4 ? 4 : 5);
    for (int digits = scale; digits < 9; digits++) {
      units *= 10;
    }
    if (units >= NANOS_PER_DAY) {
      throw new ProtocolException("a time beyond the end of its day");
    }
    LocalTime time = LocalTime.ofNanoOfDay(units);
    if (type == TdsType.TIME) {
      return new Typed(declared, time);
    }
    LocalDateTime moment = date(in).atTime(time);
    if (type == TdsType.DATETIME2) {
      return new Typed(declared, moment);
    }
    int minutes = (short) in.u16();
    if (Math.abs(minutes) > 14 * 60) {
      throw new ProtocolException("an offset of " + minutes + " minutes");
    }
    ZoneOffset offset = ZoneOffset.ofTotalSeconds(minutes * 60);
    return new Typed(
        declared, OffsetDateTime.of(moment, ZoneOffset.UTC).withOffsetSameInstant(offset));
  }

  private static Typed text(ByteReader in, int type, Charset charset) throws ProtocolException {
    int width = in.u16();
    in.skip(5);
    boolean wide = type >= TdsType.NVARCHAR;
    boolean fixed = type == TdsType.NCHAR || type == TdsType.CHAR;
    String name = (wide ? "n" : "") + (fixed ? "char" : "varchar");
    return new Typed(name + declared(width, wide ? 2 : 1), string(bytes(in, width), charset));
  }

  private static String declared(int width, int bytesEach) {
    return width == NO_LENGTH ? "(max)" : "(" + Math.max(1, width / bytesEach) + ")";
  }

  private static String string(byte[] bytes, Charset charset) {
    return bytes == null ? null : new String(bytes, charset);
  }

  /** A value with a 16-bit length, or in chunks when the type is MAX. */
  private static byte[] bytes(ByteReader in, int width) throws ProtocolException {
    if (width != NO_LENGTH) {
      int length = in.u16();
      return length == NO_LENGTH ? null : in.raw(length);
    }
    if (in.i64() == -1) {
      return null;
    }
    var whole = new ByteArrayOutputStream();
    for (int chunk = in.i32(); chunk != 0; chunk = in.i32()) {
      whole.writeBytes(in.raw(chunk));
    }
    return whole.toByteArray();
  }

  /** text, ntext and image, as FreeTDS and old drivers send long parameters. */
  private static Typed old(ByteReader in, String declared, Charset charset)
      throws ProtocolException {
    in.skip(4);
    if (charset != null) {
      in.skip(5);
    }
    int length = in.i32();
    if (length < 0) {
      return new Typed(declared, null);
    }
    byte[] bytes = in.raw(length);
    return new Typed(declared, charset == null ? bytes : new String(bytes, charset));
  }

  private static Typed variant(ByteReader in) throws ProtocolException {
    in.skip(4);
    int length = in.i32();
    if (length == 0) {
      return new Typed("sql_variant", null);
    }
    var inner = new ByteReader(in.raw(length));
    int base = inner.u8();
    int properties = inner.u8();
    Object value =
        switch (base) {
          case TdsType.INT1, TdsType.INT2, TdsType.INT4, TdsType.INT8 ->
              integer(inner, fixedSize(base)).value();
          case TdsType.BIT -> inner.u8() != 0;
          case TdsType.REAL, TdsType.FLOAT -> floating(inner, fixedSize(base)).value();
          case TdsType.MONEY, TdsType.SMALLMONEY -> money(inner, fixedSize(base)).value();
          case TdsType.DATETIME, TdsType.SMALLDATETIME ->
              datetime(inner, fixedSize(base)).value();
          case TdsType.NVARCHAR, TdsType.NCHAR ->
              rest(inner, properties, StandardCharsets.UTF_16LE);
          case TdsType.VARCHAR, TdsType.CHAR -> rest(inner, properties, NARROW);
          case TdsType.VARBINARY, TdsType.BINARY -> {
            inner.skip(properties);
            yield inner.raw(inner.remaining());
          }
          default -> throw new UnknownType(base);
        };
    return new Typed("sql_variant", value);
  }

  private static String rest(ByteReader in, int properties, Charset charset)
      throws ProtocolException {
    in.skip(properties);
    return new String(in.raw(in.remaining()), charset);
  }
}
