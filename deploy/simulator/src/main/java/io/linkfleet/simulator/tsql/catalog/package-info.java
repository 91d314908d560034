/**
 * Catalog views, DMVs and system tables: their columns as documented, their rows read from the
 * state of the server, filtered by what the login may see.
 */
package io.linkfleet.simulator.tsql.catalog;
