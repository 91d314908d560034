/**
 * Phase 1 for a pair of SQL Servers: each has a certificate to show to the others.
 *
 * <dl>
 *   <dt>Owns
 *   <dd>that every server of a pair, the witness too, has a database master key and a certificate
 *       with a private key for its outbound connections; under Windows authentication, that each
 *       runs as an account that the others can name
 *   <dt>Consumes
 *   <dd>{@code link-requested} with a SQL Server as its target
 *   <dt>Emits
 *   <dd>{@code cert-created} with the public part of each certificate
 *   <dt>Reads
 *   <dd>SERVERPROPERTY, DEFAULT_DOMAIN(), sys.dm_server_services, sys.symmetric_keys,
 *       sys.certificates with CERTENCODED, sys.database_mirroring_endpoints; xp_fileexist where
 *       certificates are handed over as files
 *   <dt>Writes
 *   <dd>CREATE MASTER KEY, CREATE CERTIFICATE, and BACKUP CERTIFICATE where files are asked for; in
 *       the secret store the master keys' passwords
 *   <dt>Permissions
 *   <dd>CONTROL on master, VIEW SERVER STATE, VIEW ANY DEFINITION on every server
 *   <dt>Blocks when
 *   <dd>a certificate has expired, expires soon, is not valid yet or cannot be used; two servers
 *       have one name; under Windows authentication a server has no account in the domain
 * </dl>
 */
package io.linkfleet.cert.pair;
