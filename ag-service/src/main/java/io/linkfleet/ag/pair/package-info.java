/**
 * Phase 3 of a pair of SQL Servers with availability groups: one group over both servers, or a
 * group on each and a distributed one above them, always without a cluster.
 *
 * <dl>
 *   <dt>Owns
 *   <dd>that the groups exist on both servers, that the partner has a seeded copy, the commit mode,
 *       whether data moves, and who serves
 *   <dt>Consumes
 *   <dd>{@code endpoint-ready} of such pairs
 *   <dt>Emits
 *   <dd>{@code link-created}, {@code link-blocked}, {@code link-step}, {@code ag-waiting}
 *   <dt>Reads
 *   <dd>on both servers SERVERPROPERTY, sys.databases, sys.database_recovery_status,
 *       sys.database_mirroring, sys.availability_groups, sys.availability_replicas,
 *       sys.dm_hadr_availability_replica_states, sys.dm_hadr_database_replica_states,
 *       sys.dm_hadr_automatic_seeding
 *   <dt>Writes
 *   <dd>ALTER DATABASE SET RECOVERY and SET HADR, BACKUP DATABASE, CREATE, ALTER and DROP
 *       AVAILABILITY GROUP
 *   <dt>Permissions
 *   <dd>sysadmin on both (CREATE AVAILABILITY GROUP asks for it)
 *   <dt>Blocks when
 *   <dd>a server is older than 2017 or has Always On switched off, the database cannot be put into
 *       a group, a group of another shape or a database of that name is in the way, the servers
 *       cannot reach each other, or both serve
 * </dl>
 *
 * <p>The plan is in {@link io.linkfleet.ag.pair.GroupPlan} and {@link
 * io.linkfleet.ag.pair.DistributedPlan}, what both have in common in {@link
 * io.linkfleet.ag.pair.PairPlan}, what blocks in {@link io.linkfleet.ag.pair.PairRefusals} and
 * {@link io.linkfleet.ag.pair.PairErrors}.
 */
package io.linkfleet.ag.pair;
