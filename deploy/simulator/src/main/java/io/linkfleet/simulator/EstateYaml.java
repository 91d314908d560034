package io.linkfleet.simulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Owns the step from the text of an estate file to its mappings, lists and scalars. It reads the
 * events of YAML itself: a mapper takes longer to set up than a large estate takes to read.
 */
final class EstateYaml {
  private static final int DEEPEST = 50;

  private final ParserImpl events;

  private EstateYaml(ParserImpl events) {
    this.events = events;
  }

  /** One value of the file. */
  sealed interface Value {
    /** Keys with their values, in the order of the file. */
    record Mapping(Map<String, Value> values) implements Value {}

    /** A list. */
    record Sequence(List<Value> values) implements Value {}

    /** A text; plain without quotes, so that it may stand for a number, true, false or nothing. */
    record Scalar(String text, boolean plain) implements Value {
      boolean isNull() {
        return plain
            && (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null"));
      }
    }
  }

  /** The text is no YAML, or not in a form that an estate has. */
  static final class NotYaml extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotYaml(int line, String why) {
      super("line " + line + ": " + why, null, false, false);
    }
  }

  /**
   * The value that the text holds; an empty text holds a null.
   *
   * @throws NotYaml with the line and what is wrong there
   */
  static Value read(String text) {
    var options = new LoaderOptions();
    options.setProcessComments(false);
    options.setCodePointLimit(Integer.MAX_VALUE);
    try {
      var yaml = new EstateYaml(new ParserImpl(new StreamReader(text), options));
      yaml.events.getEvent();
      if (yaml.events.checkEvent(Event.ID.StreamEnd)) {
        return new Value.Scalar("", true);
      }
      yaml.events.getEvent();
      Value value = yaml.value(0);
      // to the end, so that what follows is not passed over when it is no YAML
      while (!yaml.events.checkEvent(Event.ID.StreamEnd)) {
        yaml.events.getEvent();
      }
      return value;
    } catch (MarkedYAMLException e) {
      var at = e.getProblemMark();
      throw new NotYaml(at == null ? 0 : at.getLine() + 1, e.getProblem());
    } catch (YAMLException e) {
      throw new NotYaml(0, e.getMessage());
    }
  }

  private Value value(int depth) {
    Event event = events.getEvent();
    if (event instanceof ScalarEvent scalar) {
      return new Value.Scalar(scalar.getValue(), scalar.isPlain());
    }
    if (depth == DEEPEST || event instanceof AliasEvent) {
      throw new NotYaml(
          event.getStartMark().getLine() + 1,
          depth == DEEPEST ? "nested too deep" : "an alias has no meaning here");
    }
    return event instanceof SequenceStartEvent
        ? sequence(depth)
        : mapping(depth);
  }

  private Value.Sequence sequence(int depth) {
    var values = new ArrayList<Value>();
    while (!events.checkEvent(Event.ID.SequenceEnd)) {
      values.add(value(depth + 1));
    }
    events.getEvent();
    return new Value.Sequence(values);
  }

  private Value.Mapping mapping(int depth) {
    var values = new LinkedHashMap<String, Value>();
    while (!events.checkEvent(Event.ID.MappingEnd)) {
      int line = events.peekEvent().getStartMark().getLine() + 1;
      if (!(value(depth + 1) instanceof Value.Scalar key)) {
        throw new NotYaml(line, "a key must be a text");
      }
      if (values.putIfAbsent(key.text(), value(depth + 1)) != null) {
        throw new NotYaml(line, "the key " + key.text() + " is there twice");
      }
    }
    events.getEvent();
    return new Value.Mapping(values);
  }
}
