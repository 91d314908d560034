package io.linkfleet.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

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

  /**
   * The target as a managed instance.
   *
   * @throws ClassCastException for a pair of SQL Servers
   */
  public Target.ManagedInstance instance() {
    return (Target.ManagedInstance) target;
  }

  /** Whether the target is another SQL Server. */
  @JsonIgnore
  public boolean isPair() {
    return target instanceof Target.SqlServer;
  }

  /**
   * All servers of a pair, the source first.
   *
   * @throws ClassCastException for a managed instance
   */
  public List<SourceServer> hosts() {
    return partner().with(source);
  }

  /**
   * Whether what is asked of a pair can be done although that server does not answer: when the
   * session shall end, and when the primary role is forced onto another server.
   */
  public boolean canSpare(SourceServer host) {
    PairOptions pair = options.pair();
    return pair != null
        && (pair.wanted() == PairOptions.Wanted.REMOVED
            || pair.allowDataLoss()
                && pair.primary() != null
                && !pair.primary().equals(host.name()));
  }

  /**
   * The target as another SQL Server.
   *
   * @throws ClassCastException for a managed instance
   */
  public Target.SqlServer partner() {
    return (Target.SqlServer) target;
  }
}
