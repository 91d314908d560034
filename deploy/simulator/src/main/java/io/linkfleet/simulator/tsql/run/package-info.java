/**
 * The statements at work: control flow, transactions, every change of the server, system
 * procedures, and the record of what was done.
 */
package io.linkfleet.simulator.tsql.run;
