package io.linkfleet.simulator.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.linkfleet.simulator.azure.ArmServer;
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

  /** What a request names is not there. */
  static final class Missing extends RuntimeException {
    private static final long serialVersionUID = 1;

    Missing(String why) {
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
      } catch (Missing e) {
        json(exchange, 404, error(e.getMessage()));
      } catch (Invalid | IllegalArgumentException e) {
        json(exchange, 400, error(e.getMessage()));
      } catch (JsonProcessingException e) {
        json(exchange, 400, error("the body is not JSON: " + e.getOriginalMessage()));
      }
    }
  }

  private void route(HttpExchange exchange, byte[] body) throws IOException {
    String[] path = exchange.getRequestURI().getRawPath().substring(1).split("/");
    for (int i = 0; i < path.length; i++) {
      path[i] = URLDecoder.decode(path[i].replace("+", "%2B"), StandardCharsets.UTF_8);
    }
    String page = exchange.getRequestMethod() + " " + page(path);
    switch (page) {
      case "GET health" -> health(exchange);
      case "GET ports" -> json(exchange, 200, ControlJson.MAPPER.valueToTree(simulator.ports()));
      case "GET record" -> record(exchange);
      case "GET settings" -> json(exchange, 200, SettingsJson.write(simulator));
      case "GET msi/token" -> managedIdentity(exchange);
      case "GET sql/faults" -> json(exchange, 200, FaultJson.write(simulator.sqlFaults()));
      case "GET azure/faults" ->
          json(exchange, 200, FaultJson.left(simulator.azure().faults));
      case "GET servers" -> json(exchange, 200, servers());
      case "GET servers/*" -> json(exchange, 200, server(path[1]).state());
      default -> {
        JsonNode now = change(page, path, body);
        noted(exchange, body);
        json(exchange, 200, now);
      }
    }
  }

  /** The page that a path names: names that somebody chose are stars. */
  private static String page(String[] path) {
    String[] page = path.clone();
    boolean servers = page[0].equals("servers");
    if (page.length > 1 && servers) {
      page[1] = "*";
    }
    if (page.length > 2 && servers) {
      page[2] = page.length == 3 ? "*" : page[2];
    }
    if (page.length > 3 && servers || page.length > 2 && page[1].equals("roles")) {
      page[page.length - 1] = "*";
    }
    return String.join("/", page);
  }

  private JsonNode change(String page, String[] path, byte[] body) throws IOException {
    ArmServer azure = simulator.azure();
    switch (page) {
      case "PUT settings" -> {
        SettingsJson.apply(simulator, object(body));
        return SettingsJson.write(simulator);
      }
      case "POST servers/*/*" -> {
        if (path[2].equals("copy")) {
          return server(path[1]).copy(object(body));
        }
        server(path[1]).become(path[2]);
        return server(path[1]).state();
      }
      case "PUT servers/*/logins/*" -> {
        return server(path[1]).login(path[3], object(body));
      }
      case "PUT servers/*/databases/*" -> {
        return server(path[1]).database(path[3], object(body));
      }
      case "POST sql/faults" -> {
        simulator.sqlFaults().add(FaultJson.connection(object(body)));
        return FaultJson.write(simulator.sqlFaults());
      }
      case "DELETE sql/faults" -> simulator.sqlFaults().clear();
      case "POST azure/faults" -> FaultJson.add(azure.faults, object(body));
      case "DELETE azure/faults" -> azure.faults.clear();
      case "POST azure/tokens/expire" -> azure.tokens.expire();
      case "PUT azure/roles/*" -> azure.roles.assign(path[2], RoleJson.read(object(body)));
      case "DELETE azure/roles" -> azure.roles.clear();
      default -> throw new Missing("no such page; see the README of the simulator");
    }
    return ControlJson.MAPPER.createObjectNode();
  }

  private ArrayNode servers() {
    ArrayNode all = ControlJson.MAPPER.createArrayNode();
    simulator
        .world()
        .servers
        .values()
        .forEach(one -> all.add(new ServerControl(simulator, one).state()));
    return all;
  }

  private void health(HttpExchange exchange) throws IOException {
    ObjectNode answer = ControlJson.MAPPER.createObjectNode();
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
      for (Effect effect : simulator.world().record.since(since)) {
        out.write(ControlJson.MAPPER.writeValueAsBytes(line(effect)));
        out.write('\n');
      }
    }
  }

  private ObjectNode line(Effect effect) {
    ObjectNode line = ControlJson.MAPPER.createObjectNode();
    simulator.world().record.answered(effect).ifPresent(it -> line.put("answered", it));
    return line
        .put("sequence", effect.sequence())
        .put("at", effect.at().toString())
        .put("nanos", effect.nanos())
        .put("where", effect.where())
        .put("login", effect.login())
        .put("kind", effect.kind())
        .put("text", effect.text())
        .put("outcome", effect.outcome());
  }

  private ServerControl server(String name) {
    SqlServer found = simulator.world().servers.get(name);
    if (found == null) {
      throw new Missing("no server is called '" + name + "'");
    }
    return new ServerControl(simulator, found);
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
        simulator.azure().tokens.managedIdentity(
            query.getOrDefault("client_id", "system-assigned"),
            query.getOrDefault("resource", "")));
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
    JsonNode read = ControlJson.MAPPER.readTree(body);
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
    return ControlJson.MAPPER.createObjectNode().put("error", what);
  }

  private static void json(HttpExchange exchange, int status, JsonNode body) throws IOException {
    byte[] bytes = ControlJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(body);
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
