package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.session.Reply;
import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.TsqlError;
import io.linkfleet.simulator.tsql.eval.Expressions;
import io.linkfleet.simulator.tsql.state.Blocked;
import io.linkfleet.simulator.tsql.state.Frame;
import io.linkfleet.simulator.tsql.state.SessionState;
import io.linkfleet.simulator.tsql.syntax.Definition;
import io.linkfleet.simulator.tsql.syntax.Expression;
import io.linkfleet.simulator.tsql.syntax.Query;
import io.linkfleet.simulator.tsql.syntax.Statement;
import io.linkfleet.simulator.tsql.syntax.Statement.Step;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Runs one statement against the server: waits the latency that is set for its class, takes the
 * server's lock for as long as it computes, puts it on the record, and sends its answer after the
 * lock is free, so that a slow reader holds nobody up.
 */
final class Runner {
  private static final String ANY_STATEMENT = "*";

  private final SessionState session;
  private final Reply reply;
  private final Transactions transactions;

  Runner(SessionState session, Reply reply, Transactions transactions) {
    this.session = session;
    this.reply = reply;
    this.transactions = transactions;
  }

  /** The CurCmd of a statement's DONE token. */
  int command(Statement s) {
    if (s instanceof Statement.RowChange change) {
      return StatementKind.of(change).command();
    }
    if (s instanceof Statement.SelectRows) {
      return StatementKind.SELECT.command();
    }
    return s instanceof Definition definition ? StatementKind.of(definition).command() : 0;
  }

  /** Refuses a batch as a whole for what no statement of it could ever do. */
  void compile(List<Step> steps, Frame frame) {
    if (Compilation.isNeeded(steps)) {
      locked(
          () -> {
            Compilation.check(steps, frame);
            return null;
          });
    }
  }

  void select(Statement.SelectRows s, Step step, Frame frame) {
    if (reads(s.query().body())) {
      transactions.beginImplicitly(reply);
    }
    frame.nullEliminated = false;
    var begun = new Expressions.Begun();
    Expressions.Result result;
    try {
      result =
          measured(StatementKind.SELECT, step, () -> Expressions.query(s.query(), frame, begun));
    } catch (TsqlError error) {
      if (begun.result(error) != null) {
        reply.columns(begun.result(error).columns());
        begun.result(error).rows().forEach(reply::row);
      }
      throw error;
    }
    List<Object[]> rows = result.rows();
    if (session.rowLimit > 0 && rows.size() > session.rowLimit) {
      rows = rows.subList(0, session.rowLimit);
    }
    session.rowCount = rows.size();
    boolean assigned = result.columns().isEmpty();
    if (!assigned) {
      reply.columns(result.columns());
      rows.forEach(reply::row);
    }
    if (frame.nullEliminated && session.ansiWarnings) {
      var warning = Message.NULL_ELIMINATED.error().atLine(step.line(), "");
      reply.message(warning.last());
    }
    reply.done(
        assigned || session.noCount ? -1 : rows.size(), StatementKind.SELECT.command(), false);
  }

  private static boolean reads(Query.Body body) {
    return body instanceof Query.Combined c
        ? reads(c.left()) || reads(c.right())
        : ((Query.Select) body).from() != null;
  }

  /** A condition of IF or WHILE; one that asks the server is a query and goes on the record. */
  boolean holds(Expression condition, Frame frame, Step step) {
    session.statementCache.clear();
    boolean holds =
        Queries.asks(condition)
            ? measured(
                StatementKind.CONDITION,
                new Step(step.statement(), step.line(), head(step.text())),
                () -> Expressions.holds(condition, frame))
            : Expressions.holds(condition, frame);
    session.lastError = 0;
    return holds;
  }

  /** The first line of IF and WHILE: the statements inside have records of their own. */
  private static String head(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end).stripTrailing();
  }

  /** The value of SET or DECLARE. */
  Object value(Expression expression, Frame frame, Step step) {
    session.statementCache.clear();
    return Queries.asks(expression)
        ? measured(StatementKind.ASSIGN, step, () -> Expressions.value(expression, frame))
        : locked(() -> Expressions.value(expression, frame));
  }

  void define(Definition s, Step step, Frame frame) {
    StatementKind kind = StatementKind.of(s);
    var work = new Work(frame);
    if (session.doomed) {
      throw Message.DOOMED.error();
    }
    if (Definitions.isTransactional(s)) {
      transactions.beginImplicitly(reply);
    }
    Instant began = session.world.clock.instant();
    long transfer = s instanceof Definition.Backup backup ? transferNanos(backup, work) : 0;
    Supplier<Void> run =
        () -> {
          Definitions.run(s, work, began);
          return null;
        };
    try {
      recorded(
          kind,
          step,
          s instanceof Definition.Backup ? 0 : latency(kind),
          () -> {
            if (s instanceof Definition.Backup backup) {
              backUp(backup, work, latency(kind) + transfer, run);
              return null;
            }
            if (s instanceof Definition.CreateCertificate create) {
              // outside the server's lock, and part of the statement's time
              CertificateStatements.prepare(create, work);
            }
            if (s instanceof Definition.Mirroring || s instanceof Definition.Hadr) {
              // it needs the partner's lock as well, and takes both in an order of its own
              run.get();
            } else {
              locked(run);
            }
            if (work.afterwards != null) {
              work.afterwards.run();
            }
            return null;
          });
    } finally {
      work.news.forEach(reply::message);
    }
    session.rowCount = 0;
    reply.done(-1, kind.command(), false);
  }

  /** INSERT, UPDATE and DELETE. */
  void change(Statement.RowChange s, Step step, Frame frame) {
    StatementKind kind = StatementKind.of(s);
    var work = new Work(frame);
    if (session.doomed) {
      throw Message.DOOMED.error();
    }
    transactions.beginImplicitly(reply);
    int rows = measured(kind, step, () -> RowStatements.run(s, work));
    session.rowCount = rows;
    reply.done(session.noCount ? -1 : rows, kind.command(), false);
  }

  /** Its time passes while others may use the server; a second one of the database is refused. */
  private void backUp(Definition.Backup backup, Work work, long nanos, Supplier<Void> run) {
    Database database = backup.log() ? null : locked(() -> BackupStatements.target(backup, work));
    if (database != null) {
      locked(() -> BackupStatements.begin(database));
    }
    try {
      session.pause(nanos);
      locked(run);
    } finally {
      if (database != null) {
        locked(() -> database.backingUp = false);
      }
    }
  }

  /** How long a backup's bytes take when the world's setting backupBytesPerSecond is there. */
  private long transferNanos(Definition.Backup backup, Work work) {
    String rate = session.world.settings.other.get("backupBytesPerSecond");
    if (rate == null || backup.log()) {
      return 0;
    }
    Database database = locked(() -> BackupStatements.target(backup, work));
    return database == null ? 0 : (long) (database.sizeBytes * 1e9 / Double.parseDouble(rate));
  }

  void dbcc(Statement.Dbcc s, Step step, Frame frame) {
    var work = new Work(frame);
    var result = measured(StatementKind.of(s), step, () -> DbccStatements.run(s, work));
    send(result);
    work.news.forEach(reply::message);
    reply.done(-1, 0, false);
  }

  void readBackup(Statement.ReadBackup s, Step step, Frame frame) {
    var work = new Work(frame);
    var result = measured(StatementKind.of(s), step, () -> BackupReading.run(s, work));
    send(result);
    work.news.forEach(reply::message);
    reply.done(-1, 0, false);
  }

  void reconfigure(Step step) {
    measured(
        StatementKind.RECONFIGURE,
        step,
        () -> {
          ConfigureProcedure.reconfigure(session);
          return null;
        });
  }

  /** Runs a system procedure and gives its return value. */
  int procedure(String name, Statement.Execute s, Step step, Frame frame) {
    StatementKind kind = StatementKind.of(s);
    var work = new Work(frame);
    if (kind.changes()) {
      transactions.beginImplicitly(reply);
    }
    Supplier<Procedures.Answer> call = () -> Procedures.run(name, s, work);
    Procedures.Answer answer =
        Procedures.mayWait(name)
            ? recorded(kind, step, latency(kind), call)
            : measured(kind, step, call);
    work.news.forEach(reply::message);
    send(answer.rows());
    outputs(answer.outputs(), Procedures.parameters(name), s, frame);
    session.checkCancelled();
    reply.done(-1, kind.command(), false);
    return answer.returned();
  }

  /** Puts OUTPUT parameters back into the caller's variables. */
  private static void outputs(
      Map<String, Object> outputs, List<String> parameters, Statement.Execute s, Frame frame) {
    int position = 0;
    for (Statement.Argument argument : s.arguments()) {
      String name = argument.name() == null ? parameters.get(position++) : argument.name();
      outputs.forEach(
          (parameter, value) -> {
            if (argument.output()
                && parameter.equalsIgnoreCase(name)
                && argument.value() instanceof Expression.Variable target) {
              frame.variable(target.name()).value(value);
            }
          });
    }
  }

  private void send(Expressions.Result result) {
    if (result != null) {
      reply.columns(result.columns());
      result.rows().forEach(reply::row);
      session.rowCount = result.rows().size();
      reply.done(
          session.noCount ? -1 : result.rows().size(), StatementKind.SELECT.command(), false);
    }
  }

  private <T> T measured(StatementKind kind, Step step, Supplier<T> body) {
    return recorded(kind, step, latency(kind), () -> locked(body));
  }

  /** WAITFOR: seen in sys.dm_exec_requests, not on the record. */
  void pause(long nanos) {
    session.command = "WAITFOR";
    session.requestStart = session.world.clock.instant();
    try {
      session.pause(nanos);
    } finally {
      session.command = null;
    }
  }

  private long latency(StatementKind kind) {
    var latencies = session.world.statementLatencyNanos;
    Long own = latencies.get(kind.name());
    Long any = own == null ? latencies.get(ANY_STATEMENT) : own;
    return any == null ? 0 : any;
  }

  private <T> T recorded(StatementKind kind, Step step, long delayNanos, Supplier<T> body) {
    session.statementCache.clear();
    Instant at = session.world.clock.instant();
    long began = System.nanoTime();
    String outcome = "OK";
    session.command = kind.name();
    session.requestStart = at;
    try {
      session.pause(delayNanos);
      return body.get();
    } catch (TsqlError error) {
      var first = error.messages().get(0);
      outcome = first.number() + " " + first.text();
      throw error;
    } catch (SessionState.Cancelled cancelled) {
      outcome = "cancelled";
      throw cancelled;
    } finally {
      session.command = null;
      session.lastRequestEnd = session.world.clock.instant();
      var effect =
          session.world.record.add(
              at, System.nanoTime() - began, session.server.name(), session.login.name,
              kind.changes() ? "CHANGE" : "QUERY", step.text(), outcome);
      session.effects.add(effect.sequence());
    }
  }

  /** Under the server's lock; what meets another session's rows runs again until they are free. */
  private <T> T locked(Supplier<T> body) {
    var waiting = new RowWait(session);
    while (true) {
      session.server.lock.lock();
      try {
        return body.get();
      } catch (Blocked blocked) {
        waiting.met(blocked);
      } finally {
        session.server.lock.unlock();
      }
      waiting.pause();
    }
  }
}
