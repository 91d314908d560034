package io.linkfleet.monitor.fleet;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;

/**
 * The way from bytes to a tree, and the limits on it: size, depth, one document, no repeated key,
 * and in YAML no anchor, alias or tag, which could make a small file huge.
 */
final class FleetReader {
  /** Largest file, in bytes. */
  static final int LARGEST = 5 * 1024 * 1024;

  private static final int DEEPEST = 20;
  private static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).maxStringLength(10_000).build();
  private static final ObjectMapper JSON = mapper(new JsonFactory());
  private static final ObjectMapper YAML =
      mapper(
          YAMLFactory.builder()
              .loaderOptions(options())
              // as YAML 1.2 has it: off is a word, only true and false are truth values
              .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
              .build());

  private FleetReader() {}

  /** What reading gave: a tree, or why there is none. */
  record Read(JsonNode tree, Finding why) {}

  static Read read(byte[] file, boolean yaml) {
    if (file.length == 0) {
      return refused("The file is empty", "Send the fleet file as the body.");
    }
    if (file.length > LARGEST) {
      return refused("The file is larger than 5 MB", "Split the fleet into several rollouts.");
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file));
    } catch (CharacterCodingException e) {
      return refused("The file is not UTF-8", "Save it as UTF-8.");
    }
    try {
      if (yaml) {
        Finding unwanted = unwantedYaml(file);
        if (unwanted != null) {
          return new Read(null, unwanted);
        }
      }
      JsonNode tree = (yaml ? YAML : JSON).readTree(file);
      return tree == null || tree.isMissingNode()
          ? refused("The file is empty", "Send the fleet file as the body.")
          : new Read(tree, null);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String where = at == null ? "" : line(at.getLineNr(), at.getColumnNr());
      return refused(firstLine(e.getOriginalMessage()) + where, "Correct the file there.");
    } catch (MarkedYAMLException e) {
      String where =
          e.getProblemMark() == null
              ? ""
              : line(e.getProblemMark().getLine() + 1, e.getProblemMark().getColumn() + 1);
      return refused("Not YAML: " + firstLine(e.getProblem()) + where, "Correct the file there.");
    } catch (YAMLException e) {
      return refused("Not YAML: " + firstLine(e.getMessage()), "Correct the file there.");
    } catch (IOException e) {
      return refused("The file cannot be read: " + firstLine(e.getMessage()), "Correct the file.");
    }
  }

  /** Jackson would read an alias as its name and skip a tag, so both are looked for first. */
  private static Finding unwantedYaml(byte[] file) {
    Reader text = new InputStreamReader(new ByteArrayInputStream(file), StandardCharsets.UTF_8);
    int documents = 0;
    for (Event event : new Yaml(options()).parse(text)) {
      String where =
          line(event.getStartMark().getLine() + 1, event.getStartMark().getColumn() + 1);
      if (event instanceof AliasEvent
          || event instanceof NodeEvent node && node.getAnchor() != null) {
        return new Finding(
            "", "Anchors and aliases are not accepted" + where, "Write the value out.");
      }
      if (event instanceof DocumentStartEvent && ++documents > 1) {
        return new Finding("", "There is a second document" + where, "Send one document.");
      }
    }
    return null;
  }

  private static LoaderOptions options() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(LARGEST);
    options.setNestingDepthLimit(DEEPEST);
    options.setMaxAliasesForCollections(0);
    options.setAllowDuplicateKeys(false);
    return options;
  }

  private static ObjectMapper mapper(JsonFactory factory) {
    factory.setStreamReadConstraints(LIMITS);
    return new ObjectMapper(factory)
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION.mappedFeature())
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

  private static String line(int line, int column) {
    return " (line " + line + ", column " + column + ")";
  }

  private static String firstLine(String text) {
    return text == null ? "it cannot be parsed" : text.lines().findFirst().orElse("").strip();
  }

  private static Read refused(String problem, String action) {
    return new Read(null, new Finding("", problem, action));
  }
}
