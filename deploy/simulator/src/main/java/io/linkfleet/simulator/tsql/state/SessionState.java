package io.linkfleet.simulator.tsql.state;

import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.engine.Login;
import io.linkfleet.simulator.engine.SqlServer;
import io.linkfleet.simulator.engine.World;
import io.linkfleet.simulator.session.SqlMessage;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What one session is: who, where, its options, its transaction and the statement it runs. */
public final class SessionState {
  public final World world;
  public final SqlServer server;
  public final Login login;
  public final int spid;
  public final String application;
  public final String hostName;
  public final Instant loginTime;

  /** The current database, in the case it was created with. */
  public String database = "master";

  public boolean noCount;
  public boolean xactAbort;
  public boolean implicitTransactions;
  public boolean quotedIdentifier = true;
  public boolean parseOnly;
  /** SET ROWCOUNT, 0 for all. */
  public int rowLimit;
  public boolean ansiWarnings = true;
  /** What BEGIN TRANSACTION called the outermost one; null without a name. */
  public String transactionName;
  /** SET LOCK_TIMEOUT in milliseconds, -1 to wait for ever. */
  public int lockTimeoutMillis = -1;

  public long rowCount;
  public int lastError;
  /** Errors that CATCH blocks around the current statement have caught. */
  public final Deque<SqlMessage> caught = new ArrayDeque<>();

  public int transactionCount;
  /** After an error under XACT_ABORT in TRY: only a rollback is left. */
  public boolean doomed;
  /** What a rollback does, the latest first. */
  public final Deque<Runnable> undo = new ArrayDeque<>();

  /** Databases that its transaction has written into. */
  public final Set<Database> written = new LinkedHashSet<>();
  /** Whose transaction its statement waits for; null when it waits for none. */
  public volatile SessionState waitsFor;

  /** The effects of the client's current request on the record, by sequence. */
  public final List<Long> effects = new ArrayList<>();

  /** Rows of views and of uncorrelated subqueries that the current statement has read. */
  public final Map<Object, Object> statementCache = new HashMap<>();
  /** What it runs now, for sys.dm_exec_requests; null between batches. */
  public volatile String command;
  public volatile Instant requestStart;
  public volatile Instant lastRequestEnd;

  private final ReentrantLock waiting = new ReentrantLock();
  private final Condition changed = waiting.newCondition();
  private boolean cancelled;
  /** Wakes a wait that is not {@link #pause}: set while an application lock is awaited. */
  public volatile Runnable onCancel = () -> {};

  public SessionState(
      World world, SqlServer server, Login login, int spid, String application, String hostName) {
    this.world = world;
    this.server = server;
    this.login = login;
    this.spid = spid;
    this.application = application == null ? "" : application;
    this.hostName = hostName == null ? "" : hostName;
    this.loginTime = world.clock.instant();
  }

  /** Forgets an attention that came for an earlier batch. */
  public void beginBatch() {
    waiting.lock();
    try {
      cancelled = false;
    } finally {
      waiting.unlock();
    }
  }

  /** Attention: wakes a wait and ends the batch at its next statement. */
  public void cancel() {
    waiting.lock();
    try {
      cancelled = true;
      changed.signalAll();
    } finally {
      waiting.unlock();
    }
    onCancel.run();
  }

  /** Throws {@link Cancelled} when the client has sent an attention. */
  public void checkCancelled() {
    waiting.lock();
    try {
      if (cancelled) {
        throw new Cancelled();
      }
    } finally {
      waiting.unlock();
    }
  }

  public boolean isCancelled() {
    waiting.lock();
    try {
      return cancelled;
    } finally {
      waiting.unlock();
    }
  }

  /** Waits this long in real time, or until an attention comes. */
  public void pause(long nanos) {
    waiting.lock();
    try {
      long left = nanos;
      while (left > 0) {
        if (cancelled) {
          throw new Cancelled();
        }
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Cancelled();
    } finally {
      waiting.unlock();
    }
  }

  /** Ends a batch whose client no longer waits for it. */
  public static final class Cancelled extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Cancelled() {
      super("cancelled by the client", null, false, false);
    }
  }
}
