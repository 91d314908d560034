package io.linkfleet.simulator.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.linkfleet.simulator.azure.Tokens;
import io.linkfleet.simulator.engine.EffectRecord.Effect;
import io.linkfleet.simulator.engine.SqlServer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Owns the HTTP port through which a running simulator is asked and disturbed. */
public final class ControlServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LARGEST_BODY = 1 << 20;
  private final Controlled simulator;
  private final HttpServer server;
  private final ExecutorService pool;

  /** What a request asks for cannot be done; the text says why. */
  static final class Invalid extends RuntimeException {
    private static final long serialVersionUID = 1;

    Invalid(String why) {
      super(why);
    }
  }

  private ControlServer(Controlled simulator, int port) throws IOException {
    this.simulator = simulator;
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 64);
    this.pool =
        Executors.newFixedThreadPool(
            4,
            task -> {
              Thread thread = new Thread(task, "control");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(pool);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Answers on loopback from now on; port 0 takes any. A busy port is a BindException. */
  public static ControlServer start(Controlled simulator, int port) throws IOException {
    return new ControlServer(simulator, port);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY);
      try {
        route(exchange, body);
      } catch (Invalid | IllegalArgumentException e) {
        json(exchange, 400, error(e.getMessage()));
      } catch (JsonProcessingException e) {
        json(exchange, 400, error("the body is not JSON: " + e.getOriginalMessage()));
      }
    }
  }

  private void route(HttpExchange exchange, byte[] body) throws IOException {
    String[] path = exchange.getRequestURI().getRawPath().substring(1).split("/");
    switch (exchange.getRequestMethod() + " " + path[0]) {
      case "GET health" -> health(exchange);
      case "GET ports" -> json(exchange, 200, JSON.valueToTree(simulator.ports()));
      case "GET record" -> record(exchange);
      case "GET settings" -> json(exchange, 200, SettingsJson.write(simulator));
      case "PUT settings" -> {
        SettingsJson.apply(simulator, object(body));
        noted(exchange, body);
        json(exchange, 200, SettingsJson.write(simulator));
      }
      case "POST servers" -> server(exchange, path);
      case "POST azure" -> {
        FaultJson.add(simulator.azure().faults, object(body));
        noted(exchange, body);
        json(exchange, 200, JSON.createObjectNode());
      }
      case "DELETE azure" -> {
        simulator.azure().faults.clear();
        noted(exchange, body);
        json(exchange, 200, JSON.createObjectNode());
      }
      case "GET msi" -> managedIdentity(exchange);
      default -> json(exchange, 404, error("no such page; see the README of the simulator"));
    }
  }

  private void health(HttpExchange exchange) throws IOException {
    ObjectNode answer = JSON.createObjectNode();
    ObjectNode ports = answer.putObject("ports");
    boolean ready = true;
    for (Map.Entry<String, Integer> port : simulator.ports().entrySet()) {
      boolean answers = answers(port.getValue());
      ports.put(port.getKey(), answers);
      ready &= answers;
    }
    answer.put("ready", ready);
    json(exchange, ready ? 200 : 503, answer);
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void record(HttpExchange exchange) throws IOException {
    long since = Long.parseLong(query(exchange).getOrDefault("since", "0"));
    exchange.getResponseHeaders().set("Content-Type", "application/x-ndjson");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = new BufferedOutputStream(exchange.getResponseBody())) {
      for (Effect effect : simulator.world().record.all()) {
        if (effect.sequence() > since) {
          out.write(JSON.writeValueAsBytes(line(effect)));
          out.write('\n');
        }
      }
    }
  }

  private static ObjectNode line(Effect effect) {
    return JSON.createObjectNode()
        .put("sequence", effect.sequence())
        .put("at", effect.at().toString())
        .put("nanos", effect.nanos())
        .put("where", effect.where())
        .put("login", effect.login())
        .put("kind", effect.kind())
        .put("text", effect.text())
        .put("outcome", effect.outcome());
  }

  private void server(HttpExchange exchange, String[] path) throws IOException {
    String name = path.length > 1 ? URLDecoder.decode(path[1], StandardCharsets.UTF_8) : "";
    SqlServer found = simulator.world().servers.get(name);
    if (found == null) {
      json(exchange, 404, error("no server is called '" + name + "'"));
      return;
    }
    switch (path.length > 2 ? path[2] : "") {
      case "up" -> found.up = true;
      case "down" -> {
        found.up = false;
        simulator.dropSessions(found.name());
      }
      case "restart" -> {
        // Endpoints and groups come back as they were, connections do not.
        found.up = false;
        simulator.dropSessions(found.name());
        simulator.network().dropConnections(found.name());
        found.up = true;
      }
      case "cut" -> simulator.network().cut(found.name());
      case "mend" -> simulator.network().mend(found.name());
      default -> throw new Invalid("after the server comes up, down, restart, cut or mend");
    }
    noted(exchange, new byte[0]);
    json(exchange, 200, JSON.createObjectNode().put("up", found.up));
  }

  /** As App Service and containers offer it to ManagedIdentityCredential. */
  private void managedIdentity(HttpExchange exchange) throws IOException {
    if (exchange.getRequestHeaders().getFirst("X-IDENTITY-HEADER") == null) {
      json(exchange, 401, error("the header X-IDENTITY-HEADER is missing"));
      return;
    }
    Map<String, String> query = query(exchange);
    json(
        exchange,
        200,
        Tokens.managedIdentity(
            query.getOrDefault("client_id", "system-assigned"),
            query.getOrDefault("resource", ""),
            System.currentTimeMillis() / 1000));
  }

  private void noted(HttpExchange exchange, byte[] body) {
    simulator
        .world()
        .record
        .add(
            simulator.world().clock.instant(),
            0,
            "control",
            "control",
            "CONTROL",
            (exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + new String(body, StandardCharsets.UTF_8))
                .strip(),
            "OK");
  }

  private static JsonNode object(byte[] body) throws IOException {
    JsonNode read = JSON.readTree(body);
    if (read == null || !read.isObject()) {
      throw new Invalid("the body must be a JSON object");
    }
    return read;
  }

  private static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> query = new TreeMap<>();
    String raw = exchange.getRequestURI().getRawQuery();
    for (String pair : raw == null ? new String[0] : raw.split("&")) {
      String[] parts = pair.split("=", 2);
      query.put(
          parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return query;
  }

  private static ObjectNode error(String what) {
    return JSON.createObjectNode().put("error", what);
  }

  private static void json(HttpExchange exchange, int status, JsonNode body) throws IOException {
    byte[] bytes = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    pool.shutdownNow();
  }
}
