package io.linkfleet.simulator.tsql;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.simulator.engine.HostPorts;
import io.linkfleet.simulator.engine.ServerDescription;
import io.linkfleet.simulator.engine.World;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Two instances of one machine: who of them gets a port. */
class EndpointPortTest {
  private static final String MIRRORING = " FOR DATABASE_MIRRORING (ROLE = ALL)";
  private static final String LISTENING =
      "The Database Mirroring endpoint is now listening for connections.";

  private final World world = new World();
  private final TestServer first = instance("HOST", 1433, "10.0.0.1");
  private final TestServer second = instance("HOST\\TWO", 1500, "10.0.0.1");

  private TestServer instance(String name, int tdsPort, String ip) {
    return new TestServer(
        world,
        new ServerDescription(
            name, "16.0.4165.4", "Developer Edition (64-bit)", 3, "SQL_Latin1_General_CP1_CI_AS",
            true, true, "host.corp.example", ip, tdsPort, Set.of()));
  }

  private static String create(int port, String state) {
    return "CREATE ENDPOINT e STATE = " + state + " AS TCP (LISTENER_PORT = " + port + ")"
        + MIRRORING;
  }

  private static Object log(TestServer server) {
    Answer.Rows rows = server.ok("EXEC sp_readerrorlog 0, 1, 'endpoint'").results.get(0);
    return rows.value(rows.rows.size() - 1, "Text");
  }

  @Test
  void theSecondInstanceHasToTakeAnotherPort() {
    first.ok(create(5022, "STARTED"));
    assertThat(log(first)).isEqualTo(LISTENING);

    Answer refused = second.run(create(5022, "STARTED") + "; SELECT 1 AS goes_on");

    String text =
        "The Database Mirroring endpoint cannot listen on port 5022 because it is in use by another"
            + " process.";
    assertThat(refused.errors()).containsExactly(9692);
    assertThat(refused.messages.get(0).text()).isEqualTo(text);
    assertThat(refused.messages.get(0).severity()).isEqualTo(16);
    assertThat(refused.value()).isEqualTo(1);
    assertThat(log(second)).isEqualTo(text);
    assertThat(second.value("state_desc FROM sys.database_mirroring_endpoints"))
        .isEqualTo("STARTED");
    assertThat(second.server.endpoint.listens()).isFalse();

    second.ok("ALTER ENDPOINT e AS TCP (LISTENER_PORT = 5023)");
    assertThat(second.server.endpoint.listens()).isTrue();
    assertThat(log(second)).isEqualTo(LISTENING);
  }

  @Test
  void aPortIsAskedForWhenTheEndpointStarts() {
    first.ok(create(5022, "STARTED"));
    second.ok(create(5022, "STOPPED"));
    assertThat(second.run("ALTER ENDPOINT e STATE = STARTED").errors()).containsExactly(9692);

    first.ok("ALTER ENDPOINT e STATE = STOPPED");
    second.ok("ALTER ENDPOINT e STATE = STOPPED");
    second.ok("ALTER ENDPOINT e STATE = STARTED");
    assertThat(first.run("ALTER ENDPOINT e STATE = STARTED").errors()).containsExactly(9692);
  }

  @Test
  void clientsAreServedOnAPortAsWell() {
    assertThat(second.run(create(1433, "STARTED")).errors()).containsExactly(9692);
    second.ok("DROP ENDPOINT e");
    assertThat(second.run(create(1500, "STARTED")).errors()).containsExactly(9692);
    second.ok("DROP ENDPOINT e");
    first.server.up = false;
    second.ok(create(1433, "STARTED"));
    assertThat(HostPorts.taken(world, first.server, 1433)).isTrue();
  }

  @Test
  void anotherMachineHasItsOwnPorts() {
    TestServer other = instance("OTHER", 1433, "10.0.0.2");
    first.ok(create(5022, "STARTED"));
    other.ok(create(5022, "STARTED"));
    assertThat(other.server.endpoint.listens()).isTrue();
  }

  @Test
  void anEndpointOfAnotherKindMayNotHaveThePortOfThisOne() {
    first.ok(create(5022, "STARTED"));
    for (String kind : new String[] {"TSQL ()", "SERVICE_BROKER (AUTHENTICATION = WINDOWS)"}) {
      assertThat(first.run(other("x", 5022, kind)).errors()).as(kind).containsExactly(7874);
      assertThat(first.run(other("e", 5024, kind)).errors()).as(kind).containsExactly(15530);
      assertThat(first.run(other("x", 5024, kind)).errors()).as(kind).containsExactly(50999);
      assertThat(first.run(other("x", 80, kind)).errors()).as(kind).containsExactly(7810);
    }
  }

  private static String other(String name, int port, String kind) {
    return "CREATE ENDPOINT " + name + " AS TCP (LISTENER_PORT = " + port + ") FOR " + kind;
  }
}
