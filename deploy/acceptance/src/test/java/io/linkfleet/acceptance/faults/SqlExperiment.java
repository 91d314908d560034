package io.linkfleet.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.linkfleet.acceptance.faults.CuttingProxy.Cut;
import io.linkfleet.acceptance.faults.FaultWorld.Server;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers and connections that fail: links wait and go on, or say what a person must do. */
@ExtendWith(SharedStack.class)
class SqlExperiment {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** How many bytes a direction sees until the login, and until a first link is through. */
  private static final int LOGIN = 3000;

  private static final int ALL = 60_000;

  /** Servers of one rollout that is timed, and as many that hang beside it. */
  private static final int HEALTHY = 8;

  /** What a machine that does other things may do to a ratio; the target is 1.05. */
  private static final double NOISE = 1.5;

  /** So that something can be done before them; and who cannot be reached is not waited for. */
  private static final String SLOW_GROUPS =
      "{\"latency\":{\"CREATE AVAILABILITY GROUP\":\"PT2S\"},\"initTimeout\":\"PT3S\"}";

  static IntStream seeds() {
    return IntStream.range(0, SharedStack.seeds(1));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void connectionsBreakAtAnyByte(int seed, Stack stack) throws IOException {
    String name = "sql-bytes-" + seed;
    boolean isLong = SharedStack.seeds(1) > 1;
    int servers = Math.max(3, Math.min(20, SharedStack.links(6) / 2));
    Run run = Run.begin(name, stack, servers);
    Random random = new Random(seed);
    Map<Server, CuttingProxy> proxies = new LinkedHashMap<>();
    try {
      String fleet = stack.fleet(name, run.servers(), 2);
      for (Server server : run.servers()) {
        List<Cut> cuts = new ArrayList<>();
        // each break makes the next try wait longer
        for (int i = 0; i < (isLong ? 6 : 4); i++) {
          boolean early = random.nextBoolean();
          // silence costs a time limit, so in the short version it comes once, before the login
          boolean silent = isLong ? i < 2 && random.nextBoolean() : i == 0;
          cuts.add(
              new Cut(
                  random.nextBoolean(),
                  1 + random.nextInt(early || silent && !isLong ? LOGIN / 2 : ALL),
                  silent));
        }
        CuttingProxy proxy = new CuttingProxy(server.port(stack.offset()), cuts);
        proxies.put(server, proxy);
        fleet =
            fleet.replace(
                "port: " + server.port(stack.offset()) + "\n", "port: " + proxy.port() + "\n");
      }
      run.ask(fleet);
      run.judge();
      // not every connection comes to the byte at which it is to break
      List<Integer> broken = proxies.values().stream().map(CuttingProxy::made).toList();
      System.out.printf("seed %d: connections broken, by server: %s%n", seed, broken);
      assertThat(broken)
          .as("the control: they were broken, on every server")
          .allSatisfy(made -> assertThat(made).isGreaterThan(1));
    } finally {
      for (CuttingProxy proxy : proxies.values()) {
        proxy.close();
      }
    }
  }

  @Test
  void hungServersKeepNobodyElseWaiting(Stack stack) {
    Run run = Run.begin("sql-hung", stack, 4);
    List<Server> hung = run.servers().subList(3, 4);
    hung.forEach(server -> stack.simulator().server(server.name(), "hang"));
    try {
      run.rollout(2);
      long others = run.links().stream().filter(link -> !isOf(hung, link)).count();
      await("the others").atMost(LIMIT).until(() -> times(run).size() == others);
      hadNoPart(run, hung);
    } finally {
      hung.forEach(server -> stack.simulator().server(server.name(), "resume"));
    }
    run.judge();
  }

  private static void hadNoPart(Run run, List<Server> hung) {
    for (Server server : hung) {
      assertThat(run.effects())
          .as("the control: it had no part in this")
          .noneMatch(effect -> effect.where().equals(server.name()) && effect.isChange());
      assertThat(run.block(server)).isEmpty();
    }
  }

  /**
   * The same rollout four times: without hung servers, with them, with them two minutes later, and
   * without them again, so that what the machine does meanwhile weighs on both sides. A first one
   * that warms up is not counted. The last is the control: slow servers are seen.
   */
  @Test
  @Tag("long")
  void serversThatHangForMinutesDoNotShowInTheOthersTimes(Stack stack) {
    seconds(stack, "warm-up");
    List<Double> without = new ArrayList<>(seconds(stack, "without-1"));
    List<Double> with = new ArrayList<>();
    Run run = Run.begin("sql-minutes", stack, HEALTHY);
    run.servers().forEach(server -> stack.simulator().server(server.name(), "hang"));
    long since = System.nanoTime();
    try {
      run.rollout(1);
      with.addAll(seconds(stack, "with-1"));
      await("minutes")
          .atMost(LIMIT.multipliedBy(2))
          .until(() -> System.nanoTime() - since > LIMIT.toNanos());
      with.addAll(seconds(stack, "with-2"));
      hadNoPart(run, run.servers());
    } finally {
      run.servers().forEach(server -> stack.simulator().server(server.name(), "resume"));
    }
    run.judge();
    without.addAll(seconds(stack, "without-2"));
    stack.simulator().settings("{\"latency\":{\"CREATE AVAILABILITY GROUP\":\"PT10S\"}}");
    List<Double> slow = seconds(stack, "slow");

    double ratio = p99(with) / p99(without);
    System.out.printf(
        "Healthy servers, p99 of %d links from the request to the replica: %.2f s, beside %d hung"
            + " servers %.2f s, ratio %.2f; of the medians %.2f; the control: %.2f%n",
        without.size(),
        p99(without),
        HEALTHY,
        p99(with),
        ratio,
        median(with) / median(without),
        p99(slow) / p99(without));
    assertThat(p99(slow) / p99(without)).as("the control: it would be seen").isGreaterThan(NOISE);
    assertThat(ratio).isLessThan(NOISE);
  }

  /** One rollout on servers nobody has used; how long each of its links took. */
  private static List<Double> seconds(Stack stack, String name) {
    Run run = Run.begin("sql-" + name, stack, HEALTHY);
    run.rollout(2);
    await(name).atMost(LIMIT).until(() -> times(run).size() == run.links().size());
    List<Double> all = List.copyOf(times(run).values());
    run.awaitEnd();
    return all;
  }

  private static boolean isOf(List<Server> servers, Link link) {
    return servers.stream().anyMatch(server -> server.name().equals(link.server()));
  }

  /** Seconds from the first request of the run to each link that is connected, the first first. */
  private static Map<String, Double> times(Run run) {
    Map<String, Double> times = new LinkedHashMap<>();
    List<Bus.Said> said =
        run.said().stream().sorted(Comparator.comparing(Bus.Said::at)).toList();
    said.stream()
        .filter(one -> one.topic().equals("link-requested"))
        .findFirst()
        .ifPresent(
            first ->
                said.stream()
                    .filter(one -> one.topic().equals("replica-connected"))
                    .forEach(
                        one ->
                            times.putIfAbsent(
                                one.key(),
                                Duration.between(first.at(), one.at()).toMillis() / 1000.0)));
    return times;
  }

  private static double p99(Collection<Double> seconds) {
    List<Double> sorted = seconds.stream().sorted().toList();
    return sorted.get((int) Math.ceil(sorted.size() * 0.99) - 1);
  }

  private static double median(Collection<Double> seconds) {
    return seconds.stream().sorted().toList().get(seconds.size() / 2);
  }

  @Test
  void whatPassesIsTriedAgain(Stack stack) {
    Run run = Run.begin("sql-passes", stack, 5);
    refuse(stack, run.servers().get(0), "CREATE AVAILABILITY GROUP", 1205, 13, "was deadlocked");
    refuse(stack, run.servers().get(1), "CREATE CERTIFICATE", 1222, 16, "Lock request time out");
    refuse(stack, run.servers().get(2), "SELECT", 701, 17, "insufficient system memory");
    Server restarted = run.servers().get(3);
    Server full = run.servers().get(4);
    stack
        .simulator()
        .control(
            "PUT",
            "/servers/" + full.name() + "/databases/" + full.database(1),
            "{\"logUsed\": 1}");
    run.rollout(1);
    until(run, restarted, effect -> effect.text().startsWith("CREATE CERTIFICATE"));
    stack.simulator().server(restarted.name(), "restart");

    run.judge();

    for (var fault : stack.simulator().sqlFaults()) {
      assertThat(fault.path("struck").asInt()).as("the control: %s", fault).isPositive();
    }
  }

  private static void refuse(
      Stack stack, Server server, String statement, int error, int severity, String message) {
    stack
        .simulator()
        .sqlFault(
            ("{\"server\":\"%s\",\"statement\":\"%s\",\"error\":%d,\"severity\":%d,"
                    + "\"message\":\"%s\",\"times\":2}")
                .formatted(server.name(), statement, error, severity, message));
  }

  private static void until(Run run, Server server, Predicate<Effect> seen) {
    await(server.name())
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(10))
        .until(
            () ->
                run.effects().stream()
                    .filter(effect -> effect.where().equals(server.name()) && effect.succeeded())
                    .anyMatch(seen));
  }

  @Test
  void whatAPersonMustDoIsSaidAndAskingAgainGoesOn(Stack stack) {
    Run run = Run.begin("sql-blocks", stack, 4);
    Server login = run.servers().get(0);
    Server permission = run.servers().get(1);
    Server backup = run.servers().get(2);
    Server endpoint = run.servers().get(3);
    stack.simulator().settings(SLOW_GROUPS);
    login(stack, login, "{\"disabled\": true}");
    refuse(stack, backup, "CREATE AVAILABILITY GROUP", 1475, 16, "might contain bulk logged");
    run.rollout(1);
    await("the endpoint of " + permission.name())
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () ->
                run.said().stream()
                    .filter(said -> said.topic().equals("endpoint-ready"))
                    .anyMatch(said -> said.text().contains(permission.name())));
    login(stack, permission, "{\"permissions\": []}");
    until(run, endpoint, effect -> effect.text().startsWith("CREATE ENDPOINT"));
    new Dba(stack, endpoint)
        .run("ALTER ENDPOINT [database_mirroring_endpoint] STATE = STOPPED");

    run.judge(
        Expectations.NONE
            .blocks("CREDENTIALS", "PERMISSION", "BACKUP", "LINK_FAILED")
            .hand(Dba.LOGIN));
    assertThat(reason(run, login)).isEqualTo("CREDENTIALS");
    assertThat(reason(run, permission)).isEqualTo("PERMISSION");
    assertThat(reason(run, backup)).isEqualTo("BACKUP");

    // an event that a later experiment delivers again would start it, as it should
    new Dba(stack, endpoint)
        .run("ALTER ENDPOINT [database_mirroring_endpoint] STATE = STARTED");
    login(stack, login, "{\"disabled\": false}");
    login(stack, permission, "{\"role\": \"sysadmin\"}");
    stack.simulator().clearFaults();
    Run again = Run.begin("sql-blocks", stack, List.of(login, permission, backup));
    again.rollout(1);
    again.judge();
  }

  @Test
  void aCertificateThatExpiresOnTheWayBlocksItsLinkAlone(Stack stack) {
    Run run = Run.begin("sql-expires", stack, 1);
    Run other = Run.begin("sql-expires-not", stack, 1);
    Server server = run.servers().get(0);
    stack.simulator().settings(SLOW_GROUPS);
    try {
      other.rollout(1);
      run.ask(
          stack
              .fleet("sql-expires", run.servers(), 1)
              .replace("sql-admin}", "sql-admin, options: {certificateLifetime: P3D}}"));
      until(run, server, effect -> effect.text().startsWith("CREATE ENDPOINT"));
      stack.simulator().settings("{\"clockOffset\":\"PT120H\"}");
      Expectations expected = Expectations.NONE.blocks("LINK_FAILED", "CERTIFICATE_EXPIRED");
      run.judge(expected);
      other.judge();
      assertThat(run.block(server).orElseThrow().path("sentence").asText())
          .containsIgnoringCase("certificate");
    } finally {
      stack.simulator().settings("{\"clockOffset\":\"PT0S\"}");
    }
  }

  private static String reason(Run run, Server server) {
    return run.block(server).map(block -> block.path("reason").asText()).orElse("not blocked");
  }

  private static void login(Stack stack, Server server, String what) {
    stack.simulator().control("PUT", "/servers/" + server.name() + "/logins/linkfleet", what);
  }

  @Test
  void aLinkThatIsLostWhileItSeedsIsBlockedAndNamesTheError(Stack stack) {
    Run run = Run.begin("sql-seeding", stack, 2);
    stack.simulator().settings("{\"seedingBytesPerSecond\":1000000}");
    run.rollout(1);
    Server logged = run.servers().get(0);
    seeding(run, logged);
    new Dba(stack, logged)
        .run("BACKUP LOG [" + logged.database(1) + "] TO DISK = N'by-hand.trn'");

    run.judge(Expectations.NONE.blocks("LINK_FAILED").hand(Dba.LOGIN));
    assertThat(reason(run, logged)).isEqualTo("LINK_FAILED");
    assertThat(run.block(logged).orElseThrow().path("sentence").asText()).contains("1412");
    assertThat(run.block(run.servers().get(1))).as("the control: undisturbed").isEmpty();
  }

  private static void seeding(Run run, Server server) {
    await(server.database(1))
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () ->
                run.effects().stream()
                    .anyMatch(
                        effect ->
                            effect.kind().equals("NETWORK")
                                && effect.text().contains(server.database(1))
                                && effect.text().contains("connected")));
  }
}
