package io.linkfleet.simulator.wire;

import io.linkfleet.simulator.session.Column;
import io.linkfleet.simulator.session.SqlType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.UUID;

/** Writes a sql_variant: its length, the base type, the type's properties, the value. */
final class VariantEncoder {
  private VariantEncoder() {}

  static void write(ByteWriter out, Object value) {
    var inner = new ByteWriter();
    if (value instanceof Boolean bit) {
      inner.u8(TdsType.BIT).u8(0).u8(bit ? 1 : 0);
    } else if (value instanceof Byte tiny) {
      inner.u8(TdsType.INT1).u8(0).u8(tiny);
    } else if (value instanceof Short small) {
      inner.u8(TdsType.INT2).u8(0).u16(small);
    } else if (value instanceof Integer number) {
      inner.u8(TdsType.INT4).u8(0).u32(number);
    } else if (value instanceof Long big) {
      inner.u8(TdsType.INT8).u8(0).u64(big);
    } else if (value instanceof Double number) {
      inner.u8(TdsType.FLOAT).u8(0).u64(Double.doubleToLongBits(number));
    } else if (value instanceof Float number) {
      inner.u8(TdsType.REAL).u8(0).u32(Float.floatToIntBits(number));
    } else if (value instanceof LocalDate date) {
      inner.u8(TdsType.DATE).u8(0);
      TypeEncoder.days(inner, date);
    } else if (value instanceof LocalTime time) {
      inner.u8(TdsType.TIME).u8(1).u8(7);
      inner.low(time.toNanoOfDay() / 100, 5);
    } else if (value instanceof OffsetDateTime zoned) {
      inner.u8(TdsType.DATETIMEOFFSET).u8(1).u8(7);
      TypeEncoder.zoned(inner, new Column("", SqlType.DATETIMEOFFSET, 7), zoned);
    } else if (value instanceof BigDecimal decimal) {
      int scale = Math.max(0, decimal.scale());
      inner.u8(TdsType.NUMERICN).u8(2).u8(38).u8(scale);
      TypeEncoder.decimal(inner, decimal, scale, TypeEncoder.magnitudeBytes(38));
    } else if (value instanceof LocalDateTime time) {
      TypeEncoder.datetime(inner.u8(TdsType.DATETIME).u8(0), time);
    } else if (value instanceof UUID guid) {
      TypeEncoder.guid(inner.u8(TdsType.GUID).u8(0), guid);
    } else if (value instanceof String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_16LE);
      inner.u8(TdsType.NVARCHAR).u8(7).raw(TdsType.COLLATION);
      inner.u16(limited(bytes.length)).raw(bytes);
    } else if (value instanceof byte[] bytes) {
      inner.u8(TdsType.VARBINARY).u8(2).u16(limited(bytes.length)).raw(bytes);
    } else {
      throw new IllegalArgumentException("a sql_variant cannot hold a " + value.getClass());
    }
    out.u32(inner.size()).raw(inner.array(), 0, inner.size());
  }

  /** A sql_variant holds at most 8000 bytes of data; the property is the declared maximum. */
  private static int limited(int bytes) {
    if (bytes > 8000) {
      throw new IllegalArgumentException("a sql_variant of " + bytes + " bytes");
    }
    return Math.max(bytes, 2);
  }
}
