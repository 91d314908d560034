package io.linkfleet.simulator.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.linkfleet.simulator.session.Column;
import io.linkfleet.simulator.session.SqlType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that break the protocol lose their connection; everyone else notices nothing. */
@Timeout(120)
class HostileClientsTest {
  private static final WireLimits LIMITS = WireLimits.DEFAULT.withMaxConnections(20);
  private static final Duration SHORT = Duration.ofMillis(1000);

  @TempDir Path directory;
  private Wired wired;
  private int port;

  @BeforeEach
  void start() throws Exception {
    use(LIMITS);
  }

  private void use(WireLimits limits) throws IOException {
    if (wired != null) {
      wired.close();
    }
    wired = new Wired(directory, limits, ConnectionFaults.NONE);
    port = wired.listener.localPort();
  }

  @AfterEach
  void othersAreServedAndNothingIsLeft() throws Exception {
    await().untilAsserted(() -> assertThat(wired.listener.connectionCount()).isZero());
    try (Connection connection = wired.connect()) {
      assertThat(connection.isValid(5)).isTrue();
    }
    await().untilAsserted(() -> assertThat(wired.toy.open).hasValue(0));
    assertThat(wired.tds.bufferedBytes()).isZero();
    wired.close();
  }

  @Test
  void aRawClientThatBehavesIsServed() throws Exception {
    try (var client = RawClient.loggedIn(port)) {
      client.send(TdsMessage.BATCH, TdsMessage.END, RawClient.batch("SELECT 1"));
      byte[] reply = client.receive();
      assertThat(reply[0] & 0xFF).isEqualTo(0x81);
      assertThat(wired.toy.batches).containsExactly("SELECT 1");
    }
  }

  @Test
  void randomBytesAtEveryStageEndTheConnectionOnly() throws Exception {
    var random = new Random(20260801);
    for (int round = 0; round < 300; round++) {
      try (var client = stage(round % 3)) {
        byte[] noise = new byte[1 + random.nextInt(400)];
        random.nextBytes(noise);
        if (random.nextBoolean()) {
          // A well-formed packet around nonsense gets deeper.
          int[] types = {0x01, 0x03, 0x0E, 0x10, 0x12, 0x06, 0x07, 0x55};
          client.send(types[random.nextInt(types.length)], TdsMessage.END, noise);
        } else {
          client.out.write(noise);
        }
        client.socket.shutdownOutput();
        assertThat(client.isHungUp()).isTrue();
      } catch (IOException reset) {
        // The server was quicker in hanging up than the client in writing.
        assertThat(wired.listener.connectionCount()).isLessThan(20);
      }
    }
  }

  private RawClient stage(int stage) throws IOException {
    if (stage == 2) {
      return RawClient.loggedIn(port);
    }
    var client = new RawClient(port);
    if (stage == 1) {
      client.send(TdsMessage.PRELOGIN, TdsMessage.END, RawClient.prelogin());
      client.receive();
    }
    return client;
  }

  @Test
  void mutatedRequestsEndTheConnectionOrAreAnswered() throws Exception {
    var random = new Random(42);
    var rpc = new ByteWriter().raw(RawClient.NO_HEADERS).u16(0xFFFF).u16(10).u16(0);
    rpc.u8(0).u8(0).u8(0xE7).u16(8000).raw(TdsType.COLLATION).u16(16).utf16("SELECT 1");
    rpc.u8(0).u8(0).u8(0xE7).u16(8000).raw(TdsType.COLLATION).u16(14).utf16("@a bit ");
    rpc.u8(0).u8(0).u8(0x68).u8(1).u8(1).u8(1);
    byte[] good = rpc.toByteArray();
    for (int round = 0; round < 400; round++) {
      byte[] bad = good.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      try (var client = RawClient.loggedIn(port)) {
        client.send(TdsMessage.RPC, TdsMessage.END, bad);
        client.socket.shutdownOutput();
        assertThat(client.isHungUp()).isTrue();
      }
    }
    try (var client = RawClient.loggedIn(port)) {
      client.send(TdsMessage.RPC, TdsMessage.END, good);
      assertThat(client.receive()[0] & 0xFF).isEqualTo(0x81);
    }
  }

  @Test
  void anUnknownTypeIsNamedInTheAnswer() throws Exception {
    var rpc = new ByteWriter().raw(RawClient.NO_HEADERS).u16(0xFFFF).u16(10).u16(0);
    rpc.u8(0).u8(0).u8(0xF3);
    try (var client = RawClient.loggedIn(port)) {
      client.send(TdsMessage.RPC, TdsMessage.END, rpc.toByteArray());
      byte[] reply = client.receive();
      assertThat(reply[0] & 0xFF).isEqualTo(0xAA);
      assertThat(new ByteReader(reply).at(3).i32()).isEqualTo(8009);
      assertThat(client.isHungUp()).isTrue();
    }
  }

  @Test
  void aLoginOfMoreThan64KibIsCutOff() throws Exception {
    try (var client = new RawClient(port)) {
      client.send(TdsMessage.PRELOGIN, TdsMessage.END, RawClient.prelogin());
      client.receive();
      assertThat(isCutOff(client, TdsMessage.LOGIN7, 64 << 10)).isTrue();
    }
  }

  @Test
  void aRequestOfMoreThan16MibIsCutOff() throws Exception {
    try (var client = RawClient.loggedIn(port)) {
      assertThat(isCutOff(client, TdsMessage.BATCH, 16 << 20)).isTrue();
    }
    assertThat(wired.toy.batches).isEmpty();
  }

  private static boolean isCutOff(RawClient client, int type, int limit) {
    byte[] body = new byte[30_000];
    try {
      for (int sent = 0; sent <= limit + body.length; sent += body.length) {
        client.send(type, 0, body);
      }
    } catch (IOException e) {
      return true;
    }
    return client.isHungUp();
  }

  @Test
  void longRequestsTogetherStayWithinTheSharedBudget() throws Exception {
    use(
        new WireLimits(20, 16 << 20, 64 << 10, 1 << 20, LIMITS.login(), LIMITS.stalled()));
    byte[] start = RawClient.batch("-".repeat(14_998));
    byte[] more = "-".repeat(15_000).getBytes(StandardCharsets.UTF_16LE);
    try (var first = RawClient.loggedIn(port);
        var second = RawClient.loggedIn(port)) {
      first.send(TdsMessage.BATCH, 0, start);
      for (int i = 0; i < 24; i++) {
        first.send(TdsMessage.BATCH, 0, more);
      }
      await().untilAsserted(() -> assertThat(wired.tds.bufferedBytes()).isEqualTo(23 * 30_000));
      assertThat(isCutOff(second, TdsMessage.BATCH, 750_000)).isTrue();
      assertThat(wired.tds.bufferedBytes()).isEqualTo(23 * 30_000);
      first.send(TdsMessage.BATCH, TdsMessage.END, more);
      assertThat(first.receive()).isNotEmpty();
      assertThat(wired.toy.batches).hasSize(1);
      assertThat(wired.toy.batches.get(0)).hasSize(14_998 + 25 * 15_000);
    }
  }

  @Test
  void aClientThatNeverLogsInIsCutOff() throws Exception {
    use(LIMITS.withPatience(SHORT, LIMITS.stalled()));
    try (var silent = new RawClient(port);
        var half = new RawClient(port)) {
      half.send(TdsMessage.PRELOGIN, TdsMessage.END, RawClient.prelogin());
      half.receive();
      assertThat(silent.isHungUp()).isTrue();
      assertThat(half.isHungUp()).isTrue();
    }
  }

  @Test
  void aTlsHandshakeThatStopsHalfWayIsCutOff() throws Exception {
    use(LIMITS.withPatience(SHORT, LIMITS.stalled()));
    try (var wrapped = new RawClient(port);
        var strict = new RawClient(port)) {
      wrapped.send(
          TdsMessage.PRELOGIN, TdsMessage.END, new byte[] {1, 0, 6, 0, 1, (byte) 0xFF, 1});
      wrapped.receive();
      wrapped.send(TdsMessage.PRELOGIN, TdsMessage.END, new byte[] {0x16, 3, 1});
      strict.out.write(new byte[] {0x16, 3, 1, 2});
      assertThat(wrapped.isHungUp()).isTrue();
      assertThat(strict.isHungUp()).isTrue();
    }
  }

  @Test
  void aPacketThatStopsHalfWayIsCutOffButAnIdleConnectionIsNot() throws Exception {
    use(LIMITS.withPatience(LIMITS.login(), SHORT));
    try (var idle = RawClient.loggedIn(port);
        var half = RawClient.loggedIn(port)) {
      half.out.write(new byte[] {1, 1, 0});
      assertThat(half.isHungUp()).isTrue();
      idle.send(TdsMessage.BATCH, TdsMessage.END, RawClient.batch("SELECT 1"));
      assertThat(idle.receive()).isNotEmpty();
    }
  }

  @Test
  void aClientThatDoesNotReadIsCutOffAndDelaysNobody() throws Exception {
    use(LIMITS.withPatience(LIMITS.login(), SHORT));
    var ended = new AtomicBoolean();
    wired.toy.on(
        "endless",
        (s, p, reply) -> {
          reply.columns(List.of(new Column("t", SqlType.NVARCHAR_MAX, 0)));
          try {
            while (true) {
              reply.row(new Object[] {"x".repeat(10_000)});
            }
          } finally {
            ended.set(true);
          }
        });
    try (var client = RawClient.loggedIn(port);
        Connection other = wired.connect()) {
      client.send(TdsMessage.BATCH, TdsMessage.END, RawClient.batch("endless"));
      await().untilAsserted(() -> assertThat(wired.toy.batches).contains("endless"));
      assertThat(other.isValid(1)).isTrue();
      await().untilAsserted(() -> assertThat(ended).isTrue());
    }
  }

  @Test
  void tooManyConnectionsAreTurnedAway() throws Exception {
    var clients = new ArrayList<RawClient>();
    for (int i = 0; i < 20; i++) {
      clients.add(RawClient.loggedIn(port));
    }
    try (var oneMore = new RawClient(port)) {
      assertThat(oneMore.isHungUp()).isTrue();
    }
    assertThat(wired.listener.connectionCount()).isEqualTo(20);
    for (RawClient client : clients) {
      client.close();
    }
  }

  @Test
  void anOldClientIsToldThatItsVersionIsNotSimulated() throws Exception {
    try (var client = new RawClient(port)) {
      client.send(TdsMessage.PRELOGIN, TdsMessage.END, RawClient.prelogin());
      client.receive();
      client.send(
          TdsMessage.LOGIN7, TdsMessage.END, RawClient.login(0x71000001, ToyServer.PASSWORD));
      assertThat(client.receive()[0] & 0xFF).isEqualTo(0xAA);
      assertThat(client.isHungUp()).isTrue();
    }
  }

  @Test
  void aResetGivesANewSessionAndAnEnvchange() throws Exception {
    try (var client = RawClient.loggedIn(port)) {
      client.send(
          TdsMessage.BATCH, TdsMessage.END | TdsMessage.RESET, RawClient.batch("SELECT 1"));
      byte[] reply = client.receive();
      assertThat(reply[0] & 0xFF).isEqualTo(0xE3);
      assertThat(reply[3]).isEqualTo((byte) 18);
      assertThat(wired.toy.sessions.get(0).closed).isTrue();
      assertThat(wired.toy.open).hasValue(1);
    }
  }
}
