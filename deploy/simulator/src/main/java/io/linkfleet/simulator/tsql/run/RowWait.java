package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.TableMessage;
import io.linkfleet.simulator.tsql.state.Blocked;
import io.linkfleet.simulator.tsql.state.SessionState;

/**
 * Owns the wait of one statement for the transaction of another session: as long as LOCK_TIMEOUT
 * allows. A table is locked as a whole here, and two sessions that wait for each other are told
 * that a deadlock is not simulated.
 */
final class RowWait {
  private static final long LOOK_NANOS = 5_000_000;

  private final SessionState session;
  private long since = -1;

  RowWait(SessionState session) {
    this.session = session;
  }

  /** Decides under the server's lock whether to wait. */
  void met(Blocked blocked) {
    long now = System.nanoTime();
    since = since < 0 ? now : since;
    int limit = session.lockTimeoutMillis;
    boolean nested = session.server.lock.getHoldCount() > 1;
    if (nested) {
      throw blocked;
    }
    if (limit >= 0 && now - since >= limit * 1_000_000L) {
      throw TableMessage.LOCK_TIMEOUT.error();
    }
    for (SessionState s = blocked.holder; s != null; s = s.waitsFor) {
      if (s == session) {
        throw Message.NOT_SIMULATED.error("a deadlock");
      }
    }
    session.waitsFor = blocked.holder;
  }

  /** Lets the others go on for a moment, without the server's lock. */
  void pause() {
    try {
      session.pause(LOOK_NANOS);
    } finally {
      session.waitsFor = null;
    }
    session.statementCache.clear();
  }
}
