package io.linkfleet.simulator.tsql.type;

import io.linkfleet.simulator.session.SqlType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.Charset;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Owns the conversions that depend on the type a value comes from, not on the value alone: money,
 * and dates and times with their decimals, as text; narrow text as bytes.
 */
public final class Times {
  private static final Pattern ZONE = Pattern.compile("(.*?)\\s*([+-])(\\d{1,2}):(\\d{2})");
  private static final DateTimeFormatter DAY = DateTimeFormatter.ISO_LOCAL_DATE;
  private static final Charset NARROW = Charset.forName("windows-1252");

  private Times() {}

  /** The value of the one type in the other, as CAST and CONVERT give it. */
  public static Object convert(Object value, DataType from, DataType to, int style) {
    if (value == null || from.sql() == null) {
      return Convert.to(value, to, style);
    }
    if (to.isString()) {
      Object shown = shown(value, from, style);
      return Convert.to(shown == null ? value : shown, to, style);
    }
    boolean narrow = from.isString() && !from.isNational();
    return to.isBinary() && narrow && style == 0
        ? Convert.to(((String) value).getBytes(NARROW), to, 0)
        : Convert.to(value, to, style);
  }

  /** The text of a value whose type decides about it; null when the value says enough. */
  private static String shown(Object value, DataType from, int style) {
    if (from.isMoney()) {
      return money((BigDecimal) value, style);
    } else if (value instanceof LocalTime t) {
      return text(t, from.length());
    } else if (value instanceof OffsetDateTime o) {
      return text(o, from.length());
    } else if (from.sql() == SqlType.DATETIME2 && (style == 0 || style == 121)) {
      var at = (LocalDateTime) value;
      return DAY.format(at) + " " + text(at.toLocalTime(), from.length());
    } else if (from.sql() == SqlType.DATETIME2 && (style == 126 || style == 127)) {
      var at = (LocalDateTime) value;
      return DAY.format(at) + "T" + text(at.toLocalTime(), at.getNano() == 0 ? 0 : from.length());
    }
    return null;
  }

  /** Two decimals; with commas in style 1, four decimals in style 2. */
  private static String money(BigDecimal value, int style) {
    return switch (style) {
      case 1 -> String.format(Locale.ROOT, "%,.2f", value);
      case 2 -> value.setScale(4, RoundingMode.HALF_UP).toPlainString();
      default -> value.setScale(2, RoundingMode.HALF_UP).toPlainString();
    };
  }

  static String text(LocalTime time, int decimals) {
    String fraction = String.format(Locale.ROOT, "%09d", time.getNano()).substring(0, decimals);
    return String.format(Locale.ROOT, "%tT", time) + (decimals == 0 ? "" : "." + fraction);
  }

  static String text(OffsetDateTime value, int decimals) {
    int minutes = value.getOffset().getTotalSeconds() / 60;
    return DAY.format(value.toLocalDate())
        + " "
        + text(value.toLocalTime(), decimals)
        + String.format(
            Locale.ROOT,
            " %s%02d:%02d",
            minutes < 0 ? "-" : "+",
            Math.abs(minutes) / 60,
            Math.abs(minutes) % 60);
  }

  /** A date and time with an offset, or without one, which is then UTC. */
  static Optional<OffsetDateTime> zoned(String text) {
    Matcher zone = ZONE.matcher(text.trim());
    if (!zone.matches() || zone.group(1).indexOf(':') < 0) {
      return Dates.parse(text).map(at -> at.atOffset(ZoneOffset.UTC));
    }
    try {
      int sign = zone.group(2).equals("-") ? -1 : 1;
      var offset =
          ZoneOffset.ofHoursMinutes(
              sign * Integer.parseInt(zone.group(3)), sign * Integer.parseInt(zone.group(4)));
      return Dates.parse(zone.group(1)).map(at -> at.atOffset(offset));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
