package io.linkfleet.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.linkfleet.acceptance.Linkfleet.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The mirroring demo on the packaged stack, once; then what it must have left behind. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MirroringAcceptanceTest {
  private static final int PAIRS = 9;
  private static final int MIRRORED = 7;
  private static final List<String> PARTNERS = List.of("HOST_A", "HOST_B", "HOST_B\\REPORTS");
  private static final String WITNESS = "HOST_C";
  private static final Pattern SET_PARTNER =
      Pattern.compile("ALTER DATABASE (\\[.*]) SET PARTNER = .*", Pattern.DOTALL);
  private static final Pattern RESTORE =
      Pattern.compile("RESTORE DATABASE (\\[.*])\\s+FROM .*", Pattern.DOTALL);
  @TempDir static Path home;
  private static Linkfleet linkfleet;
  private static Answer demo;

  @BeforeAll
  static void runTheDemo() throws Exception {
    linkfleet = Linkfleet.in(home.resolve("state"));
    demo = linkfleet.run("demo", "--mirroring", "--keep", "--port-offset", linkfleet.offset());
  }

  @AfterAll
  static void stop() throws Exception {
    linkfleet.run("down");
  }

  @Test
  @Order(1)
  void everyPairIsConnectedAndTheLastLineSaysSo() {
    assertThat(demo.last())
        .as(String.join("\n", demo.lines()))
        .matches(PAIRS + " links connected, 0 blocked, 0 lost in \\d+\\.\\d s");
    assertThat(demo.exitCode()).isZero();
    assertThat(demo.lines()).anyMatch(line -> line.matches(".* s +CONNECTED +HOST_A / .*"));
  }

  @Test
  @Order(1)
  void everySessionIsAsItWasAskedFor() throws Exception {
    List<String> sessions = new ArrayList<>();
    for (JsonNode link : linkfleet.links()) {
      JsonNode replica = link.path("health").path("replica");
      JsonNode pair = replica.path("pair");
      assertThat(link.path("health").path("diagnosis").asText())
          .as("%s", link)
          .isIn("HEALTHY", "SYNCHRONIZING");
      assertThat(replica.path("connectedState").asText()).as("%s", link).isEqualTo("CONNECTED");
      String database = link.path("database").asText();
      sessions.add(
          link.path("server").asText() + " to " + link.path("instance").asText() + ": "
              + database.substring(0, Math.min(20, database.length())) + ", safety "
              + pair.path("safety").asText() + ", witness " + pair.path("witness").asText("none"));
    }
    assertThat(sessions)
        .containsExactlyInAnyOrder(
            "HOST_A to HOST_B: AdventureWorks, safety OFF, witness none",
            "HOST_A to HOST_B: Order History, safety FULL, witness CONNECTED",
            "HOST_A to HOST_B: Customer's Choice, safety FULL, witness none",
            "HOST_A to HOST_B\\REPORTS: Data [old] 2019, safety FULL, witness CONNECTED",
            "HOST_A to HOST_B\\REPORTS: 顧客データ, safety FULL, witness none",
            "HOST_A to HOST_B: Stock, safety FULL, witness none",
            "HOST_A to HOST_B: HR & Pay, safety OFF, witness none",
            "HOST_B to HOST_A: Payroll, safety FULL, witness CONNECTED",
            "HOST_B\\REPORTS to HOST_A: Archiv aller abgesch, safety OFF, witness none");
  }

  @Test
  @Order(1)
  void noChangeSucceededTwice() throws Exception {
    Map<String, Long> purposes =
        changes().stream()
            .collect(
                Collectors.groupingBy(
                    effect -> effect.where() + ": " + effect.text(), Collectors.counting()));

    assertThat(purposes).hasSizeGreaterThan(6 * PAIRS);
    assertThat(purposes).allSatisfy((purpose, times) -> assertThat(times).as(purpose).isOne());
    assertThat(linkfleet.record()).noneMatch(effect -> effect.kind().equals("AZURE_WRITE"));
  }

  @Test
  @Order(1)
  void outboundComesBeforeInboundOnEveryHostOfAPair() throws Exception {
    List<Effect> changes = changes();
    List<String> hosts = new ArrayList<>(PARTNERS);
    hosts.add(WITNESS);
    assertThat(new TreeSet<>(changes.stream().map(Effect::where).toList()))
        .containsExactlyInAnyOrderElementsOf(hosts);
    for (String host : hosts) {
      long own = first(changes, host, "CREATE CERTIFICATE .* WITH SUBJECT.*");
      assertThat(first(changes, host, "CREATE MASTER KEY.*")).as(host).isLessThan(own);
      assertThat(own).as(host).isLessThan(first(changes, host, "CREATE ENDPOINT.*"));
      // only a host that shows its own certificate lets others in
      assertThat(own).as(host).isLessThan(first(changes, host, "CREATE LOGIN.*"));
      assertThat(own).as(host)
          .isLessThan(first(changes, host, "CREATE CERTIFICATE .* FROM BINARY.*"));
      assertThat(first(changes, host, "CREATE ENDPOINT.*"))
          .as(host)
          .isLessThan(first(changes, host, "GRANT CONNECT ON ENDPOINT.*"));
      assertThat(first(changes, host, "GRANT CONNECT ON ENDPOINT.*"))
          .as(host)
          .isLessThan(
              changes.stream()
                  .filter(effect -> SET_PARTNER.matcher(effect.text().strip()).matches())
                  .mapToLong(Effect::sequence)
                  .min()
                  .orElseThrow());
    }
  }

  @Test
  @Order(1)
  void theMirrorIsToldItsPartnerFirst() throws Exception {
    List<Effect> changes = changes();
    Map<String, String> mirrors =
        matched(changes, RESTORE).collect(Collectors.toMap(Found::database, Found::where));
    Map<String, List<Found>> told =
        matched(changes, SET_PARTNER).collect(Collectors.groupingBy(Found::database));

    assertThat(mirrors).hasSize(MIRRORED);
    assertThat(told.keySet()).isEqualTo(mirrors.keySet());
    told.forEach(
        (database, sides) -> {
          assertThat(sides).as(database).hasSize(2);
          assertThat(sides.get(0).where()).as(database).isEqualTo(mirrors.get(database));
          assertThat(sides.get(1).where()).as(database).isNotEqualTo(mirrors.get(database));
        });
  }

  private record Found(String database, String where) {}

  private static Stream<Found> matched(List<Effect> changes, Pattern pattern) {
    return changes.stream()
        .flatMap(
            effect -> {
              Matcher matcher = pattern.matcher(effect.text().strip());
              return matcher.matches()
                  ? Stream.of(new Found(matcher.group(1), effect.where()))
                  : Stream.empty();
            });
  }

  private static List<Effect> changes() throws Exception {
    return linkfleet.record().stream().filter(Effect::isChange).toList();
  }

  private static long first(List<Effect> changes, String server, String statement) {
    Pattern pattern = Pattern.compile(statement, Pattern.DOTALL);
    return changes.stream()
        .filter(effect -> effect.where().equals(server))
        .filter(effect -> pattern.matcher(effect.text().strip()).matches())
        .mapToLong(Effect::sequence)
        .min()
        .orElseThrow(() -> new AssertionError("no " + statement + " on " + server));
  }

  @Test
  @Order(2)
  void askingAgainChangesNothing() throws Exception {
    long before = changes().size();

    Answer again = linkfleet.run("rollout", linkfleet.fleet().toString(), "--wait");

    assertThat(again.exitCode()).as(String.join("\n", again.lines())).isZero();
    assertThat(again.last()).startsWith(PAIRS + " links connected, 0 blocked, 0 lost");
    assertThat(changes()).hasSize((int) before);
  }

  @Test
  @Order(2)
  void aDryRunOfConnectedPairsHasNothingToDo() throws Exception {
    Answer dry = linkfleet.run("rollout", linkfleet.fleet().toString(), "--dry-run");

    assertThat(dry.exitCode()).as(String.join("\n", dry.lines())).isZero();
    assertThat(dry.last()).startsWith(PAIRS + " links, 0 steps, 0 blocked");
  }
}
