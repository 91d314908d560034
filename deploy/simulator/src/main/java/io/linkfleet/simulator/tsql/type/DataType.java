package io.linkfleet.simulator.tsql.type;

import io.linkfleet.simulator.session.SqlType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A T-SQL data type as an expression or a variable has it.
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
  public static final DataType REAL = new DataType(SqlType.REAL, 0);
  public static final DataType MONEY = new DataType(SqlType.MONEY, 0);
  public static final DataType SMALLMONEY = new DataType(SqlType.SMALLMONEY, 0);
  public static final DataType DATETIME = new DataType(SqlType.DATETIME, 0);
  public static final DataType DATETIME2 = new DataType(SqlType.DATETIME2, 7);
  public static final DataType SMALLDATETIME = new DataType(SqlType.SMALLDATETIME, 0);
  public static final DataType TIME = new DataType(SqlType.TIME, 7);
  public static final DataType DATE = new DataType(SqlType.DATE, 0);
  public static final DataType DATETIMEOFFSET = new DataType(SqlType.DATETIMEOFFSET, 7);
  public static final DataType GUID = new DataType(SqlType.GUID, 0);
  public static final DataType NVARCHAR_MAX = new DataType(SqlType.NVARCHAR_MAX, 0);
  public static final DataType VARCHAR_MAX = new DataType(SqlType.VARCHAR_MAX, 0);
  public static final DataType BINARY_MAX = new DataType(SqlType.VARBINARY_MAX, 0);
  public static final DataType VARIANT = new DataType(SqlType.VARIANT, 0);
  public static final DataType SYSNAME = nvarchar(128);
  /** The type of a NULL that nothing has given a type yet; it leaves as INT, as on a server. */
  public static final DataType NULL = new DataType(null, 0);

  /** Unicode text of so many characters; what is longer than the type allows is MAX. */
  public static DataType nvarchar(int length) {
    return length > 4000 ? NVARCHAR_MAX : new DataType(SqlType.NVARCHAR, length);
  }

  public static DataType varchar(int length) {
    return length > 8000 ? VARCHAR_MAX : new DataType(SqlType.VARCHAR, length);
  }

  public static DataType varbinary(int length) {
    return length > 8000 ? BINARY_MAX : new DataType(SqlType.VARBINARY, length);
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
          case "float" -> first > 0 && first <= 24 ? REAL : FLOAT;
          case "real" -> REAL;
          case "money" -> MONEY;
          case "smallmoney" -> SMALLMONEY;
          case "numeric", "decimal", "dec" ->
              numeric(
                  arguments.isEmpty() ? 18 : first, arguments.size() > 1 ? arguments.get(1) : 0);
          case "datetime" -> DATETIME;
          case "smalldatetime" -> SMALLDATETIME;
          case "datetime2" -> new DataType(SqlType.DATETIME2, arguments.isEmpty() ? 7 : first);
          case "time" -> new DataType(SqlType.TIME, arguments.isEmpty() ? 7 : first);
          case "date" -> DATE;
          case "datetimeoffset" ->
              new DataType(SqlType.DATETIMEOFFSET, arguments.isEmpty() ? 7 : first);
          case "uniqueidentifier" -> GUID;
          case "nvarchar" -> first == -1 ? NVARCHAR_MAX : nvarchar(length);
          case "varchar" -> first == -1 ? VARCHAR_MAX : varchar(length);
          case "nchar" -> new DataType(SqlType.NCHAR, length);
          case "char", "character" -> new DataType(SqlType.CHAR, length);
          case "varbinary" -> first == -1 ? BINARY_MAX : varbinary(length);
          case "binary" -> new DataType(SqlType.BINARY, length);
          case "sysname" -> SYSNAME;
          case "text" -> new DataType(SqlType.TEXT, 0);
          case "ntext" -> new DataType(SqlType.NTEXT, 0);
          case "image" -> new DataType(SqlType.IMAGE, 0);
          case "sql_variant" -> VARIANT;
          default -> null;
        });
  }

  public boolean isString() {
    return sql != null
        && switch (sql) {
          case NVARCHAR, NVARCHAR_MAX, VARCHAR, VARCHAR_MAX, NCHAR, CHAR, TEXT, NTEXT -> true;
          default -> false;
        };
  }

  /** Whether its strings are Unicode. */
  public boolean isNational() {
    return sql != null
        && switch (sql) {
          case NVARCHAR, NVARCHAR_MAX, NCHAR, NTEXT -> true;
          default -> false;
        };
  }

  public boolean isBinary() {
    return sql != null
        && switch (sql) {
          case VARBINARY, VARBINARY_MAX, BINARY, IMAGE -> true;
          default -> false;
        };
  }

  /** Whether it is text, ntext or image, which can neither be compared nor be a variable. */
  public boolean isOldLong() {
    return sql == SqlType.TEXT || sql == SqlType.NTEXT || sql == SqlType.IMAGE;
  }

  /** Whether it has no bound: one of the MAX types or an old long type. */
  public boolean isLong() {
    return isOldLong()
        || sql == SqlType.NVARCHAR_MAX
        || sql == SqlType.VARCHAR_MAX
        || sql == SqlType.VARBINARY_MAX;
  }

  public boolean isMoney() {
    return sql == SqlType.MONEY || sql == SqlType.SMALLMONEY;
  }

  public boolean isInteger() {
    return sql != null
        && switch (sql) {
          case INT, BIGINT, SMALLINT, TINYINT, BIT -> true;
          default -> false;
        };
  }

  public boolean isNumber() {
    return isInteger()
        || isMoney()
        || sql == SqlType.NUMERIC
        || sql == SqlType.FLOAT
        || sql == SqlType.REAL;
  }

  public boolean isDate() {
    return sql != null
        && switch (sql) {
          case DATE, TIME, SMALLDATETIME, DATETIME, DATETIME2, DATETIMEOFFSET -> true;
          default -> false;
        };
  }

  /** The place in SQL Server's precedence of types: the higher one wins when two meet. */
  int precedence() {
    if (sql == null) {
      return 0;
    }
    return switch (sql) {
      case BINARY -> 1;
      case VARBINARY -> 2;
      case VARBINARY_MAX -> 3;
      case CHAR -> 4;
      case VARCHAR -> 5;
      case VARCHAR_MAX -> 6;
      case NCHAR -> 7;
      case NVARCHAR -> 8;
      case NVARCHAR_MAX -> 9;
      case GUID -> 10;
      case IMAGE -> 11;
      case TEXT -> 12;
      case NTEXT -> 13;
      case BIT -> 14;
      case TINYINT -> 15;
      case SMALLINT -> 16;
      case INT -> 17;
      case BIGINT -> 18;
      case SMALLMONEY -> 19;
      case MONEY -> 20;
      case NUMERIC -> 21;
      case REAL -> 22;
      case FLOAT -> 23;
      case TIME -> 24;
      case DATE -> 25;
      case SMALLDATETIME -> 26;
      case DATETIME -> 27;
      case DATETIME2 -> 28;
      case DATETIMEOFFSET -> 29;
      case VARIANT -> 30;
    };
  }

  /** The type of a place where either may stand: CASE, UNION, COALESCE. */
  public DataType with(DataType other) {
    DataType higher = precedence() >= other.precedence() ? this : other;
    if (isString() && other.isString()) {
      int longest = Math.max(width(), other.width());
      return longest <= 8000
          ? higher.ofLength(longest)
          : higher.isNational() ? NVARCHAR_MAX : VARCHAR_MAX;
    }
    if (isBinary() && other.isBinary()) {
      return isLong() || other.isLong()
          ? BINARY_MAX
          : new DataType(higher.sql, Math.max(length, other.length));
    }
    if (sql == other.sql && isDate()) {
      return length >= other.length ? this : other;
    }
    if (isMoney() && other.sql == SqlType.NUMERIC || sql == SqlType.NUMERIC && other.isMoney()) {
      return (isMoney() ? numeric(19, 4) : this).with(other.isMoney() ? numeric(19, 4) : other);
    }
    if (sql == SqlType.NUMERIC && other.isInteger()
        || isInteger() && other.sql == SqlType.NUMERIC) {
      return exact().with(other.exact());
    }
    if (sql == SqlType.NUMERIC && other.sql == SqlType.NUMERIC) {
      int scale = Math.max(length % 100, other.length % 100);
      int whole = Math.max(length / 100 - length % 100, other.length / 100 - other.length % 100);
      return numeric(Math.min(38, whole + scale), scale);
    }
    return higher;
  }

  /** The numeric type that holds every value of this whole number or amount of money. */
  public DataType exact() {
    return sql == null
        ? numeric(1, 0)
        : switch (sql) {
          case BIT -> numeric(1, 0);
          case TINYINT -> numeric(3, 0);
          case SMALLINT -> numeric(5, 0);
          case INT -> numeric(10, 0);
          case BIGINT -> numeric(19, 0);
          case SMALLMONEY -> numeric(10, 4);
          case MONEY -> numeric(19, 4);
          default -> this;
        };
  }

  /** Of a numeric type, how many digits it has. */
  public int precision() {
    return length / 100;
  }

  /** Of a numeric type, how many of them follow the point. */
  public int scale() {
    return length % 100;
  }

  /** Characters that a value may have when it is text. */
  public int width() {
    return switch (sql == null ? SqlType.INT : sql) {
      case NVARCHAR_MAX, VARCHAR_MAX, VARBINARY_MAX, TEXT, NTEXT, IMAGE -> Integer.MAX_VALUE;
      case NVARCHAR, VARCHAR, NCHAR, CHAR, VARBINARY, BINARY -> length;
      case GUID -> 36;
      case INT -> 12;
      case BIGINT -> 24;
      default -> 40;
    };
  }

  DataType ofLength(int characters) {
    return isLong() ? this : new DataType(sql, Math.max(1, characters));
  }

  /** The name as error messages spell it. */
  public String display() {
    if (sql == null) {
      return "NULL";
    }
    return switch (sql) {
      case NVARCHAR, NVARCHAR_MAX -> "nvarchar";
      case VARCHAR, VARCHAR_MAX -> "varchar";
      case VARBINARY, VARBINARY_MAX -> "varbinary";
      case GUID -> "uniqueidentifier";
      case VARIANT -> "sql_variant";
      default -> sql.name().toLowerCase(Locale.ROOT);
    };
  }
}
