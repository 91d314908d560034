/**
 * Watches replicas and keeps the fleet view; repairs nothing.
 *
 * <p><b>Owns</b> the rollouts' entry, the fleet view, the diagnosis of links, the console.
 *
 * <p><b>Consumes</b> every topic about links, from the beginning, at every start.
 *
 * <p><b>Emits</b> {@code link-requested}, {@code replica-connected}, {@code link-health}.
 *
 * <p><b>Reads</b> the views on groups, mirroring sessions and certificates of source servers and of
 * partners, one query per server and cycle.
 *
 * <p><b>Writes</b> nothing on any server.
 *
 * <p><b>Permissions</b> CONNECT SQL, VIEW SERVER STATE, VIEW ANY DEFINITION.
 *
 * <p><b>Blocks when</b> never; what needs a person is a diagnosis with its next action.
 */
package io.linkfleet.monitor;
