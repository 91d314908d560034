package io.linkfleet.simulator.session;

/**
 * The SQL Server types that leave the simulator, each with the Java value that stands for it.
 *
 * <p>A null value is allowed for every type. Source: facts on the TDS wire, types section.
 */
public enum SqlType {
  /** Long, Integer, Short or Byte; sent in 4 bytes. */
  INT,
  /** Any Number; sent in 8 bytes. */
  BIGINT,
  /** Any Number; sent in 2 bytes. */
  SMALLINT,
  /** Any Number 0 to 255; sent in 1 byte. */
  TINYINT,
  /** Boolean. */
  BIT,
  /** Double. */
  FLOAT,
  /** Float. */
  REAL,
  /** BigDecimal; {@link Column#length()} carries precision * 100 + scale. */
  NUMERIC,
  /** BigDecimal of four decimals. */
  MONEY,
  /** BigDecimal of four decimals, up to 214,748.3647. */
  SMALLMONEY,
  /** LocalDateTime, 1/300 s ticks. */
  DATETIME,
  /** LocalDateTime of whole minutes. */
  SMALLDATETIME,
  /** LocalDateTime; {@link Column#length()} carries the decimals of its seconds. */
  DATETIME2,
  /** LocalDate. */
  DATE,
  /** LocalTime; {@link Column#length()} carries the decimals of its seconds. */
  TIME,
  /** OffsetDateTime; {@link Column#length()} carries the decimals of its seconds. */
  DATETIMEOFFSET,
  /** UUID. */
  GUID,
  /** String; length in characters. */
  NVARCHAR,
  /** String of any length. */
  NVARCHAR_MAX,
  /** String; length in characters, in the code page of the collation. */
  VARCHAR,
  /** String of any length, in the code page of the collation on the wire. */
  VARCHAR_MAX,
  /** String, padded with spaces to the length. */
  NCHAR,
  /** String, padded with spaces to the length, in the code page of the collation. */
  CHAR,
  /** byte[]; length in bytes. */
  VARBINARY,
  /** byte[] of any length. */
  VARBINARY_MAX,
  /** byte[], padded with zeros to the length. */
  BINARY,
  /** String; the old long type, in the code page of the collation. */
  TEXT,
  /** String; the old long Unicode type. */
  NTEXT,
  /** byte[]; the old long binary type. */
  IMAGE,
  /** A value of any other type that is not long, inside a sql_variant. */
  VARIANT
}
