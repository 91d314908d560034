package io.linkfleet.monitor.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The JSON Schema of fleet files, and what its errors mean to a person. */
public final class FleetSchema {
  private static final String TEXT = load();
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(TEXT, InputFormat.JSON);

  private FleetSchema() {}

  /** The schema itself. */
  public static String text() {
    return TEXT;
  }

  static List<Finding> check(JsonNode tree) {
    return SCHEMA.validate(tree).stream().map(FleetSchema::finding).toList();
  }

  private static Finding finding(Error error) {
    String path = path(error.getInstanceLocation());
    String field = error.getProperty();
    return switch (error.getKeyword()) {
      case "required" ->
          new Finding(join(path, field), "It is missing", "Add it" + describe(path, field));
      case "additionalProperties" ->
          new Finding(
              join(path, field), "There is no such field", "Remove it, or correct its name.");
      case "type" ->
          new Finding(
              path,
              "It must be " + types(error.getSchemaNode()),
              error.getSchemaNode().toString().contains("string")
                  ? "Put the value in quotes if it is meant as text."
                  : "Correct the value.");
      case "pattern", "minLength", "maxLength" ->
          new Finding(path, "It does not have the required form", form(error));
      case "minimum" ->
          new Finding(path, "It is less than " + number(error), "Use a number in the range.");
      case "maximum" ->
          new Finding(path, "It is more than " + number(error), "Use a number in the range.");
      case "enum" ->
          new Finding(path, "It is none of the words allowed here", "Use " + words(error) + ".");
      case "minItems" -> new Finding(path, "The list is empty", "Add at least one entry.");
      default -> new Finding(path, error.getMessage(), "Correct it.");
    };
  }

  private static String form(Error error) {
    JsonNode says = parent(error);
    return says == null ? "Correct it." : says.asText();
  }

  /** The description that stands beside the keyword in the schema. */
  private static JsonNode parent(Error error) {
    NodePath keyword = error.getSchemaLocation().getFragment();
    JsonNode node = SCHEMA.getSchemaNode();
    for (int i = 0; i < keyword.getNameCount() - 1; i++) {
      Object step = keyword.getElement(i);
      node = step instanceof Integer index ? node.path(index) : node.path(step.toString());
    }
    return node.get("description");
  }

  private static String describe(String path, String field) {
    return path.isEmpty() ? " at the top of the file." : " to " + path + ".";
  }

  private static String words(Error error) {
    return StreamSupport.stream(error.getSchemaNode().spliterator(), false)
        .map(JsonNode::asText)
        .collect(Collectors.joining(" or "));
  }

  private static String number(Error error) {
    return error.getSchemaNode().asText();
  }

  private static String types(JsonNode wanted) {
    List<String> names =
        wanted.isArray()
            ? StreamSupport.stream(wanted.spliterator(), false).map(JsonNode::asText).toList()
            : List.of(wanted.asText());
    return String.join(
        " or ",
        names.stream()
            .map(
                name ->
                    switch (name) {
                      case "string" -> "a text";
                      case "integer" -> "a whole number";
                      case "boolean" -> "true or false";
                      case "array" -> "a list";
                      default -> "an object with named fields";
                    })
            .toList());
  }

  private static String path(NodePath location) {
    String path = "";
    for (int i = 0; i < location.getNameCount(); i++) {
      Object step = location.getElement(i);
      path = step instanceof Integer index ? path + "[" + index + "]" : join(path, step.toString());
    }
    return path;
  }

  static String join(String path, String field) {
    return path.isEmpty() ? field : path + "." + field;
  }

  private static String load() {
    try (InputStream in = FleetSchema.class.getResourceAsStream("/schema/fleet.json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
