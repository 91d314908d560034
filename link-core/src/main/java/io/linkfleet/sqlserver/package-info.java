/**
 * How Linkfleet talks to SQL Server: typed quoting, verified TLS, bounded waits, drained results,
 * one lock per server, and failures as one type.
 */
package io.linkfleet.sqlserver;
