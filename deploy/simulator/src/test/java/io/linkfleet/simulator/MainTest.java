package io.linkfleet.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The simulator as a process. */
@Timeout(60)
class MainTest {
  @TempDir Path directory;

  @Test
  void saysWhenItIsReadyAndStopsOnASignal() throws Exception {
    Process process = start("azure: {subscription: s, tenant: t}\n");
    try (BufferedReader out = process.inputReader()) {
      assertThat(out.readLine()).startsWith("simulator ready in ").contains("0 SQL Servers");
      process.destroy();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void exitsWith2AndNamesThePortThatIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      Process process = start("azure: {subscription: s, tenant: t, port: " + port + "}\n");

      assertEndsWith2(process, "port " + port + " (Azure Resource Manager) is in use");
    }
  }

  @Test
  void exitsWith2AndNamesWhatIsWrongInTheEstate() throws Exception {
    assertEndsWith2(start("azure: {subscription: s}\n"), "azure.tenant: is missing");
  }

  private static void assertEndsWith2(Process process, String reason) throws Exception {
    String errors;
    try (BufferedReader err = process.errorReader()) {
      errors = String.join("\n", err.lines().toList());
    }
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(errors).contains(reason).doesNotContain("Exception");
    assertThat(process.exitValue()).isEqualTo(2);
  }

  private Process start(String estate) throws Exception {
    Path file = Files.writeString(directory.resolve("estate.yaml"), estate);
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-cp",
                classPath,
                Main.class.getName()));
    command.addAll(List.of("--estate", file.toString()));
    command.addAll(List.of("--data", directory.resolve("data").toString()));
    return new ProcessBuilder(command).start();
  }
}
