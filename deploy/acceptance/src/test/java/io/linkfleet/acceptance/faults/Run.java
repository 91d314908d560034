package io.linkfleet.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.linkfleet.acceptance.faults.FaultWorld.Pair;
import io.linkfleet.acceptance.faults.FaultWorld.Server;
import io.linkfleet.acceptance.faults.Http.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * One run of an experiment on the shared stack: servers of its own, links asked for, an end that is
 * waited for, and the judgement on everything since it began.
 */
final class Run {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Set<String> OVER = Set.of("CONNECTED", "BLOCKED", "PAUSED", "REMOVED");

  private final String name;
  private final Stack stack;
  private final List<Server> servers;
  private final long sequence;
  private final Map<TopicPartition, Long> places;
  private final Map<String, Long> logSizes = new HashMap<>();
  private final Map<String, String> answers = new LinkedHashMap<>();
  private final List<Link> links = new ArrayList<>();

  private Run(String name, Stack stack, List<Server> servers) {
    this.name = name;
    this.stack = stack;
    this.servers = servers;
    this.sequence = stack.simulator().last();
    this.places = stack.bus().ends();
    stack.processes().logs().forEach((process, log) -> logSizes.put(process, size(log)));
  }

  /** Begins a run on servers that nobody has used. */
  static Run begin(String name, Stack stack, int servers) {
    return new Run(name, stack, stack.take(servers));
  }

  /** Begins a run on servers that somebody has used, for example to ask again. */
  static Run begin(String name, Stack stack, List<Server> servers) {
    return new Run(name, stack, servers);
  }

  List<Server> servers() {
    return servers;
  }

  List<Link> links() {
    return List.copyOf(links);
  }

  /** The effects so far. */
  List<Effect> effects() {
    return stack.simulator().record(sequence);
  }

  /** The records so far. */
  List<Bus.Said> said() {
    return stack.bus().since(places);
  }

  /** What a process has logged so far. */
  List<String> log(String process) {
    return linesAfter(
        stack.processes().logs().get(process), logSizes.getOrDefault(process, 0L));
  }

  /** Asks for the first databases of its servers. */
  List<Link> rollout(int databases) {
    return rollout(servers, databases);
  }

  /** Asks for some of them; asks again while the monitor or the broker is away. */
  List<Link> rollout(List<Server> some, int databases) {
    return ask(stack.fleet(name, some, databases), Link::of);
  }

  /** Asks for the databases of pairs among its servers. */
  List<Link> mirror(List<Pair> pairs) {
    return mirror(pairs, "");
  }

  /** The same with further options, as YAML within braces. */
  List<Link> mirror(List<Pair> pairs, String options) {
    return ask(
        FaultWorld.fleet(name, pairs, options, stack.offset()),
        accepted ->
            Link.of(
                accepted,
                pairs.stream()
                    .filter(it -> it.source().name().equals(accepted.path("server").asText()))
                    .findFirst()
                    .orElseThrow()));
  }

  /** Asks for what a fleet file of the run's name says. */
  List<Link> ask(String fleet) {
    return ask(fleet, Link::of);
  }

  private List<Link> ask(String fleet, Function<JsonNode, Link> read) {
    List<Link> accepted = new ArrayList<>();
    Awaitility.await(name + " is accepted")
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(200))
        .ignoreException(UncheckedIOException.class)
        .until(
            () -> {
              Answer answer =
                  Http.post(stack.monitor().resolve("/rollouts"), "application/yaml", fleet);
              answers.put("POST /rollouts " + answers.size(), answer.body());
              if (answer.status() == 202) {
                answer.json().path("links").forEach(link -> accepted.add(read.apply(link)));
              }
              return answer.status() == 202;
            });
    links.addAll(accepted);
    stack.accepted(accepted);
    return accepted;
  }

  /** Asks for another state of the session of a pair; what is wanted of it now. */
  JsonNode session(Link link, String json) {
    String path = "/links/" + link.id() + "/session";
    Answer answer = Http.post(stack.monitor().resolve(path), "application/json", json);
    answers.put("POST " + path + " " + answers.size(), answer.body());
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    return answer.json().path("wanted");
  }

  /** The last word about a link of that server: why it is blocked; empty when nothing is said. */
  Optional<JsonNode> block(Server server) {
    return said().stream()
        .filter(said -> said.topic().equals("link-blocked"))
        .map(said -> Http.json(said.text()))
        .filter(block -> block.path("link").path("source").path("name").asText()
            .equals(server.name()))
        .reduce((earlier, later) -> later);
  }

  /**
   * Waits until the monitor shows every link as connected or blocked, or its session as paused or
   * removed, and no phase has work.
   */
  void awaitEnd() {
    try {
      Awaitility.await(name)
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(250))
          .ignoreException(UncheckedIOException.class)
          .until(() -> isOver() && isAcknowledged());
    } catch (ConditionTimeoutException e) {
      // the judge says which links are where
      answers.put("the wait for the end", "not over within " + LIMIT);
    }
  }

  /** How the monitor shows it. */
  JsonNode shown() {
    return Http.get(stack.monitor().resolve("/rollouts/" + name)).json();
  }

  private boolean isOver() {
    JsonNode rollout = shown();
    if (rollout.path("links").isEmpty()) {
      return links.isEmpty();
    }
    for (JsonNode link : rollout.path("links")) {
      String status = link.path("status").asText();
      if (link.path("generation").asLong() < asked(link.path("id").asText())) {
        return false;
      }
      if (!OVER.contains(status)) {
        return false;
      }
    }
    return true;
  }

  /** The last generation that was asked for. */
  private long asked(String id) {
    return links.stream()
        .filter(link -> link.id().equals(id))
        .mapToLong(Link::generation)
        .max()
        .orElse(0);
  }

  private boolean isAcknowledged() {
    Bus bus = stack.bus();
    return bus.isDone("cert-service", "link-requested")
        && bus.isDone("endpoint-service", "cert-created")
        && bus.isDone("ag-service", "endpoint-ready")
        && bus.isDone("azure-link-service", "dag-created");
  }

  /** All that can be seen of it. */
  Evidence evidence() {
    for (String service : Processes.SERVICES) {
      Answer metrics = Http.get(stack.address(service).resolve("/q/metrics"));
      answers.put("metrics of " + service, metrics.body());
    }
    answers.put("GET /links", Http.get(stack.monitor().resolve("/links?limit=1000")).body());
    answers.put(
        "GET /rollouts", Http.get(stack.monitor().resolve("/rollouts/" + name)).body());
    Map<String, List<String>> logs = new LinkedHashMap<>();
    stack
        .processes()
        .logs()
        .forEach(
            (process, log) ->
                logs.put(process, linesAfter(log, logSizes.getOrDefault(process, 0L))));
    return new Evidence(
        links, stack.known(), effects(), said(), logs, answers, stack.secrets());
  }

  /** Waits for the end and demands that nothing is wrong. */
  void judge(Expectations expected) {
    awaitEnd();
    assertThat(stack.judge().findings(evidence(), expected)).as(name).isEmpty();
  }

  void judge() {
    judge(Expectations.NONE);
  }

  private static long size(Path log) {
    try {
      return Files.exists(log) ? Files.size(log) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> linesAfter(Path log, long place) {
    try {
      byte[] all = Files.exists(log) ? Files.readAllBytes(log) : new byte[0];
      int from = (int) Math.min(place, all.length);
      return new String(Arrays.copyOfRange(all, from, all.length), StandardCharsets.UTF_8)
          .lines()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
