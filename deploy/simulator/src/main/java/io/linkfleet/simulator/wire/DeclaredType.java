package io.linkfleet.simulator.wire;

import io.linkfleet.simulator.session.Column;
import io.linkfleet.simulator.session.SqlType;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the T-SQL name of a parameter's type, so that its value can be sent back in that type. */
final class DeclaredType {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:\\[?sys\\]?\\s*\\.\\s*)?\\[?(\\w+)\\]?\\s*"
              + "(?:\\(\\s*(max|\\d{1,9})\\s*(?:,\\s*(\\d{1,9})\\s*)?\\))?",
          Pattern.CASE_INSENSITIVE);

  private DeclaredType() {}

  /** The column in which a value of this type travels; an unknown type travels as text. */
  static Column column(String name, String declared) {
    Matcher form = FORM.matcher(declared.strip());
    if (!form.matches()) {
      return new Column(name, SqlType.NVARCHAR_MAX, 0);
    }
    String type = form.group(1).toLowerCase(Locale.ROOT);
    boolean max = "max".equalsIgnoreCase(form.group(2));
    int first = form.group(2) == null || max ? 0 : Integer.parseInt(form.group(2));
    int scale = form.group(3) == null ? 0 : Integer.parseInt(form.group(3));
    return switch (type) {
      case "int" -> new Column(name, SqlType.INT, 0);
      case "bigint" -> new Column(name, SqlType.BIGINT, 0);
      case "smallint" -> new Column(name, SqlType.SMALLINT, 0);
      case "tinyint" -> new Column(name, SqlType.TINYINT, 0);
      case "bit" -> new Column(name, SqlType.BIT, 0);
      case "float" ->
          new Column(name, first > 0 && first <= 24 ? SqlType.REAL : SqlType.FLOAT, 0);
      case "real" -> new Column(name, SqlType.REAL, 0);
      case "numeric", "decimal", "dec" ->
          new Column(name, SqlType.NUMERIC, (first == 0 ? 18 : first) * 100 + scale);
      case "money" -> new Column(name, SqlType.MONEY, 0);
      case "smallmoney" -> new Column(name, SqlType.SMALLMONEY, 0);
      case "datetime" -> new Column(name, SqlType.DATETIME, 0);
      case "smalldatetime" -> new Column(name, SqlType.SMALLDATETIME, 0);
      case "datetime2" -> new Column(name, SqlType.DATETIME2, seconds(form));
      case "time" -> new Column(name, SqlType.TIME, seconds(form));
      case "date" -> new Column(name, SqlType.DATE, 0);
      case "datetimeoffset" -> new Column(name, SqlType.DATETIMEOFFSET, seconds(form));
      case "uniqueidentifier" -> new Column(name, SqlType.GUID, 0);
      case "nvarchar" ->
          new Column(name, max ? SqlType.NVARCHAR_MAX : SqlType.NVARCHAR, width(first));
      case "sysname" -> new Column(name, SqlType.NVARCHAR, 128);
      case "varchar" ->
          new Column(name, max ? SqlType.VARCHAR_MAX : SqlType.VARCHAR, width(first));
      case "nchar" -> new Column(name, SqlType.NCHAR, width(first));
      case "char" -> new Column(name, SqlType.CHAR, width(first));
      case "binary" -> new Column(name, SqlType.BINARY, width(first));
      case "varbinary" ->
          new Column(name, max ? SqlType.VARBINARY_MAX : SqlType.VARBINARY, width(first));
      case "sql_variant" -> new Column(name, SqlType.VARIANT, 0);
      default -> new Column(name, SqlType.NVARCHAR_MAX, 0);
    };
  }

  /** The decimals of the seconds: seven when nothing is said. */
  private static int seconds(Matcher form) {
    return form.group(2) == null ? 7 : Math.min(7, Integer.parseInt(form.group(2)));
  }

  /** A declaration without a width means one character. */
  private static int width(int declared) {
    return Math.max(1, declared);
  }
}
