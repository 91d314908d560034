package io.linkfleet.acceptance.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Check 1: every accepted link ended connected, or blocked with a reason and a next action; and
 * what was said to be connected is connected in the world.
 */
final class NothingLost implements Check {
  @Override
  public Stream<String> findings(Evidence evidence, Expectations expected) {
    Map<String, Link> last = new HashMap<>();
    evidence
        .links()
        .forEach(
            link ->
                last.merge(
                    link.id(), link, (a, b) -> a.generation() > b.generation() ? a : b));
    return last.values().stream().flatMap(link -> of(link, evidence, expected));
  }

  private static Stream<String> of(Link link, Evidence evidence, Expectations expected) {
    String name = link.id() + " (generation " + link.generation() + ")";
    if (evidence.said("replica-connected", link).findAny().isPresent()) {
      return evidence.effects().stream()
              .filter(one -> !expected.hands().contains(one.login()))
              .anyMatch(link::isConnectedBy)
          ? Stream.empty()
          : Stream.of(name + " is said to be connected and is not");
    }
    List<JsonNode> blocks = evidence.said("link-blocked", link).toList();
    if (blocks.isEmpty()) {
      return Stream.of(name + " is lost: neither connected nor blocked");
    }
    JsonNode block = blocks.get(blocks.size() - 1);
    if (block.path("reason").asText().isBlank() || block.path("nextAction").asText().isBlank()) {
      return Stream.of(name + " is blocked without a reason or a next action: " + block);
    }
    return expected.blocks().contains(block.path("reason").asText())
        ? Stream.empty()
        : Stream.of(
            "%s is blocked, which was not expected: %s: %s"
                .formatted(
                    name, block.path("reason").asText(), block.path("sentence").asText()));
  }
}
