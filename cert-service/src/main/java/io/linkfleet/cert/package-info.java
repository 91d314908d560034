/**
 * Phase 1: trust between a SQL Server and a managed instance.
 *
 * <dl>
 *   <dt>Owns
 *   <dd>that each side holds the certificate of the other's mirroring endpoint, and that the server
 *       trusts the root CAs that Azure's certificates chain to
 *   <dt>Consumes
 *   <dd>{@code link-requested}, {@code cert-waiting}, {@code cert-uploads}
 *   <dt>Emits
 *   <dd>{@code cert-created}, {@code link-blocked}, {@code link-step}, {@code cert-waiting},
 *       {@code cert-uploads}
 *   <dt>Reads
 *   <dd>SERVERPROPERTY, sys.all_objects, sys.symmetric_keys, sys.certificates with CERTENCODED,
 *       sys.database_mirroring_endpoints; on Azure the managed instance, its endpoint certificate
 *       and its server trust certificates
 *   <dt>Writes
 *   <dd>CREATE MASTER KEY, CREATE CERTIFICATE, sp_certificate_add_issuer, ALTER CERTIFICATE …
 *       ACTIVE FOR BEGIN_DIALOG; on Azure a server trust certificate; in the secret store the
 *       master key's password
 *   <dt>Permissions
 *   <dd>sysadmin (CONTROL on master is what is documented; sp_certificate_add_issuer is not); on
 *       Azure managedInstances/read, endpointCertificates/read, serverTrustCertificates/read and
 *       write
 *   <dt>Blocks when
 *   <dd>the instance is not there, the server cannot take part in a link, a certificate has
 *       expired, or a certificate of the right name has another key, or the right key another name
 * </dl>
 */
package io.linkfleet.cert;
