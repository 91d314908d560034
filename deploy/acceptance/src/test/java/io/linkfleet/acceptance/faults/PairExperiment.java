package io.linkfleet.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.linkfleet.acceptance.faults.FaultWorld.Pair;
import io.linkfleet.acceptance.faults.FaultWorld.Server;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Mirrored pairs of SQL Servers: services killed in between, and servers as people leave them. */
@ExtendWith(SharedStack.class)
class PairExperiment {
  /** Those that a mirrored pair passes. */
  private static final List<String> SERVICES =
      List.of("cert-service", "endpoint-service", "ag-service", "monitor-service");

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String ENDPOINT = "by_hand";
  private static final int PORT = 5022;
  private static final int OTHER_PORT = 7033;
  private static final List<String> NAMES =
      List.of("O'Brien's a]b[c", "x]; DROP DATABASE master--", "Продажи \"売上\"");

  static IntStream seeds() {
    return IntStream.range(0, SharedStack.seeds(1));
  }

  @BeforeEach
  void calm(Stack stack) {
    Mirrors.calm(stack);
  }

  /** Four seeds have every service at every boundary, twenty at every one of its statements. */
  @ParameterizedTest
  @MethodSource("seeds")
  void eachServiceAtOneOfItsBoundaries(int seed, Stack stack) {
    Run run = Run.begin("pair-kill-" + seed, stack, 2 * SERVICES.size() + 1);
    List<Pair> pairs = FaultWorld.pairs(run.servers(), 2);
    List<Victim> victims = new ArrayList<>();
    for (int i = 0; i < SERVICES.size(); i++) {
      Boundary boundary = Boundary.values()[(seed + i) % Boundary.values().length];
      victims.add(Victim.of(stack, SERVICES.get(i), boundary, pairs.get(i), seed));
    }
    Victim.during(stack, victims, run, () -> run.mirror(pairs));
    pairs.forEach(pair -> Mirrors.awaitMirrored(stack, pair));
  }

  /**
   * A login with another owner, an endpoint on another port, names that need quoting, a database
   * that is mirrored elsewhere, a partner that is down, a certificate that soon ends: each ends
   * connected, or blocked until a person does what the next action says.
   */
  @Test
  void whatPeopleLeftIsUsedOrBlocksWithWhatHelps(Stack stack) {
    Run run = Run.begin("pair-prepared", stack, 11);
    List<Pair> pairs = FaultWorld.pairs(run.servers(), 1);
    Server third = pairs.get(0).witness();
    Pair login = withoutWitness(pairs.get(0));
    Pair names = named(pairs.get(1));
    Pair elsewhere = withoutWitness(pairs.get(2));
    Pair down = withoutWitness(pairs.get(3));
    Pair expiry = withoutWitness(pairs.get(4));
    List<Pair> all = List.of(login, names, elsewhere, down, expiry);

    Person person = stack.person();
    String theirs = login.partner().name() + "_login";
    person.run(
        login.source(), "CREATE LOGIN [" + theirs + "] WITH PASSWORD = 'Somebody-Elses-7Qx9!'");
    NAMES.forEach(
        name ->
            person.run(names.source(), "CREATE DATABASE [" + name.replace("]", "]]") + "]"));
    person.endpoint(names.partner(), ENDPOINT, OTHER_PORT);
    mirrorElsewhere(person, elsewhere, third);
    stack.simulator().server(down.partner().name(), "down");
    endingSoon(person, expiry.source());
    try {
      run.mirror(all);
      Mirrors.awaitShown(run, login, "BLOCKED", "LOGIN_CONFLICT", "DROP LOGIN [" + theirs + "];");
      String off = "ALTER DATABASE [%s] SET PARTNER OFF;".formatted(database(elsewhere));
      Mirrors.awaitShown(run, elsewhere, "BLOCKED", "MIRRORING_CONFLICT", off);
      String drop = "DROP CERTIFICATE [" + expiry.source().name() + "_cert];";
      Mirrors.awaitShown(run, expiry, "BLOCKED", "CERTIFICATE_EXPIRED", drop);
      Mirrors.awaitShown(run, names, "CONNECTED", "", "");
      Mirrors.awaitShown(run, down, "WAITING", "UNREACHABLE", "");

      stack.simulator().server(down.partner().name(), "up");
      person.run(login.source(), "DROP LOGIN [" + theirs + "];");
      person.run(elsewhere.source(), off);
      person.run(expiry.source(), drop);
      // who was only waited for is not asked for again
      Mirrors.awaitShown(run, down, "CONNECTED", "", "");
      run.mirror(all);
      run.judge(Expectations.NONE.hand(Dba.LOGIN));
    } finally {
      stack.simulator().server(down.partner().name(), "up");
    }
    all.forEach(pair -> Mirrors.awaitMirrored(stack, pair));
    assertThat(run.effects())
        .as("the partner is told where the endpoint is that was there")
        .filteredOn(one -> one.where().equals(names.source().name()) && one.isChange())
        .filteredOn(one -> one.text().endsWith("'TCP://%s:%d'"
            .formatted(names.partner().address(), OTHER_PORT)))
        .hasSize(NAMES.size());
  }

  /**
   * While the log is restored on the partner, a person breaks the log chain of the source: the
   * partner lacks log that no backup has (1408). It blocks, and a new copy is made once the person
   * has done what the next action says; the control is a pair that nobody touches.
   */
  @Test
  @Tag("long")
  void aLogChainThatIsBrokenOnTheWayIsSaidAndMended(Stack stack) {
    Run run = Run.begin("pair-chain", stack, 4);
    List<Pair> pairs = FaultWorld.pairs(run.servers(), 1);
    Pair broken = pairs.get(0);
    JsonNode settings = stack.simulator().settings();
    stack.simulator().settings("{\"latency\":{\"RESTORE LOG\":\"PT5S\"}}");
    try {
      run.mirror(pairs);
      await("the log of " + database(broken) + " is backed up")
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(50))
          .until(
              () ->
                  run.effects().stream()
                      .filter(Effect::isChange)
                      .filter(one -> one.where().equals(broken.source().name()))
                      .anyMatch(one -> one.text().startsWith("BACKUP LOG")));
      String alter = "ALTER DATABASE [%s] SET RECOVERY ".formatted(database(broken));
      stack.person().run(
          broken.source(),
          alter + "SIMPLE",
          alter + "FULL",
          "BACKUP DATABASE [%s] TO DISK = N'C:\\by-hand.bak'".formatted(database(broken)));
      String drop =
          "ALTER DATABASE [%s] SET PARTNER OFF; DROP DATABASE [%1$s];".formatted(database(broken));
      Mirrors.awaitShown(run, broken, "BLOCKED", "RESTORE", drop);
      assertThat(run.effects())
          .as("the servers say 1408")
          .anyMatch(
              one -> one.text().contains("SET PARTNER") && one.outcome().contains("1408"));
      Mirrors.awaitShown(run, pairs.get(1), "CONNECTED", "", "");
      run.judge(Expectations.NONE.hand(Dba.LOGIN).blocks("RESTORE"));
      stack.person().run(broken.partner(), drop);
    } finally {
      stack.simulator().restore(settings);
    }
    Run again =
        Run.begin("pair-chain", stack, List.of(broken.source(), broken.partner()));
    again.mirror(List.of(broken));
    again.judge(Expectations.NONE.hand(Dba.LOGIN));
    pairs.forEach(pair -> Mirrors.awaitMirrored(stack, pair));
  }

  private static String database(Pair pair) {
    return pair.databases().get(0);
  }

  private static Pair withoutWitness(Pair pair) {
    return new Pair(pair.source(), pair.partner(), null, pair.databases());
  }

  private static Pair named(Pair pair) {
    return new Pair(pair.source(), pair.partner(), null, NAMES);
  }

  private static void mirrorElsewhere(Person person, Pair pair, Server third) {
    person.endpoint(pair.source(), ENDPOINT, PORT);
    person.endpoint(third, ENDPOINT, PORT);
    person.trust(pair.source(), third, ENDPOINT);
    person.trust(third, pair.source(), ENDPOINT);
    person.copy(pair.source(), third, database(pair));
    person.mirror(pair.source(), third, database(pair), PORT);
  }

  /** Of the name that the server's own certificate is to have. */
  private static void endingSoon(Person person, Server server) {
    String day =
        LocalDate.now(ZoneOffset.UTC).plusDays(3).format(DateTimeFormatter.BASIC_ISO_DATE);
    person.run(
        server,
        "CREATE MASTER KEY ENCRYPTION BY PASSWORD = 'Key-By-Hand-3Wd6!'",
        "CREATE CERTIFICATE [%s_cert] WITH SUBJECT = 'short', EXPIRY_DATE = '%s'"
            .formatted(server.name(), day));
  }
}
