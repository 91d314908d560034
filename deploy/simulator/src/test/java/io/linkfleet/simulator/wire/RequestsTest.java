package io.linkfleet.simulator.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two threads take turns at one connection and never read from it at the same time. */
@Timeout(60)
class RequestsTest {
  private static final byte[] BATCH = {1, 1, 0, 10, 0, 0, 0, 0, 'x', 0};
  private static final byte[] ATTENTION = {6, 1, 0, 8, 0, 0, 0, 0};

  private final PipedOutputStream client = new PipedOutputStream();
  private final PipedInputStream in;
  private final Requests requests;
  private final List<Runnable> threads = new ArrayList<>();
  private final List<String> heard = new ArrayList<>();

  private final Requests.Interruption interruption =
      new Requests.Interruption() {
        @Override
        public void attention() {
          heard.add("attention");
        }

        @Override
        public void clientGone() {
          heard.add("gone");
        }
      };

  RequestsTest() throws IOException {
    in = new PipedInputStream(client);
    requests = new Requests(new PacketReader(in, new MemoryBudget(1)), 1000);
  }

  @Test
  void nobodyReadsAheadWhileTheNextRequestIsAwaited() throws Exception {
    client.write(BATCH);
    requests.next();
    var awaited =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return requests.next();
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    // The first byte only: once it is taken, the other thread is surely inside its read.
    client.write(BATCH, 0, 1);
    client.flush();
    await().until(() -> in.available() == 0);
    requests.readAhead(threads::add, interruption);
    assertThat(threads).isEmpty();
    client.write(BATCH, 1, BATCH.length - 1);
    client.flush();
    assertThat(awaited.get().type()).isEqualTo(TdsMessage.BATCH);
  }

  @Test
  void anAttentionIsHeardWhileARequestRunsAndStillComesInItsTurn() throws Exception {
    client.write(BATCH);
    requests.next();
    requests.readAhead(threads::add, interruption);
    requests.readAhead(threads::add, interruption);
    assertThat(threads).hasSize(1);
    client.write(ATTENTION);
    threads.get(0).run();
    assertThat(heard).containsExactly("attention");
    requests.readAhead(threads::add, interruption);
    assertThat(threads).as("only one message may wait").hasSize(1);
    assertThat(requests.next().type()).isEqualTo(TdsMessage.ATTENTION);
  }

  @Test
  void theEndOfTheConnectionIsHeardWhileARequestRuns() throws Exception {
    client.write(BATCH);
    requests.next();
    requests.readAhead(threads::add, interruption);
    client.close();
    threads.get(0).run();
    assertThat(heard).containsExactly("gone");
    assertThat(requests.next()).isNull();
  }
}
