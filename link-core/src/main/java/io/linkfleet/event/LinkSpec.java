package io.linkfleet.event;

/**
 * What is wanted: one database of one SQL Server, replicated to one target.
 *
 * @param id the link's id, see {@link LinkNames#linkId}; also the key of every record about it
 * @param rollout the rollout that asked for it
 * @param generation grows with every request for this link; older generations are ignored
 * @param source the SQL Server
 * @param database the exact name of the database
 * @param target where it is replicated to
 * @param names the names of its availability groups
 * @param options what the requester allows and prefers
 */
public record LinkSpec(
    String id,
    String rollout,
    long generation,
    SourceServer source,
    String database,
    Target target,
    LinkNames names,
    LinkOptions options) {

  /** The target as a managed instance; the only kind so far. */
  public Target.ManagedInstance instance() {
    return (Target.ManagedInstance) target;
  }
}
