package io.linkfleet.simulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.linkfleet.simulator.azure.AzureFaults;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/** Owns Azure's faults as JSON; a name that means nothing here is refused. */
final class FaultJson {
  private static final Set<String> REQUEST =
      Set.of(
          "method", "path", "times", "mode", "status", "code", "message", "body", "retryAfter",
          "retryAfterSeconds", "delay");
  private static final Set<String> OPERATION =
      Set.of("operation", "name", "times", "code", "message", "disappears", "length");

  private FaultJson() {}

  static void add(AzureFaults faults, JsonNode wanted) {
    boolean ofOperation = wanted.has("operation");
    Set<String> known = ofOperation ? OPERATION : REQUEST;
    wanted
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw new ControlServer.Invalid(name + ": is not one of " + known);
              }
            });
    if (ofOperation) {
      faults.add(operation(wanted));
    } else {
      faults.add(request(wanted));
    }
  }

  private static AzureFaults.Fault request(JsonNode in) {
    return new AzureFaults.Fault(
        text(in, "method", null),
        text(in, "path", null),
        in.path("times").asInt(1),
        word(in, "mode", AzureFaults.Mode.class, AzureFaults.Mode.INSTEAD),
        in.path("status").asInt(500),
        text(in, "code", "InternalServerError"),
        text(in, "message", "A fault was asked for."),
        word(in, "body", AzureFaults.Body.class, AzureFaults.Body.JSON),
        word(in, "retryAfter", AzureFaults.RetryAfter.class, AzureFaults.RetryAfter.NONE),
        in.path("retryAfterSeconds").asInt(1),
        duration(in, "delay", Duration.ZERO));
  }

  private static AzureFaults.OperationFault operation(JsonNode in) {
    String type = in.path("operation").asText();
    return new AzureFaults.OperationFault(
        type.equals("*") ? null : type,
        text(in, "name", null),
        in.path("times").asInt(1),
        text(in, "code", null),
        text(in, "message", "A fault was asked for."),
        in.path("disappears").asBoolean(false),
        duration(in, "length", null));
  }

  private static String text(JsonNode in, String name, String otherwise) {
    return in.hasNonNull(name) ? in.get(name).asText() : otherwise;
  }

  private static <E extends Enum<E>> E word(JsonNode in, String name, Class<E> type, E otherwise) {
    String value = text(in, name, null);
    try {
      return value == null ? otherwise : Enum.valueOf(type, value.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new ControlServer.Invalid(
          name + ": must be one of " + java.util.Arrays.toString(type.getEnumConstants()));
    }
  }

  private static Duration duration(JsonNode in, String name, Duration otherwise) {
    try {
      return in.hasNonNull(name) ? Duration.parse(in.get(name).asText()) : otherwise;
    } catch (DateTimeException e) {
      throw new ControlServer.Invalid(name + ": must be a duration such as PT2S");
    }
  }
}
