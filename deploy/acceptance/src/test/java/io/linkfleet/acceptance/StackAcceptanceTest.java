package io.linkfleet.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.linkfleet.acceptance.Linkfleet.Answer;
import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens when a stack cannot start, or is stopped on the way: nothing half done is left. */
class StackAcceptanceTest {
  @TempDir Path home;
  private Linkfleet linkfleet;

  @BeforeEach
  void freePorts() {
    linkfleet = Linkfleet.in(home.resolve("state"));
  }

  @AfterEach
  void stop() throws Exception {
    linkfleet.run("down");
  }

  @Test
  void aPortInUseIsNamedAndNothingIsStarted() throws Exception {
    int port = linkfleet.port(21503);
    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      Answer up = linkfleet.run("up", "--port-offset", linkfleet.offset());

      assertThat(up.exitCode()).isEqualTo(2);
      assertThat(up.lines()).anyMatch(line -> line.contains("port " + port + " (ag-service)"));
    }
    assertThat(linkfleet.processes()).isEmpty();
  }

  @Test
  void aSignalOnTheWayStopsEverythingThatWasStarted() throws Exception {
    Process demo = linkfleet.start("demo", "--port-offset", linkfleet.offset());
    BufferedReader output = demo.inputReader();
    String line = output.readLine();
    while (line != null && !line.startsWith("Kafka is ready")) {
      line = output.readLine();
    }
    assertThat(line).as("the demo came so far").isNotNull();
    await().atMost(Duration.ofSeconds(30)).until(() -> linkfleet.processes().size() >= 3);
    List<Long> processes = linkfleet.processes();

    demo.toHandle().destroy(); // the signal alone; destroy() would close the output as well

    List<String> rest = output.lines().toList();
    assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(demo.exitValue()).isEqualTo(143);
    assertThat(rest).anyMatch(said -> said.startsWith("Stopping everything that was started"));
    assertThat(processes).noneMatch(Linkfleet::lives);
    assertThat(linkfleet.processes()).isEmpty();
  }

  @Test
  void aServiceThatDiesOnTheWayEndsTheDemoWithItsName() throws Exception {
    Process demo = linkfleet.start("demo", "--port-offset", linkfleet.offset());
    BufferedReader output = demo.inputReader();
    String line = output.readLine();
    while (line != null && !line.startsWith("Asked for")) {
      line = output.readLine();
    }
    assertThat(line).as("the demo came so far").isNotNull();
    List<Long> processes = linkfleet.processes();

    ProcessHandle.of(linkfleet.process("ag-service")).orElseThrow().destroyForcibly();

    List<String> rest = output.lines().toList();
    assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(demo.exitValue()).isEqualTo(1);
    assertThat(rest).anyMatch(said -> said.startsWith("ag-service has ended."));
    assertThat(processes).hasSize(7).noneMatch(Linkfleet::lives);
  }

  @Test
  void whatIsLeftOfAStackThatIsGoneIsClearedAway() throws Exception {
    Files.createDirectories(linkfleet.home());
    // as after a restart of the machine: the number belongs to somebody else now
    long somebody = ProcessHandle.current().pid();
    Files.writeString(
        linkfleet.home().resolve("processes"),
        "kafka\t" + somebody + "\t1000\t" + linkfleet.port(21492) + "\t/tmp/kafka.log\n");

    Answer status = linkfleet.run("status");
    Answer down = linkfleet.run("down");

    assertThat(status.exitCode()).isEqualTo(1);
    assertThat(status.lines()).anyMatch(line -> line.contains("dead"));
    assertThat(down.exitCode()).isZero();
    assertThat(linkfleet.processes()).isEmpty();
    assertThat(ProcessHandle.current().isAlive()).isTrue();
  }

  @Test
  void commandsWithoutAStackSayWhatToDo() throws Exception {
    Answer status = linkfleet.run("status");
    Answer links = linkfleet.run("links", "--api", "http://localhost:" + linkfleet.port(21505));

    assertThat(status.exitCode()).isEqualTo(3);
    assertThat(links.exitCode()).isEqualTo(2);
    assertThat(links.lines()).anyMatch(line -> line.contains("./linkfleet up"));
  }
}
