package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.TsqlError;
import io.linkfleet.simulator.tsql.eval.Expressions;
import io.linkfleet.simulator.tsql.state.Frame;
import io.linkfleet.simulator.tsql.syntax.Expression;
import io.linkfleet.simulator.tsql.syntax.Statement;
import io.linkfleet.simulator.tsql.syntax.Statement.Step;
import java.util.List;

/**
 * Checks the names in a batch before anything of it runs: a column that is not there refuses the
 * whole batch. A view or table that is not there does not; the statement is looked at again when
 * its turn comes, as a server defers the resolution of names.
 */
final class Compilation {
  private final Frame frame;

  private Compilation(Frame frame) {
    this.frame = frame;
  }

  /** A batch of one plain statement is checked as it runs. */
  static boolean isNeeded(List<Step> steps) {
    return steps.size() > 1
        || steps.stream().anyMatch(step -> !(step.statement() instanceof Statement.SelectRows));
  }

  /** Throws what is wrong with the first wrong statement. */
  static void check(List<Step> steps, Frame frame) {
    new Compilation(frame).all(steps);
  }

  /** Whether an error is one that does not keep the rest of a batch from running. */
  static boolean isDeferred(TsqlError error) {
    int number = error.messages().get(0).number();
    return number == Message.BAD_OBJECT.number() || number == Message.NO_LINKED_SERVER.number();
  }

  private void all(List<Step> steps) {
    steps.forEach(this::one);
  }

  private void one(Step step) {
    if (step == null) {
      return;
    }
    try {
      statement(step.statement());
    } catch (TsqlError error) {
      if (!isDeferred(error)) {
        throw error.atLine(step.line(), "").endingBatch();
      }
    }
  }

  private void statement(Statement s) {
    if (s instanceof Statement.Block block) {
      all(block.steps());
    } else if (s instanceof Statement.If branch) {
      one(branch.then());
      one(branch.otherwise());
      expression(branch.condition());
    } else if (s instanceof Statement.While loop) {
      one(loop.body());
      expression(loop.condition());
    } else if (s instanceof Statement.TryCatch tried) {
      all(tried.body());
      all(tried.handler());
    } else if (s instanceof Statement.SelectRows select) {
      Expressions.check(select.query(), frame);
    } else if (s instanceof Statement.RowChange change) {
      RowStatements.check(change, new Work(frame));
    } else if (s instanceof Statement.Assign assign) {
      expression(assign.value());
    } else if (s instanceof Statement.Print print) {
      expression(print.message());
    } else if (s instanceof Statement.Declare declare) {
      declare.variables().forEach(variable -> expression(variable.value()));
    }
  }

  private void expression(Expression e) {
    if (e != null) {
      Expressions.check(e, frame);
    }
  }
}
