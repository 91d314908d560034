package io.linkfleet.simulator.network;

import io.linkfleet.simulator.engine.Endpoint;
import io.linkfleet.simulator.engine.PeerConnection;
import io.linkfleet.simulator.engine.SqlServer;
import io.linkfleet.simulator.engine.World;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Owns the connections between the mirroring endpoints of SQL Servers: finds the server behind an
 * address, connects, and says what still stands. Callers hold the locks of the servers they name.
 */
public final class Peers {
  private final World world;
  private final Directory directory;

  public Peers(World world) {
    this.world = world;
    this.directory = new Directory(world);
  }

  /** The server whose endpoint has this address, whether it answers or not. */
  public Optional<SqlServer> at(String address) {
    return Address.parse(address)
        .flatMap(
            parsed ->
                directory.at(parsed.host()).stream()
                    .filter(server -> hasPort(server, parsed.port()))
                    // of two instances of a machine that want a port, one has it
                    .min(Comparator.comparing(server -> !server.endpoint.listens())));
  }

  private static boolean hasPort(SqlServer server, int port) {
    Endpoint endpoint = server.endpoint;
    return endpoint != null && endpoint.port == port;
  }

  /** Whether the text is an address of database mirroring at all. */
  public static boolean isAddress(String text) {
    return Address.parse(text).filter(address -> address.server() == null).isPresent();
  }

  /** Whether both have a connection that nothing has broken. */
  public boolean standing(SqlServer a, SqlServer b) {
    PeerConnection connection = world.peerConnections.get(key(a, b));
    return connection != null && connection.stands() && !isCut(a) && !isCut(b);
  }

  /**
   * Connects unless a connection stands.
   *
   * @param witness whether the server at the address is wanted as a witness
   */
  public Optional<PeerRefusal> connect(SqlServer from, String address, boolean witness) {
    SqlServer to = at(address).orElse(null);
    Optional<PeerRefusal> silence = silence(from, to, address);
    if (silence.isPresent()) {
      return silence;
    }
    if (standing(from, to)) {
      return Optional.empty();
    }
    var outcome = new PeerHandshake(from, to, world.clock.instant()).run(witness);
    if (outcome.refusal() != null) {
      return Optional.of(outcome.refusal());
    }
    world.peerConnections.put(key(from, to), outcome.connection());
    note(from, "mirroring connection to " + address, "OK");
    return Optional.empty();
  }

  private Optional<PeerRefusal> silence(SqlServer from, SqlServer to, String address) {
    String refused =
        "10061(No connection could be made because the target machine actively refused it.)";
    if (to == null) {
      boolean host =
          Address.parse(address).filter(a -> !directory.at(a.host()).isEmpty()).isPresent();
      return silent(
          host ? "no endpoint listens on that port" : "no such host",
          from, address, host ? refused : "11001(No such host is known.)");
    }
    if (!listens(from)) {
      return silent("the own endpoint is not started", from, address, refused);
    }
    if (isCut(from) || isCut(to) || !to.up) {
      return silent(
          "the server does not answer",
          from,
          address,
          "10060(A connection attempt failed because the connected party did not properly respond"
              + " after a period of time, or established connection failed because connected host"
              + " has failed to respond.)");
    }
    boolean answers = listens(to) && (to.endpoint.ipAddress == null
        || to.endpoint.ipAddress.equals(to.description.ipAddress()));
    return answers
        ? Optional.empty()
        : silent("the endpoint is not started, or on another address", from, address, refused);
  }

  private static boolean listens(SqlServer server) {
    return server.up && server.endpoint != null && server.endpoint.listens();
  }

  private static Optional<PeerRefusal> silent(
      String rule, SqlServer from, String address, String cause) {
    return Optional.of(PeerRefusal.noAnswer(rule, from, address, cause));
  }

  /** Puts a refusal on the record, at the server whose error log would show it. */
  public void note(PeerRefusal refusal, String address) {
    MirroringLog.refused(
        refusal.noted(), refusal.number(), refusal.text(), address, world.clock.instant());
    note(
        refusal.noted(),
        "mirroring connection to " + address + ": " + refusal.rule(),
        refusal.number() + " " + refusal.text());
  }

  void note(SqlServer server, String what, String outcome) {
    world.record.add(
        world.clock.instant(), 0, server.name(), "network", "NETWORK", what, outcome);
  }

  java.time.Duration connectDelay() {
    return world.settings.connectDelay;
  }

  boolean isCut(SqlServer server) {
    return world.cutServers.contains(server.name().toUpperCase(Locale.ROOT));
  }

  void close(SqlServer a, SqlServer b) {
    world.peerConnections.remove(key(a, b));
  }

  static String key(SqlServer a, SqlServer b) {
    var names =
        Arrays.asList(a.name().toUpperCase(Locale.ROOT), b.name().toUpperCase(Locale.ROOT));
    names.sort(null);
    return String.join("|", names);
  }

  /** Takes the locks of several servers in one order for all, so that nobody waits in a circle. */
  public static void locked(List<SqlServer> servers, Runnable body) {
    List<SqlServer> inOrder =
        servers.stream()
            .distinct()
            .sorted((a, b) -> a.name().compareToIgnoreCase(b.name()))
            .toList();
    inOrder.forEach(server -> server.lock.lock());
    try {
      body.run();
    } finally {
      inOrder.forEach(server -> server.lock.unlock());
    }
  }
}
