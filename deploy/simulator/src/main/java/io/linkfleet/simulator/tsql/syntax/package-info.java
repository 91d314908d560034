/**
 * From the text of a batch to its statements: tokens, expressions, queries, definitions. Knows no
 * server, only the version whose grammar it speaks.
 */
package io.linkfleet.simulator.tsql.syntax;
