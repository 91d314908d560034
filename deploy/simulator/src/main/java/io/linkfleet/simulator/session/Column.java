package io.linkfleet.simulator.session;

/**
 * One column of a result set as its client sees it.
 *
 * @param name the column's name, empty when the expression has none
 * @param type the SQL Server type
 * @param length characters or bytes for types that have a width, precision * 100 + scale for
 *     NUMERIC, decimals of the seconds for TIME, DATETIME2 and DATETIMEOFFSET, otherwise 0
 */
public record Column(String name, SqlType type, int length) {}
