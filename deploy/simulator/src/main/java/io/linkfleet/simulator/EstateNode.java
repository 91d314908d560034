package io.linkfleet.simulator;

import io.linkfleet.simulator.EstateYaml.Value;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Owns the reading of one mapping of an estate file: knows its path, notes every error instead of
 * stopping at the first, and names the keys that nobody asked for.
 */
final class EstateNode {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)\\}");
  private static final Pattern SIZE =
      Pattern.compile("(\\d+)\\s*(B|KB|MB|GB|TB)?", Pattern.CASE_INSENSITIVE);

  private static final Pattern WHOLE = Pattern.compile("[-+]?\\d{1,10}");

  private final EstateNode parent;
  private final String step;
  private final Map<String, Value> node;
  private final List<String> errors;
  private final Map<String, String> environment;
  private final List<String> asked = new ArrayList<>();

  EstateNode(
      EstateNode parent,
      String step,
      Value value,
      List<String> errors,
      Map<String, String> environment) {
    this.parent = parent;
    this.step = step;
    this.node = value instanceof Value.Mapping mapping ? mapping.values() : Map.of();
    this.errors = errors;
    this.environment = environment;
    if (!(value instanceof Value.Mapping)) {
      errors.add((parent == null ? "the file" : path()) + ": must be a mapping of keys to values");
    }
  }

  boolean has(String key) {
    Value value = node.get(key);
    return value != null && !(value instanceof Value.Scalar scalar && scalar.isNull());
  }

  String text(String key) {
    String value = text(key, null);
    if (value == null && !has(key)) {
      error(key, "is missing");
    }
    return value == null ? "" : value;
  }

  String text(String key, String otherwise) {
    Value value = value(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Value.Scalar scalar) {
      return scalar.text();
    }
    error(key, "must be a text");
    return otherwise;
  }

  /** A text in which {@code ${NAME}} stands for a variable of the environment. */
  String secret(String key) {
    Matcher matcher = VARIABLE.matcher(text(key));
    return matcher.replaceAll(
        found -> {
          String value = environment.get(found.group(1));
          if (value == null) {
            error(key, "the environment variable " + found.group(1) + " is not set");
          }
          return Matcher.quoteReplacement(value == null ? "" : value);
        });
  }

  int integer(String key, int otherwise, int least, int most) {
    Value value = value(key);
    if (value == null) {
      return otherwise;
    }
    OptionalInt number = whole(value);
    if (number.isEmpty() || number.getAsInt() < least || number.getAsInt() > most) {
      error(key, "must be a whole number from " + least + " to " + most);
      return otherwise;
    }
    return number.getAsInt();
  }

  boolean flag(String key, boolean otherwise) {
    Value value = value(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Value.Scalar scalar && scalar.plain()) {
      if (scalar.text().equalsIgnoreCase("true") || scalar.text().equalsIgnoreCase("false")) {
        return Boolean.parseBoolean(scalar.text());
      }
    }
    error(key, "must be true or false");
    return otherwise;
  }

  Duration duration(String key, Duration otherwise) {
    String value = text(key, null);
    try {
      return value == null ? otherwise : Duration.parse(value);
    } catch (DateTimeParseException e) {
      error(key, "must be a duration such as PT2S");
      return otherwise;
    }
  }

  long size(String key, long otherwise) {
    String value = text(key, null);
    if (value == null) {
      return otherwise;
    }
    Matcher size = SIZE.matcher(value.trim());
    if (!size.matches()) {
      error(key, "must be a size such as 200 MB");
      return otherwise;
    }
    String unit = size.group(2) == null ? "B" : size.group(2).toUpperCase(java.util.Locale.ROOT);
    int power = List.of("B", "KB", "MB", "GB", "TB").indexOf(unit);
    return Long.parseLong(size.group(1)) << (10 * power);
  }

  /** One of a few words; letter case and blanks at the ends do not count. */
  <T> T choice(String key, T otherwise, Map<String, T> choices) {
    String value = text(key, null);
    if (value == null) {
      return otherwise;
    }
    for (Map.Entry<String, T> choice : choices.entrySet()) {
      if (choice.getKey().equalsIgnoreCase(value.trim())) {
        return choice.getValue();
      }
    }
    error(key, "must be one of " + String.join(", ", new TreeSet<>(choices.keySet())));
    return otherwise;
  }

  Set<Integer> integers(String key) {
    Set<Integer> numbers = new TreeSet<>();
    List<Value> values = values(key, "must be a list of whole numbers");
    for (int i = 0; i < values.size(); i++) {
      OptionalInt number = whole(values.get(i));
      if (number.isPresent()) {
        numbers.add(number.getAsInt());
      } else {
        error(key + "[" + i + "]", "must be a whole number");
      }
    }
    return numbers;
  }

  <T> T child(String key, T otherwise, Function<EstateNode, T> reader) {
    Value value = value(key);
    return value == null ? otherwise : read(key, value, reader);
  }

  <T> List<T> list(String key, Function<EstateNode, T> reader) {
    List<T> all = new ArrayList<>();
    List<Value> values = values(key, "must be a list");
    for (int i = 0; i < values.size(); i++) {
      all.add(read(key + "[" + i + "]", values.get(i), reader));
    }
    return all;
  }

  void error(String key, String what) {
    errors.add(at(key) + ": " + what);
  }

  private List<Value> values(String key, String otherwise) {
    Value value = value(key);
    if (value == null) {
      return List.of();
    }
    if (value instanceof Value.Sequence sequence) {
      return sequence.values();
    }
    error(key, otherwise);
    return List.of();
  }

  private static OptionalInt whole(Value value) {
    if (value instanceof Value.Scalar scalar
        && scalar.plain()
        && WHOLE.matcher(scalar.text()).matches()) {
      long number = Long.parseLong(scalar.text());
      return number == (int) number ? OptionalInt.of((int) number) : OptionalInt.empty();
    }
    return OptionalInt.empty();
  }

  private <T> T read(String step, Value value, Function<EstateNode, T> reader) {
    EstateNode child = new EstateNode(this, step, value, errors, environment);
    T result = reader.apply(child);
    child.rest();
    return result;
  }

  /** Notes the keys that are there and that nobody asked for. */
  void rest() {
    node.keySet()
        .forEach(
            key -> {
              if (!asked.contains(key)) {
                error(
                    key, "is no known key; known are " + String.join(", ", new TreeSet<>(asked)));
              }
            });
  }

  private Value value(String key) {
    asked.add(key);
    return has(key) ? node.get(key) : null;
  }

  private String at(String key) {
    return parent == null ? key : path() + "." + key;
  }

  /** Put together only for an error: there may be ten thousand of these. */
  private String path() {
    return parent.at(step);
  }
}
