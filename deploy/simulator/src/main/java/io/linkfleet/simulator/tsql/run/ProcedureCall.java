package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.engine.UserProcedure;
import io.linkfleet.simulator.engine.UserProcedure.Parameter;
import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.ObjectMessage;
import io.linkfleet.simulator.tsql.TsqlError;
import io.linkfleet.simulator.tsql.state.Frame;
import io.linkfleet.simulator.tsql.state.SessionState;
import io.linkfleet.simulator.tsql.syntax.Batch;
import io.linkfleet.simulator.tsql.syntax.Dialect;
import io.linkfleet.simulator.tsql.syntax.Expression;
import io.linkfleet.simulator.tsql.syntax.Statement;
import io.linkfleet.simulator.tsql.syntax.Statement.Argument;
import io.linkfleet.simulator.tsql.type.Convert;
import io.linkfleet.simulator.tsql.type.DataType;
import java.util.Map;
import java.util.TreeMap;

/**
 * One call of a procedure that somebody made: its arguments in a frame, and what comes back. The
 * order of the checks was inferred.
 */
final class ProcedureCall {
  final Frame inside;
  private final UserProcedure procedure;
  private final Work work;
  private final Map<String, Argument> given = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  private ProcedureCall(UserProcedure procedure, Frame inside, Work work) {
    this.procedure = procedure;
    this.inside = inside;
    this.work = work;
  }

  static ProcedureCall of(
      UserProcedure procedure, Statement.Execute s, Frame caller, SessionState session,
      int depth) {
    var inside = new Frame(session, depth);
    inside.procedure = procedure.name();
    var call = new ProcedureCall(procedure, inside, new Work(caller));
    call.match(s);
    call.bind();
    return call;
  }

  /** Which argument belongs to which parameter. */
  private void match(Statement.Execute s) {
    boolean named = false;
    for (int i = 0; i < s.arguments().size(); i++) {
      Argument argument = s.arguments().get(i);
      if (procedure.parameters().isEmpty()) {
        throw ObjectMessage.NO_PARAMETERS.error(procedure.name());
      } else if (argument.name() == null && named) {
        throw Message.NAME_THE_REST.error(i + 1).endingBatch();
      } else if (argument.name() == null && i >= procedure.parameters().size()) {
        throw Message.TOO_MANY_ARGUMENTS.error(procedure.name());
      }
      named |= argument.name() != null;
      Parameter parameter =
          argument.name() == null ? procedure.parameters().get(i) : parameter(argument.name());
      if (parameter == null) {
        throw Message.UNKNOWN_PARAMETER.error(argument.name(), procedure.name());
      } else if (given.put(parameter.name(), argument) != null) {
        throw Message.PARAMETER_TWICE.error(parameter.name());
      } else if (argument.output() && !parameter.output()) {
        throw Message.NOT_AN_OUTPUT.error(parameter.name());
      }
    }
  }

  private Parameter parameter(String name) {
    return procedure.parameters().stream()
        .filter(parameter -> parameter.name().equalsIgnoreCase(name))
        .findFirst()
        .orElse(null);
  }

  private void bind() {
    for (Parameter parameter : procedure.parameters()) {
      var type = new DataType(parameter.type(), parameter.length());
      Frame.Variable variable = inside.declare(parameter.name(), type);
      Argument argument = given.get(parameter.name());
      if (argument != null && argument.value() != null) {
        assign(variable, argument.value());
      } else if (parameter.byDefault() != null) {
        var dialect =
            new Dialect(work.server.description.majorVersion(), work.session.quotedIdentifier);
        variable.value(work.value(Batch.expression(parameter.byDefault(), dialect)));
      } else {
        throw Message.MISSING_PARAMETER.error(procedure.name(), parameter.name());
      }
    }
  }

  /** A value that cannot be converted gives 8114 here, whatever the types are. */
  private void assign(Frame.Variable variable, Expression argument) {
    Object value = work.value(argument);
    try {
      variable.value(value);
    } catch (TsqlError error) {
      DataType from =
          argument instanceof Expression.Literal literal ? literal.type()
              : argument instanceof Expression.Variable named
                  ? work.frame.variable(named.name()).type
                  : Convert.of(value);
      throw Message.NUMERIC_CONVERSION.error(from.display(), variable.type.display());
    }
  }

  /** Puts OUTPUT parameters back into the caller's variables. */
  void copyOutputs() {
    given.forEach(
        (name, argument) -> {
          if (argument.output() && argument.value() instanceof Expression.Variable target) {
            work.frame.variable(target.name()).value(inside.variable(name).value());
          }
        });
  }
}
