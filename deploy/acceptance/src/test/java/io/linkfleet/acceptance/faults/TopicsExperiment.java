package io.linkfleet.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.linkfleet.acceptance.faults.FaultWorld.Server;
import io.linkfleet.event.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Services that start before their topics: they say what is missing, and go on once it is made. */
@ExtendWith(SharedStack.class)
class TopicsExperiment {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int PARTITIONS = 6;
  private static final String DEAD_LETTER = "endpoint-service-dead-letter";

  /** One of each kind: between two phases, of a phase that waits, for what cannot be read. */
  private static final List<String> MISSING =
      List.of("ag-waiting", "endpoint-ready", DEAD_LETTER);

  private static final int SERVERS = 10;
  private static final Duration BURST_LIMIT = Duration.ofMinutes(20);

  @Test
  @Tag("long")
  void aTopicThatIsMissingAtTheStartIsNamedAndWaitedFor(Stack stack) throws Exception {
    Processes.SERVICES.forEach(stack.processes()::kill);
    delete(stack, MISSING);
    create(stack, MISSING);
    Run run = Run.begin("topics-missing", stack, 2);
    start(stack, List.of("cert-service", "monitor-service"));
    run.rollout(2);
    await("work for endpoint-service")
        .atMost(LIMIT)
        .until(
            () ->
                // also others may be spoken of again: the kill came before their acknowledgement
                run.said().stream()
                    .filter(said -> said.topic().equals("cert-created"))
                    .map(Bus.Said::key)
                    .collect(Collectors.toSet())
                    .containsAll(run.links().stream().map(Link::id).toList()));
    byte[] poison = "[1,2,3]".getBytes(StandardCharsets.UTF_8);
    stack.bus().put(new ProducerRecord<>("cert-created", 0, poison, poison));
    List.of("cert-service", "monitor-service").forEach(stack.processes()::kill);
    delete(stack, MISSING);
    assertThat(stack.bus().ends(MISSING.toArray(String[]::new)))
        .as("the control: they are not there")
        .isEmpty();
    int lines = run.log("endpoint-service").size();
    Processes.SERVICES.forEach(service -> stack.processes().start(service, Map.of()));
    try {
      theyAreNamedAndTheRestGoesOn(stack, run);
    } finally {
      create(stack, MISSING);
    }
    System.out.printf(
        "endpoint-service wrote %d log lines while topics were missing%n",
        run.log("endpoint-service").size() - lines);

    Processes.SERVICES.forEach(stack.processes()::awaitReady);
    run.judge(Expectations.NONE.error("Unable to write to Kafka from channel"));
    await("the poison record is aside")
        .atMost(LIMIT)
        .until(
            () ->
                stack.bus().all(DEAD_LETTER).stream()
                    .anyMatch(said -> java.util.Arrays.equals(said.value(), poison)));
  }

  private static void theyAreNamedAndTheRestGoesOn(Stack stack, Run run) {
    names(run, "endpoint-service", "endpoint-ready", DEAD_LETTER);
    names(run, "ag-service", "ag-waiting", "endpoint-ready");
    names(run, "monitor-service", "ag-waiting", "endpoint-ready");
    stack.processes().awaitReady("azure-link-service");
    assertThat(stack.processes().isReady("endpoint-service")).as("it is ready").isFalse();
    await("what can be done is done")
        .atMost(LIMIT)
        .until(() -> changes(run, "CREATE ENDPOINT") == run.servers().size());
    assertThat(run.log("azure-link-service"))
        .as("the control: nothing of it is missing")
        .noneMatch(line -> line.contains("topics are missing"));
    assertThat(changes(run, "CREATE AVAILABILITY GROUP"))
        .as("the control: the next phase could not hear of it")
        .isZero();
  }

  /**
   * Nobody has used any topic when the burst comes, and the phases are only just starting. Half of
   * the links end in the first phase, for want of credentials; the others in the third, since their
   * databases are not there, but for one of each server.
   */
  @Test
  @Tag("long")
  void aBurstIntoTopicsThatNobodyHasUsedLosesNothing(Stack stack) throws Exception {
    List<String> all = Topics.ALL.stream().map(Topics.Topic::name).toList();
    Processes.SERVICES.forEach(stack.processes()::kill);
    delete(stack, all);
    create(stack, all);
    Run run = Run.begin("topics-burst", stack, SERVERS);
    Map<String, String> ends = new HashMap<>();
    try (Watch watch = new Watch(stack.bus(), "link-blocked", "replica-connected")) {
      long began = System.nanoTime();
      Processes.SERVICES.forEach(service -> stack.processes().start(service, Map.of()));
      stack.processes().awaitReady("monitor-service");
      run.ask(burst(stack, run.servers()));
      assertThat(run.links()).hasSize(burst());
      await("every link has an end")
          .atMost(BURST_LIMIT)
          .pollInterval(Duration.ofMillis(500))
          .until(
              () -> {
                watch.seen().forEach(said -> ends.putIfAbsent(said.key(), end(said)));
                return ends.size() >= burst();
              });
      System.out.printf(
          "%d links into new topics had their ends %.0f s after the start of the services%n",
          burst(), (System.nanoTime() - began) / 1e9);
    }
    run.judge(Expectations.NONE.blocks("CREDENTIALS", "DATABASE_NOT_FOUND"));
    Map<String, Long> counted =
        run.links().stream()
            .collect(Collectors.groupingBy(link -> ends.get(link.id()), Collectors.counting()));
    System.out.println("their ends: " + counted);
    assertThat(counted)
        .isEqualTo(
            Map.of(
                "CREDENTIALS", burst() / 2L,
                "DATABASE_NOT_FOUND", burst() / 2L - SERVERS / 2,
                "connected", SERVERS / 2L));
    theJudgeMissesOne(run);
  }

  /** The control: without the last word about one of them, that one is lost. */
  private static void theJudgeMissesOne(Run run) {
    Evidence good = run.evidence();
    Link one = run.links().get(burst() / 2);
    Evidence less =
        new Evidence(
            List.of(one),
            good.known(),
            good.effects(),
            good.said().stream().filter(said -> !one.id().equals(said.key())).toList(),
            good.logs(),
            good.answers(),
            good.secrets());
    assertThat(new NothingLost().findings(less, Expectations.NONE))
        .singleElement()
        .asString()
        .contains(one.id() + " (generation 1) is lost");
  }

  private static String end(Bus.Said said) {
    return said.topic().equals("replica-connected")
        ? "connected"
        : Http.json(said.text()).path("reason").asText();
  }

  private static int burst() {
    return SharedStack.seeds(1) > 1 ? 10_000 : 1_000;
  }

  /** Every second server has credentials that nobody has put anywhere. */
  private static String burst(Stack stack, List<Server> servers) {
    StringBuilder all = new StringBuilder();
    int each = burst() / servers.size();
    for (int i = 0; i < servers.size(); i++) {
      String one = stack.fleet("topics-burst", servers.subList(i, i + 1), 1);
      String entry = one.substring(one.indexOf("  - name:"));
      String database = entry.substring(entry.indexOf("      - {name:"));
      StringBuilder more = new StringBuilder(i % 2 == 0 ? database : "");
      for (int d = i % 2 == 0 ? 1 : 0; d < each; d++) {
        more.append(database.replace(servers.get(i).database(1), "Absent_%d_%d".formatted(i, d)));
      }
      String head = i == 0 ? one.substring(0, one.indexOf("  - name:")) : "";
      String who = i % 2 == 0 ? "" : "    credentials: nobody-knows-them\n";
      all.append(head)
          .append(entry.replace("    databases:\n" + database, who + "    databases:\n" + more));
    }
    return all.toString();
  }

  private static void start(Stack stack, List<String> services) {
    services.forEach(service -> stack.processes().start(service, Map.of()));
    services.forEach(stack.processes()::awaitReady);
  }

  private static void names(Run run, String service, String... topics) {
    String sentence = "These topics are missing: " + String.join(", ", topics) + ". Make them";
    await(service + " says which topics are missing, and what to do")
        .atMost(LIMIT)
        .until(
            () ->
                run.log(service).stream()
                    .anyMatch(
                        line ->
                            line.contains(sentence)
                                && line.contains("./linkfleet topics --bootstrap")));
  }

  private static long changes(Run run, String words) {
    return run.effects().stream()
        .filter(effect -> effect.isChange() && effect.text().startsWith(words))
        .count();
  }

  private static void delete(Stack stack, List<String> names) throws Exception {
    try (Admin admin = stack.bus().admin()) {
      admin.deleteTopics(names).all().get(30, TimeUnit.SECONDS);
      await("they are gone")
          .atMost(LIMIT)
          .until(() -> admin.listTopics().names().get().stream().noneMatch(names::contains));
    }
  }

  private static void create(Stack stack, List<String> names) throws Exception {
    List<NewTopic> topics =
        Topics.ALL.stream()
            .filter(topic -> names.contains(topic.name()))
            .map(
                topic ->
                    new NewTopic(topic.name(), PARTITIONS, (short) 1)
                        .configs(topic.configuration()))
            .toList();
    assertThat(topics).hasSameSizeAs(names);
    try (Admin admin = stack.bus().admin()) {
      admin.createTopics(topics).all().get(30, TimeUnit.SECONDS);
      await("they are there")
          .atMost(LIMIT)
          .until(() -> admin.listTopics().names().get().containsAll(names));
    }
  }
}
