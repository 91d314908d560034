package io.linkfleet.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** Owns the requests to a simulator's control API, and the option that says which simulator. */
final class SimulatorApi {
  private static final String USUAL = "http://localhost:21480";

  @Option(
      names = "--control",
      paramLabel = "URL",
      description = {
        "address of the simulator's control API; otherwise that of the environment variable",
        "LINKFLEET_SIMULATOR, of the stack that runs here, or " + USUAL
      })
  private String address;

  static ObjectNode object() {
    return Http.JSON.createObjectNode();
  }

  JsonNode get(Context context, String path) {
    return Http.get(at(context, path));
  }

  JsonNode send(Context context, String method, String path, ObjectNode body) {
    return Http.send(method, at(context, path), body == null ? "" : body.toString());
  }

  void lines(Context context, String path, Consumer<String> line) {
    Http.lines(at(context, path), line);
  }

  /** A name as one part of a path. */
  static String part(String name) {
    return "/" + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private URI at(Context context, String path) {
    String named = address != null ? address : context.environment().get("LINKFLEET_SIMULATOR");
    URI base =
        named != null
            ? URI.create(named)
            : context.stack().address("simulator").orElse(URI.create(USUAL));
    return URI.create(base.toString().replaceAll("/+$", "") + path);
  }
}
