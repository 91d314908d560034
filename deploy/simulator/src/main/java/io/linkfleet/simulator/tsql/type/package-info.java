/** The data types of T-SQL: how values convert, compare and print. */
package io.linkfleet.simulator.tsql.type;
