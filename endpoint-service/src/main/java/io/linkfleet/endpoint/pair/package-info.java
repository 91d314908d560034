/**
 * Phase 2 for a pair of SQL Servers: the mirroring endpoint of each, and who may connect to it.
 *
 * <dl>
 *   <dt>Owns
 *   <dd>that every server of a pair, the witness too, has one started mirroring endpoint that fits
 *       its role (outbound), and that each lets in each of the others (inbound)
 *   <dt>Consumes
 *   <dd>{@code cert-created} with the certificates or accounts of all servers
 *   <dt>Emits
 *   <dd>{@code endpoint-ready} with the address of every endpoint
 *   <dt>Reads
 *   <dd>sys.database_mirroring_endpoints, sys.tcp_endpoints, sys.certificates,
 *       sys.server_principals, sys.database_principals, sys.server_permissions,
 *       sys.availability_groups, sys.database_mirroring, sys.database_mirroring_witnesses;
 *       xp_fileexist where certificates are handed over as files
 *   <dt>Writes
 *   <dd>CREATE ENDPOINT, ALTER ENDPOINT, CREATE LOGIN, CREATE USER, CREATE CERTIFICATE … FROM
 *       BINARY or FROM FILE, GRANT CONNECT ON ENDPOINT; in the secret store the logins' passwords
 *   <dt>Permissions
 *   <dd>ALTER ANY ENDPOINT, ALTER ANY LOGIN, CONTROL on master, VIEW ANY DEFINITION, VIEW SERVER
 *       STATE on every server
 *   <dt>Blocks when
 *   <dd>an endpoint in use would have to change without approval, an address or port is another
 *       one's, a login, user or certificate of the name is somebody else's, or CONNECT is denied
 * </dl>
 */
package io.linkfleet.endpoint.pair;
