package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.engine.UserProcedure;
import io.linkfleet.simulator.session.Reply;
import io.linkfleet.simulator.session.SqlMessage;
import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.TsqlError;
import io.linkfleet.simulator.tsql.state.Frame;
import io.linkfleet.simulator.tsql.state.SessionState;
import io.linkfleet.simulator.tsql.syntax.Batch;
import io.linkfleet.simulator.tsql.syntax.Definition;
import io.linkfleet.simulator.tsql.syntax.Dialect;
import io.linkfleet.simulator.tsql.syntax.Expression;
import io.linkfleet.simulator.tsql.syntax.Statement;
import io.linkfleet.simulator.tsql.syntax.Statement.Step;
import io.linkfleet.simulator.tsql.type.Convert;
import io.linkfleet.simulator.tsql.type.DataType;
import java.util.List;

/** Runs the statements of a batch: control flow, errors and TRY, EXEC; one instance per batch. */
final class Interpreter {
  private static final int DEEPEST = 32;

  /** Where to go on after a statement. */
  private enum Flow {
    NEXT,
    BREAK,
    CONTINUE,
    /** The end of this batch or of the text that EXEC runs. */
    SCOPE_END,
    /** The end of everything. */
    BATCH_END
  }

  private final SessionState session;
  private final Reply reply;
  private final Transactions transactions;
  private final Runner runner;
  private int tries;

  Interpreter(SessionState session, Reply reply) {
    this.session = session;
    this.reply = reply;
    this.transactions = new Transactions(session);
    this.runner = new Runner(session, reply, transactions);
  }

  /** Runs a batch in this frame, whose variables are its parameters. */
  void batch(String text, Frame frame) {
    Batch parsed;
    try {
      parsed = parse(text, frame);
      runner.compile(parsed.steps(), frame);
    } catch (TsqlError error) {
      report(error.atLine(1, ""), 0);
      return;
    }
    all(parsed.steps(), frame);
    if (session.doomed) {
      transactions.undo();
      reply.transactionChanged(Reply.TransactionChange.ROLLED_BACK);
      report(Message.DOOMED_AT_END.error().atLine(1, ""), 0);
    }
  }

  private Batch parse(String text, Frame frame) {
    var dialect =
        new Dialect(session.server.description.majorVersion(), session.quotedIdentifier);
    Batch parsed = BatchCache.parse(text, dialect, List.copyOf(frame.variables().keySet()));
    InstanceRules.check(session.server, parsed.steps());
    parsed.variables().forEach(declared -> frame.declare(declared.name(), declared.type()));
    return parsed;
  }

  private void report(TsqlError error, int command) {
    session.lastError = error.last().number();
    error.messages().forEach(reply::message);
    reply.done(-1, command, true);
  }

  private Flow all(List<Step> steps, Frame frame) {
    for (Step step : steps) {
      Flow flow = one(step, frame);
      if (flow != Flow.NEXT) {
        return flow;
      }
    }
    return Flow.NEXT;
  }

  private Flow one(Step step, Frame frame) {
    session.checkCancelled();
    try {
      return run(step, frame);
    } catch (TsqlError raised) {
      TsqlError error = raised.atLine(step.line(), frame.procedure);
      boolean leaf = !isControl(step.statement());
      boolean aborts =
          leaf && session.xactAbort && !(step.statement() instanceof Statement.RaiseError);
      if (leaf && Compilation.isDeferred(error)) {
        error = error.unresolvedIn(frame);
      }
      if (tries > 0) {
        session.doomed |= aborts && session.transactionCount > 0;
        throw error;
      }
      report(error, runner.command(step.statement()));
      if (aborts && session.transactionCount > 0) {
        transactions.rollback(reply);
      }
      return aborts ? Flow.BATCH_END : after(error);
    }
  }

  private static Flow after(TsqlError error) {
    return switch (error.reach()) {
      case STATEMENT -> Flow.NEXT;
      case SCOPE -> Flow.SCOPE_END;
      case BATCH -> Flow.BATCH_END;
    };
  }

  private static boolean isControl(Statement s) {
    return s instanceof Statement.Block
        || s instanceof Statement.If
        || s instanceof Statement.While
        || s instanceof Statement.TryCatch
        || s instanceof Statement.Execute
        || s instanceof Statement.ExecuteText;
  }

  private Flow run(Step step, Frame frame) {
    Statement statement = step.statement();
    if (statement instanceof Statement.Block block) {
      return all(block.steps(), frame);
    } else if (statement instanceof Statement.If branch) {
      if (runner.holds(branch.condition(), frame, step)) {
        return one(branch.then(), frame);
      }
      return branch.otherwise() == null ? Flow.NEXT : one(branch.otherwise(), frame);
    } else if (statement instanceof Statement.While loop) {
      return loop(loop, step, frame);
    } else if (statement instanceof Statement.Break) {
      return Flow.BREAK;
    } else if (statement instanceof Statement.Continue) {
      return Flow.CONTINUE;
    } else if (statement instanceof Statement.Return returned) {
      return leave(returned, step, frame);
    } else if (statement instanceof Statement.TryCatch tryCatch) {
      return tryCatch(tryCatch, frame);
    } else if (statement instanceof Statement.Throw thrown) {
      throw Errors.thrown(thrown, frame);
    } else if (statement instanceof Statement.Execute execute) {
      return execute(execute, step, frame);
    } else if (statement instanceof Statement.ExecuteText execute) {
      return nested(new Work(frame).text(execute.text()), new Frame(session, deeper(frame)));
    }
    simple(statement, step, frame);
    session.lastError = 0;
    return Flow.NEXT;
  }

  private void simple(Statement statement, Step step, Frame frame) {
    if (statement instanceof Statement.SelectRows select) {
      runner.select(select, step, frame);
      return;
    } else if (statement instanceof Definition definition) {
      runner.define(definition, step, frame);
      return;
    } else if (statement instanceof Statement.RowChange change) {
      runner.change(change, step, frame);
      return;
    } else if (statement instanceof Statement.Dbcc dbcc) {
      runner.dbcc(dbcc, step, frame);
      return;
    } else if (statement instanceof Statement.ReadBackup read) {
      runner.readBackup(read, step, frame);
      return;
    } else if (statement instanceof Statement.Declare declare) {
      declare(declare, step, frame);
      return;
    } else if (statement instanceof Statement.Assign assign) {
      assign(assign, step, frame);
    } else if (statement instanceof Statement.SetOption option) {
      SessionOptions.set(option, session);
    } else if (statement instanceof Statement.Print print) {
      reply.message(Errors.print(print, frame, step.line()));
    } else if (statement instanceof Statement.RaiseError raise) {
      raise(Errors.raise(raise, frame, step.line()));
      return;
    } else if (statement instanceof Statement.WaitFor wait) {
      runner.pause(Waits.delayNanos(wait, new Work(frame)));
    } else if (statement instanceof Statement.Use use) {
      Contexts.use(use.database(), step.line(), session, reply);
    } else if (statement instanceof Statement.Transaction transaction) {
      transaction(transaction);
    } else if (statement instanceof Statement.Reconfigure) {
      runner.reconfigure(step);
    } else {
      throw new IllegalStateException("nobody runs " + statement.getClass());
    }
    reply.done(-1, 0, false);
  }

  private Flow loop(Statement.While loop, Step step, Frame frame) {
    while (runner.holds(loop.condition(), frame, step)) {
      Flow flow = one(loop.body(), frame);
      if (flow == Flow.BREAK) {
        break;
      } else if (flow == Flow.SCOPE_END || flow == Flow.BATCH_END) {
        return flow;
      }
    }
    return Flow.NEXT;
  }

  private Flow leave(Statement.Return returned, Step step, Frame frame) {
    if (returned.value() != null && frame.procedure.isEmpty()) {
      throw Message.RETURN_VALUE.error().endingBatch();
    }
    if (returned.value() != null) {
      Object value = runner.value(returned.value(), frame, step);
      frame.returned = value == null ? 0 : (Integer) Convert.to(value, DataType.INT, 0);
    }
    return Flow.SCOPE_END;
  }

  private Flow tryCatch(Statement.TryCatch s, Frame frame) {
    TsqlError caught;
    tries++;
    try {
      return all(s.body(), frame);
    } catch (TsqlError error) {
      if (error.isUnresolvedIn(frame)) {
        // found while the statement is compiled again: only a TRY further out catches it
        throw error;
      }
      caught = error;
    } finally {
      tries--;
    }
    session.caught.push(caught.last());
    session.lastError = caught.last().number();
    try {
      return all(s.handler(), frame);
    } finally {
      session.caught.pop();
    }
  }

  private void raise(SqlMessage message) {
    if (message.isError()) {
      session.lastError = message.number();
      if (tries > 0) {
        throw TsqlError.of(message);
      }
    }
    reply.message(message);
    reply.done(-1, 0, message.isError());
  }

  private void declare(Statement.Declare s, Step step, Frame frame) {
    for (Statement.Declaration declared : s.variables()) {
      if (declared.value() != null) {
        frame.variable(declared.name()).value(runner.value(declared.value(), frame, step));
      }
    }
  }

  private void assign(Statement.Assign s, Step step, Frame frame) {
    Expression value =
        s.operator() == null
            ? s.value()
            : new Expression.Arithmetic(
                s.operator(), new Expression.Variable(s.variable()), s.value());
    Object now = runner.value(value, frame, step);
    frame.variable(s.variable()).value(now);
    session.rowCount = 1;
  }

  private void transaction(Statement.Transaction s) {
    switch (s.verb()) {
      case "BEGIN" -> transactions.begin(s.name(), reply);
      case "COMMIT" -> transactions.commit(reply);
      default -> transactions.rollback(s.name(), reply);
    }
  }

  private Flow execute(Statement.Execute s, Step step, Frame frame) {
    if (s.name().equalsIgnoreCase("sp_executesql")) {
      return executeSql(s, frame);
    }
    UserProcedure own = ProcedureStatements.find(s, session);
    if (own != null) {
      return call(own, s, frame);
    }
    String name = Procedures.find(s, session);
    int returned = runner.procedure(name, s, step, frame);
    if (s.returnInto() != null) {
      frame.variable(s.returnInto()).value(returned);
    }
    session.lastError = 0;
    return Flow.NEXT;
  }

  /** A procedure that somebody made runs in the database where it is. */
  private Flow call(UserProcedure procedure, Statement.Execute s, Frame frame) {
    ProcedureCall call = ProcedureCall.of(procedure, s, frame, session, deeper(frame));
    String before = session.database;
    Flow flow;
    try {
      session.database = Contexts.ofProcedure(s.procedure(), session);
      flow = nested(procedure.body(), call.inside);
    } finally {
      session.database = before;
    }
    call.copyOutputs();
    if (s.returnInto() != null) {
      frame.variable(s.returnInto()).value(call.inside.returned);
    }
    return flow;
  }

  private Flow executeSql(Statement.Execute s, Frame frame) {
    var call = DynamicSql.of(s, frame, session, deeper(frame));
    String before = session.database;
    Flow flow;
    try {
      session.database = Contexts.ofProcedure(s.procedure(), session);
      flow = nested(call.text(), call.frame());
    } finally {
      session.database = before;
    }
    call.copyOutputs(frame);
    if (s.returnInto() != null) {
      frame.variable(s.returnInto()).value(session.lastError);
    }
    return flow;
  }

  private int deeper(Frame frame) {
    if (frame.depth >= DEEPEST) {
      throw Message.NESTING.error().endingAll();
    }
    return frame.depth + 1;
  }

  /** What SET and USE changed inside is as before when the caller goes on. */
  private Flow nested(String text, Frame frame) {
    var before = SessionOptions.of(session);
    String database = session.database;
    try {
      return inside(text, frame);
    } finally {
      before.restore(session);
      if (!session.database.equals(database)) {
        reply.databaseChanged(database, session.database);
        session.database = database;
      }
    }
  }

  /** Runs a text as a batch of its own; only what ends everything ends the caller too. */
  private Flow inside(String text, Frame frame) {
    Batch parsed;
    try {
      parsed = parse(text, frame);
      runner.compile(parsed.steps(), frame);
    } catch (TsqlError error) {
      // the text does not run, the caller goes on behind the EXEC
      TsqlError first = TsqlError.of(error.messages().get(0));
      for (SqlMessage more : error.messages().subList(1, error.messages().size())) {
        first = first.then(more);
      }
      throw first;
    }
    return all(parsed.steps(), frame) == Flow.BATCH_END ? Flow.BATCH_END : Flow.NEXT;
  }
}
