package io.linkfleet.simulator.tsql.eval;

import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.catalog.Unmodelled;
import io.linkfleet.simulator.tsql.state.Frame;
import io.linkfleet.simulator.tsql.syntax.Expression;
import io.linkfleet.simulator.tsql.type.DataType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The table of built-in scalar functions, by name. */
final class Functions {
  /** Gives the value from the arguments. */
  @FunctionalInterface
  interface Body {
    Object call(Object[] arguments, Frame frame);
  }

  /** Gives the body for arguments of these types. */
  @FunctionalInterface
  interface Bodies {
    Body of(List<DataType> arguments);
  }

  /** Gives the type from those of the arguments. */
  @FunctionalInterface
  interface Typing {
    DataType of(List<DataType> arguments);
  }

  /**
   * One function.
   *
   * @param strict whether a NULL argument gives NULL
   */
  record Function(int least, int most, boolean strict, Typing typing, Bodies bodies) {
    Function(int least, int most, boolean strict, Typing typing, Body body) {
      this(least, most, strict, typing, types -> body);
    }
  }

  private static final Map<String, Function> TABLE = new HashMap<>();
  /** Functions whose first argument is a bare date part. */
  private static final Set<String> DATE_PARTS =
      Set.of("DATEADD", "DATEDIFF", "DATEDIFF_BIG", "DATEPART", "DATENAME");

  static {
    TextFunctions.addTo(TABLE);
    TABLE.put("DATALENGTH", DataLength.FUNCTION);
    NumberFunctions.addTo(TABLE);
    DateFunctions.addTo(TABLE);
    SessionFunctions.addTo(TABLE);
    MetadataFunctions.addTo(TABLE);
  }

  private Functions() {}

  static Bound bind(Expression.Call call, Binder binder) {
    String name = call.name().toUpperCase(Locale.ROOT);
    name = name.startsWith("SYS.") ? name.substring(4) : name;
    Function function = TABLE.get(name);
    if (function == null && Unmodelled.function(name)) {
      throw Message.NOT_SIMULATED.error("the function " + name).endingBatch();
    }
    if (function == null || call.distinct() || call.star()) {
      throw Message.UNKNOWN_FUNCTION.error(call.name()).endingBatch();
    }
    int given = call.arguments().size();
    if (given < function.least() || given > function.most()) {
      String wanted =
          function.least() == function.most()
              ? String.valueOf(function.least())
              : function.least() + " to " + function.most();
      throw Message.ARGUMENT_COUNT
          .error(call.name().toLowerCase(Locale.ROOT), wanted)
          .endingBatch();
    }
    var arguments = new ArrayList<Bound>();
    var types = new ArrayList<DataType>();
    for (Expression argument : call.arguments()) {
      boolean part = arguments.isEmpty() && DATE_PARTS.contains(name);
      Bound bound =
          part ? datePart(argument, call.name().toLowerCase(Locale.ROOT)) : binder.bind(argument);
      arguments.add(bound);
      types.add(bound.type());
    }
    Frame frame = binder.frame;
    Body body = function.bodies().of(types);
    return new Bound(
        function.typing().of(types),
        row -> {
          Object[] values = new Object[arguments.size()];
          for (int i = 0; i < values.length; i++) {
            values[i] = arguments.get(i).on(row);
            if (values[i] == null && function.strict()) {
              return null;
            }
          }
          return body.call(values, frame);
        });
  }

  private static Bound datePart(Expression argument, String function) {
    if (!(argument instanceof Expression.ColumnName name) || name.parts().size() != 1) {
      throw Message.BAD_DATEPART.error("?", function).endingBatch();
    }
    String part =
        DateFunctions.part(name.name())
            .orElseThrow(() -> Message.BAD_DATEPART.error(name.name(), function).endingBatch());
    return Bound.constant(DataType.SYSNAME, part);
  }

  static Function strict(int arguments, DataType type, Body body) {
    return new Function(arguments, arguments, true, types -> type, body);
  }

  static Function strict(int least, int most, Typing typing, Body body) {
    return new Function(least, most, true, typing, body);
  }

  static Function lenient(int least, int most, DataType type, Body body) {
    return new Function(least, most, false, types -> type, body);
  }
}
