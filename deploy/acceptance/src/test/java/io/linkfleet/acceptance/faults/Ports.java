package io.linkfleet.acceptance.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.stream.IntStream;

/** Owns the choice of ports that nobody uses. */
final class Ports {
  private Ports() {}

  /**
   * An offset with which a stack meets no other.
   *
   * @param place which of the stacks that start at the same time it is, from 1 on
   */
  static int free(int place) {
    return IntStream.iterate(1400 + (place - 1) * 3000, next -> next + 200)
        .limit(15)
        .filter(
            offset ->
                IntStream.of(11001, 21443, 21480, 21492, 21493, 21501, 21505, 21511)
                    .allMatch(port -> isFree(port + offset)))
        .findFirst()
        .orElseThrow();
  }

  static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
