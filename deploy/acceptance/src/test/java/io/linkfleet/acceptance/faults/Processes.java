package io.linkfleet.acceptance.faults;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

/**
 * Owns what is done to the processes of a stack: killed, frozen, started again with the command and
 * the environment they had, or run a second time beside themselves.
 *
 * <p>How a process was started is read from the system, so the product needs no way of its own to
 * do this. Linux only.
 */
final class Processes {
  /** The phase services and the monitor, in the order of a link's way. */
  static final List<String> SERVICES =
      List.of(
          "cert-service",
          "endpoint-service",
          "ag-service",
          "azure-link-service",
          "monitor-service");

  private static final Duration LIMIT = Duration.ofSeconds(90);
  private final Path table;
  private final Map<String, Run> runs = new LinkedHashMap<>();

  private record Run(
      long pid, int port, List<String> command, Map<String, String> environment, Path log) {}

  /** Reads who runs from the table of the stack in that home. */
  Processes(Path home) throws IOException {
    this.table = home.resolve("processes");
    for (String line : Files.readAllLines(table)) {
      String[] part = line.split("\t");
      long pid = Long.parseLong(part[1]);
      runs.put(
          part[0],
          new Run(
              pid, Integer.parseInt(part[3]), command(pid), environment(pid), Path.of(part[4])));
    }
  }

  private static List<String> command(long pid) throws IOException {
    return Arrays.asList(strings(pid, "cmdline"));
  }

  private static Map<String, String> environment(long pid) throws IOException {
    Map<String, String> all = new HashMap<>();
    for (String entry : strings(pid, "environ")) {
      int equals = entry.indexOf('=');
      all.put(entry.substring(0, equals), entry.substring(equals + 1));
    }
    return all;
  }

  private static String[] strings(long pid, String file) throws IOException {
    byte[] bytes = Files.readAllBytes(Path.of("/proc", Long.toString(pid), file));
    return new String(bytes, StandardCharsets.UTF_8).split("\0");
  }

  /** The logs, by process. */
  synchronized Map<String, Path> logs() {
    Map<String, Path> logs = new LinkedHashMap<>();
    runs.forEach((name, run) -> logs.put(name, run.log()));
    return logs;
  }

  synchronized URI address(String name) {
    return URI.create("http://localhost:" + run(name).port());
  }

  synchronized boolean runs(String name) {
    return runs.containsKey(name) && alive(run(name).pid());
  }

  private Run run(String name) {
    Run run = runs.get(name);
    if (run == null) {
      throw new IllegalArgumentException("no process is called " + name);
    }
    return run;
  }

  /** Ends it as {@code kill -9} does, and returns when it is gone. */
  void kill(String name) {
    long pid = pid(name);
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    await().atMost(LIMIT).pollInterval(Duration.ofMillis(5)).until(() -> !alive(pid));
  }

  /** How much memory it has. */
  long residentBytes(String name) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(pid(name)), "status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private synchronized long pid(String name) {
    return run(name).pid();
  }

  /** Stops its clock hands and everything else, as {@code kill -STOP} does. */
  void freeze(String name) {
    signal("STOP", pid(name));
  }

  /** Lets a frozen one go on. */
  void resume(String name) {
    signal("CONT", pid(name));
  }

  private static void signal(String signal, long pid) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start();
      if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
        throw new IllegalStateException("kill -" + signal + " " + pid + " failed");
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * Configuration for one life of a service, as what to add to its environment. For keys that are
   * set nowhere else: such a one cannot be told from the name of a variable.
   */
  static Map<String, String> configured(Map<String, String> properties) {
    return Map.of(
        "JAVA_TOOL_OPTIONS",
        properties.entrySet().stream()
            .map(entry -> "-D" + entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining(" ")));
  }

  /** Starts one that was killed, with more in its environment; does not wait for it. */
  Instant start(String name, Map<String, String> more) {
    Run old;
    synchronized (this) {
      old = run(name);
    }
    Instant now = Instant.now();
    launch(name, old.port(), old, more, old.log());
    return now;
  }

  /** The same service once more, as another instance on another port. */
  void twin(String name, String twin, int port, Map<String, String> more) {
    Run original;
    synchronized (this) {
      original = run(name);
    }
    Map<String, String> environment = new HashMap<>(more);
    environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
    Path log = original.log().resolveSibling(twin + ".log");
    launch(twin, port, original, environment, log);
  }

  /** One more broker, with a log of its own, which is empty. */
  void broker(String name, int port, int controllerPort) {
    Run original;
    synchronized (this) {
      original = run("kafka");
    }
    List<String> command = new ArrayList<>(original.command());
    Path old = Path.of(command.get(command.size() - 1));
    Path home = old.getParent().resolveSibling(name);
    Path properties = home.resolve(old.getFileName());
    try {
      Files.createDirectories(home);
      Files.writeString(
          properties,
          Files.readString(old)
              .replace(":" + original.port(), ":" + port)
              .replaceAll("localhost:\\d+(?=\\nlisteners)", "localhost:" + controllerPort)
              .replaceAll("CONTROLLER://127.0.0.1:\\d+", "CONTROLLER://127.0.0.1:" + controllerPort)
              .replaceAll(
                  "log.dirs = .*",
                  Matcher.quoteReplacement("log.dirs = " + home.resolve("log"))));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    command.set(command.size() - 1, properties.toString());
    Path log = original.log().resolveSibling(name + ".log");
    Run like = new Run(0, port, command, original.environment(), log);
    launch(name, port, like, Map.of(), log);
  }

  private void launch(
      String name, int port, Run like, Map<String, String> more, Path log) {
    ProcessBuilder builder = new ProcessBuilder(like.command());
    builder.environment().clear();
    builder.environment().putAll(like.environment());
    builder.environment().putAll(more);
    builder.directory(log.getParent().toFile());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    try {
      Process process = builder.start();
      synchronized (this) {
        // what an experiment added is for one life only
        runs.put(
            name, new Run(process.pid(), port, like.command(), like.environment(), log));
        note();
      }
    } catch (IOException e) {
      throw new IllegalStateException(name + " could not be started", e);
    }
  }

  /** Kills one that an experiment added, and forgets it. */
  void remove(String name) {
    kill(name);
    synchronized (this) {
      runs.remove(name);
      note();
    }
  }

  /** So that whoever stops the stack finds the processes of now. */
  private void note() {
    List<String> lines = new ArrayList<>();
    runs.forEach(
        (name, run) -> {
          long began =
              ProcessHandle.of(run.pid())
                  .flatMap(handle -> handle.info().startInstant())
                  .map(Instant::toEpochMilli)
                  .orElse(0L);
          lines.add(
              String.join(
                  "\t",
                  name,
                  Long.toString(run.pid()),
                  Long.toString(began),
                  Integer.toString(run.port()),
                  run.log().toString()));
        });
    try {
      Files.write(table, lines);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Kills one and starts it again. */
  Instant restart(String name) {
    kill(name);
    return start(name, Map.of());
  }

  /** Returns when a process answers: its readiness page, or its port. */
  void awaitReady(String name) {
    await(name)
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> isReady(name));
  }

  boolean isReady(String name) {
    int port = address(name).getPort();
    if (name.startsWith("kafka")) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
        return true;
      } catch (IOException e) {
        return false;
      }
    }
    String page = name.equals("simulator") ? "/health" : "/q/health/ready";
    try {
      return Http.get(address(name).resolve(page)).status() == 200;
    } catch (java.io.UncheckedIOException e) {
      return false;
    }
  }

  private static boolean alive(long pid) {
    if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()) {
      return false;
    }
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
          .noneMatch(line -> line.matches("State:\\s+Z.*"));
    } catch (IOException e) {
      return false;
    }
  }
}
