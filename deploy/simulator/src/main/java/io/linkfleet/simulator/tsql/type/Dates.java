package io.linkfleet.simulator.tsql.type;

import io.linkfleet.simulator.tsql.Message;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads and writes dates as T-SQL does under us_english (month first): {@code yyyymmdd}, {@code
 * mm/dd/yyyy}, ISO, with or without a time.
 */
public final class Dates {
  private static final Pattern TIME =
      Pattern.compile("(\\d{1,2}):(\\d{1,2})(?::(\\d{1,2})(?:[.:](\\d{1,7}))?)?\\s*(AM|PM)?Z?",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern COMPACT = Pattern.compile("(\\d{4})(\\d{2})(\\d{2})");
  private static final Pattern YEAR_FIRST =
      Pattern.compile("(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})");
  private static final Pattern MONTH_FIRST =
      Pattern.compile("(\\d{1,2})[-/.](\\d{1,2})[-/.](\\d{2}|\\d{4})");
  private static final Pattern NAMED =
      Pattern.compile("([A-Za-z]{3,9})\\s+(\\d{1,2}),?\\s+(\\d{4})");
  private static final String[] MONTHS = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
  };

  private Dates() {}

  /** The date and time that the text says; empty when it says none. */
  public static Optional<LocalDateTime> parse(String text) {
    String s = text.trim();
    int cut = cut(s);
    String day = cut < 0 ? s : s.substring(0, cut).trim();
    String time = cut < 0 ? "" : s.substring(cut + 1).trim();
    if (cut < 0 && s.indexOf(':') > 0) {
      day = "";
      time = s;
    }
    try {
      LocalDate date = day.isEmpty() ? LocalDate.of(1900, 1, 1) : date(day);
      LocalTime clock = time.isEmpty() ? LocalTime.MIDNIGHT : time(time);
      return date == null || clock == null ? Optional.empty() : Optional.of(date.atTime(clock));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Where the time begins: the T of ISO, or the last blank before the first colon. */
  private static int cut(String s) {
    int colon = s.indexOf(':');
    if (colon < 0) {
      return -1;
    }
    int t = s.indexOf('T');
    return t > 0 && t < colon && Character.isDigit(s.charAt(t - 1)) ? t : s.lastIndexOf(' ', colon);
  }

  private static LocalDate date(String day) {
    Matcher m = COMPACT.matcher(day);
    if (m.matches()) {
      return of(m.group(1), m.group(2), m.group(3));
    }
    m = YEAR_FIRST.matcher(day);
    if (m.matches()) {
      return of(m.group(1), m.group(2), m.group(3));
    }
    m = MONTH_FIRST.matcher(day);
    if (m.matches()) {
      int year = Integer.parseInt(m.group(3));
      // two digits: 2049 is the last year of this century, as "two digit year cutoff" has it
      int full = m.group(3).length() == 4 ? year : year + (year < 50 ? 2000 : 1900);
      return of(String.valueOf(full), m.group(1), m.group(2));
    }
    m = NAMED.matcher(day);
    if (m.matches()) {
      for (int month = 0; month < MONTHS.length; month++) {
        if (m.group(1).regionMatches(true, 0, MONTHS[month], 0, 3)) {
          return of(m.group(3), String.valueOf(month + 1), m.group(2));
        }
      }
    }
    return null;
  }

  private static LocalDate of(String year, String month, String day) {
    return LocalDate.of(
        Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day));
  }

  private static LocalTime time(String text) {
    Matcher m = TIME.matcher(text);
    if (!m.matches()) {
      return null;
    }
    int hour = Integer.parseInt(m.group(1));
    if (m.group(5) != null) {
      hour = hour % 12 + (m.group(5).equalsIgnoreCase("PM") ? 12 : 0);
    }
    int second = m.group(3) == null ? 0 : Integer.parseInt(m.group(3));
    String fraction = m.group(4) == null ? "0" : m.group(4);
    int nanos = Integer.parseInt((fraction + "000000000").substring(0, 9));
    return LocalTime.of(hour, Integer.parseInt(m.group(2)), second, nanos);
  }

  /** The ticks of datetime are a 300th of a second. */
  public static LocalDateTime toDatetime(LocalDateTime value) {
    long nanos = value.toLocalTime().toNanoOfDay();
    long ticks = Math.round(nanos * 300 / 1e9);
    long millis = Math.round(ticks * 10 / 3.0);
    return value.toLocalDate().atStartOfDay().plusNanos(millis * 1_000_000);
  }

  /** Whole minutes from 1900 to June 2079; 29.999 seconds and more count for the next minute. */
  static LocalDateTime toSmallDatetime(LocalDateTime value) {
    LocalDateTime minute = value.plusNanos(30_001_000_000L).truncatedTo(ChronoUnit.MINUTES);
    if (minute.getYear() < 1900 || minute.toLocalDate().isAfter(LocalDate.of(2079, 6, 6))) {
      throw Message.SMALLDATETIME_RANGE.error("smalldatetime");
    }
    return minute;
  }

  /** The value with so many decimals of its seconds. */
  static LocalDateTime rounded(LocalDateTime value, int decimals) {
    long unit = 1;
    for (int digits = decimals; digits < 9; digits++) {
      unit *= 10;
    }
    long nanos = value.toLocalTime().toNanoOfDay();
    return value.toLocalDate().atStartOfDay().plusNanos((nanos + unit / 2) / unit * unit);
  }

  /** Text of a date as CONVERT gives it with this style. */
  public static String format(LocalDateTime v, int style, boolean withTime) {
    String millis = String.format(Locale.ROOT, "%03d", v.get(ChronoField.MILLI_OF_SECOND));
    String clock = String.format(Locale.ROOT, "%tT", v);
    String text =
        switch (style) {
          case 101 -> String.format(Locale.ROOT, "%1$tm/%1$td/%1$tY", v);
          case 103 -> String.format(Locale.ROOT, "%1$td/%1$tm/%1$tY", v);
          case 104 -> String.format(Locale.ROOT, "%1$td.%1$tm.%1$tY", v);
          case 108 -> clock;
          case 112 -> String.format(Locale.ROOT, "%1$tY%1$tm%1$td", v);
          case 120 -> String.format(Locale.ROOT, "%tF ", v) + clock;
          case 121 -> String.format(Locale.ROOT, "%tF ", v) + clock + "." + millis;
          case 126, 127 ->
              String.format(Locale.ROOT, "%tF", v) + "T" + clock
                  + (v.getNano() == 0 ? "" : "." + millis);
          default -> {
            int hour = v.getHour() % 12 == 0 ? 12 : v.getHour() % 12;
            yield String.format(
                Locale.ENGLISH,
                "%s %2d %d %2d:%02d%s",
                MONTHS[v.getMonthValue() - 1],
                v.getDayOfMonth(),
                v.getYear(),
                hour,
                v.getMinute(),
                v.getHour() < 12 ? "AM" : "PM");
          }
        };
    return withTime || style == 0 || style == 108
        ? text
        : text.substring(0, Math.min(10, text.length()));
  }
}
