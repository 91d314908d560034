/**
 * What sessions share with the statements they run: the session itself, its variables, its
 * permissions, the databases and sessions of its server.
 */
package io.linkfleet.simulator.tsql.state;
