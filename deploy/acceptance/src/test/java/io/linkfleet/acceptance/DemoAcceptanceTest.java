package io.linkfleet.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.linkfleet.acceptance.ConsolePage.Row;
import io.linkfleet.acceptance.Linkfleet.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

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

  private static ConsolePage console(Path profile) {
    assumeTrue(ConsolePage.canBeOpened(), "the console: no Chromium with its chromedriver");
    return ConsolePage.open(linkfleet.console(), profile);
  }

  @Test
  @Order(3)
  void theConsoleShowsEveryLinkWithItsState(@TempDir Path profile) throws Exception {
    try (ConsolePage console = console(profile)) {
      Map<String, Row> rows = console.rows();

      assertThat(rows).hasSize(LINKS);
      for (JsonNode link : linkfleet.links()) {
        Row row = rows.get(link.path("id").textValue());
        assertThat(row.database()).isEqualTo(link.path("database").textValue());
        assertThat(row.status()).endsWith("Connected");
        assertThat(row.all()).contains(link.path("server").textValue(),
            link.path("instance").textValue(), "Synchronizing, healthy", "KB");
      }
      assertThat(console.texts("#rollouts .card")).singleElement().asString()
          .contains("demo", "22 of 22, 100 %", "Connected 22", "Blocked 0", "Lost 0");
      assertThat(console.texts("#as-of")).singleElement().asString().startsWith("As of ");
      assertThat(console.texts(".banner")).isEmpty();
      assertThat(console.errors()).isEmpty();
    }
  }

  @Test
  @Order(4)
  void theConsoleSaysWhatBlocksALinkAndTakesNamesAsText(@TempDir Path profile) throws Exception {
    List<String> names =
        List.of("<script>document.title='run'</script>", "<img src=x onerror=alert(1)>",
            "\u0642\u0627\u0639\u062f\u0629 a\u202egnirts", "'; DROP DATABASE [x]; --");
    rollOut("odd", linkfleet.port(21401), names);

    try (ConsolePage console = console(profile)) {
      console.await("all are shown as blocked", () -> blocked(console).size() == names.size());
      for (JsonNode link : linkfleet.links()) {
        if (link.path("rollout").textValue().equals("odd")) {
          Row row = blocked(console).get(link.path("id").textValue());
          assertThat(row.database()).isEqualTo(link.path("database").textValue());
          assertThat(row.why())
              .contains(link.path("reason").textValue(), link.path("sentence").textValue());
          assertThat(row.nextAction()).isEqualTo(link.path("nextAction").textValue()).isNotEmpty();
        }
      }
      assertThat(List.copyOf(console.rows().values()).subList(0, names.size()))
          .as("they come first")
          .allSatisfy(row -> assertThat(row.status()).endsWith("Blocked"));
      assertThat(console.title()).isEqualTo("(4 blocked) Linkfleet");
      assertThat(console.all("main script, main img")).isEmpty();

      console.one("#text").sendKeys("<IMG");
      console.await("one is left", () -> console.rows().size() == 1);
      console.one("button.open").sendKeys(Keys.ENTER);
      console.await("its way is shown", () -> console.texts("#link .way .done").size() == 3);
      assertThat(console.texts("#link .way .next")).singleElement().asString().contains("blocked");
      assertThat(console.texts("#link h2")).containsExactly(names.get(1) + " on SQL01");
      console.focused().sendKeys(Keys.ESCAPE);
      console.await("it is closed", () -> console.all("#link:not([hidden])").isEmpty());
      assertThat(console.focused().getText()).isEqualTo(names.get(1));
      assertThat(console.errors()).isEmpty();
    }
  }

  private static Map<String, Row> blocked(ConsolePage console) {
    return console.rows().entrySet().stream()
        .filter(row -> row.getValue().status().endsWith("Blocked"))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  @Test
  @Order(5)
  void theConsoleShowsALargeFleetPageByPage(@TempDir Path profile) throws Exception {
    int databases = 130;
    int nobody = linkfleet.port(21499);
    rollOut("large", nobody, IntStream.range(0, databases).mapToObj(i -> "D" + i).toList());

    try (ConsolePage console = console(profile)) {
      console.one("[data-rollout=large]").click();
      String all = "1 to 100 of " + databases;
      console.await("the first page", () -> console.texts("#place").equals(List.of(all)));
      Set<String> first = console.rows().keySet();
      assertThat(first).hasSize(100);

      console.one("#next").click();
      console.await("the second page", () -> console.rows().size() == databases - 100);
      assertThat(console.rows().keySet()).doesNotContainAnyElementsOf(first);
      assertThat(console.one("#next").isEnabled()).isFalse();
      console.one("#previous").click();
      console.await("the first page again", () -> console.rows().size() == 100);

      console.await(
          "what they wait for",
          () -> console.rows().values().stream().allMatch(row -> row.status().endsWith("Waiting")));
      assertThat(console.rows().values()).allSatisfy(row -> assertThat(row.why()).isNotEmpty());
      assertThat(console.errors()).isEmpty();
    }
  }

  private static void rollOut(String name, int port, List<String> databases) throws Exception {
    Map<String, Object> server =
        Map.of("name", "SQL01", "host", "localhost", "port", port, "endpointHost", "10.20.0.11",
            "databases", databases);
    Map<String, Object> fleet =
        Map.of("name", name, "subscription", "6f1c2f0e-3a54-4d1b-9c70-51a5e0a4d001",
            "defaults", Map.of("credentials", "sql-admin", "instance", "mi-west"),
            "servers", List.of(server));
    // JSON is YAML as well
    Path file = home.resolve(name + ".yaml");
    Files.write(file, new ObjectMapper().writeValueAsBytes(fleet));
    Answer answer = linkfleet.run("rollout", file.toString());
    assertThat(answer.exitCode()).as(String.join("\n", answer.lines())).isZero();
  }

  @Test
  @Order(5)
  void theConsoleFindsTheStatementsOfANextAction(@TempDir Path profile) {
    try (ConsolePage console = console(profile)) {
      assertThat(console.statements("If it may go, run: DROP LOGIN [a]];b]]c]; Then ask again."))
          .containsExactly("DROP LOGIN [a]];b]]c];");
      assertThat(
              console.statements(
                  "Run there: DROP AVAILABILITY GROUP [A]; DROP DATABASE [it's (1)]; On the other,"
                      + " run: ALTER DATABASE [DROP LOGIN x;] SET PARTNER OFF; Then ask again."))
          .containsExactly("DROP AVAILABILITY GROUP [A];", "DROP DATABASE [it's (1)];",
              "ALTER DATABASE [DROP LOGIN x;] SET PARTNER OFF;");
      assertThat(
              console.statements(
                  "Ask again with allowEndpointChange: true; it will run: ALTER ENDPOINT [E]\n"
                      + "  AS TCP (LISTENER_PORT = 5022)\n  FOR DATABASE_MIRRORING (ROLE = ALL)"))
          .singleElement().asString().startsWith("ALTER ENDPOINT [E]").endsWith("(ROLE = ALL)");
      assertThat(
              console.statements(
                  "Remove it (Remove-AzSqlInstanceLink -InstanceName 'mi' -Name 'D;S'), and ask."))
          .containsExactly("Remove-AzSqlInstanceLink -InstanceName 'mi' -Name 'D;S'");
      assertThat(
              console.statements(
                  "Create one, let the endpoint use it (ALTER ENDPOINT ... CERTIFICATE); grant VIEW"
                      + " ANY DATABASE, then ALTER DATABASE ... SET HADR RESUME."))
          .isEmpty();
    }
  }

  @Test
  @Order(6)
  void theConsoleSaysWhenTheBrokerDoesNotAnswer(@TempDir Path profile) throws Exception {
    try (ConsolePage console = console(profile)) {
      assertThat(console.texts(".banner")).isEmpty();

      linkfleet.signal("kafka", "STOP");
      try {
        console.await("it is told", () -> console.texts(".banner").size() == 1);
        assertThat(console.texts(".banner")).singleElement().asString()
            .startsWith("The broker does not answer. It was heard last at ");
      } finally {
        linkfleet.signal("kafka", "CONT");
      }
      console.await("it is over", () -> console.texts(".banner").isEmpty());
    }
  }

  @Test
  @Order(7)
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
