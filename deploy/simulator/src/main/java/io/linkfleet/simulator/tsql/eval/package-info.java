/**
 * Expressions and queries with their names resolved and their types known: functions, operators,
 * joins, groups, order.
 */
package io.linkfleet.simulator.tsql.eval;
