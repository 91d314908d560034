package io.linkfleet.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * The packaged command as a user runs it, as a process, with a state directory and ports of its own
 * so that it meets no other stack.
 */
final class Linkfleet {
  private static final Path ROOT = Path.of(System.getProperty("linkfleet.root")).normalize();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final long LIMIT_SECONDS = 420;
  private final Path home;
  private final int offset;

  private Linkfleet(Path home, int offset) {
    this.home = home;
    this.offset = offset;
  }

  /** A command whose stack would use free ports. */
  static Linkfleet in(Path home) {
    int offset =
        IntStream.iterate(1000, next -> next + 200)
            .limit(40)
            .filter(Linkfleet::isFree)
            .findFirst()
            .orElseThrow();
    return new Linkfleet(home, offset);
  }

  private static boolean isFree(int offset) {
    return IntStream.of(21401, 21402, 21403, 21404, 21443, 21480, 21492, 21493, 21501, 21502,
            21503, 21504, 21505)
        .allMatch(
            port -> {
              try (ServerSocket socket = new ServerSocket()) {
                socket.bind(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port + offset));
                return true;
              } catch (IOException e) {
                return false;
              }
            });
  }

  /** What a command wrote and how it ended. */
  record Answer(int exitCode, List<String> lines) {
    String last() {
      return lines.get(lines.size() - 1);
    }
  }

  /** Runs a command to its end. */
  Answer run(String... arguments) throws IOException, InterruptedException {
    Process process = start(arguments);
    // asked to end, it stops what it started, its output ends, and so does the reading below
    CompletableFuture<Void> limit =
        CompletableFuture.runAsync(
            () -> process.toHandle().destroy(),
            CompletableFuture.delayedExecutor(LIMIT_SECONDS, TimeUnit.SECONDS));
    List<String> lines = process.inputReader(StandardCharsets.UTF_8).lines().toList();
    limit.cancel(false);
    process.waitFor();
    return new Answer(process.exitValue(), lines);
  }

  /** Starts a command; its output and errors come together. */
  Process start(String... arguments) throws IOException {
    Path cli = ROOT.resolve("deploy/cli/target");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Dlinkfleet.root=" + ROOT);
    command.add("-cp");
    command.add(cli.resolve("cli.jar") + File.pathSeparator + cli.resolve("lib") + "/*");
    command.add("io.linkfleet.cli.Main");
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LINKFLEET_HOME", home.toString());
    builder.environment().remove("LINKFLEET_TERMINAL");
    return builder.start();
  }

  String offset() {
    return Integer.toString(offset);
  }

  int port(int base) {
    return base + offset;
  }

  Path home() {
    return home;
  }

  /** The fleet as it was asked for, with the ports of this stack. */
  Path fleet() {
    return home.resolve("data/fleet.yaml");
  }

  /** The numbers of the processes that the stack notes. */
  List<Long> processes() throws IOException {
    return table().stream().map(line -> Long.parseLong(line.split("\t")[1])).toList();
  }

  /** The number of one of them. */
  long process(String name) throws IOException {
    return table().stream()
        .filter(line -> line.startsWith(name + "\t"))
        .mapToLong(line -> Long.parseLong(line.split("\t")[1]))
        .findFirst()
        .orElseThrow();
  }

  /** Sends one of them a signal, STOP to freeze it and CONT to let it go on. */
  void signal(String name, String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process(name))).start().waitFor();
  }

  private List<String> table() throws IOException {
    Path table = home.resolve("processes");
    return Files.exists(table) ? Files.readAllLines(table) : List.of();
  }

  static boolean lives(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }

  /** The address of the monitor's console. */
  String console() {
    return "http://localhost:" + port(21505) + "/";
  }

  /** Every link as the monitor shows it. */
  JsonNode links() throws IOException, InterruptedException {
    URI page = URI.create(console() + "links?limit=1000");
    HttpRequest request = HttpRequest.newBuilder(page).build();
    return new ObjectMapper()
        .readTree(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body())
        .path("links");
  }

  /** Everything that happened to the simulated servers and to the simulated Azure. */
  List<Effect> record() throws IOException, InterruptedException {
    URI page = URI.create("http://localhost:" + port(21480) + "/record");
    return HTTP.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofLines())
        .body()
        .map(Effect::of)
        .toList();
  }
}
