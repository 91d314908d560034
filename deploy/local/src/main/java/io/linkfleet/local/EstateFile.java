package io.linkfleet.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Owns what the stack must know of the simulator's estate: its ports, its logins, its tenant; and
 * moves the ports of estate and fleet when a stack runs beside another.
 */
final class EstateFile {
  /** Words stay words: the off of {@code safety: off} is no boolean. */
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
          .build();
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)\\}");
  private final JsonNode root;

  private EstateFile(JsonNode root) {
    this.root = root;
  }

  /**
   * A login that every simulated server has.
   *
   * @param name its name
   * @param password a variable of the simulator's environment, or the password itself
   * @param role sysadmin, monitor or nobody
   */
  record Login(String name, String password, String role) {
    /** The variable that the estate takes the password from, or null when it is written there. */
    String variable() {
      Matcher matcher = VARIABLE.matcher(password);
      return matcher.matches() ? matcher.group(1) : null;
    }
  }

  /** Reads the estate, with every port moved by the offset. */
  static EstateFile read(Path file, int offset) {
    JsonNode root = tree(file);
    shift(root.path("azure"), offset);
    shift(root.path("control"), offset);
    root.path("servers").forEach(server -> shift(server, offset));
    return new EstateFile(root);
  }

  /** The fleet file with the ports of its servers moved likewise. */
  static String fleet(Path file, int offset) {
    JsonNode fleet = tree(file);
    fleet.path("servers").forEach(server -> shift(server, offset));
    return text(fleet);
  }

  /** Every port that the simulator opens on this machine, by whose it is. */
  Map<String, Integer> ports() {
    Map<String, Integer> all = new LinkedHashMap<>();
    all.put("control", controlPort());
    all.put("azure", azurePort());
    root.path("servers")
        .forEach(server -> all.put(server.path("name").asText(), server.path("port").asInt()));
    return all;
  }

  int controlPort() {
    return root.path("control").path("port").asInt();
  }

  int azurePort() {
    return root.path("azure").path("port").asInt();
  }

  String tenant() {
    return root.path("azure").path("tenant").asText();
  }

  List<Login> logins() {
    List<Login> all = new ArrayList<>();
    root.path("logins")
        .forEach(
            login ->
                all.add(
                    new Login(
                        login.path("name").asText(),
                        login.path("password").asText(),
                        login.path("role").asText())));
    return all;
  }

  void write(Path file) throws IOException {
    Files.writeString(file, text(root));
  }

  private static void shift(JsonNode node, int offset) {
    if (offset != 0 && node instanceof ObjectNode object && object.path("port").isInt()) {
      object.put("port", object.path("port").intValue() + offset);
    }
  }

  private static JsonNode tree(Path file) {
    try {
      return YAML.readTree(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static String text(JsonNode node) {
    try {
      return YAML.writeValueAsString(node);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
