package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.session.Reply;
import io.linkfleet.simulator.session.SqlMessage;
import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.state.OpenDatabases;
import io.linkfleet.simulator.tsql.state.SessionState;
import java.util.List;

/** The current database of a session: USE, and what a login asks for. */
final class Contexts {
  private Contexts() {}

  static void use(String name, int line, SessionState session, Reply reply) {
    String before = session.database;
    session.database = OpenDatabases.open(session, name);
    reply.databaseChanged(session.database, before);
    SqlMessage changed = Message.DATABASE_CHANGED.with(session.database);
    reply.message(
        new SqlMessage(changed.number(), changed.severity(), 1, changed.text(), "", line));
  }

  /** The database in which a procedure runs that is called as {@code database.schema.name}. */
  static String ofProcedure(List<String> procedure, SessionState session) {
    boolean elsewhere = procedure.size() == 3 && !procedure.get(0).isEmpty();
    return elsewhere ? OpenDatabases.open(session, procedure.get(0)) : session.database;
  }
}
