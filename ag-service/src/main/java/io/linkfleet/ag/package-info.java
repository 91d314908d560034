/**
 * Phase 3: a database that can be replicated, its availability group, and the distributed
 * availability group that reaches the managed instance.
 *
 * <dl>
 *   <dt>Owns
 *   <dd>that the database is in full recovery with a started log chain, alone in an availability
 *       group, and that a distributed availability group joins that group with the instance
 *   <dt>Consumes
 *   <dd>{@code endpoint-ready}
 *   <dt>Emits
 *   <dd>{@code dag-created}, {@code link-blocked}, {@code link-step}, {@code ag-waiting}
 *   <dt>Reads
 *   <dd>SERVERPROPERTY, sys.databases, sys.database_recovery_status, sys.database_mirroring,
 *       sys.availability_groups, sys.availability_replicas,
 *       sys.dm_hadr_availability_replica_states
 *   <dt>Writes
 *   <dd>ALTER DATABASE SET RECOVERY FULL, BACKUP DATABASE, CREATE AVAILABILITY GROUP
 *   <dt>Permissions
 *   <dd>sysadmin (CREATE AVAILABILITY GROUP asks for it), which includes ALTER and BACKUP of the
 *       database, VIEW ANY DEFINITION and VIEW SERVER STATE
 *   <dt>Blocks when
 *   <dd>Always On is switched off, the database is missing or in a state that cannot be
 *       replicated, there is nowhere to back it up to, or a group of another shape is in the way
 * </dl>
 *
 * <p>Besides the six files that every phase has: {@link io.linkfleet.ag.AgRefusals}, which holds
 * what blocks a link, {@link io.linkfleet.ag.BackupFile} and {@link io.linkfleet.ag.AgConfig}.
 */
package io.linkfleet.ag;
