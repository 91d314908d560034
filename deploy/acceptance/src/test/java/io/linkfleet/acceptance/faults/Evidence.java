package io.linkfleet.acceptance.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.linkfleet.acceptance.faults.Bus.Said;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Everything that can be seen of a run from outside.
 *
 * @param links what was accepted, in each generation
 * @param known every link that the stack has ever accepted, whose names may appear
 * @param effects the simulator's record since the run began
 * @param said the records of all topics since then
 * @param logs the lines of each process since then
 * @param answers pages and errors that were answered, by where they come from
 * @param secrets what must appear nowhere
 */
record Evidence(
    List<Link> links,
    List<Link> known,
    List<Effect> effects,
    List<Said> said,
    Map<String, List<String>> logs,
    Map<String, String> answers,
    Set<String> secrets) {

  /** What a topic says about a link in one generation, in the order of its partition. */
  Stream<JsonNode> said(String topic, Link link) {
    return records(topic, link).map(said -> Http.json(said.text()));
  }

  /** The records of a topic about a link in one generation. */
  Stream<Said> records(String topic, Link link) {
    return said.stream()
        .filter(one -> one.topic().equals(topic) && link.id().equals(one.key()))
        .filter(one -> one.value() != null && one.value().length > 0)
        .filter(one -> generation(one) == link.generation());
  }

  private static long generation(Said said) {
    try {
      return Http.json(said.text()).path("link").path("generation").asLong(-1);
    } catch (IllegalArgumentException e) {
      return -1; // put there by an experiment
    }
  }
}
