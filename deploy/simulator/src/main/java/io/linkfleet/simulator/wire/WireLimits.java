package io.linkfleet.simulator.wire;

import java.time.Duration;

/**
 * How much one client may take before its connection ends.
 *
 * @param maxConnections open connections per listener, including those still logging in
 * @param maxRequestBytes the longest request
 * @param maxLoginBytes the longest message before the login is accepted
 * @param maxBufferedBytes long requests of all connections of one {@link TdsServer} together
 * @param login from accepting the connection to the accepted login
 * @param stalled how long a client may leave a packet half sent, or not read its reply
 */
public record WireLimits(
    int maxConnections,
    int maxRequestBytes,
    int maxLoginBytes,
    long maxBufferedBytes,
    Duration login,
    Duration stalled) {

  /** What the simulator uses unless told otherwise. */
  public static final WireLimits DEFAULT =
      new WireLimits(
          2000, 16 << 20, 64 << 10, 128L << 20, Duration.ofSeconds(15), Duration.ofSeconds(60));

  /** The same with another number of connections. */
  public WireLimits withMaxConnections(int connections) {
    return new WireLimits(
        connections, maxRequestBytes, maxLoginBytes, maxBufferedBytes, login, stalled);
  }

  /** The same with other patience. */
  public WireLimits withPatience(Duration forLogin, Duration forStalled) {
    return new WireLimits(
        maxConnections, maxRequestBytes, maxLoginBytes, maxBufferedBytes, forLogin, forStalled);
  }
}
