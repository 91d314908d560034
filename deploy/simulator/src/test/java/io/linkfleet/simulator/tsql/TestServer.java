package io.linkfleet.simulator.tsql;

import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.engine.Login;
import io.linkfleet.simulator.engine.RsaKeys;
import io.linkfleet.simulator.engine.ServerDescription;
import io.linkfleet.simulator.engine.SqlServer;
import io.linkfleet.simulator.engine.World;
import io.linkfleet.simulator.session.Parameter;
import io.linkfleet.simulator.session.SqlServerPort.LoginRequest;
import io.linkfleet.simulator.session.SqlServerPort.LoginResult;
import io.linkfleet.simulator.session.SqlSession;
import java.util.List;
import java.util.Set;

/** A simulated server for tests with the logins sa, monitor and nobody, and one session of sa. */
final class TestServer {
  static final String PASSWORD = "Passw0rd!";

  final World world;
  final SqlServer server;
  final SimulatedSqlServer port;
  final SqlSession session;

  TestServer() {
    this("sql1", "16.0.4165.4", true);
  }

  TestServer(String name, String version, boolean azureConnect) {
    this(
        new ServerDescription(
            name, version, "Developer Edition (64-bit)", 3, "SQL_Latin1_General_CP1_CI_AS", true,
            azureConnect, name + ".corp.local", "10.0.0.4", 0, Set.of(1800)));
  }

  TestServer(ServerDescription description) {
    this(new World(RsaKeys.ofEarlierWorlds()), description);
  }

  /** In a world with others. */
  TestServer(World world, ServerDescription description) {
    this.world = world;
    server = new SqlServer(description);
    world.servers.put(description.name(), server);
    login("sa", Login.Permission.SYSADMIN);
    login("monitor", Login.Permission.VIEW_SERVER_STATE, Login.Permission.VIEW_ANY_DEFINITION);
    login("nobody");
    port = new SimulatedSqlServer(world, server);
    session = as("sa");
  }

  Login login(String name, Login.Permission... permissions) {
    var login = new Login(name, PASSWORD);
    login.permissions.addAll(List.of(permissions));
    server.logins.put(name, login);
    return login;
  }

  SqlSession as(String login) {
    var request = new LoginRequest(login, PASSWORD, "", "test", "host");
    return ((LoginResult.Accepted) port.login(request)).session();
  }

  Database database(String name) {
    var database = new Database();
    database.name = name;
    database.id = server.nextDatabaseId++;
    database.createdAt = world.clock.instant();
    server.databases.put(name, database);
    return database;
  }

  /** Runs a batch in the session of sa. */
  Answer run(String batch) {
    return run(session, batch);
  }

  static Answer run(SqlSession session, String batch, Parameter... parameters) {
    var answer = new Answer();
    session.execute(batch, List.of(parameters), answer);
    return answer;
  }

  /** Runs a batch that must not fail. */
  Answer ok(String batch) {
    Answer answer = run(batch);
    if (!answer.errors().isEmpty()) {
      throw new AssertionError(answer.messages + " from " + batch);
    }
    return answer;
  }

  Object value(String expression) {
    return ok("SELECT " + expression).value();
  }
}
