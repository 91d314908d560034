package io.linkfleet.simulator.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.simulator.session.Column;
import io.linkfleet.simulator.session.SqlType;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every type reaches the JDBC driver and comes from it as the same value, NULL included. */
@Timeout(60)
class DriverTypesTest {
  private static final byte[] LONG = new byte[20_000];

  static {
    new Random(7).nextBytes(LONG);
  }

  /** Values as the session gives them, and as the driver must show them when that differs. */
  private static final Map<SqlType, List<Object>> VALUES = new LinkedHashMap<>();

  static {
    VALUES.put(SqlType.INT, List.of(0, Integer.MAX_VALUE, Integer.MIN_VALUE));
    VALUES.put(SqlType.BIGINT, List.of(1L, Long.MAX_VALUE, Long.MIN_VALUE));
    VALUES.put(SqlType.SMALLINT, List.of((short) -5, Short.MAX_VALUE));
    VALUES.put(SqlType.TINYINT, List.of((short) 0, (short) 255));
    VALUES.put(SqlType.BIT, List.of(true, false));
    VALUES.put(SqlType.FLOAT, List.of(1.5, -0.1, Double.MAX_VALUE));
    VALUES.put(SqlType.REAL, List.of(1.5f, -0.1f, Float.MAX_VALUE));
    VALUES.put(
        SqlType.MONEY,
        List.of(
            new BigDecimal("922337203685477.5807"),
            new BigDecimal("-922337203685477.5808"),
            new BigDecimal("-0.0001"),
            new BigDecimal("12.5000")));
    VALUES.put(
        SqlType.SMALLMONEY,
        List.of(new BigDecimal("214748.3647"), new BigDecimal("-214748.3648")));
    VALUES.put(
        SqlType.SMALLDATETIME,
        List.of(
            LocalDateTime.parse("2026-11-21T10:11:00"),
            LocalDateTime.parse("2079-06-06T23:59:00")));
    VALUES.put(
        SqlType.TIME, List.of(LocalTime.parse("23:59:59.9999999"), LocalTime.parse("00:00:00")));
    VALUES.put(SqlType.VARCHAR_MAX, List.of("", "Grüße €", "x".repeat(20_000)));
    VALUES.put(SqlType.BINARY, List.of(Arrays.copyOf(LONG, 128)));
    VALUES.put(SqlType.TEXT, List.of("", "Grüße €", "x".repeat(20_000)));
    VALUES.put(SqlType.NTEXT, List.of("", "日本語".repeat(5_000)));
    VALUES.put(SqlType.IMAGE, List.of(new byte[0], LONG));
    VALUES.put(
        SqlType.NUMERIC,
        List.of(new BigDecimal("37000000012300001"), BigDecimal.ZERO, new BigDecimal("-9")));
    VALUES.put(SqlType.DATETIME, List.of(LocalDateTime.parse("2026-11-21T10:11:12.500")));
    VALUES.put(
        SqlType.DATETIME2,
        List.of(
            LocalDateTime.parse("2026-11-21T23:59:59.9999999"),
            LocalDateTime.parse("0001-01-01T00:00:00")));
    VALUES.put(SqlType.DATE, List.of(LocalDate.parse("2026-11-21"), LocalDate.parse("9999-12-31")));
    VALUES.put(
        SqlType.DATETIMEOFFSET,
        List.of(
            OffsetDateTime.parse("2026-11-21T01:11:12.5+02:00"),
            OffsetDateTime.parse("2026-11-21T23:11:12.1234567-08:30")));
    VALUES.put(SqlType.GUID, List.of(UUID.fromString("6f9619ff-8b86-d011-b42d-00c04fc964ff")));
    VALUES.put(SqlType.NVARCHAR, List.of("", "a", "Ω ' ]] 日本語 🚀".repeat(5)));
    VALUES.put(SqlType.NVARCHAR_MAX, List.of("", "x", "日本語".repeat(10_000)));
    VALUES.put(SqlType.VARCHAR, List.of("", "Grüße €", "x".repeat(128)));
    VALUES.put(SqlType.NCHAR, List.of("ж".repeat(128)));
    VALUES.put(SqlType.CHAR, List.of("D".repeat(128)));
    VALUES.put(SqlType.VARBINARY, List.of(new byte[0], new byte[] {1, 2, (byte) 0xFF}));
    VALUES.put(SqlType.VARBINARY_MAX, List.of(new byte[0], LONG));
    VALUES.put(
        SqlType.VARIANT,
        List.of(
            1,
            5_000_000_000L,
            true,
            "16.0.4165.4",
            "",
            new byte[] {1, 2},
            LocalDateTime.parse("2026-11-21T10:11:12.500"),
            LocalDate.parse("2026-11-21"),
            LocalTime.parse("10:11:12"),
            2.5f,
            new BigDecimal("12.50"),
            1.5));
  }

  private static final int MONEY = microsoft.sql.Types.MONEY;
  private static final int SMALLMONEY = microsoft.sql.Types.SMALLMONEY;

  @TempDir Path directory;
  private Wired wired;
  private Connection connection;

  @BeforeEach
  void start() throws Exception {
    wired = new Wired(directory);
    connection = wired.connect();
  }

  @AfterEach
  void stop() throws Exception {
    connection.close();
    wired.close();
  }

  @ParameterizedTest
  @EnumSource(SqlType.class)
  void reachesTheDriver(SqlType type) throws Exception {
    int length =
        switch (type) {
          case NUMERIC -> 2500;
          case TIME, DATETIME2, DATETIMEOFFSET -> 7;
          default -> 128;
        };
    var column = new Column("c", type, length);
    List<Object> values = new ArrayList<>(VALUES.get(type));
    values.add(1, null);
    wired.toy.on(
        "values",
        (s, p, reply) -> {
          reply.columns(List.of(column, new Column("behind", SqlType.INT, 0)));
          values.forEach(v -> reply.row(new Object[] {v, 42}));
          reply.done(values.size(), 0xC1, false);
        });
    try (var rows = connection.createStatement().executeQuery("values")) {
      for (Object value : values) {
        assertThat(rows.next()).isTrue();
        Object got = value == null ? rows.getObject(1) : read(rows, value);
        assertThat(got).isEqualTo(value);
        assertThat(rows.wasNull()).isEqualTo(value == null);
        assertThat(rows.getInt("behind")).isEqualTo(42);
      }
      assertThat(rows.next()).isFalse();
    }
  }

  private static Object read(java.sql.ResultSet rows, Object value) throws SQLException {
    if (value instanceof byte[]) {
      return rows.getBytes(1);
    }
    if (value instanceof LocalDateTime && rows.getObject(1) instanceof java.sql.Timestamp t) {
      return t.toLocalDateTime();
    }
    boolean variant = rows.getMetaData().getColumnTypeName(1).equals("sql_variant");
    if (variant && rows.getObject(1) instanceof java.sql.Date date) {
      return date.toLocalDate();
    }
    if (variant && rows.getObject(1) instanceof java.sql.Time time) {
      return time.toLocalTime();
    }
    if (value instanceof UUID) {
      return UUID.fromString(rows.getString(1));
    }
    Object got = rows.getObject(1, value.getClass());
    return got instanceof BigDecimal number && value instanceof BigDecimal
        ? number.setScale(((BigDecimal) value).scale())
        : got;
  }

  @Test
  void fixedWidthTextIsPadded() throws Exception {
    wired.toy.on(
        "padded",
        (s, p, reply) -> {
          reply.columns(
              List.of(new Column("a", SqlType.CHAR, 2), new Column("b", SqlType.NCHAR, 5)));
          reply.row(new Object[] {"D", "жж"});
          reply.done(1, 0xC1, false);
        });
    try (var rows = connection.createStatement().executeQuery("padded")) {
      rows.next();
      assertThat(rows.getString(1)).isEqualTo("D ");
      assertThat(rows.getString(2)).isEqualTo("жж   ");
      assertThat(rows.getMetaData().getPrecision(2)).isEqualTo(5);
      assertThat(rows.getMetaData().getColumnTypeName(1)).isEqualTo("char");
    }
  }

  @Test
  void aTimeThatRoundsUpToMidnightIsTheNextDay() throws Exception {
    wired.toy.on(
        "late",
        (s, p, reply) -> {
          reply.columns(List.of(new Column("a", SqlType.DATETIME, 0)));
          reply.row(new Object[] {LocalDateTime.parse("2026-12-31T23:59:59.999")});
          reply.done(1, 0xC1, false);
        });
    try (var rows = connection.createStatement().executeQuery("late")) {
      rows.next();
      assertThat(rows.getTimestamp(1).toLocalDateTime())
          .isEqualTo(LocalDateTime.parse("2027-01-01T00:00:00"));
    }
  }

  /** Sets one parameter. */
  private interface Setter {
    void set(PreparedStatement statement) throws SQLException;
  }

  @Test
  void parametersArriveAsTheirValues() throws Exception {
    String text = "日本語".repeat(10_000);
    var time = LocalDateTime.parse("2026-11-21T10:11:12.1234567");
    var zoned = OffsetDateTime.parse("2026-11-21T01:11:12.5+02:00");
    var guid = UUID.fromString("6f9619ff-8b86-d011-b42d-00c04fc964ff");
    Object nothing = null;
    arrives("int", 5, s -> s.setInt(1, 5));
    arrives("bigint", Long.MIN_VALUE, s -> s.setLong(1, Long.MIN_VALUE));
    arrives("smallint", -7, s -> s.setShort(1, (short) -7));
    arrives("tinyint", 200, s -> s.setObject(1, 200, java.sql.Types.TINYINT));
    arrives("bit", true, s -> s.setBoolean(1, true));
    arrives("float", 1.5, s -> s.setDouble(1, 1.5));
    // a float of four bytes, which the session widens to the declared type
    arrives("float", 0.5f, s -> s.setFloat(1, 0.5f));
    var price = new BigDecimal("-12.50");
    arrives("decimal(38,2)", price, s -> s.setBigDecimal(1, price));
    arrives("nvarchar(4000)", "a", s -> s.setString(1, "a"));
    arrives("nvarchar(max)", text, s -> s.setString(1, text));
    arrives("varbinary(8000)", new byte[] {1, 2}, s -> s.setBytes(1, new byte[] {1, 2}));
    arrives("varbinary(max)", LONG, s -> s.setBytes(1, LONG));
    arrives("date", LocalDate.parse("2026-11-21"), s -> s.setObject(1, time.toLocalDate()));
    arrives("datetime2", time, s -> s.setObject(1, time));
    arrives("datetimeoffset", zoned, s -> s.setObject(1, zoned));
    var clock = time.toLocalTime();
    // by default the driver sends a time as the datetime of 1970-01-01
    ((com.microsoft.sqlserver.jdbc.ISQLServerConnection) connection).setSendTimeAsDatetime(false);
    arrives("time", clock, s -> s.setObject(1, clock));
    arrives("money", price, s -> s.setObject(1, price, MONEY));
    arrives("money", price, s -> s.setObject(1, price, SMALLMONEY));
    arrives("float", 0.5f, s -> s.setObject(1, 0.5f, java.sql.Types.REAL));
    arrives("uniqueidentifier", guid, s -> s.setObject(1, guid));
    arrives("nvarchar(4000)", nothing, s -> s.setString(1, null));
    arrives("int", nothing, s -> s.setNull(1, java.sql.Types.INTEGER));
    arrives("varbinary(8000)", nothing, s -> s.setNull(1, java.sql.Types.VARBINARY));
    arrives("decimal(38,0)", nothing, s -> s.setNull(1, java.sql.Types.DECIMAL));
    arrives("datetime2", nothing, s -> s.setNull(1, java.sql.Types.TIMESTAMP));
  }

  private void arrives(String declared, Object value, Setter setter) throws SQLException {
    var seen = new ArrayList<Object>();
    ToyServer.Script take =
        (s, parameters, reply) -> {
          seen.add(parameters.get(0).name());
          seen.add(parameters.get(0).declaredType());
          seen.add(parameters.get(0).value());
          reply.done(-1, 0, false);
        };
    wired.toy.on("take @P0", take);
    try (var statement = connection.prepareStatement("take ?")) {
      setter.set(statement);
      statement.execute();
    }
    assertThat(seen.get(0)).isEqualTo("@P0");
    assertThat(seen.get(1)).isEqualTo(declared);
    if (value instanceof byte[] bytes) {
      assertThat(Arrays.equals((byte[]) seen.get(2), bytes)).isTrue();
    } else {
      assertThat(seen.get(2)).isEqualTo(value);
    }
  }
}
