package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.state.Frame;
import io.linkfleet.simulator.tsql.state.SessionState;
import io.linkfleet.simulator.tsql.syntax.Batch;
import io.linkfleet.simulator.tsql.syntax.Dialect;
import io.linkfleet.simulator.tsql.syntax.Expression;
import io.linkfleet.simulator.tsql.syntax.Statement;
import java.util.ArrayList;
import java.util.List;

/** One call of sp_executesql: its text, its parameters in a frame, and what comes back. */
record DynamicSql(String text, Frame frame, List<Output> outputs) {
  /** A parameter that goes back into a variable of the caller. */
  record Output(String parameter, String variable) {}

  static DynamicSql of(Statement.Execute s, Frame caller, SessionState session, int depth) {
    var work = new Work(caller);
    String text = null;
    String declared = "";
    var rest = new ArrayList<Statement.Argument>();
    int position = 0;
    for (Statement.Argument argument : s.arguments()) {
      String name = argument.name() == null ? "" : argument.name().toLowerCase();
      boolean statement = name.equals("@stmt") || name.equals("@statement");
      boolean parameters = name.equals("@params") || name.equals("@parameters");
      if (statement || (name.isEmpty() && position == 0)) {
        text = work.text(argument.value());
      } else if (parameters || (name.isEmpty() && position == 1)) {
        declared = work.text(argument.value());
      } else {
        rest.add(argument);
      }
      position++;
    }
    if (text == null) {
      throw Message.MISSING_PARAMETER.error("sp_executesql", "@statement");
    }
    var dialect = new Dialect(session.server.description.majorVersion(), session.quotedIdentifier);
    var frame = new Frame(session, depth);
    List<Statement.Declaration> parameters = Batch.declarations(declared, dialect);
    parameters.forEach(p -> frame.declare(p.name(), p.type()));
    return new DynamicSql(text, frame, bound(rest, parameters, frame, work));
  }

  private static List<Output> bound(
      List<Statement.Argument> arguments,
      List<Statement.Declaration> parameters,
      Frame frame,
      Work work) {
    var outputs = new ArrayList<Output>();
    var given = new ArrayList<String>();
    for (int i = 0; i < arguments.size(); i++) {
      Statement.Argument argument = arguments.get(i);
      if (argument.name() == null && i >= parameters.size()) {
        throw Message.TOO_MANY_ARGUMENTS.error("");
      }
      String name = argument.name() == null ? parameters.get(i).name() : argument.name();
      Frame.Variable variable = frame.variable(name);
      if (variable == null) {
        throw Message.UNKNOWN_PARAMETER.error(name, "");
      }
      variable.value(work.value(argument.value()));
      given.add(name.toLowerCase());
      if (argument.output() && argument.value() instanceof Expression.Variable target) {
        outputs.add(new Output(name, target.name()));
      }
    }
    for (Statement.Declaration parameter : parameters) {
      if (!given.contains(parameter.name().toLowerCase())) {
        throw Message.PARAMETER_NOT_SUPPLIED.error(parameter.name());
      }
    }
    return outputs;
  }

  void copyOutputs(Frame caller) {
    for (Output output : outputs) {
      caller.variable(output.variable()).value(frame.variable(output.parameter()).value());
    }
  }
}
