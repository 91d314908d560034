/**
 * The TDS server: everything between a TCP socket and the {@link
 * io.linkfleet.simulator.session.SqlSession} behind it.
 *
 * <p>Owns framing, encryption, login, requests, attention, and the encoding of every token and
 * value. Knows no T-SQL beyond the names of the procedures that are part of the protocol.
 *
 * <p>Source of the layouts: the MS-TDS specification and the facts on the TDS wire. The unmodified
 * JDBC driver is the witness in the tests; what no client could confirm is marked "unverified".
 */
package io.linkfleet.simulator.wire;
