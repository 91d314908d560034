package io.linkfleet.simulator.wire;

import io.linkfleet.simulator.session.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The declared parameters of a prepared or parameterised statement, and their values in one call.
 *
 * @param declared in their order
 */
record Declarations(List<Declared> declared) {
  private static final Pattern ONE =
      Pattern.compile(
          "(@\\S+)\\s+(?:AS\\s+)?([^=]+?)\\s*(?:=.*?)?(?:\\s+(?:OUTPUT|OUT))?(?:\\s+READONLY)?",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** Two names of 128 characters and their type are shorter. */
  private static final int MOST_CHARS = 1000;

  /** One declared parameter. */
  record Declared(String name, String type) {}

  /** The values in their declared order, or the error that says why they do not fit. */
  sealed interface Bound {
    /** They fit; {@code sent} gives for each value that came its parameter, in the order sent. */
    record Fits(List<Parameter> parameters, List<Parameter> sent) implements Bound {}

    /** A declared parameter has no value. */
    record Missing(String name) implements Bound {}

    /** A value has no declared parameter. */
    record Unknown(String name) implements Bound {}
  }

  /** The declarations, or empty when the text is none. */
  static Optional<Declarations> read(String text) {
    var found = new ArrayList<Declared>();
    int depth = 0;
    int from = 0;
    boolean quoted = false;
    for (int i = 0; i <= text.length(); i++) {
      char c = i == text.length() ? ',' : text.charAt(i);
      quoted ^= c == '\'';
      depth += quoted ? 0 : c == '(' ? 1 : c == ')' ? -1 : 0;
      if (i == text.length() || c == ',' && depth == 0 && !quoted) {
        String one = text.substring(from, i).strip();
        from = i + 1;
        Matcher form = ONE.matcher(one);
        if (one.length() <= MOST_CHARS && form.matches()) {
          found.add(new Declared(form.group(1), form.group(2).strip()));
        } else if (!text.isBlank()) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(new Declarations(List.copyOf(found)));
  }

  /** Gives every declared parameter its value: by name when it came with one, else by position. */
  Bound bind(List<RpcValue> values) {
    var bound = new Parameter[declared.size()];
    var sent = new ArrayList<Parameter>();
    for (int i = 0; i < values.size(); i++) {
      RpcValue value = values.get(i);
      int at = value.name().isEmpty() ? i : indexOf(value.name());
      if (at < 0 || at >= bound.length) {
        return new Bound.Unknown(value.name());
      }
      Declared as = declared.get(at);
      bound[at] = new Parameter(as.name(), as.type(), value.output(), value.value());
      sent.add(bound[at]);
    }
    for (int i = 0; i < bound.length; i++) {
      if (bound[i] == null) {
        return new Bound.Missing(declared.get(i).name());
      }
    }
    return new Bound.Fits(List.of(bound), sent);
  }

  private int indexOf(String name) {
    for (int i = 0; i < declared.size(); i++) {
      if (declared.get(i).name().equalsIgnoreCase(name)) {
        return i;
      }
    }
    return -1;
  }
}
