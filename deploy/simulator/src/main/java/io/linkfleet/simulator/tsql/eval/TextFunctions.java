package io.linkfleet.simulator.tsql.eval;

import static io.linkfleet.simulator.tsql.eval.Functions.strict;

import io.linkfleet.simulator.tsql.type.Collation;
import io.linkfleet.simulator.tsql.type.Convert;
import io.linkfleet.simulator.tsql.type.DataType;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Built-in functions on strings. */
final class TextFunctions {
  private static final DataType CHARACTER = DataType.nvarchar(1);

  private TextFunctions() {}

  static void addTo(Map<String, Functions.Function> table) {
    table.put("CHAR", strict(1, DataType.varchar(1), (a, f) -> character(integer(a[0]), 255)));
    table.put("NCHAR", strict(1, CHARACTER, (a, f) -> character(integer(a[0]), 65535)));
    table.put("ASCII", strict(1, DataType.INT, (a, f) -> code(text(a[0]))));
    table.put("UNICODE", strict(1, DataType.INT, (a, f) -> code(text(a[0]))));
    table.put("LEN", strict(1, DataType.INT, (a, f) -> text(a[0]).replaceAll(" +$", "").length()));
    table.put(
        "UPPER", strict(1, 1, TextFunctions::same, (a, f) -> text(a[0]).toUpperCase(Locale.ROOT)));
    table.put(
        "LOWER", strict(1, 1, TextFunctions::same, (a, f) -> text(a[0]).toLowerCase(Locale.ROOT)));
    table.put(
        "LTRIM", strict(1, 1, TextFunctions::same, (a, f) -> text(a[0]).replaceAll("^ +", "")));
    table.put(
        "RTRIM", strict(1, 1, TextFunctions::same, (a, f) -> text(a[0]).replaceAll(" +$", "")));
    table.put("TRIM", strict(1, 1, TextFunctions::same,
        (a, f) -> text(a[0]).replaceAll("^ +| +$", "")));
    table.put("REVERSE", strict(1, 1, TextFunctions::same,
        (a, f) -> new StringBuilder(text(a[0])).reverse().toString()));
    table.put("LEFT", strict(2, 2, TextFunctions::same,
        (a, f) -> substring(text(a[0]), 1, integer(a[1]))));
    table.put("RIGHT", strict(2, 2, TextFunctions::same, (a, f) -> {
      String s = text(a[0]);
      return s.substring(Math.max(0, s.length() - Math.max(0, integer(a[1]))));
    }));
    table.put("SUBSTRING", strict(3, 3, TextFunctions::same,
        (a, f) -> substring(text(a[0]), integer(a[1]), integer(a[2]))));
    table.put("CHARINDEX", strict(2, 3, t -> DataType.INT, (a, f) -> indexOf(a)));
    table.put("PATINDEX", strict(2, DataType.INT, (a, f) -> patternIndex(text(a[0]), text(a[1]))));
    table.put("REPLACE", strict(3, 3, t -> wide(t.get(0)),
        (a, f) -> replace(text(a[0]), text(a[1]), text(a[2]))));
    table.put("STUFF", strict(4, 4, t -> wide(t.get(0)),
        (a, f) -> stuff(text(a[0]), integer(a[1]), integer(a[2]), text(a[3]))));
    table.put("REPLICATE", strict(2, 2, t -> wide(t.get(0)),
        (a, f) -> text(a[0]).repeat(Math.max(0, integer(a[1])))));
    table.put("SPACE", strict(1, DataType.varchar(8000),
        (a, f) -> " ".repeat(Math.max(0, integer(a[0])))));
    table.put("QUOTENAME", strict(1, 2, t -> DataType.nvarchar(258),
        (a, f) -> quoteName(text(a[0]), a.length > 1 ? text(a[1]) : "[")));
    table.put("PARSENAME", strict(2, DataType.SYSNAME,
        (a, f) -> parseName(text(a[0]), integer(a[1]))));
    table.put("CONCAT", new Functions.Function(2, 254, false, t -> concatType(t, 0), (a, f) -> {
      var joined = new StringBuilder();
      for (Object part : a) {
        joined.append(part == null ? "" : text(part));
      }
      return joined.toString();
    }));
    table.put("CONCAT_WS", new Functions.Function(3, 254, false, t -> concatType(t, 4), (a, f) -> {
      var parts = new java.util.ArrayList<String>();
      for (int i = 1; i < a.length; i++) {
        if (a[i] != null) {
          parts.add(text(a[i]));
        }
      }
      return String.join(a[0] == null ? "" : text(a[0]), parts);
    }));
  }

  static String text(Object value) {
    return Convert.text(value);
  }

  static int integer(Object value) {
    return (Integer) Convert.to(value, DataType.INT, 0);
  }

  private static DataType same(List<DataType> types) {
    DataType type = types.get(0);
    // text of fixed width loses it: RTRIM of nchar is nvarchar
    return type.isLong()
        ? type
        : type.isString() && !type.isNational()
            ? DataType.varchar(Math.max(1, type.width()))
            : DataType.nvarchar(Math.min(4000, Math.max(1, type.width())));
  }

  private static DataType wide(DataType type) {
    return type.width() > 8000
        ? type.isNational() ? DataType.NVARCHAR_MAX : DataType.VARCHAR_MAX
        : type.isNational() ? DataType.nvarchar(4000) : DataType.varchar(8000);
  }

  private static DataType concatType(List<DataType> types, int each) {
    long width = types.stream().mapToLong(t -> (long) t.width() + each).sum();
    return width > 4000 ? DataType.NVARCHAR_MAX : DataType.nvarchar((int) width);
  }

  private static Object character(int code, int most) {
    return code < 0 || code > most ? null : String.valueOf((char) code);
  }

  private static Object code(String s) {
    return s.isEmpty() ? null : Integer.valueOf(s.charAt(0));
  }

  private static String substring(String s, int start, int length) {
    int from = Math.max(0, start - 1);
    long until = Math.min(s.length(), (long) start - 1 + Math.max(0, length));
    return from >= until ? "" : s.substring(from, (int) until);
  }

  private static int indexOf(Object[] a) {
    String wanted = text(a[0]).toLowerCase(Locale.ROOT);
    String s = text(a[1]).toLowerCase(Locale.ROOT);
    int from = a.length > 2 ? Math.max(0, integer(a[2]) - 1) : 0;
    return wanted.isEmpty() ? 0 : s.indexOf(wanted, from) + 1;
  }

  private static int patternIndex(String pattern, String s) {
    var whole = Collation.like(pattern, null);
    if (!pattern.startsWith("%")) {
      return whole.matcher(s).matches() ? 1 : 0;
    }
    var rest = Collation.like(pattern.substring(1), null);
    for (int i = 0; i < s.length(); i++) {
      if (rest.matcher(s.substring(i)).matches()) {
        return i + 1;
      }
    }
    return 0;
  }

  private static String replace(String s, String wanted, String by) {
    if (wanted.isEmpty()) {
      return s;
    }
    return java.util.regex.Pattern.compile(
            java.util.regex.Pattern.quote(wanted),
            java.util.regex.Pattern.CASE_INSENSITIVE | java.util.regex.Pattern.UNICODE_CASE)
        .matcher(s)
        .replaceAll(java.util.regex.Matcher.quoteReplacement(by));
  }

  private static Object stuff(String s, int start, int length, String by) {
    if (start < 1 || start > s.length() || length < 0) {
      return null;
    }
    int end = Math.min(s.length(), start - 1 + length);
    return s.substring(0, start - 1) + by + s.substring(end);
  }

  /** NULL above 128 characters, as the real function. */
  private static Object quoteName(String s, String quote) {
    if (s.length() > 128 || quote.isEmpty()) {
      return null;
    }
    return switch (quote.charAt(0)) {
      case '[', ']' -> "[" + s.replace("]", "]]") + "]";
      case '\'' -> "'" + s.replace("'", "''") + "'";
      case '"' -> "\"" + s.replace("\"", "\"\"") + "\"";
      case '(', ')' -> "(" + s + ")";
      default -> null;
    };
  }

  private static Object parseName(String s, int piece) {
    String[] parts = s.split("\\.");
    if (piece < 1 || piece > parts.length || parts.length > 4) {
      return null;
    }
    String part = parts[parts.length - piece];
    return part.startsWith("[") && part.endsWith("]") ? part.substring(1, part.length() - 1) : part;
  }
}
