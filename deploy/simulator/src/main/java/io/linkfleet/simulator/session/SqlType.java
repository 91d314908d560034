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
  /** BigDecimal; {@link Column#length()} carries precision * 100 + scale. */
  NUMERIC,
  /** LocalDateTime, 1/300 s ticks. */
  DATETIME,
  /** LocalDateTime, 100 ns. */
  DATETIME2,
  /** LocalDate. */
  DATE,
  /** OffsetDateTime, 100 ns. */
  DATETIMEOFFSET,
  /** UUID. */
  GUID,
  /** String; length in characters. */
  NVARCHAR,
  /** String of any length. */
  NVARCHAR_MAX,
  /** String; length in characters, Latin-1 on the wire. */
  VARCHAR,
  /** String, padded with spaces to the length. */
  NCHAR,
  /** String, padded with spaces to the length, Latin-1 on the wire. */
  CHAR,
  /** byte[]; length in bytes. */
  VARBINARY,
  /** byte[] of any length. */
  VARBINARY_MAX,
  /** Integer, Long, Boolean, String, byte[] or LocalDateTime inside a sql_variant. */
  VARIANT
}
