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
import java.util.Set;
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
  private static final Pattern DAY_NAMED =
      Pattern.compile("(\\d{1,2})\\s+([A-Za-z]{3,9}),?\\s+(\\d{4})");
  /** The styles of CONVERT whose day stands before the month. */
  private static final Set<Integer> DAY_FIRST = Set.of(3, 4, 5, 103, 104, 105);
  private static final String[] MONTHS = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
  };

  private Dates() {}

  /** The date and time that the text says; empty when it says none. */
  public static Optional<LocalDateTime> parse(String text) {
    return parse(text, 0);
  }

  /** Whether a text has the form of a date, even one that no calendar has. */
  static boolean looksLikeDate(String text) {
    String s = text.trim();
    int cut = cut(s);
    String day = cut < 0 ? s : s.substring(0, cut).trim();
    return COMPACT.matcher(day).matches()
        || YEAR_FIRST.matcher(day).matches()
        || MONTH_FIRST.matcher(day).matches();
  }

  /** As CONVERT reads it with this style. */
  static Optional<LocalDateTime> parse(String text, int style) {
    String s = text.trim();
    int cut = cut(s);
    String day = cut < 0 ? s : s.substring(0, cut).trim();
    String time = cut < 0 ? "" : s.substring(cut + 1).trim();
    if (cut < 0 && s.indexOf(':') > 0) {
      day = "";
      time = s;
    }
    try {
      LocalDate date = day.isEmpty() ? LocalDate.of(1900, 1, 1) : date(day, style);
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

  private static LocalDate date(String day, int style) {
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
      boolean dayFirst = DAY_FIRST.contains(style);
      return of(
          String.valueOf(full), m.group(dayFirst ? 2 : 1), m.group(dayFirst ? 1 : 2));
    }
    m = NAMED.matcher(day);
    if (m.matches()) {
      return named(m.group(3), m.group(1), m.group(2));
    }
    m = DAY_NAMED.matcher(day);
    return m.matches() ? named(m.group(3), m.group(2), m.group(1)) : null;
  }

  private static LocalDate named(String year, String name, String day) {
    for (int month = 0; month < MONTHS.length; month++) {
      if (name.regionMatches(true, 0, MONTHS[month], 0, 3)) {
        return of(year, String.valueOf(month + 1), day);
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
      throw Message.DATE_RANGE.error("varchar", "smalldatetime");
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
    Optional<String> day = day(v, style);
    if (day.isPresent()) {
      return day.get();
    }
    String text =
        switch (style) {
          case 0, 100 -> words(v) + hours(v, "");
          case 8, 24, 108 -> clock;
          case 9, 109 -> words(v) + hours(v, ":" + clock.substring(6) + ":" + millis);
          case 13, 113 -> day(v, 106).orElseThrow() + " " + clock + ":" + millis;
          case 14, 114 -> clock + ":" + millis;
          case 20, 120 -> String.format(Locale.ROOT, "%tF ", v) + clock;
          case 21, 25, 121 -> String.format(Locale.ROOT, "%tF ", v) + clock + "." + millis;
          case 126, 127 ->
              String.format(Locale.ROOT, "%tF", v) + "T" + clock
                  + (v.getNano() == 0 ? "" : "." + millis);
          case 22, 130, 131 -> throw Message.NOT_SIMULATED.error("CONVERT with style " + style);
          default -> throw Message.BAD_STYLE.error(style, withTime ? "datetime" : "date");
        };
    return withTime || style == 0 || style == 108
        ? text
        : text.substring(0, Math.min(style == 100 || style == 113 ? 11 : 10, text.length()));
  }

  /** The styles that show the day alone: of 1 to 12 with two digits of the year. */
  private static Optional<String> day(LocalDateTime v, int style) {
    String form =
        switch (style % 100) {
          case 1 -> "%1$tm/%1$td/%1$t_";
          case 2 -> "%1$t_.%1$tm.%1$td";
          case 3 -> "%1$td/%1$tm/%1$t_";
          case 4 -> "%1$td.%1$tm.%1$t_";
          case 5 -> "%1$td-%1$tm-%1$t_";
          case 6 -> "%1$td %1$tb %1$t_";
          case 7 -> "%1$tb %1$td, %1$t_";
          case 10 -> "%1$tm-%1$td-%1$t_";
          case 11 -> "%1$t_/%1$tm/%1$td";
          case 12 -> "%1$t_%1$tm%1$td";
          case 23 -> "%1$tF";
          default -> null;
        };
    if (form == null || style < 0 || style > 112) {
      return Optional.empty();
    }
    String year = style >= 100 ? "%1$tY" : "%1$ty";
    return Optional.of(String.format(Locale.ENGLISH, form.replace("%1$t_", year), v));
  }

  private static String words(LocalDateTime v) {
    return String.format(
        Locale.ENGLISH,
        "%s %2d %d ",
        MONTHS[v.getMonthValue() - 1],
        v.getDayOfMonth(),
        v.getYear());
  }

  /** Twelve hours, the minutes, and what follows them before AM or PM. */
  private static String hours(LocalDateTime v, String rest) {
    int hour = v.getHour() % 12 == 0 ? 12 : v.getHour() % 12;
    return String.format(
        Locale.ENGLISH, "%2d:%02d%s%s", hour, v.getMinute(), rest, v.getHour() < 12 ? "AM" : "PM");
  }
}
