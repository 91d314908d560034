package io.linkfleet.simulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** Owns the reading of a JSON object's fields: unknown names and wrong values are refused. */
record JsonFields(JsonNode in) {

  static JsonFields of(JsonNode in, Set<String> known) {
    in.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw new ControlServer.Invalid(
                    name + ": is not one of " + new java.util.TreeSet<>(known));
              }
            });
    return new JsonFields(in);
  }

  boolean has(String name) {
    return in.hasNonNull(name);
  }

  String text(String name, String otherwise) {
    return has(name) ? in.get(name).asText() : otherwise;
  }

  int number(String name, int otherwise, int least) {
    if (!has(name)) {
      return otherwise;
    }
    JsonNode value = in.get(name);
    if (!value.canConvertToInt() || !value.isIntegralNumber() || value.intValue() < least) {
      throw new ControlServer.Invalid(name + ": must be a whole number from " + least);
    }
    return value.intValue();
  }

  /** A number from 0 to 1. */
  double share(String name, double otherwise) {
    if (!has(name)) {
      return otherwise;
    }
    double value = in.get(name).asDouble(-1);
    if (!in.get(name).isNumber() || value < 0 || value > 1) {
      throw new ControlServer.Invalid(name + ": must be a number from 0 to 1");
    }
    return value;
  }

  boolean flag(String name, boolean otherwise) {
    if (!has(name)) {
      return otherwise;
    }
    if (!in.get(name).isBoolean()) {
      throw new ControlServer.Invalid(name + ": must be true or false");
    }
    return in.get(name).booleanValue();
  }

  Duration duration(String name, Duration otherwise) {
    try {
      Duration value = has(name) ? Duration.parse(in.get(name).asText()) : otherwise;
      if (value != null && value.isNegative()) {
        throw new ControlServer.Invalid(name + ": must not be negative");
      }
      return value;
    } catch (DateTimeException e) {
      throw new ControlServer.Invalid(name + ": must be a duration such as PT2S");
    }
  }

  <E extends Enum<E>> E word(String name, Class<E> type, E otherwise) {
    String value = text(name, null);
    return value == null ? otherwise : word(name, value, type);
  }

  static <E extends Enum<E>> E word(String name, String value, Class<E> type) {
    try {
      return Enum.valueOf(type, value.toUpperCase(Locale.ROOT).replace(' ', '_'));
    } catch (IllegalArgumentException e) {
      throw new ControlServer.Invalid(
          name + ": must be one of " + Arrays.toString(type.getEnumConstants()).toLowerCase());
    }
  }
}
