package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.session.Reply;
import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.state.SessionState;

/**
 * The transaction of one session. Changes are visible to others at once: what a rollback undoes was
 * never isolated here.
 */
final class Transactions {
  private final SessionState session;

  Transactions(SessionState session) {
    this.session = session;
  }

  void begin(Reply reply) {
    session.transactionCount++;
    if (session.transactionCount == 1) {
      session.transactionName = null;
      reply.transactionChanged(Reply.TransactionChange.BEGUN);
    }
  }

  /** BEGIN TRANSACTION; only the name of the outermost counts. */
  void begin(String name, Reply reply) {
    begin(reply);
    if (session.transactionCount == 1) {
      session.transactionName = name;
    }
  }

  /** What SELECT, CREATE, GRANT and the like do under SET IMPLICIT_TRANSACTIONS ON. */
  void beginImplicitly(Reply reply) {
    if (session.implicitTransactions && session.transactionCount == 0) {
      begin(reply);
    }
  }

  void commit(Reply reply) {
    if (session.transactionCount == 0) {
      throw Message.COMMIT_WITHOUT.error();
    }
    if (session.doomed) {
      throw Message.DOOMED.error();
    }
    if (session.transactionCount == 1) {
      commitTables();
    }
    session.transactionCount--;
    if (session.transactionCount == 0) {
      session.undo.clear();
      AppLocks.of(session.server).releaseAll(session, true);
      reply.transactionChanged(Reply.TransactionChange.COMMITTED);
    }
  }

  private void commitTables() {
    session.server.lock.lock();
    try {
      if (!session.written.stream().allMatch(d -> d.tables().isWriting(session))) {
        // a server would have closed the connection
        throw Message.NOT_SIMULATED.error("COMMIT after the database has changed its role");
      }
      session.written.forEach(database -> database.tables().commit(session));
      session.written.clear();
    } finally {
      session.server.lock.unlock();
    }
  }

  void rollback(Reply reply) {
    if (session.transactionCount == 0) {
      throw Message.ROLLBACK_WITHOUT.error();
    }
    undo();
    reply.transactionChanged(Reply.TransactionChange.ROLLED_BACK);
  }

  /** ROLLBACK, by the name of the outermost transaction if it gives one. */
  void rollback(String name, Reply reply) {
    boolean other = name != null && !name.equalsIgnoreCase(session.transactionName);
    if (session.transactionCount > 0 && other) {
      throw Message.NO_TRANSACTION_NAME.error(name);
    }
    rollback(reply);
  }

  /** Undoes everything since the transaction began, without telling anybody. */
  void undo() {
    session.server.lock.lock();
    try {
      while (!session.undo.isEmpty()) {
        session.undo.pop().run();
      }
      session.written.forEach(database -> database.tables().rollback(session));
      session.written.clear();
    } finally {
      session.server.lock.unlock();
    }
    session.transactionCount = 0;
    session.doomed = false;
    AppLocks.of(session.server).releaseAll(session, true);
  }
}
