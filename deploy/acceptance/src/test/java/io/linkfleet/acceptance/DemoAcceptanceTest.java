package io.linkfleet.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.linkfleet.acceptance.Linkfleet.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The demo on the packaged stack, once; then what it must have left behind. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DemoAcceptanceTest {
  private static final int LINKS = 22;
  private static final List<String> SERVERS = List.of("SQL01", "SQL02\\PROD", "SQL03", "SQL04");
  private static final Pattern LAST =
      Pattern.compile("(\\d+) links connected, (\\d+) blocked, (\\d+) lost in (\\d+\\.\\d) s");
  @TempDir static Path home;
  private static Linkfleet linkfleet;
  private static Answer demo;

  @BeforeAll
  static void runTheDemo() throws Exception {
    linkfleet = Linkfleet.in(home.resolve("state"));
    demo = linkfleet.run("demo", "--keep", "--port-offset", linkfleet.offset());
  }

  @AfterAll
  static void stop() throws Exception {
    linkfleet.run("down");
  }

  @Test
  @Order(1)
  void everyLinkIsConnectedAndTheLastLineSaysSo() {
    Matcher last = LAST.matcher(demo.last());

    assertThat(last.matches()).as(String.join("\n", demo.lines())).isTrue();
    assertThat(List.of(last.group(1), last.group(2), last.group(3)))
        .containsExactly(Integer.toString(LINKS), "0", "0");
    assertThat(demo.exitCode()).isZero();
  }

  @Test
  @Order(1)
  void outputThatIsNoTerminalHasNoEscapeCodes() {
    assertThat(demo.lines()).noneMatch(line -> line.contains("\u001b"));
  }

  @Test
  @Order(1)
  void theMonitorListsEveryLinkAsConnected() throws Exception {
    Answer links = linkfleet.run("links", "--status", "connected");

    assertThat(links.exitCode()).isZero();
    assertThat(links.lines()).hasSize(1 + LINKS);
    assertThat(links.lines()).filteredOn(line -> line.contains("顧客データ")).hasSize(1);
  }

  @Test
  @Order(1)
  void noChangeSucceededTwice() throws Exception {
    List<Effect> changes = linkfleet.record().stream().filter(Effect::isChange).toList();
    Map<String, Long> purposes =
        changes.stream()
            // which certificate this one is about is in a variable of its batch, not in its text
            .filter(effect -> !effect.text().startsWith("EXEC sp_certificate_add_issuer"))
            .collect(
                Collectors.groupingBy(
                    effect -> effect.where() + ": " + effect.text(), Collectors.counting()));

    assertThat(purposes).hasSizeGreaterThan(4 * LINKS);
    assertThat(purposes).allSatisfy((purpose, times) -> assertThat(times).as(purpose).isOne());
    for (String server : SERVERS) {
      // each root is taken out of dialogs once and given its issuer once
      assertThat(count(changes, server, "EXEC sp_certificate_add_issuer"))
          .isEqualTo(count(changes, server, "ALTER CERTIFICATE"))
          .isPositive();
    }
  }

  private static long count(List<Effect> changes, String server, String begins) {
    return changes.stream()
        .filter(effect -> effect.where().equals(server) && effect.text().startsWith(begins))
        .count();
  }

  @Test
  @Order(1)
  void thePhasesOfAServerComeInOrder() throws Exception {
    List<Effect> changes = linkfleet.record().stream().filter(Effect::isChange).toList();
    Set<String> servers =
        changes.stream()
            .filter(effect -> effect.kind().equals("CHANGE"))
            .map(Effect::where)
            .collect(Collectors.toSet());

    assertThat(servers).containsAll(SERVERS);
    for (String server : SERVERS) {
      long certificate = first(changes, server, "CREATE CERTIFICATE");
      long endpoint = first(changes, server, "(CREATE|ALTER) ENDPOINT");
      long group = first(changes, server, "CREATE AVAILABILITY GROUP");
      assertThat(certificate).as(server).isLessThan(endpoint);
      assertThat(endpoint).as(server).isLessThan(group);
    }
    long link =
        changes.stream()
            .filter(effect -> effect.kind().equals("AZURE_WRITE"))
            .filter(effect -> effect.text().contains("/distributedAvailabilityGroups/"))
            .mapToLong(Effect::sequence)
            .min()
            .orElseThrow();
    assertThat(link).isGreaterThan(first(changes, ".*", "CREATE AVAILABILITY GROUP"));
  }

  private static long first(List<Effect> changes, String server, String begins) {
    Pattern statement = Pattern.compile("\\s*" + begins + "\\b.*", Pattern.DOTALL);
    return changes.stream()
        .filter(effect -> server.equals(".*") || effect.where().equals(server))
        .filter(effect -> statement.matcher(effect.text()).matches())
        .mapToLong(Effect::sequence)
        .min()
        .orElseThrow(() -> new AssertionError("no " + begins + " on " + server));
  }

  @Test
  @Order(1)
  void allProcessesTogetherStayBelowTwoGibibytes() throws Exception {
    Answer status = linkfleet.run("status");

    assertThat(status.exitCode()).as(String.join("\n", status.lines())).isZero();
    String memory = status.last().replaceAll("\\D", "");
    assertThat(Integer.parseInt(memory)).isBetween(300, 2048);
  }

  @Test
  @Order(2)
  void askingAgainChangesNothing() throws Exception {
    long before = linkfleet.record().stream().filter(Effect::isChange).count();

    Answer again = linkfleet.run("rollout", linkfleet.fleet().toString(), "--wait");

    assertThat(again.exitCode()).as(String.join("\n", again.lines())).isZero();
    assertThat(again.last()).startsWith(LINKS + " links connected, 0 blocked, 0 lost");
    assertThat(linkfleet.record().stream().filter(Effect::isChange).count()).isEqualTo(before);
  }

  @Test
  @Order(2)
  void aDryRunOfConnectedLinksHasNothingToDo() throws Exception {
    Answer dry = linkfleet.run("rollout", linkfleet.fleet().toString(), "--dry-run");

    assertThat(dry.exitCode()).as(String.join("\n", dry.lines())).isZero();
    assertThat(dry.last()).startsWith(LINKS + " links, 0 steps, 0 blocked");
  }

  @Test
  @Order(3)
  void downLeavesNoProcessAndNoSecret() throws Exception {
    List<Long> processes = linkfleet.processes();
    assertThat(processes).hasSize(7).allMatch(Linkfleet::lives);

    Answer down = linkfleet.run("down");

    assertThat(down.exitCode()).isZero();
    assertThat(down.last()).contains("forgot their data");
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> processes.stream().noneMatch(Linkfleet::lives));
    assertThat(linkfleet.home().resolve("secrets")).doesNotExist();
    assertThat(linkfleet.home().resolve("data")).doesNotExist();
    assertThat(linkfleet.run("status").exitCode()).isEqualTo(3);
  }
}
