package io.linkfleet.simulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.linkfleet.simulator.azure.AzureFaults;
import io.linkfleet.simulator.session.SqlMessage;
import io.linkfleet.simulator.wire.ConnectionFaults;
import java.time.Duration;
import java.util.Set;

/** Owns faults as JSON; a name that means nothing here is refused. */
final class FaultJson {
  private static final Set<String> REQUEST =
      Set.of(
          "method", "path", "nth", "times", "probability", "mode", "status", "code", "message",
          "body", "retryAfter", "retryAfterSeconds", "delay");
  private static final Set<String> OPERATION =
      Set.of(
          "operation", "name", "times", "code", "message", "disappears", "claimsSuccess", "length");
  private static final Set<String> CONNECTION =
      Set.of(
          "server", "login", "statement", "when", "hang", "error", "severity", "message", "delay",
          "nth", "times", "probability");

  private FaultJson() {}

  static void add(AzureFaults faults, JsonNode wanted) {
    if (wanted.has("operation")) {
      faults.add(operation(JsonFields.of(wanted, OPERATION)));
    } else {
      faults.add(request(JsonFields.of(wanted, REQUEST)));
    }
  }

  private static AzureFaults.Fault request(JsonFields in) {
    return new AzureFaults.Fault(
        in.text("method", null),
        in.text("path", null),
        in.number("nth", 1, 1),
        in.number("times", 1, 1),
        in.share("probability", 1),
        in.word("mode", AzureFaults.Mode.class, AzureFaults.Mode.INSTEAD),
        in.number("status", 500, 100),
        in.text("code", "InternalServerError"),
        in.text("message", "A fault was asked for."),
        in.word("body", AzureFaults.Body.class, AzureFaults.Body.JSON),
        in.word("retryAfter", AzureFaults.RetryAfter.class, AzureFaults.RetryAfter.NONE),
        in.number("retryAfterSeconds", 1, 0),
        in.duration("delay", Duration.ZERO));
  }

  private static AzureFaults.OperationFault operation(JsonFields in) {
    String type = in.text("operation", "*");
    return new AzureFaults.OperationFault(
        type.equals("*") ? null : type,
        in.text("name", null),
        in.number("times", 1, 1),
        in.text("code", null),
        in.text("message", "A fault was asked for."),
        in.flag("disappears", false),
        in.flag("claimsSuccess", false),
        in.duration("length", null));
  }

  static SqlFaults.Fault connection(JsonNode wanted) {
    JsonFields in = JsonFields.of(wanted, CONNECTION);
    var moment =
        in.word("when", ConnectionFaults.Moment.class, ConnectionFaults.Moment.BEFORE);
    boolean hang = in.flag("hang", false);
    if (moment == ConnectionFaults.Moment.DURING && hang) {
      throw new ControlServer.Invalid("hang: during a statement a connection is dropped");
    }
    if (moment != ConnectionFaults.Moment.DURING && in.has("delay")) {
      throw new ControlServer.Invalid("delay: is for a drop during a statement");
    }
    SqlMessage error = error(in, hang || moment != ConnectionFaults.Moment.BEFORE);
    return new SqlFaults.Fault(
        in.text("server", null),
        in.text("login", null),
        in.text("statement", null),
        moment,
        error != null
            ? ConnectionFaults.Act.REFUSE
            : hang ? ConnectionFaults.Act.HANG : ConnectionFaults.Act.DROP,
        in.duration("delay", Duration.ofMillis(20)),
        error,
        in.number("nth", 1, 1),
        in.number("times", 1, 0),
        in.share("probability", 1));
  }

  /** What a refused statement is answered; null when the fault is another one. */
  private static SqlMessage error(JsonFields in, boolean other) {
    if (!in.has("error")) {
      return null;
    }
    if (other) {
      throw new ControlServer.Invalid("error: a statement is refused before it runs");
    }
    return new SqlMessage(
        in.number("error", 0, 1),
        in.number("severity", 16, 11),
        1,
        in.text("message", "A fault was asked for."),
        "",
        1);
  }

  /** How many faults of Azure have not struck as often as they may. */
  static ObjectNode left(AzureFaults faults) {
    return ControlJson.MAPPER
        .createObjectNode()
        .put("requests", faults.requestsLeft())
        .put("operations", faults.operationsLeft());
  }

  /** The faults of connections, with how many requests they met and how many they hit. */
  static ArrayNode write(SqlFaults faults) {
    ArrayNode all = ControlJson.MAPPER.createArrayNode();
    for (SqlFaults.Waiting waiting : faults.waiting()) {
      SqlFaults.Fault fault = waiting.fault;
      ObjectNode one = all.addObject();
      one.put("server", fault.server())
          .put("login", fault.login())
          .put("statement", fault.statement())
          .put("when", fault.moment().name().toLowerCase(java.util.Locale.ROOT))
          .put("hang", fault.act() == ConnectionFaults.Act.HANG)
          .put("error", fault.error() == null ? null : fault.error().number())
          .put("nth", fault.nth())
          .put("times", fault.times())
          .put("probability", fault.probability())
          .put("met", waiting.met())
          .put("struck", waiting.struck());
    }
    return all;
  }
}
