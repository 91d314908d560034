package io.linkfleet.simulator.tsql.syntax;

/**
 * What the grammar depends on besides the text.
 *
 * @param majorVersion 13 for SQL Server 2016 and so on; 2016 has no CLUSTER_TYPE
 * @param quotedIdentifiers whether double quotes enclose names (SET QUOTED_IDENTIFIER ON)
 */
public record Dialect(int majorVersion, boolean quotedIdentifiers) {}
