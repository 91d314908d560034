package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.session.Parameter;
import io.linkfleet.simulator.session.Reply;
import io.linkfleet.simulator.session.SqlSession;
import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.TsqlError;
import io.linkfleet.simulator.tsql.state.Frame;
import io.linkfleet.simulator.tsql.state.SessionState;
import io.linkfleet.simulator.tsql.state.Sessions;
import io.linkfleet.simulator.tsql.syntax.Batch;
import io.linkfleet.simulator.tsql.syntax.Dialect;
import io.linkfleet.simulator.tsql.syntax.Statement;
import io.linkfleet.simulator.tsql.type.Convert;
import io.linkfleet.simulator.tsql.type.DataType;
import java.util.List;

/** One session of a simulated server as the wire sees it. */
public final class SimulatedSession implements SqlSession {
  private final SessionState state;
  private volatile boolean closed;

  public SimulatedSession(SessionState state) {
    this.state = state;
    Sessions.add(state);
  }

  @Override
  public int spid() {
    return state.spid;
  }

  @Override
  public String database() {
    return state.database;
  }

  @Override
  public void execute(String batch, List<Parameter> parameters, Reply reply) {
    state.beginBatch();
    state.caught.clear();
    var frame = new Frame(state, 0);
    try {
      for (Parameter parameter : parameters) {
        frame.declare(parameter.name(), type(parameter)).value(parameter.value());
      }
    } catch (TsqlError error) {
      fail(error, reply);
      return;
    }
    try {
      new Interpreter(state, reply).batch(batch, frame);
    } catch (SessionState.Cancelled cancelled) {
      if (state.xactAbort && state.transactionCount > 0) {
        new Transactions(state).rollback(reply);
      }
    } catch (StackOverflowError deep) {
      fail(Message.STACK_LIMIT.error(), reply);
    } catch (Reply.ClientGone gone) {
      throw gone;
    } catch (RuntimeException mistake) {
      fail(Message.OUR_MISTAKE.error(mistake.toString()), reply);
    } finally {
      state.statementCache.clear();
      for (Parameter parameter : parameters) {
        parameter.value(frame.variable(parameter.name()).value());
      }
    }
  }

  private static void fail(TsqlError error, Reply reply) {
    error.atLine(1, "").messages().forEach(reply::message);
    reply.done(-1, 0, true);
  }

  private DataType type(Parameter parameter) {
    if (parameter.declaredType() == null || parameter.declaredType().isBlank()) {
      return Convert.of(parameter.value());
    }
    var dialect = new Dialect(state.server.description.majorVersion(), true);
    List<Statement.Declaration> declared =
        Batch.declarations("@p " + parameter.declaredType(), dialect);
    return declared.get(0).type();
  }

  @Override
  public void answered(boolean reached) {
    state.effects.forEach(sequence -> state.world.record.answered(sequence, reached));
    state.effects.clear();
  }

  @Override
  public void cancel() {
    state.cancel();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    state.cancel();
    if (state.transactionCount > 0) {
      new Transactions(state).undo();
    }
    AppLocks.of(state.server).releaseAll(state, false);
    Sessions.remove(state);
  }
}
