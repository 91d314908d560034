package io.linkfleet.simulator.wire;

import java.nio.charset.Charset;
import java.time.LocalDate;

/** The type bytes of TDS and the constants that both directions of the codec share. */
final class TdsType {
  static final int NULL = 0x1F;
  static final int IMAGE = 0x22;
  static final int TEXT = 0x23;
  static final int GUID = 0x24;
  static final int INTN = 0x26;
  static final int DATE = 0x28;
  static final int TIME = 0x29;
  static final int DATETIME2 = 0x2A;
  static final int DATETIMEOFFSET = 0x2B;
  static final int INT1 = 0x30;
  static final int BIT = 0x32;
  static final int INT2 = 0x34;
  static final int INT4 = 0x38;
  static final int SMALLDATETIME = 0x3A;
  static final int REAL = 0x3B;
  static final int MONEY = 0x3C;
  static final int DATETIME = 0x3D;
  static final int FLOAT = 0x3E;
  static final int VARIANT = 0x62;
  static final int NTEXT = 0x63;
  static final int BITN = 0x68;
  static final int DECIMALN = 0x6A;
  static final int NUMERICN = 0x6C;
  static final int FLOATN = 0x6D;
  static final int MONEYN = 0x6E;
  static final int DATETIMEN = 0x6F;
  static final int SMALLMONEY = 0x7A;
  static final int INT8 = 0x7F;
  static final int VARBINARY = 0xA5;
  static final int VARCHAR = 0xA7;
  static final int BINARY = 0xAD;
  static final int CHAR = 0xAF;
  static final int NVARCHAR = 0xE7;
  static final int NCHAR = 0xEF;
  static final int XML = 0xF1;

  /** The length that stands for NULL in types with a 16-bit length, and for MAX in a TYPE_INFO. */
  static final int NO_LENGTH = 0xFFFF;

  /** SQL_Latin1_General_CP1_CI_AS as it stands in a TYPE_INFO. */
  static final byte[] COLLATION = {0x09, 0x04, (byte) 0xD0, 0x00, 0x34};

  /** The code page of that collation; what does not fit becomes a question mark, as on a server. */
  static final Charset NARROW = Charset.forName("windows-1252");

  /** Day 0 of datetime. */
  static final LocalDate EPOCH_1900 = LocalDate.of(1900, 1, 1);

  /** Day 0 of the newer types. */
  static final LocalDate EPOCH_0001 = LocalDate.of(1, 1, 1);

  private TdsType() {}
}
