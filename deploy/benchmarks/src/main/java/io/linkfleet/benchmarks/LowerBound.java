package io.linkfleet.benchmarks;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Owns the time below which no rollout of this fleet can come, whoever carries it out: what is
 * serial on each server, what one link has to go through, Azure's allowance, and the bytes.
 *
 * @param longestChain the link that has to go through most: the statements for its server that come
 *     before, its own, Azure's operation, and the connection
 * @param heaviestServer the server with the most statement time, since a server changes serially
 * @param requests what Azure's allowance of PUT requests takes: 200 at once, then 10 a second
 * @param bytes the server with the most bytes to seed, over its bandwidth
 * @param serverAndLast like {@code heaviestServer}, and then, since a server's last statement is
 *     followed by a whole link, the shortest of Azure's operation and connection there
 */
record LowerBound(
    Duration longestChain,
    Duration heaviestServer,
    Duration requests,
    Duration bytes,
    Duration serverAndLast) {
  private static final int BURST = 200;
  private static final int PER_SECOND = 10;

  /**
   * Computes it.
   *
   * @param work what the record shows
   * @param bytesByServer the sizes of all databases of each server
   * @param bytesPerSecond the bandwidth of one server
   */
  static LowerBound of(Work work, Map<String, Long> bytesByServer, long bytesPerSecond) {
    Duration chain = max(work.links().stream().map(link -> chain(work, link)).toList());
    Duration heaviest = max(work.servers().values().stream().map(Work::sum).toList());
    Duration last =
        max(
            work.servers().entrySet().stream()
                .map(server -> Work.sum(server.getValue()).plus(shortestTail(work, server.getKey())))
                .toList());
    long most = bytesByServer.values().stream().mapToLong(Long::longValue).max().orElse(0);
    return new LowerBound(
        chain,
        heaviest,
        Duration.ofMillis(Math.max(0, work.writes() - BURST) * 1000L / PER_SECOND),
        Duration.ofMillis(most * 1000 / bytesPerSecond),
        last);
  }

  static Duration chain(Work work, Link link) {
    return Work.sum(work.before(link)).plus(Work.sum(work.own(link))).plus(work.tail(link));
  }

  private static Duration shortestTail(Work work, String server) {
    List<Duration> tails =
        work.links().stream()
            .filter(link -> link.server().equals(server))
            .map(work::tail)
            .toList();
    return tails.isEmpty() ? Duration.ZERO : Collections.min(tails);
  }

  /** The bound: its largest term. */
  Duration bound() {
    return max(List.of(longestChain, heaviestServer, requests, bytes));
  }

  /** The tighter bound. */
  Duration tighter() {
    return max(List.of(bound(), serverAndLast));
  }

  private static Duration max(Collection<Duration> all) {
    return all.isEmpty() ? Duration.ZERO : Collections.max(all);
  }
}
