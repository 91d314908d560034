package io.linkfleet.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/**
 * Owns a cluster of three brokers, each a process with a log of its own, all on this machine; the
 * first is the controller as well.
 */
final class Brokers implements AutoCloseable {
  static final int COUNT = 3;
  private static final int CONTROLLER = 21520;
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final List<Process> processes = new ArrayList<>();
  private final Thread onSignal = new Thread(this::stop, "stop-on-signal");
  private final Setting setting;
  private final Path home;

  private Brokers(Setting setting) throws IOException {
    this.setting = setting;
    this.home = Files.createDirectories(setting.home().resolve("brokers"));
    forget(home);
    Files.createDirectories(home);
    Runtime.getRuntime().addShutdownHook(onSignal);
  }

  static Brokers start(Setting setting) throws IOException, InterruptedException {
    Brokers brokers = new Brokers(setting);
    try {
      String cluster = Uuid.randomUuid().toString();
      for (int id = 1; id <= COUNT; id++) {
        String file = brokers.properties(id).toString();
        Process format =
            brokers.java(id, "kafka.tools.StorageTool", "format", "-t", cluster, "-c", file);
        if (!format.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) || format.exitValue() != 0) {
          throw new IllegalStateException("no storage for a broker, see " + brokers.home);
        }
      }
      for (int id = 1; id <= COUNT; id++) {
        brokers.java(id, "kafka.Kafka", brokers.properties(id).toString());
      }
      brokers.awaitAll();
      return brokers;
    } catch (RuntimeException | IOException | InterruptedException e) {
      brokers.close();
      throw e;
    }
  }

  /** What an earlier run has left. */
  private static void forget(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Where the first one answers; it names the others. */
  String bootstrapServers() {
    return "localhost:" + port(1);
  }

  private int port(int id) {
    return CONTROLLER + setting.offset() + id;
  }

  private Path properties(int id) throws IOException {
    return Files.writeString(
        home.resolve(id + ".properties"),
        """
        process.roles = %1$s
        node.id = %2$d
        controller.quorum.voters = 1@localhost:%3$d
        listeners = PLAINTEXT://127.0.0.1:%4$d%5$s
        advertised.listeners = PLAINTEXT://localhost:%4$d
        controller.listener.names = CONTROLLER
        log.dirs = %6$s
        log.cleaner.dedupe.buffer.size = 4194304
        """
            .formatted(
                id == 1 ? "broker,controller" : "broker",
                id,
                port(0),
                port(id),
                id == 1 ? ",CONTROLLER://127.0.0.1:" + port(0) : "",
                home.resolve("log-" + id).toString().replace("\\", "\\\\")));
  }

  /** With what the broker of the local stack runs. */
  private Process java(int id, String... program) throws IOException {
    Path local = setting.root().resolve("deploy/local/target");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.addAll(List.of("-Xmx160m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(local.resolve("broker-lib") + File.separator + "*");
    command.addAll(List.of(program));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(home.resolve(id + ".log").toFile()))
            .start();
    processes.add(process);
    return process;
  }

  private void awaitAll() throws InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
      int found = 0;
      while (found < COUNT) {
        if (System.nanoTime() - end > 0) {
          throw new IllegalStateException("only " + found + " brokers came, see " + home);
        }
        Thread.sleep(200);
        found = nodes(admin);
      }
    }
  }

  private static int nodes(Admin admin) throws InterruptedException {
    try {
      return admin.describeCluster().nodes().get(5, TimeUnit.SECONDS).size();
    } catch (ExecutionException | TimeoutException e) {
      return 0; // not there yet
    }
  }

  private void stop() {
    processes.forEach(Process::destroyForcibly);
  }

  @Override
  public void close() {
    stop();
    Runtime.getRuntime().removeShutdownHook(onSignal);
  }
}
