/**
 * Phase 4: the link on the managed instance.
 *
 * <dl>
 *   <dt>Owns
 *   <dd>that the link resource exists on the instance and its creation has succeeded
 *   <dt>Consumes
 *   <dd>{@code dag-created}
 *   <dt>Emits
 *   <dd>{@code link-created}, {@code link-blocked}, {@code link-step}, {@code azure-link-waiting}
 *   <dt>Reads
 *   <dd>the managed instances of the subscription, the links and databases of the instance, the
 *       operation that creates the link
 *   <dt>Writes
 *   <dd>PUT distributedAvailabilityGroups, under an application lock of the source server
 *   <dt>Permissions
 *   <dd>Microsoft.Sql/managedInstances/read, .../databases/read,
 *       .../distributedAvailabilityGroups/read and write, and read on the operations of
 *       Microsoft.Sql/locations; a login on the source server, without any right
 *   <dt>Blocks when
 *   <dd>the instance is not to be found, a link of that name has other settings, the database is
 *       on the instance already, Azure refuses the link for good, or the link fails
 * </dl>
 */
package io.linkfleet.azurelink;
