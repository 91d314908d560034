package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.engine.DatabaseKeys;
import io.linkfleet.simulator.engine.Login;
import io.linkfleet.simulator.engine.SqlServer;
import io.linkfleet.simulator.session.SqlMessage;
import io.linkfleet.simulator.tsql.MessageTemplate;
import io.linkfleet.simulator.tsql.eval.Expressions;
import io.linkfleet.simulator.tsql.state.Frame;
import io.linkfleet.simulator.tsql.state.SessionState;
import io.linkfleet.simulator.tsql.syntax.Expression;
import io.linkfleet.simulator.tsql.type.Convert;
import java.security.KeyPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a statement that changes the server needs: the state, who asks, and where its news go. */
final class Work {
  final Frame frame;
  final SessionState session;
  final SqlServer server;
  final Login login;
  /** The key of a certificate to come, made before the server's lock was taken; or null. */
  KeyPair keys;
  /** What the statement waits for once the server's lock is free, still part of it; or null. */
  Runnable afterwards;
  /** Information messages, sent when the statement has ended. */
  final List<SqlMessage> news = new ArrayList<>();

  Work(Frame frame) {
    this.frame = frame;
    this.session = frame.session;
    this.server = session.server;
    this.login = session.login;
  }

  Instant now() {
    return session.world.clock.instant();
  }

  void tell(SqlMessage message) {
    news.add(message);
  }

  /** What a rollback of the session's transaction is to do for this statement. */
  void onRollback(Runnable undo) {
    if (session.transactionCount > 0) {
      session.undo.push(undo);
    }
  }

  /** Puts an object under its name; a rollback brings back what was there. */
  <T> void put(Map<String, T> objects, String name, T made) {
    T before = objects.put(name, made);
    onRollback(
        () -> {
          if (before == null) {
            objects.remove(name);
          } else {
            objects.put(name, before);
          }
        });
  }

  /** Takes an object away until a rollback brings it back; whether it was there. */
  <T> boolean remove(Map<String, T> objects, String name) {
    T there = objects.remove(name);
    if (there != null) {
      onRollback(() -> objects.put(name, there));
    }
    return there != null;
  }

  Object value(Expression expression) {
    return expression == null ? null : Expressions.value(expression, frame);
  }

  String text(Expression expression) {
    Object value = value(expression);
    return value == null ? "" : Convert.text(value);
  }

  boolean inMaster() {
    return session.database.equalsIgnoreCase("master");
  }

  /**
   * Whether statements that refuse a transaction refuse now. Under IMPLICIT_TRANSACTIONS they fail
   * even as the first statement, as users of other drivers report; never checked on a server.
   */
  boolean inTransaction() {
    return session.transactionCount > 0 || session.implicitTransactions;
  }

  void refuseTransaction(MessageTemplate message, Object... arguments) {
    if (inTransaction()) {
      throw message.error(arguments);
    }
  }

  /** An object_id that nothing has in the database, also no table that came from another server. */
  int newObjectId(String database) {
    Database d = server.databases.get(database);
    while (true) {
      int id = server.keys(database).newObjectId();
      boolean taken =
          d != null && d.hasTables() && d.tables().all().stream().anyMatch(t -> t.has(id));
      if (!taken) {
        return id;
      }
    }
  }

  /** Users, certificates and master key of the current database. */
  DatabaseKeys keysHere() {
    return server.keys(session.database);
  }
}
