package io.linkfleet.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** Owns the talk with monitor-service: asking for links, and waiting until all are connected. */
final class Monitor {
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);
  private final URI address;

  Monitor(URI address) {
    this.address = address;
  }

  /**
   * A rollout that was accepted.
   *
   * @param name its name
   * @param links its links
   * @param sent when the request was sent
   * @param answered when it was answered
   */
  record Accepted(String name, List<Link> links, Instant sent, Instant answered) {}

  Accepted request(String fleet) {
    Instant sent = Instant.now();
    JsonNode answer = Http.post(address.resolve("/rollouts"), "application/yaml", fleet);
    Instant answered = Instant.now();
    List<Link> links = new ArrayList<>();
    answer.path("links").forEach(link -> links.add(Link.of(link)));
    return new Accepted(answer.path("rollout").asText(), links, sent, answered);
  }

  /**
   * Waits until every link is connected.
   *
   * @return when the monitor saw the last of them connected
   * @throws IllegalStateException when one is blocked, or the time is over
   */
  Instant await(Accepted rollout, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      List<JsonNode> links = links(rollout.name());
      for (JsonNode link : links) {
        if (link.path("status").asText().equals("BLOCKED")) {
          throw new IllegalStateException(
              link.path("id").asText() + " is blocked: " + link.path("sentence").asText());
        }
      }
      boolean all =
          links.size() == rollout.links().size()
              && links.stream().allMatch(link -> link.path("status").asText().equals("CONNECTED"));
      if (all) {
        return links.stream()
            .map(link -> Instant.parse(link.path("connectedAt").asText()))
            .max(Instant::compareTo)
            .orElseThrow();
      }
      if (System.nanoTime() > end) {
        throw new IllegalStateException("not all links connected within " + limit);
      }
      Thread.sleep(LOOK_EVERY.toMillis());
    }
  }

  private List<JsonNode> links(String rollout) {
    JsonNode links = Http.get(address.resolve("/rollouts/" + rollout)).path("links");
    return StreamSupport.stream(links.spliterator(), false).toList();
  }
}
