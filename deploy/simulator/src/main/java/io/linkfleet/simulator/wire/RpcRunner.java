package io.linkfleet.simulator.wire;

import io.linkfleet.simulator.session.Column;
import io.linkfleet.simulator.session.Parameter;
import io.linkfleet.simulator.session.SqlType;
import io.linkfleet.simulator.wire.RequestRunner.Execution;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Runs the procedures that belong to the protocol, and any other as an EXEC batch. */
final class RpcRunner {
  private static final String PART = "(?:\\[(?:[^\\]]|\\]\\])++\\]|[\\p{L}_#][\\w\\p{L}@$#]*+)";
  private static final Pattern NAME = Pattern.compile(PART + "(?:\\.{1,3}" + PART + "){0,3}+");
  private static final String RETURN = "@__return_status";

  private final ReplyWriter reply;
  private final Execution execution;
  private final PreparedStatements prepared;

  RpcRunner(ReplyWriter reply, Execution execution, PreparedStatements prepared) {
    this.reply = reply;
    this.execution = execution;
    this.prepared = prepared;
  }

  /** Runs one call with everything that belongs to its reply. */
  void run(RpcCall call) throws IOException {
    reply.beginCall();
    List<RpcValue> values = call.values();
    switch (call.plainName()) {
      case "sp_executesql" -> {
        var declarations = Declarations.read(values.size() > 1 ? text(values, 1) : "");
        if (declarations.isEmpty()) {
          badDeclarations();
        } else {
          statement(text(values, 0), declarations.get(), values, 2, OptionalInt.empty());
        }
      }
      case "sp_prepare" -> prepare(values, false);
      case "sp_prepexec" -> prepare(values, true);
      case "sp_execute" -> {
        var found = prepared.get(value(values, 0));
        if (found == null) {
          noSuchHandle(value(values, 0));
        } else {
          statement(found.text(), found.declarations(), values, 1, OptionalInt.empty());
        }
      }
      case "sp_unprepare" -> {
        if (prepared.remove(value(values, 0))) {
          reply.callStatus(0);
          reply.callDone();
        } else {
          noSuchHandle(value(values, 0));
        }
      }
      case "sp_cursor",
              "sp_cursoropen",
              "sp_cursorprepare",
              "sp_cursorexecute",
              "sp_cursorprepexec",
              "sp_cursorunprepare",
              "sp_cursorfetch",
              "sp_cursoroption",
              "sp_cursorclose",
              "sp_prepexecrpc" ->
          refuse(50000, 1, "The procedure '" + call.procedure() + "' is not simulated.");
      default -> procedure(call);
    }
  }

  private void prepare(List<RpcValue> values, boolean run) throws IOException {
    var readable = Declarations.read(text(values, 1));
    if (readable.isEmpty()) {
      badDeclarations();
      return;
    }
    Declarations declarations = readable.get();
    String statement = text(values, 2);
    // A handle that comes with the call is the client's old one, which it gives up.
    prepared.remove(value(values, 0));
    var handle = prepared.add(new PreparedStatements.Prepared(declarations, statement));
    if (handle.isEmpty()) {
      refuse(
          701,
          123,
          "There is insufficient system memory in resource pool 'internal' to run this query.");
    } else if (run) {
      statement(statement, declarations, values, 3, handle);
      if (reply.isCancelled()) {
        // The client never hears of this handle.
        prepared.remove(handle.getAsInt());
      }
    } else {
      reply.callStatus(0);
      handle(values, handle);
      reply.callDone();
    }
  }

  private void statement(
      String text,
      Declarations declarations,
      List<RpcValue> all,
      int first,
      OptionalInt handle)
      throws IOException {
    List<RpcValue> values = all.subList(Math.min(first, all.size()), all.size());
    Declarations.Bound bound = declarations.bind(values);
    if (bound instanceof Declarations.Bound.Missing missing) {
      refuse(
          8178,
          1,
          "The parameterized query '%s' expects the parameter '%s', which was not supplied."
              .formatted(shortened(declarations, text), missing.name()));
      return;
    }
    if (bound instanceof Declarations.Bound.Unknown unknown) {
      // Unverified: number and text for a value without a declaration.
      refuse(8144, 2, "Procedure or function  has too many arguments specified.");
      return;
    }
    var fits = (Declarations.Bound.Fits) bound;
    execution.run(text, fits.parameters());
    if (reply.isCancelled()) {
      return;
    }
    // Unverified: a real sp_executesql returns the number of the last error, not 1.
    reply.callStatus(reply.lastFailed() ? 1 : reply.status());
    handle(all, handle);
    outputs(values, fits.sent(), first);
    reply.callDone();
  }

  private void handle(List<RpcValue> values, OptionalInt handle) {
    if (handle.isPresent()) {
      var column = new Column("", SqlType.INT, 0);
      reply.returnValue(0, values.get(0).name(), column, handle.getAsInt());
    }
  }

  private void outputs(List<RpcValue> values, List<Parameter> parameters, int first) {
    for (int i = 0; i < values.size(); i++) {
      Parameter parameter = parameters.get(i);
      if (parameter.output()) {
        String name = values.get(i).name();
        var column = DeclaredType.column(name, parameter.declaredType());
        reply.returnValue(first + i, name, column, parameter.value());
      }
    }
  }

  /** Calls a procedure by name: {@code EXEC @status = name @a = @a, @b = @b OUTPUT}. */
  private void procedure(RpcCall call) throws IOException {
    var text = new StringBuilder("EXEC ").append(RETURN).append(" = ");
    boolean plain = NAME.matcher(call.procedure()).matches();
    text.append(plain ? call.procedure() : "[" + call.procedure().replace("]", "]]") + "]");
    var parameters = new ArrayList<Parameter>();
    var sent = new ArrayList<Parameter>();
    String separator = " ";
    for (int i = 0; i < call.values().size(); i++) {
      RpcValue value = call.values().get(i);
      String variable = "@__p" + i;
      var parameter =
          new Parameter(variable, value.declaredType(), value.output(), value.value());
      sent.add(parameter);
      if (value.defaulted() && !value.name().isEmpty()) {
        continue;
      }
      text.append(separator);
      separator = ", ";
      if (!value.name().isEmpty()) {
        text.append(value.name()).append(" = ");
      }
      if (value.defaulted()) {
        text.append("DEFAULT");
      } else {
        text.append(variable).append(value.output() ? " OUTPUT" : "");
        parameters.add(parameter);
      }
    }
    var status = new Parameter(RETURN, "int", true, null);
    parameters.add(status);
    execution.run(text.toString(), parameters);
    if (reply.isCancelled()) {
      return;
    }
    reply.callStatus(status.value() instanceof Number n ? n.intValue() : reply.status());
    outputs(call.values(), sent, 0);
    reply.callDone();
  }

  /** Unverified: a server names the word at which it stumbles. */
  private void badDeclarations() {
    refuse(102, 1, "Incorrect syntax near '@'.");
  }

  private void noSuchHandle(Object handle) {
    refuse(8179, 2, "Could not find prepared statement with handle " + handle + ".");
  }

  private void refuse(int number, int state, String why) {
    reply.message(RequestRunner.error(number, state, why));
    reply.callDone();
  }

  /** A server names the query as "(declarations)text", cut short. */
  private static String shortened(Declarations declarations, String text) {
    var names = new ArrayList<String>();
    declarations.declared().forEach(d -> names.add(d.name() + " " + d.type()));
    String whole = "(" + String.join(",", names) + ")" + text;
    return whole.length() > 128 ? whole.substring(0, 128) : whole;
  }

  private static Object value(List<RpcValue> values, int index) throws ProtocolException {
    if (index >= values.size()) {
      throw new ProtocolException("a procedure of the protocol without its parameters");
    }
    return values.get(index).value();
  }

  private static String text(List<RpcValue> values, int index) throws ProtocolException {
    Object value = value(values, index);
    if (value == null) {
      return "";
    }
    if (value instanceof String text) {
      return text;
    }
    throw new ProtocolException("a statement that is not text");
  }
}
