package io.linkfleet.simulator.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Types that other clients than the JDBC driver send, from bytes worked out by hand. */
class TypeDecoderTest {
  private static final String COLLATION = "0904d00034";

  private static TypeDecoder.Typed read(String hex) throws Exception {
    var in = new ByteReader(HexFormat.of().parseHex(hex.replace(" ", "")));
    TypeDecoder.Typed typed = TypeDecoder.read(in);
    assertThat(in.remaining()).isZero();
    return typed;
  }

  private static void expect(String hex, String declared, Object value) throws Exception {
    assertThat(read(hex)).isEqualTo(new TypeDecoder.Typed(declared, value));
  }

  @Test
  void fixedTypes() throws Exception {
    expect("1f", "int", null);
    expect("30 ff", "tinyint", 255);
    expect("32 01", "bit", true);
    expect("34 feff", "smallint", -2);
    expect("38 ffffff7f", "int", Integer.MAX_VALUE);
    expect("7f ffffffffffffffff", "bigint", -1L);
    expect("3b 0000c03f", "real", 1.5f);
    expect("3e 000000000000f83f", "float", 1.5);
  }

  @Test
  void money() throws Exception {
    expect("3c 00000000 10270000", "money", new BigDecimal("1.0000"));
    expect("6e 08 08 ffffffff f0d8ffff", "money", new BigDecimal("-1.0000"));
    expect("6e 04 04 f0d8ffff", "smallmoney", new BigDecimal("-1.0000"));
    expect("6e 08 00", "money", null);
  }

  @Test
  void datesAndTimes() throws Exception {
    expect("6f 04 04 0100 0200", "smalldatetime", LocalDateTime.parse("1900-01-02T00:02"));
    var tick = LocalDateTime.parse("1900-01-01T00:00:00.007");
    expect("6f 08 08 00000000 02000000", "datetime", tick);
    expect("6f 08 00", "datetime", null);
    expect("29 00 03 050000", "time(0)", LocalTime.of(0, 0, 5));
    expect("29 03 04 e8030000", "time(3)", LocalTime.of(0, 0, 1));
    var second = LocalDateTime.parse("0001-01-02T00:00:01");
    expect("2a 07 08 8096980000 010000", "datetime2(7)", second);
    expect("2b 07 00", "datetimeoffset(7)", null);
  }

  @Test
  void longTextOfOldClients() throws Exception {
    expect("63 ffffff7f" + COLLATION + "02000000 3604", "nvarchar(max)", "ж");
    expect("23 ffffff7f" + COLLATION + "01000000 80", "varchar(max)", "€");
    expect("63 ffffff7f" + COLLATION + "ffffffff", "nvarchar(max)", null);
    assertThat((byte[]) read("22 ffffff7f 02000000 0102").value()).containsExactly(1, 2);
  }

  @Test
  void narrowAndChunkedText() throws Exception {
    expect("a7 0500" + COLLATION + "0200 41e4", "varchar(5)", "Aä");
    expect("af 0200" + COLLATION + "ffff", "char(2)", null);
    expect(
        "e7 ffff" + COLLATION + "feffffffffffffff 02000000 4100 02000000 4200 00000000",
        "nvarchar(max)",
        "AB");
    expect("f1 00 0200000000000000 02000000 4100 00000000", "xml", "A");
  }

  @Test
  void variants() throws Exception {
    expect("62 49 1f0000 06000000 38 00 05000000", "sql_variant", 5);
    expect(
        "62 491f0000 0b000000 e7 07" + COLLATION + "0200 4100", "sql_variant", "A");
    expect("62 491f0000 00000000", "sql_variant", null);
  }

  @Test
  void numerics() throws Exception {
    expect("6c 05 09 02 05 00 e8030000", "numeric(9,2)", new BigDecimal("-10.00"));
    expect("6a 11 26 00 00", "numeric(38,0)", null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "26 04 08 0000000000000000",
        "26 03 03 000000",
        "6c 05 00 00 05 01 00000000",
        "6c 05 09 0a 05 01 00000000",
        "2a 08 00",
        "29 07 05 ffffffffff",
        "24 10 0f 000000000000000000000000000000",
        "e7 ffff 0904d00034 0a00000000000000 ffffff7f 4100",
        "e7 0800 0904d00034 ff7f 4100",
        "38 01"
      })
  void whatCannotBeIsRefused(String hex) {
    assertThatThrownBy(() -> read(hex)).isInstanceOf(ProtocolException.class);
  }
}
