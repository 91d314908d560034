/**
 * Phase 3 of a pair of SQL Servers that is mirrored: the copy on the partner, and the session.
 *
 * <dl>
 *   <dt>Owns
 *   <dd>that the partner has a copy of the database with all of its log, that both are partners of
 *       one mirroring session with the wanted safety and witness, running or paused, and who serves
 *   <dt>Consumes
 *   <dd>{@code endpoint-ready} of such pairs
 *   <dt>Emits
 *   <dd>{@code link-created}, {@code link-blocked}, {@code link-step}, {@code ag-waiting}
 *   <dt>Reads
 *   <dd>on both servers SERVERPROPERTY, sys.databases, sys.database_recovery_status,
 *       sys.database_mirroring, sys.master_files; on the source msdb.dbo.backupset and
 *       backupmediafamily, on the partner msdb.dbo.restorehistory
 *   <dt>Writes
 *   <dd>ALTER DATABASE SET RECOVERY, SET PARTNER, SET WITNESS; BACKUP DATABASE and LOG on the
 *       source, RESTORE DATABASE and LOG on the partner
 *   <dt>Permissions
 *   <dd>sysadmin on both: what a mirror knows of its session is shown to nobody else
 *   <dt>Blocks when
 *   <dd>the database cannot be mirrored or is mirrored with another server, the partner has another
 *       database of that name, a backup cannot be handed over, the servers cannot reach each other,
 *       or going on would lose transactions that nobody has given up
 * </dl>
 *
 * <p>Besides the six files that every phase has: {@link io.linkfleet.ag.Wish}, what is
 * wanted; {@link io.linkfleet.ag.mirroring.MirrorCopy} and {@link
 * io.linkfleet.ag.mirroring.MirroringSteering}, the two halves of the plan; {@link
 * io.linkfleet.ag.mirroring.HandOver}, the files; {@link
 * io.linkfleet.ag.mirroring.MirroringRefusals} and {@link
 * io.linkfleet.ag.mirroring.MirroringErrors}, what a person has to decide.
 */
package io.linkfleet.ag.mirroring;
