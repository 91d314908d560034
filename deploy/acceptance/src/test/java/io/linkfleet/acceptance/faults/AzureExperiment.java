package io.linkfleet.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.linkfleet.acceptance.faults.FaultWorld.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Azure that refuses, fails, vanishes and lies: links wait and go on, or say what to do. */
@ExtendWith(SharedStack.class)
class AzureExperiment {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String LINKS = "/distributedAvailabilityGroups";

  /** What was asked for, and what one may be late in hearing of it. */
  private static final int RETRY_AFTER = 6;

  private static final Duration UNDER_WAY = Duration.ofSeconds(2);

  private static final String BROKEN_CHAIN =
      "The remote copy of database is not recovered far enough to join it to the availability"
          + " group.";

  /** How much of what Azure allows has to be used while it is the limit. */
  private static final double USED = 0.95;

  private static final int PER_SECOND = 10;
  private static final String SERVICE = "azure-link-service";

  @Test
  void whoIsToldToWaitWaits(Stack stack) {
    Run run = Run.begin("azure-429", stack, Math.max(2, SharedStack.links(8) / 4));
    for (String form : List.of("seconds", "http_date")) {
      stack
          .simulator()
          .azureFault(
              ("{\"path\":\"%s\",\"nth\":3,\"times\":2,\"status\":429,\"retryAfter\":\"%s\","
                      + "\"retryAfterSeconds\":%d}")
                  .formatted(LINKS, form, RETRY_AFTER));
    }
    run.rollout(4);

    run.judge();

    List<Effect> asked =
        run.effects().stream().filter(effect -> effect.text().contains(LINKS)).toList();
    List<Effect> refused =
        asked.stream().filter(effect -> effect.outcome().contains("429")).toList();
    assertThat(refused).as("the control: it was asked to wait").isNotEmpty();
    assertThat(tooEarly(asked, refused)).isEmpty();
  }

  /** Requests of the same kind that began after the refusal was heard and before its time. */
  private static List<String> tooEarly(List<Effect> asked, List<Effect> refused) {
    List<String> all = new ArrayList<>();
    for (Effect no : refused) {
      Instant heard = no.at().plus(UNDER_WAY);
      // a date has no fractions of a second
      Instant again = no.at().plusSeconds(RETRY_AFTER - 1);
      asked.stream()
          .filter(effect -> effect.kind().equals(no.kind()))
          .filter(effect -> effect.at().isAfter(heard) && effect.at().isBefore(again))
          .forEach(effect -> all.add(effect + " although " + no));
    }
    return all;
  }

  @Test
  void theCheckSeesWhoDoesNotWait() {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    Effect no = new Effect(1, now, "mi", "t", "AZURE_READ", "GET " + LINKS, "429 x");
    Effect early =
        new Effect(2, now.plusSeconds(4), "mi", "t", "AZURE_READ", "GET " + LINKS, "OK");
    Effect right =
        new Effect(3, now.plusSeconds(6), "mi", "t", "AZURE_READ", "GET " + LINKS, "OK");

    assertThat(tooEarly(List.of(no, early, right), List.of(no))).hasSize(1);
  }

  /**
   * All links wait for Azure when the bucket of the identity is found empty: then its refill
   * is the limit.
   */
  @Test
  @Tag("long")
  void whatAzureAllowsIsUsed(Stack stack) {
    Run run = Run.begin("azure-rate", stack, 36);
    stack.processes().kill(SERVICE);
    run.rollout(4);
    await("work for " + SERVICE)
        .atMost(LIMIT.multipliedBy(4))
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () ->
                run.said().stream()
                    .filter(said -> said.topic().equals("dag-created"))
                    .map(Bus.Said::key)
                    .collect(Collectors.toSet())
                    .containsAll(run.links().stream().map(Link::id).toList()));
    // a bucket that holds one token is empty at once; then it has its real size again
    stack.simulator().settings("{\"azureWrites\":{\"size\":1,\"refillPerSecond\":10}}");
    stack.processes().start(SERVICE, Map.of());
    await("it is refused")
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> links(run).stream().anyMatch(Stretch::isRefused));
    stack.simulator().settings("{\"azureWrites\":{\"size\":200,\"refillPerSecond\":10}}");

    run.judge();

    Stretch stretch = Stretch.of(links(run), Duration.ofSeconds(1));
    System.out.printf(
        "%d refusals; then %d writes in %.1f s, %.1f %% of what Azure allowed%n",
        stretch.refused(), stretch.accepted(), stretch.seconds(), 100 * stretch.used(PER_SECOND));
    assertThat(stretch.refused()).as("the control: it was refused").isPositive();
    assertThat(stretch.accepted()).as("enough to tell a rate").isGreaterThan(60);
    assertThat(stretch.used(PER_SECOND)).isGreaterThanOrEqualTo(USED);
  }

  @Test
  void theMeasureSeesWhoLeavesItUnused() {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    List<Effect> writes = new ArrayList<>();
    writes.add(new Effect(1, now, "mi", "t", "AZURE_WRITE", "PUT " + LINKS, "429 x"));
    for (int i = 1; i <= 90; i++) {
      Instant at = now.plusMillis(1000 + i * 1000L / 9);
      writes.add(new Effect(i + 1, at, "mi", "t", "AZURE_WRITE", "PUT " + LINKS, "OK"));
    }

    Stretch stretch = Stretch.of(writes, Duration.ofSeconds(1));

    assertThat(stretch.seconds()).isEqualTo(10);
    assertThat(stretch.used(PER_SECOND)).isEqualTo(0.9).isLessThan(USED);
  }

  private static List<Effect> links(Run run) {
    return run.effects().stream()
        .filter(effect -> effect.kind().equals("AZURE_WRITE") && effect.text().contains(LINKS))
        .toList();
  }

  @Test
  @Tag("long")
  void badAnswersAreNoAnswers(Stack stack) {
    int servers = Math.max(2, SharedStack.links(8) / 4);
    Run run = Run.begin("azure-bad", stack, servers);
    List<String> faults =
        List.of(
            "\"status\":500",
            "\"status\":502,\"body\":\"html\"",
            "\"status\":503,\"body\":\"empty\"",
            "\"status\":200,\"body\":\"html\"",
            "\"status\":200,\"body\":\"empty\"",
            "\"mode\":\"drop\"",
            "\"method\":\"PUT\",\"mode\":\"apply_then_drop\"",
            "\"method\":\"PUT\",\"mode\":\"after\",\"status\":500",
            "\"method\":\"PUT\",\"mode\":\"after\",\"status\":504,\"body\":\"html\"");
    for (String fault : faults) {
      stack
          .simulator()
          .azureFault(
              "{%s,\"times\":%d,\"probability\":0.3}".formatted(fault, servers));
    }
    run.rollout(4);

    run.judge();

    assertThat(run.effects())
        .as("the control: effects that nobody was told of")
        .anyMatch(effect -> effect.outcome().contains("in truth"));
  }

  @Test
  void anOutageIsWaitedOut(Stack stack) {
    Run run = Run.begin("azure-outage", stack, 2);
    stack.simulator().azureFault("{\"status\":503,\"body\":\"html\",\"times\":1000000}");
    Duration outage = SharedStack.seeds(1) > 1 ? Duration.ofMinutes(3) : Duration.ZERO;
    Instant began = Instant.now();
    run.rollout(2);
    await("both services that need Azure say that they wait")
        .atMost(LIMIT.plus(outage))
        .until(
            () ->
                run.said().stream().anyMatch(said -> said.topic().equals("cert-waiting"))
                    && Instant.now().isAfter(began.plus(outage)));
    assertThat(run.said()).noneMatch(said -> said.topic().equals("link-blocked"));
    stack.simulator().clearFaults();

    run.judge();
  }

  @Test
  void operationsThatFailVanishOrLie(Stack stack) {
    Run run = Run.begin("azure-operations", stack, 5);
    Server busy = run.servers().get(0);
    Server failing = run.servers().get(1);
    Server vanishing = run.servers().get(2);
    Server lying = run.servers().get(3);
    Server behind = run.servers().get(4);
    operation(stack, busy, "\"code\":\"ConflictingDatabaseOperation\",\"length\":\"PT0.01S\"");
    operation(stack, failing, "\"code\":\"LinkCreationError\",\"message\":\"It failed.\"");
    operation(stack, vanishing, "\"disappears\":true");
    // nobody can break the chain of a database in a group by hand, so Azure says that it broke
    operation(stack, behind, "\"code\":\"1408\",\"message\":\"" + BROKEN_CHAIN + "\"");
    stack.simulator().settings("{\"initTimeout\":\"PT3S\"}");
    stack.simulator().server(lying.name(), "cut");
    operation(stack, lying, "\"claimsSuccess\":true");
    try {
      run.rollout(1);
      run.judge(Expectations.NONE.blocks("LINK_FAILED"));
    } finally {
      stack.simulator().server(lying.name(), "mend");
    }
    assertThat(run.block(busy)).as("what passes").isEmpty();
    assertThat(run.block(vanishing)).as("what is not told").isEmpty();
    assertThat(run.block(failing)).as("what failed").isPresent();
    assertThat(run.block(lying)).as("what is in error").isPresent();
    assertThat(run.block(behind).orElseThrow().path("sentence").asText())
        .as("a log chain that broke while it was seeded")
        .contains("1408")
        .contains("not recovered far enough");
  }

  private static void operation(Stack stack, Server server, String how) {
    stack
        .simulator()
        .azureFault(
            "{\"operation\":\"distributedAvailabilityGroups\",\"name\":\"%s\",%s}"
                .formatted(linkName(stack, server), how));
  }

  /** The link of the first database, as the dry run names it. */
  private static String linkName(Stack stack, Server server) {
    return Http.post(
            stack.monitor().resolve("/rollouts?dryRun=true"),
            "application/yaml",
            stack.fleet("azure-operations", List.of(server), 1))
        .json()
        .path("requests")
        .path(0)
        .path("link")
        .path("names")
        .path("distributedAvailabilityGroup")
        .asText();
  }

  @Test
  void anExpiredTokenIsSaidAndAFreshOneGoesOn(Stack stack) throws IOException {
    Run run = Run.begin("azure-token", stack, 1);
    stack.simulator().control("POST", "/azure/tokens/expire", "");
    run.rollout(2);
    run.judge(Expectations.NONE.blocks("CREDENTIALS"));
    assertThat(run.block(run.servers().get(0)).orElseThrow().path("reason").asText())
        .isEqualTo("CREDENTIALS");

    renew(stack, path -> path.endsWith("azure/token"));
    Run again = Run.begin("azure-token", stack, run.servers());
    again.rollout(2);
    again.judge();
  }

  private static void renew(Stack stack, Predicate<Path> isToken) throws IOException {
    List<Path> tokens;
    try (Stream<Path> files = Files.walk(stack.layout().secrets())) {
      tokens = files.filter(Files::isRegularFile).filter(isToken).toList();
    }
    assertThat(tokens).isNotEmpty();
    for (Path token : tokens) {
      Path fresh = token.resolveSibling(".fresh");
      Files.writeString(fresh, "fresh-" + java.util.UUID.randomUUID());
      Files.move(fresh, token, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
