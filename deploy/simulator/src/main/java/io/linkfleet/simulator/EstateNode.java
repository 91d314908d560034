package io.linkfleet.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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

  final String path;
  private final JsonNode node;
  private final List<String> errors;
  private final Map<String, String> environment;
  private final Set<String> asked = new HashSet<>();

  EstateNode(
      String path, JsonNode node, List<String> errors, Map<String, String> environment) {
    this.path = path;
    this.node = node;
    this.errors = errors;
    this.environment = environment;
    if (!node.isObject()) {
      errors.add((path.isEmpty() ? "the file" : path) + ": must be a mapping of keys to values");
    }
  }

  boolean has(String key) {
    return node.hasNonNull(key);
  }

  String text(String key) {
    String value = text(key, null);
    if (value == null && !has(key)) {
      error(key, "is missing");
    }
    return value == null ? "" : value;
  }

  String text(String key, String otherwise) {
    JsonNode value = value(key);
    if (value == null) {
      return otherwise;
    }
    if (!value.isValueNode()) {
      error(key, "must be a text");
      return otherwise;
    }
    return value.asText();
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
    JsonNode value = value(key);
    if (value == null) {
      return otherwise;
    }
    if (!value.canConvertToInt() || value.intValue() < least || value.intValue() > most) {
      error(key, "must be a whole number from " + least + " to " + most);
      return otherwise;
    }
    return value.intValue();
  }

  boolean flag(String key, boolean otherwise) {
    JsonNode value = value(key);
    if (value != null && !value.isBoolean()) {
      error(key, "must be true or false");
      return otherwise;
    }
    return value == null ? otherwise : value.booleanValue();
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
    JsonNode value = value(key);
    if (value != null && !value.isArray()) {
      error(key, "must be a list of whole numbers");
      return numbers;
    }
    for (int i = 0; value != null && i < value.size(); i++) {
      if (value.get(i).canConvertToInt()) {
        numbers.add(value.get(i).intValue());
      } else {
        error(key + "[" + i + "]", "must be a whole number");
      }
    }
    return numbers;
  }

  <T> T child(String key, T otherwise, Function<EstateNode, T> reader) {
    JsonNode value = value(key);
    return value == null ? otherwise : read(at(key), value, reader);
  }

  <T> List<T> list(String key, Function<EstateNode, T> reader) {
    List<T> all = new ArrayList<>();
    JsonNode value = value(key);
    if (value != null && !value.isArray()) {
      error(key, "must be a list");
      return all;
    }
    for (int i = 0; value != null && i < value.size(); i++) {
      all.add(read(at(key) + "[" + i + "]", value.get(i), reader));
    }
    return all;
  }

  void error(String key, String what) {
    errors.add(at(key) + ": " + what);
  }

  private <T> T read(String at, JsonNode value, Function<EstateNode, T> reader) {
    EstateNode child = new EstateNode(at, value, errors, environment);
    T result = reader.apply(child);
    child.rest();
    return result;
  }

  /** Notes the keys that are there and that nobody asked for. */
  void rest() {
    node.fieldNames()
        .forEachRemaining(
            key -> {
              if (!asked.contains(key)) {
                error(
                    key, "is no known key; known are " + String.join(", ", new TreeSet<>(asked)));
              }
            });
  }

  private JsonNode value(String key) {
    asked.add(key);
    return has(key) ? node.get(key) : null;
  }

  private String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
