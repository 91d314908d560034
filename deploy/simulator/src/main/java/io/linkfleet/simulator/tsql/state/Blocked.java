package io.linkfleet.simulator.tsql.state;

/**
 * A statement meets a table that another session's transaction has changed: it has done nothing yet
 * and is run again when that transaction is over.
 */
public final class Blocked extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** The session that holds the table. */
  public final transient SessionState holder;

  public Blocked(SessionState holder) {
    super("blocked by session " + holder.spid, null, false, false);
    this.holder = holder;
  }
}
