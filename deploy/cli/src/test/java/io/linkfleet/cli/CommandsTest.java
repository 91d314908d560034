package io.linkfleet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.linkfleet.local.Layout;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands against a monitor that answers as the real one does. */
class CommandsTest {
  /** An answer: its status and its body. */
  private record Page(int status, String body) {}

  @TempDir Path home;
  private final Map<String, Supplier<Page>> pages = new ConcurrentHashMap<>();
  private final Map<String, String> sent = new ConcurrentHashMap<>();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final ByteArrayOutputStream complained = new ByteArrayOutputStream();
  private final PrintStream errors = System.err;
  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String asked = exchange.getRequestMethod() + " " + exchange.getRequestURI();
          byte[] request = exchange.getRequestBody().readAllBytes();
          sent.put(asked, new String(request, StandardCharsets.UTF_8));
          Page page = pages.getOrDefault(asked, () -> new Page(404, "{}")).get();
          byte[] body = page.body().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(page.status(), body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    System.setErr(errors);
    server.stop(0);
  }

  @Test
  void aRefusedFleetIsShownErrorByErrorWithItsPaths() throws Exception {
    answer("POST /rollouts", 400, """
        {"type":"urn:linkfleet:fleet-file","title":"The fleet file cannot be rolled out",
         "status":400,"detail":"There are 2 errors.","errors":[
          {"path":"servers[0].port","problem":"must be at most 65535","action":"Correct it."},
          {"path":"name","problem":"is missing","action":""}]}""");

    int code = run("rollout", fleet(), "--api", api());

    assertThat(code).isEqualTo(Exit.NO);
    assertThat(complaints())
        .contains("The fleet file cannot be rolled out")
        .contains("servers[0].port: must be at most 65535. Correct it.")
        .contains("name: is missing");
  }

  @Test
  void waitingEndsWhenTheMonitorSpeaksOfThisRequestAndNotOfAnEarlierOne() throws Exception {
    answer("POST /rollouts", 202, """
        {"rollout":"demo","links":[{"id":"a","generation":2}]}""");
    AtomicInteger asked = new AtomicInteger();
    pages.put(
        "GET /rollouts/demo",
        () ->
            switch (asked.getAndIncrement()) {
              case 0 -> new Page(404, "{}");
              case 1 -> new Page(200, rollout(1, "CONNECTED", "CONNECTED"));
              case 2 -> new Page(200, rollout(2, "DAG_CREATED", "RUNNING"));
              default -> new Page(200, rollout(2, "CONNECTED", "CONNECTED"));
            });

    int code = run("rollout", fleet(), "--wait", "--api", api());

    assertThat(code).isZero();
    assertThat(asked.get()).isEqualTo(4);
    assertThat(output().lines().reduce((a, b) -> b).orElseThrow())
        .matches("1 links connected, 0 blocked, 0 lost in \\d+\\.\\d s");
  }

  @Test
  void aBlockedLinkIsExplainedAndIsNotSuccess() throws Exception {
    answer("POST /rollouts", 202, """
        {"rollout":"demo","links":[{"id":"a","generation":1}]}""");
    pages.put("GET /rollouts/demo", () -> new Page(200, rollout(1, "REQUESTED", "BLOCKED")));

    int code = run("rollout", fleet(), "--wait", "--api", api());

    assertThat(code).isEqualTo(Exit.NO);
    assertThat(output()).contains("the key is another").contains("drop it, ask again");
    assertThat(output()).contains("0 links connected, 1 blocked, 0 lost");
  }

  @Test
  void aRequestThatTheMonitorNeverHeardOfIsLost() throws Exception {
    answer("POST /rollouts", 202, """
        {"rollout":"demo","links":[{"id":"a","generation":1}]}""");

    int code = run("rollout", fleet(), "--wait", "--time-limit", "1", "--api", api());

    assertThat(code).isEqualTo(Exit.NO);
    assertThat(output()).contains("a: the monitor does not know it").contains("1 lost");
  }

  @Test
  void nothingIsArchivedOfWhatIsNotBuilt() {
    int code = run("archive");

    assertThat(code).isEqualTo(Exit.UNABLE);
    assertThat(complaints())
        .contains("The build is not complete.")
        .contains("missing: cert-service/target/quarkus-app/quarkus-run.jar");
    assertThat(output()).doesNotContain("Writing the archives");
  }

  @Test
  void everyPageOfLinksIsRead() {
    answer("GET /links?limit=1000", 200, """
        {"links":[{"id":"a","server":"S","database":"one","status":"CONNECTED"}],"next":"a"}""");
    answer("GET /links?limit=1000&after=a", 200, """
        {"links":[{"id":"b","server":"S","database":"two","status":"LOST"}]}""");

    assertThat(run("links", "--api", api())).isZero();
    assertThat(output()).contains("one").contains("two").contains("LOST");
  }

  @Test
  void aLinkIsFoundByTheLastPartOfItsId() {
    answer("GET /links?limit=1000", 200, """
        {"links":[{"id":"s-1.sales.0c39d798"},{"id":"s-1.stock.8816d374"}]}""");
    answer("GET /links/s-1.stock.8816d374", 200, """
        {"id":"s-1.stock.8816d374","health":{"diagnosis":"HEALTHY"}}""");

    assertThat(run("link", "8816d374", "--api", api())).isZero();
    assertThat(output()).containsPattern("health.diagnosis +HEALTHY");
    assertThat(run("link", "ffffffff", "--api", api())).isEqualTo(Exit.NO);
  }

  @Test
  void nothingToTalkToIsSaidWithWhatToDo() {
    server.stop(0);

    assertThat(run("links", "--api", api())).isEqualTo(Exit.UNABLE);
    assertThat(complaints()).contains("Nothing answers at").contains("./linkfleet up");
  }

  @Test
  void theLastLinesOfALogAreShown() throws Exception {
    Path log = layout().log("ag-service");
    Files.createDirectories(log.getParent());
    Files.writeString(log, "one\ntwo\nthree\n");

    assertThat(run("logs", "ag", "-n", "2")).isZero();
    assertThat(output()).isEqualTo("two\nthree\n");
  }

  @Test
  void aPairIsShownWithItsPartnerAndSession() {
    answer("GET /links?limit=1000", 200, """
        {"links":[{"id":"h.sales.1","server":"HOST_A","database":"Sales","instance":"HOST_B",
          "pair":{"session":"AVAILABILITY_GROUP"},"phase":"CONNECTED","status":"CONNECTED"}]}""");

    assertThat(run("links", "--api", api())).isZero();

    assertThat(output()).contains("TARGET").contains("HOST_B (availability group)");
  }

  @Test
  void theDryRunOfAPairNamesTheServerOfEachStepAndEndsWithItsSession() throws Exception {
    answer("POST /rollouts?dryRun=true", 200, """
        {"requests":[{"link":{"source":{"name":"HOST_A"},"database":"Sales",
          "target":{"kind":"sql-server","server":{"name":"HOST_B"}}}}]}""");
    answer("POST /plan", 200, """
        {"phase":"endpoint","outcome":"steps","next":{},"steps":[
          {"where":"HOST_B","sentence":"Make it","statement":"CREATE ENDPOINT [e];"}]}""");
    Map<String, String> phases =
        Map.of(
            "LINKFLEET_CERT_SERVICE", api(),
            "LINKFLEET_ENDPOINT_SERVICE", api(),
            "LINKFLEET_AG_SERVICE", api(),
            "LINKFLEET_AZURE_LINK_SERVICE", api());

    int code = run(phases, "rollout", fleet(), "--dry-run", "--api", api());

    assertThat(code).isZero();
    assertThat(output())
        .contains("HOST_A / Sales -> HOST_B")
        .contains("[HOST_B] Make it")
        .contains("1 links, 3 steps, 0 blocked; nothing was changed");
  }

  @Test
  void theSessionOfAPairIsChangedThroughTheMonitor() {
    pages.put(
        "POST /links/h.sales.1/session",
        () -> new Page(202, "{\"generation\":4,\"wanted\":{\"primary\":\"HOST_B\"}}"));

    int code = run(
        "link", "h.sales.1", "--force-service", "--to", "HOST_B", "--allow-data-loss", "--api",
        api());

    assertThat(code).isZero();
    assertThat(sent.get("POST /links/h.sales.1/session")).isEqualTo(
        "{\"action\":\"force-service\",\"primary\":\"HOST_B\",\"allowDataLoss\":true}");
    assertThat(output()).contains("Asked for force-service to HOST_B, generation 4 of the link.");
  }

  @Test
  void everyWishForASessionHasItsWord() {
    pages.put("POST /links/h.sales.1/session", () -> new Page(202, "{\"generation\":4}"));
    for (String action : new String[] {"pause", "resume", "failover", "remove"}) {
      assertThat(run("link", "h.sales.1", "--" + action, "--api", api())).isZero();
      assertThat(sent.get("POST /links/h.sales.1/session"))
          .isEqualTo("{\"action\":\"" + action + "\"}");
    }
  }

  @Test
  void aRefusedWishForASessionSaysWhy() {
    answer("POST /links/h.sales.1/session", 400, """
        {"title":"Bad Request","detail":"allowDataLoss must say true."}""");

    assertThat(run("link", "h.sales.1", "--force-service", "--api", api())).isEqualTo(Exit.NO);
    assertThat(complaints()).contains("allowDataLoss must say true.");
    assertThat(run("link", "h.sales.1", "--pause", "--resume", "--api", api()))
        .isEqualTo(Exit.UNABLE);
    assertThat(run("link", "h.sales.1", "--to", "HOST_B", "--api", api()))
        .isEqualTo(Exit.UNABLE);
  }

  @Test
  void wrongUsageIsNotAnAnswer() {
    assertThat(run("rollout")).isEqualTo(Exit.UNABLE);
    assertThat(run("nonsense")).isEqualTo(Exit.UNABLE);
  }

  private void answer(String request, int status, String body) {
    pages.put(request, () -> new Page(status, body));
  }

  private static String rollout(int generation, String phase, String status) {
    return """
        {"links":[{"id":"a","generation":%d,"server":"S","database":"one","instance":"mi",
          "phase":"%s","status":"%s","sentence":"the key is another",
          "nextAction":"drop it, ask again"}]}"""
        .formatted(generation, phase, status);
  }

  private String fleet() throws Exception {
    return Files.writeString(home.resolve("fleet.yaml"), "name: demo\n").toString();
  }

  private Layout layout() {
    return new Layout(home, home.resolve("state"));
  }

  private String api() {
    return "http://localhost:" + server.getAddress().getPort() + "/";
  }

  private int run(String... arguments) {
    return run(Map.of(), arguments);
  }

  private int run(Map<String, String> environment, String... arguments) {
    PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);
    Terminal terminal = new Terminal(out, false, 0, 0);
    return Main.commandLine(new Context(layout(), environment, terminal)).execute(arguments);
  }

  private String output() {
    return written.toString(StandardCharsets.UTF_8);
  }

  private String complaints() {
    return complained.toString(StandardCharsets.UTF_8);
  }
}
