package io.linkfleet.simulator.tsql.eval;

import static io.linkfleet.simulator.tsql.eval.Functions.strict;

import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.state.Frame;
import io.linkfleet.simulator.tsql.type.Convert;
import io.linkfleet.simulator.tsql.type.DataType;
import io.linkfleet.simulator.tsql.type.Dates;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Built-in functions on dates; "now" is the world's, and the servers live in UTC. */
final class DateFunctions {
  private DateFunctions() {}

  static void addTo(Map<String, Functions.Function> table) {
    Functions.Function now = strict(0, DataType.DATETIME, (a, f) -> Dates.toDatetime(now(f)));
    table.put("GETDATE", now);
    table.put("GETUTCDATE", now);
    table.put("CURRENT_TIMESTAMP", now);
    table.put("SYSDATETIME", strict(0, DataType.DATETIME2, (a, f) -> now(f)));
    table.put("SYSUTCDATETIME", strict(0, DataType.DATETIME2, (a, f) -> now(f)));
    table.put("SYSDATETIMEOFFSET",
        strict(0, DataType.DATETIMEOFFSET, (a, f) -> now(f).atOffset(ZoneOffset.UTC)));
    table.put("YEAR", strict(1, DataType.INT, (a, f) -> date(a[0]).getYear()));
    table.put("MONTH", strict(1, DataType.INT, (a, f) -> date(a[0]).getMonthValue()));
    table.put("DAY", strict(1, DataType.INT, (a, f) -> date(a[0]).getDayOfMonth()));
    table.put("DATEPART", strict(2, DataType.INT, (a, f) -> partOf((String) a[0], date(a[1]))));
    table.put(
        "DATENAME", strict(2, DataType.nvarchar(30), (a, f) -> nameOf((String) a[0], date(a[1]))));
    table.put("DATEDIFF", strict(3, DataType.INT, (a, f) -> difference(a, DataType.INT)));
    table.put("DATEDIFF_BIG", strict(3, DataType.BIGINT, (a, f) -> difference(a, DataType.BIGINT)));
    table.put("DATEADD", strict(3, 3,
        t -> t.get(2).isDate() ? t.get(2) : DataType.DATETIME, (a, f) -> add(a)));
    table.put("ISDATE", strict(1, DataType.INT,
        (a, f) -> Dates.parse(Convert.text(a[0])).isPresent() ? 1 : 0));
  }

  static LocalDateTime now(Frame frame) {
    return LocalDateTime.ofInstant(frame.session.world.clock.instant(), ZoneOffset.UTC);
  }

  /** The full name of a date part or of one of its short names. */
  static Optional<String> part(String name) {
    return Optional.ofNullable(
        switch (name.toLowerCase(Locale.ROOT)) {
          case "year", "yy", "yyyy" -> "year";
          case "quarter", "qq", "q" -> "quarter";
          case "month", "mm", "m" -> "month";
          case "dayofyear", "dy", "y" -> "dayofyear";
          case "day", "dd", "d" -> "day";
          case "week", "wk", "ww" -> "week";
          case "weekday", "dw", "w" -> "weekday";
          case "hour", "hh" -> "hour";
          case "minute", "mi", "n" -> "minute";
          case "second", "ss", "s" -> "second";
          case "millisecond", "ms" -> "millisecond";
          case "microsecond", "mcs" -> "microsecond";
          case "nanosecond", "ns" -> "nanosecond";
          default -> null;
        });
  }

  /** A number stands for the datetime so many days after the beginning of 1900. */
  private static LocalDateTime date(Object value) {
    if (value instanceof Number) {
      return (LocalDateTime) Convert.to(value, DataType.DATETIME, 0);
    }
    return value instanceof OffsetDateTime o
        ? o.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime()
        : (LocalDateTime) Convert.to(value, DataType.DATETIME2, 0);
  }

  private static int partOf(String part, LocalDateTime d) {
    return switch (part) {
      case "year" -> d.getYear();
      case "quarter" -> d.get(IsoFields.QUARTER_OF_YEAR);
      case "month" -> d.getMonthValue();
      case "dayofyear" -> d.getDayOfYear();
      case "day" -> d.getDayOfMonth();
      case "week" ->
          (d.getDayOfYear() + d.toLocalDate().withDayOfYear(1).getDayOfWeek().getValue() % 7 - 1)
                  / 7
              + 1;
      case "weekday" -> d.getDayOfWeek().getValue() % 7 + 1;
      case "hour" -> d.getHour();
      case "minute" -> d.getMinute();
      case "second" -> d.getSecond();
      case "millisecond" -> d.getNano() / 1_000_000;
      case "microsecond" -> d.getNano() / 1_000;
      default -> d.getNano();
    };
  }

  private static String nameOf(String part, LocalDateTime d) {
    return switch (part) {
      case "month" -> d.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case "weekday" -> d.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      default -> String.valueOf(partOf(part, d));
    };
  }

  /** Counts the boundaries crossed, not the time that has passed. */
  private static Object difference(Object[] a, DataType type) {
    LocalDateTime from = date(a[1]);
    LocalDateTime to = date(a[2]);
    LocalDate firstDay = from.toLocalDate();
    LocalDate lastDay = to.toLocalDate();
    long n =
        switch ((String) a[0]) {
          case "year" -> lastDay.getYear() - (long) firstDay.getYear();
          case "quarter" ->
              (lastDay.getYear() - (long) firstDay.getYear()) * 4
                  + partOf("quarter", to)
                  - partOf("quarter", from);
          case "month" ->
              ChronoUnit.MONTHS.between(firstDay.withDayOfMonth(1), lastDay.withDayOfMonth(1));
          case "day", "dayofyear", "weekday" -> ChronoUnit.DAYS.between(firstDay, lastDay);
          case "week" ->
              Math.floorDiv(lastDay.toEpochDay() + 4, 7)
                  - Math.floorDiv(firstDay.toEpochDay() + 4, 7);
          case "hour" -> between(from, to, ChronoUnit.HOURS);
          case "minute" -> between(from, to, ChronoUnit.MINUTES);
          case "second" -> between(from, to, ChronoUnit.SECONDS);
          case "millisecond" -> between(from, to, ChronoUnit.MILLIS);
          case "microsecond" -> between(from, to, ChronoUnit.MICROS);
          default -> between(from, to, ChronoUnit.NANOS);
        };
    return Convert.to(n, type, 0);
  }

  private static long between(LocalDateTime from, LocalDateTime to, ChronoUnit unit) {
    return unit.between(from.truncatedTo(unit), to.truncatedTo(unit));
  }

  private static Object add(Object[] a) {
    int n = TextFunctions.integer(a[1]);
    LocalDateTime d = date(a[2]);
    LocalDateTime sum =
        switch ((String) a[0]) {
          case "year" -> d.plusYears(n);
          case "quarter" -> d.plusMonths(3L * n);
          case "month" -> d.plusMonths(n);
          case "day", "dayofyear", "weekday" -> d.plusDays(n);
          case "week" -> d.plusWeeks(n);
          case "hour" -> d.plusHours(n);
          case "minute" -> d.plusMinutes(n);
          case "second" -> d.plusSeconds(n);
          case "millisecond" -> d.plusNanos(n * 1_000_000L);
          case "microsecond" -> d.plusNanos(n * 1_000L);
          default -> d.plusNanos(n);
        };
    if (sum.getYear() < 1 || sum.getYear() > 9999) {
      throw Message.OVERFLOW.error("datetime");
    }
    return Convert.to(sum, isDate(a[2]) ? typeOf(a[2]) : DataType.DATETIME, 0);
  }

  private static boolean isDate(Object value) {
    return !(value instanceof String) && !(value instanceof Number);
  }

  /** A datetime keeps what the addition gave: rounding it to its ticks again would move it. */
  private static DataType typeOf(Object date) {
    return date instanceof LocalDateTime ? DataType.DATETIME2 : Convert.of(date);
  }
}
