package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.engine.UserProcedure;
import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.ObjectMessage;
import io.linkfleet.simulator.tsql.state.Access;
import io.linkfleet.simulator.tsql.state.Databases;
import io.linkfleet.simulator.tsql.state.SessionState;
import io.linkfleet.simulator.tsql.state.UserTables;
import io.linkfleet.simulator.tsql.syntax.Definition;
import io.linkfleet.simulator.tsql.syntax.Statement;
import java.util.List;
import java.util.Map;

/** CREATE, ALTER and DROP PROCEDURE, and who is meant by the name in an EXEC. */
final class ProcedureStatements {
  private ProcedureStatements() {}

  static void create(Definition.CreateProcedure s, Work work) {
    if (!Access.has(work.login)) {
      throw Message.STATEMENT_DENIED.error("CREATE PROCEDURE", work.session.database);
    }
    Map<String, UserProcedure> all = work.keysHere().procedures();
    UserProcedure before = all.get(s.name());
    if (before == null && s.kind() == Definition.CreateProcedure.Kind.ALTER) {
      throw Message.BAD_OBJECT.error(s.name());
    }
    boolean table = UserTables.here(work.session).containsKey(s.name());
    if (table || before != null && s.kind() == Definition.CreateProcedure.Kind.CREATE) {
      throw ObjectMessage.OBJECT_EXISTS.error(s.name());
    }
    var now = work.now();
    List<UserProcedure.Parameter> parameters =
        s.parameters().stream()
            .map(
                p ->
                    new UserProcedure.Parameter(
                        p.name(), p.type().sql(), p.type().length(), p.byDefault(), p.output()))
            .toList();
    var made =
        before == null
            ? new UserProcedure(
                s.name(), work.newObjectId(work.session.database), parameters, s.body(), now, now)
            : new UserProcedure(
                before.name(), before.id(), parameters, s.body(), before.created(), now);
    work.put(all, s.name(), made);
    work.server.hasProcedures = true;
  }

  static void drop(Definition.DropProcedure s, Work work) {
    Map<String, UserProcedure> all = work.keysHere().procedures();
    boolean dropped = Access.has(work.login) && work.remove(all, s.name());
    if (!dropped && !s.ifExists()) {
      throw ObjectMessage.CANNOT_DROP.error("procedure", s.name());
    }
  }

  /** Somebody's procedure of this name, in the database that the name means; else null. */
  static UserProcedure find(Statement.Execute s, SessionState session) {
    int parts = s.procedure().size();
    String schema = parts < 2 ? "" : s.procedure().get(parts - 2);
    boolean dbo = schema.isEmpty() || schema.equalsIgnoreCase("dbo");
    if (!session.server.hasProcedures || parts > 3 || !dbo) {
      return null;
    }
    String database =
        parts == 3 && !s.procedure().get(0).isEmpty() ? s.procedure().get(0) : session.database;
    session.server.lock.lock();
    try {
      if (Databases.find(session.server, database).isEmpty()) {
        return null;
      }
      UserProcedure found = session.server.keys(database).procedures().get(s.name());
      if (found != null && !Access.has(session.login)) {
        throw Message.OBJECT_DENIED.error("EXECUTE", found.name(), database, "dbo");
      }
      return found;
    } finally {
      session.server.lock.unlock();
    }
  }
}
