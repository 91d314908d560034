package io.linkfleet.simulator.tsql.type;

import io.linkfleet.simulator.session.SqlType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A T-SQL data type as an expression or a variable has it.
 *
 * <p>{@code varchar(max)} is kept as {@code nvarchar(max)}: clients see the wider of the two.
 *
 * @param sql what leaves the simulator; null for the type of a bare NULL
 * @param length as in {@link io.linkfleet.simulator.session.Column#length()}
 */
public record DataType(SqlType sql, int length) {
  public static final DataType INT = new DataType(SqlType.INT, 0);
  public static final DataType BIGINT = new DataType(SqlType.BIGINT, 0);
  public static final DataType SMALLINT = new DataType(SqlType.SMALLINT, 0);
  public static final DataType TINYINT = new DataType(SqlType.TINYINT, 0);
  public static final DataType BIT = new DataType(SqlType.BIT, 0);
  public static final DataType FLOAT = new DataType(SqlType.FLOAT, 0);
  public static final DataType DATETIME = new DataType(SqlType.DATETIME, 0);
  public static final DataType DATETIME2 = new DataType(SqlType.DATETIME2, 0);
  public static final DataType DATE = new DataType(SqlType.DATE, 0);
  public static final DataType DATETIMEOFFSET = new DataType(SqlType.DATETIMEOFFSET, 0);
  public static final DataType GUID = new DataType(SqlType.GUID, 0);
  public static final DataType NTEXT = new DataType(SqlType.NVARCHAR_MAX, 0);
  public static final DataType BINARY_MAX = new DataType(SqlType.VARBINARY_MAX, 0);
  public static final DataType VARIANT = new DataType(SqlType.VARIANT, 0);
  public static final DataType SYSNAME = nvarchar(128);
  /** The type of a NULL that nothing has given a type yet; it leaves as INT, as on a server. */
  public static final DataType NULL = new DataType(null, 0);

  public static DataType nvarchar(int length) {
    return new DataType(SqlType.NVARCHAR, length);
  }

  public static DataType varchar(int length) {
    return new DataType(SqlType.VARCHAR, length);
  }

  public static DataType varbinary(int length) {
    return new DataType(SqlType.VARBINARY, length);
  }

  public static DataType numeric(int precision, int scale) {
    return new DataType(SqlType.NUMERIC, precision * 100 + scale);
  }

  /** The type of a literal number as SQL Server would see it. */
  public static DataType ofDecimal(BigDecimal value) {
    int scale = Math.max(0, value.scale());
    return numeric(Math.max(value.precision(), scale + 1), scale);
  }

  /** The type with this name and these arguments (-1 for MAX); empty when there is none. */
  public static Optional<DataType> named(String name, List<Integer> arguments) {
    int first = arguments.isEmpty() ? 0 : arguments.get(0);
    int length = arguments.isEmpty() ? 1 : first;
    return Optional.ofNullable(
        switch (name.toLowerCase(Locale.ROOT)) {
          case "int", "integer" -> INT;
          case "bigint" -> BIGINT;
          case "smallint" -> SMALLINT;
          case "tinyint" -> TINYINT;
          case "bit" -> BIT;
          case "float" -> FLOAT;
          case "numeric", "decimal", "dec" ->
              numeric(
                  arguments.isEmpty() ? 18 : first, arguments.size() > 1 ? arguments.get(1) : 0);
          case "datetime" -> DATETIME;
          case "datetime2" -> DATETIME2;
          case "date" -> DATE;
          case "datetimeoffset" -> DATETIMEOFFSET;
          case "uniqueidentifier" -> GUID;
          case "nvarchar" -> first == -1 ? NTEXT : nvarchar(length);
          case "varchar" -> first == -1 ? NTEXT : varchar(length);
          case "nchar" -> new DataType(SqlType.NCHAR, length);
          case "char", "character" -> new DataType(SqlType.CHAR, length);
          case "varbinary" -> first == -1 ? BINARY_MAX : varbinary(length);
          case "sysname" -> SYSNAME;
          case "ntext" -> NTEXT;
          case "sql_variant" -> VARIANT;
          default -> null;
        });
  }

  public boolean isString() {
    return sql != null
        && switch (sql) {
          case NVARCHAR, NVARCHAR_MAX, VARCHAR, NCHAR, CHAR -> true;
          default -> false;
        };
  }

  /** Whether its strings are Unicode. */
  public boolean isNational() {
    return sql == SqlType.NVARCHAR || sql == SqlType.NVARCHAR_MAX || sql == SqlType.NCHAR;
  }

  public boolean isBinary() {
    return sql == SqlType.VARBINARY || sql == SqlType.VARBINARY_MAX;
  }

  public boolean isInteger() {
    return sql != null
        && switch (sql) {
          case INT, BIGINT, SMALLINT, TINYINT, BIT -> true;
          default -> false;
        };
  }

  public boolean isNumber() {
    return isInteger() || sql == SqlType.NUMERIC || sql == SqlType.FLOAT;
  }

  public boolean isDate() {
    return sql != null
        && switch (sql) {
          case DATE, DATETIME, DATETIME2, DATETIMEOFFSET -> true;
          default -> false;
        };
  }

  /** The place in SQL Server's precedence of types: the higher one wins when two meet. */
  int precedence() {
    if (sql == null) {
      return 0;
    }
    return switch (sql) {
      case VARBINARY -> 1;
      case VARBINARY_MAX -> 2;
      case CHAR -> 3;
      case VARCHAR -> 4;
      case NCHAR -> 5;
      case NVARCHAR -> 6;
      case NVARCHAR_MAX -> 7;
      case GUID -> 8;
      case BIT -> 10;
      case TINYINT -> 11;
      case SMALLINT -> 12;
      case INT -> 13;
      case BIGINT -> 14;
      case NUMERIC -> 15;
      case FLOAT -> 16;
      case DATE -> 20;
      case DATETIME -> 21;
      case DATETIME2 -> 22;
      case DATETIMEOFFSET -> 23;
      case VARIANT -> 30;
    };
  }

  /** The type of a place where either may stand: CASE, UNION, COALESCE. */
  public DataType with(DataType other) {
    DataType higher = precedence() >= other.precedence() ? this : other;
    if (isString() && other.isString()) {
      int longest = Math.max(width(), other.width());
      return longest > 8000 ? NTEXT : higher.ofLength(longest);
    }
    if (isBinary() && other.isBinary()) {
      return higher.sql == SqlType.VARBINARY ? varbinary(Math.max(length, other.length)) : higher;
    }
    if (sql == SqlType.NUMERIC && other.sql == SqlType.NUMERIC) {
      int scale = Math.max(length % 100, other.length % 100);
      int whole = Math.max(length / 100 - length % 100, other.length / 100 - other.length % 100);
      return numeric(Math.min(38, whole + scale), scale);
    }
    return higher;
  }

  /** Characters that a value may have when it is text. */
  public int width() {
    return switch (sql == null ? SqlType.INT : sql) {
      case NVARCHAR_MAX, VARBINARY_MAX -> Integer.MAX_VALUE;
      case NVARCHAR, VARCHAR, NCHAR, CHAR, VARBINARY -> length;
      case GUID -> 36;
      case INT -> 12;
      case BIGINT -> 24;
      default -> 40;
    };
  }

  DataType ofLength(int characters) {
    return sql == SqlType.NVARCHAR_MAX ? this : new DataType(sql, Math.max(1, characters));
  }

  /** The name as error messages spell it. */
  public String display() {
    if (sql == null) {
      return "NULL";
    }
    return switch (sql) {
      case NVARCHAR, NVARCHAR_MAX -> "nvarchar";
      case VARBINARY, VARBINARY_MAX -> "varbinary";
      case GUID -> "uniqueidentifier";
      case VARIANT -> "sql_variant";
      default -> sql.name().toLowerCase(Locale.ROOT);
    };
  }
}
