package io.linkfleet.simulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.engine.HostPorts;
import io.linkfleet.simulator.engine.Login;
import io.linkfleet.simulator.engine.SqlServer;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Owns what may be done to one SQL Server: its life, its logins, its logs, its files. */
final class ServerControl {
  private static final Set<String> LOGIN = Set.of("role", "permissions", "disabled");
  private static final Set<String> COPY = Set.of("path", "to", "as");
  private static final Set<String> DATABASE = Set.of("logUsed");

  private enum Role {
    SYSADMIN,
    MONITOR,
    NOBODY
  }

  private final Controlled simulator;
  private final SqlServer server;

  ServerControl(Controlled simulator, SqlServer server) {
    this.simulator = simulator;
    this.server = server;
  }

  /** What it is now. */
  ObjectNode state() {
    return ControlJson.MAPPER.createObjectNode()
        .put("name", server.name())
        .put("up", server.up)
        .put("hung", simulator.sqlFaults().isHung(server.name()));
  }

  /** Changes its life. */
  void become(String what) {
    String name = server.name();
    switch (what) {
      case "up" -> {
        start();
        resume();
      }
      case "down" -> {
        server.up = false;
        resume();
        simulator.dropSessions(name);
      }
      case "restart" -> restart();
      case "hang" -> {
        // Partners lose a process that does not answer as they lose one that cannot be reached.
        simulator.sqlFaults().hang(name);
        simulator.network().cut(name);
      }
      case "resume" -> resume();
      case "cut" -> simulator.network().cut(name);
      case "mend" -> simulator.network().mend(name);
      default ->
          throw new ControlServer.Invalid(
              "after the server comes up, down, restart, hang, resume, cut, mend or copy");
    }
  }

  private void resume() {
    if (simulator.sqlFaults().isHung(server.name())) {
      simulator.sqlFaults().resume(server.name());
      simulator.network().mend(server.name());
    }
  }

  /** Endpoints and groups come back as they were; connections and DBCC TRACEON do not. */
  private void restart() {
    server.up = false;
    resume();
    simulator.dropSessions(server.name());
    simulator.network().dropConnections(server.name());
    server.lock.lock();
    try {
      server.traceFlags.clear();
      server.traceFlags.addAll(server.description.traceFlags());
      server.configuration.apply(true);
      server.errorLog.add(
          simulator.world().clock.instant(), "Server", "SQL Server is starting at normal priority"
              + " base (=7). This is an informational message only. No user action is required.");
    } finally {
      server.lock.unlock();
    }
    start();
  }

  /** Its endpoint listens, unless another instance of its machine took the port meanwhile. */
  private void start() {
    server.lock.lock();
    try {
      if (!server.up) {
        server.up = true;
        HostPorts.listen(simulator.world(), server, simulator.world().clock.instant());
      }
    } finally {
      server.lock.unlock();
    }
  }

  /** Gives a login a role or exactly these permissions, or turns it off. */
  ObjectNode login(String name, JsonNode wanted) {
    JsonFields in = JsonFields.of(wanted, LOGIN);
    EnumSet<Login.Permission> permissions = permissions(in);
    server.lock.lock();
    try {
      Login login = server.logins.get(name);
      if (login == null) {
        throw new ControlServer.Missing(server.name() + " has no login '" + name + "'");
      }
      if (permissions != null) {
        login.permissions.clear();
        login.permissions.addAll(permissions);
      }
      login.disabled = in.flag("disabled", login.disabled);
      ObjectNode now = ControlJson.MAPPER.createObjectNode().put("login", login.name);
      ArrayNode list = now.putArray("permissions");
      login.permissions.forEach(one -> list.add(word(one)));
      return now.put("disabled", login.disabled);
    } finally {
      server.lock.unlock();
    }
  }

  private static EnumSet<Login.Permission> permissions(JsonFields in) {
    if (in.has("role") && in.has("permissions")) {
      throw new ControlServer.Invalid("permissions: is there, and so is role");
    }
    EnumSet<Login.Permission> all = EnumSet.noneOf(Login.Permission.class);
    Role role = in.word("role", Role.class, null);
    if (role != null) {
      if (role == Role.SYSADMIN) {
        all.add(Login.Permission.SYSADMIN);
      } else if (role == Role.MONITOR) {
        all.add(Login.Permission.VIEW_SERVER_STATE);
        all.add(Login.Permission.VIEW_ANY_DEFINITION);
      }
      return all;
    }
    if (!in.has("permissions")) {
      return null;
    }
    for (JsonNode one : in.in().get("permissions")) {
      all.add(JsonFields.word("permissions", one.asText(), Login.Permission.class));
    }
    return all;
  }

  private static String word(Login.Permission permission) {
    return permission.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** A person copies a file of this server to another one. */
  ObjectNode copy(JsonNode wanted) {
    JsonFields.of(wanted, COPY);
    String path = wanted.path("path").asText();
    SqlServer to = simulator.world().servers.get(wanted.path("to").asText());
    if (to == null) {
      throw new ControlServer.Invalid("to: must name a server");
    }
    String as = wanted.path("as").asText(path);
    if (!simulator.world().copyFile(server, path, to, as)) {
      throw new ControlServer.Invalid("path: there is no such file on " + server.name());
    }
    return ControlJson.MAPPER.createObjectNode().put("to", to.name()).put("path", as);
  }

  /** Fills or empties the log of a database. */
  ObjectNode database(String name, JsonNode wanted) {
    JsonFields in = JsonFields.of(wanted, DATABASE);
    server.lock.lock();
    try {
      Database database = server.databases.get(name);
      if (database == null) {
        throw new ControlServer.Missing(server.name() + " has no database '" + name + "'");
      }
      database.logUsed = in.share("logUsed", database.logUsed);
      return ControlJson.MAPPER.createObjectNode()
          .put("database", database.name)
          .put("logUsed", database.logUsed);
    } finally {
      server.lock.unlock();
    }
  }
}
