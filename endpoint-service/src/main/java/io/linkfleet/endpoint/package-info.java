/**
 * Phase 2: the one mirroring endpoint of a SQL Server.
 *
 * <dl>
 *   <dt>Owns
 *   <dd>that a started database mirroring endpoint accepts certificates with AES
 *   <dt>Consumes
 *   <dd>{@code cert-created}
 *   <dt>Emits
 *   <dd>{@code endpoint-ready}, {@code link-blocked}, {@code link-step}, {@code endpoint-waiting}
 *   <dt>Reads
 *   <dd>sys.database_mirroring_endpoints, sys.tcp_endpoints, sys.certificates,
 *       sys.availability_groups, sys.database_mirroring
 *   <dt>Writes
 *   <dd>CREATE ENDPOINT, ALTER ENDPOINT
 *   <dt>Permissions
 *   <dd>ALTER ANY ENDPOINT, VIEW ANY DEFINITION, VIEW SERVER STATE
 *   <dt>Blocks when
 *   <dd>an endpoint that is in use would have to change and the request does not allow it, the
 *       port is taken, or the endpoint is for a witness only
 * </dl>
 */
package io.linkfleet.endpoint;
