package io.linkfleet.simulator.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.simulator.engine.PeerConnection;
import io.linkfleet.simulator.engine.World;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which connections between endpoints are closed because nobody needs them. */
class StandingConnectionsTest {
  private final World world = new World();
  private final StandingConnections connections =
      new StandingConnections(world, new Peers(world));

  @Test
  void oneThatAStatementMakesDuringALookIsNotClosedByIt() {
    connections.begin();
    world.peerConnections.put(
        "A|B", new PeerConnection(UUID.randomUUID(), null, null, 2, Instant.EPOCH));
    connections.closeUnused();
    assertThat(world.peerConnections).containsKey("A|B");

    connections.begin();
    connections.closeUnused();
    assertThat(world.peerConnections).isEmpty();
  }
}
