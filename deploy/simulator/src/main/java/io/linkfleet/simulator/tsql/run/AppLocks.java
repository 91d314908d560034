package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.engine.SqlServer;
import io.linkfleet.simulator.tsql.state.SessionState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;

/** The application locks of one server: sp_getapplock and sp_releaseapplock. */
final class AppLocks {
  static final int GRANTED = 0;
  static final int GRANTED_AFTER_WAIT = 1;
  static final int TIMED_OUT = -1;
  static final int CANCELLED = -2;
  static final int DEADLOCK = -3;

  enum Mode {
    INTENT_SHARED,
    INTENT_EXCLUSIVE,
    SHARED,
    UPDATE,
    EXCLUSIVE;

    boolean allows(Mode other) {
      return switch (this) {
        case INTENT_SHARED -> other != EXCLUSIVE;
        case INTENT_EXCLUSIVE -> other == INTENT_SHARED || other == INTENT_EXCLUSIVE;
        case SHARED -> other == INTENT_SHARED || other == SHARED || other == UPDATE;
        case UPDATE -> other == INTENT_SHARED || other == SHARED;
        case EXCLUSIVE -> false;
      };
    }
  }

  /** A resource in a database, under a principal. */
  record Key(String database, String principal, String resource) {}

  private record Hold(SessionState session, boolean byTransaction, Mode mode) {}

  private static final Map<SqlServer, AppLocks> BY_SERVER =
      Collections.synchronizedMap(new WeakHashMap<>());

  private final Map<Key, List<Hold>> held = new HashMap<>();
  private final Map<SessionState, Key> waitingFor = new HashMap<>();

  static AppLocks of(SqlServer server) {
    return BY_SERVER.computeIfAbsent(server, s -> new AppLocks());
  }

  /** Takes a lock; the timeout is in milliseconds, negative to wait for ever. */
  synchronized int acquire(
      SessionState session, Key key, Mode mode, boolean byTransaction, long timeoutMillis) {
    var mine = new Hold(session, byTransaction, mode);
    if (blockers(session, key, mode).isEmpty()) {
      held.computeIfAbsent(key, k -> new ArrayList<>()).add(mine);
      return GRANTED;
    }
    if (timeoutMillis == 0) {
      return TIMED_OUT;
    }
    waitingFor.put(session, key);
    session.onCancel = this::wake;
    try {
      return await(mine, key, timeoutMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CANCELLED;
    } finally {
      session.onCancel = () -> {};
      waitingFor.remove(session);
    }
  }

  private int await(Hold mine, Key key, long timeoutMillis) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    while (true) {
      if (mine.session().isCancelled()) {
        return CANCELLED;
      }
      Set<SessionState> blockers = blockers(mine.session(), key, mine.mode());
      if (blockers.isEmpty()) {
        held.computeIfAbsent(key, k -> new ArrayList<>()).add(mine);
        return GRANTED_AFTER_WAIT;
      }
      if (waitsFor(blockers, mine.session(), new HashSet<>())) {
        return DEADLOCK;
      }
      if (timeoutMillis < 0) {
        wait();
        continue;
      }
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()) + 1;
      if (deadline - System.nanoTime() <= 0) {
        return TIMED_OUT;
      }
      wait(left);
    }
  }

  private synchronized void wake() {
    notifyAll();
  }

  private Set<SessionState> blockers(SessionState session, Key key, Mode mode) {
    Set<SessionState> blockers = new HashSet<>();
    for (Hold hold : held.getOrDefault(key, List.of())) {
      if (hold.session() != session && !hold.mode().allows(mode)) {
        blockers.add(hold.session());
      }
    }
    return blockers;
  }

  /** Whether one of these sessions waits, directly or through others, for the one given. */
  private boolean waitsFor(
      Set<SessionState> sessions, SessionState wanted, Set<SessionState> seen) {
    for (SessionState session : sessions) {
      if (session == wanted) {
        return true;
      }
      Key key = waitingFor.get(session);
      if (key != null && seen.add(session)) {
        Set<SessionState> next = new HashSet<>();
        held.getOrDefault(key, List.of()).forEach(hold -> next.add(hold.session()));
        next.remove(session);
        if (waitsFor(next, wanted, seen)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Gives one hold of the lock back; false when the session does not have it. */
  synchronized boolean release(SessionState session, Key key, boolean byTransaction) {
    Iterator<Hold> holds = held.getOrDefault(key, List.of()).iterator();
    while (holds.hasNext()) {
      Hold hold = holds.next();
      if (hold.session() == session && hold.byTransaction() == byTransaction) {
        holds.remove();
        notifyAll();
        return true;
      }
    }
    return false;
  }

  /** Gives back what the transaction of the session holds, or everything the session holds. */
  synchronized void releaseAll(SessionState session, boolean transactionOnly) {
    boolean any = false;
    for (Iterator<List<Hold>> all = held.values().iterator(); all.hasNext(); ) {
      List<Hold> holds = all.next();
      any |=
          holds.removeIf(h -> h.session() == session && (!transactionOnly || h.byTransaction()));
      if (holds.isEmpty()) {
        all.remove();
      }
    }
    if (any) {
      notifyAll();
    }
  }
}
