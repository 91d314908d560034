/**
 * One T-SQL server: {@link io.linkfleet.simulator.tsql.SimulatedSqlServer} lets logins in, its
 * sessions parse a batch as a whole and run it over the state in the engine package. Every number
 * and text of a message is in {@link io.linkfleet.simulator.tsql.Message} and {@link
 * io.linkfleet.simulator.tsql.ObjectMessage}; what is not modelled is a syntax error or 50999,
 * never a silent success.
 */
package io.linkfleet.simulator.tsql;
