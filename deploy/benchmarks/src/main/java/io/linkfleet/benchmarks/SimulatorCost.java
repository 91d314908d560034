package io.linkfleet.benchmarks;

import io.linkfleet.local.Layout;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Owns the benchmark {@code simulator}: how soon a world of 500 servers and 10,000 databases is
 * there, what memory it takes, and how many queries it answers with the driver on the same machine.
 * A slow simulator would make every other figure false.
 */
final class SimulatorCost {
  private static final int SERVERS = 500;
  private static final int DATABASES_EACH = 20;
  private static final int INSTANCES = 20;
  private static final int CLIENTS = 4;
  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final Duration MEASURED = Duration.ofSeconds(5);
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final double TARGET_START_SECONDS = 2;
  private static final double TARGET_MB = 1536;
  private static final double TARGET_QUERIES = 5000;
  private static final String PASSWORD = "Bench-mark-1";

  private final Setting setting;
  private final int tds;
  private final int azure;
  private final int control;

  private SimulatorCost(Setting setting) {
    this.setting = setting;
    this.azure = 21443 + setting.offset();
    this.control = 21480 + setting.offset();
    this.tds = 22000 + setting.offset();
  }

  static void run(Setting setting) throws Exception {
    Report.conditions("simulator");
    new SimulatorCost(setting).measure();
  }

  private void measure() throws Exception {
    Path directory = Files.createDirectories(setting.home().resolve("simulator"));
    Path estate = Files.writeString(directory.resolve("estate.yaml"), estate());
    Report.row(
        "world",
        "%d servers, %d databases, %d instances"
            .formatted(SERVERS, SERVERS * DATABASES_EACH, INSTANCES));
    start(directory, estate, "first start, keys to be made");
    Process simulator = start(directory, estate, "second start");
    try {
      memory(simulator, "after the start");
      queries("SELECT 1");
      queries("SELECT name FROM sys.databases WHERE database_id = 5");
      memory(simulator, "after the queries");
      touchAll();
      memory(simulator, "after a session on every server");
      Report.loadNow("at the end");
    } finally {
      end(simulator);
    }
  }

  /** The first start is ended again; the last one is the caller's. */
  private Process start(Path directory, Path estate, String name)
      throws IOException, InterruptedException {
    Path output = directory.resolve("simulator.out");
    Instant began = Instant.now();
    Process process =
        new ProcessBuilder(command(directory, estate))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    while (!Files.readString(output).contains("simulator ready")) {
      if (!process.isAlive() || Duration.between(began, Instant.now()).compareTo(LIMIT) > 0) {
        end(process);
        throw new IllegalStateException("it did not start: " + Files.readString(output));
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
    Duration took = Duration.between(began, Instant.now());
    Report.row(name, took);
    process
        .info()
        .totalCpuDuration()
        .ifPresent(cpu -> Report.row("  of it on a processor", cpu));
    Report.ratio("  of 2 s", took.toMillis() / 1000.0 / TARGET_START_SECONDS, 1.0);
    if (name.startsWith("first")) {
      end(process);
    }
    return process;
  }

  private List<String> command(Path directory, Path estate) {
    Layout layout = new Layout(setting.root(), setting.home());
    Path target = layout.simulatorTarget();
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx1g",
        "-XX:+UseSerialGC",
        "-cp",
        target.resolve("classes") + File.pathSeparator + target.resolve("lib") + "/*",
        "io.linkfleet.simulator.Main",
        "--estate",
        estate.toString(),
        "--data",
        directory.resolve("data").toString());
  }

  private static void end(Process process) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  private static void memory(Process process, String when) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
      if (line.startsWith("VmHWM")) {
        double mb = Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
        Report.row("most memory " + when, String.format(Locale.ROOT, "%8.0f MB", mb));
        Report.ratio("  of 1.5 GiB", mb / TARGET_MB, 1.0);
      } else if (line.startsWith("Threads")) {
        Report.row("threads", line.replaceAll("\\D", ""));
      }
    }
  }

  private void queries(String query) throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      long counted = System.nanoTime() + WARM_UP.toNanos();
      List<Future<Long>> answers = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int server = i;
        Callable<Long> client = () -> client(server, query, counted);
        answers.add(clients.submit(client));
      }
      long all = 0;
      for (Future<Long> answer : answers) {
        all += answer.get();
      }
      double perSecond = all / (MEASURED.toMillis() / 1000.0);
      Report.row(query, String.format(Locale.ROOT, "%8.0f a second", perSecond));
      Report.ratio("  of 5,000 a second", perSecond / TARGET_QUERIES, 1.0);
    } finally {
      clients.shutdownNow();
    }
  }

  /** The queries of one client after the warm-up, each read to its end. */
  private long client(int server, String query, long counted) throws SQLException {
    long end = counted + MEASURED.toNanos();
    long count = 0;
    try (Connection connection = connect(server);
        Statement statement = connection.createStatement()) {
      for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
        try (ResultSet rows = statement.executeQuery(query)) {
          while (rows.next()) {
            rows.getString(1);
          }
        }
        if (now >= counted) {
          count++;
        }
      }
    }
    return count;
  }

  /** A session on every server at the same time, and every port looked at. */
  private void touchAll() throws SQLException {
    List<Connection> open = new ArrayList<>();
    try {
      for (int i = 0; i < SERVERS; i++) {
        Connection connection = connect(i);
        open.add(connection);
        try (Statement statement = connection.createStatement();
            ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM sys.databases")) {
          rows.next();
        }
      }
      Http.text(URI.create("http://localhost:" + control + "/health"));
    } finally {
      for (Connection connection : open) {
        connection.close();
      }
    }
  }

  private Connection connect(int server) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:sqlserver://localhost:%d;user=bench;password=%s;encrypt=true;"
                .formatted(tds + server, PASSWORD)
            + "trustServerCertificate=true;connectRetryCount=0;socketTimeout=30000");
  }

  private String estate() {
    StringBuilder text = new StringBuilder();
    text.append("azure: {subscription: s, tenant: t, port: ").append(azure).append("}\n");
    text.append("control: {port: ").append(control).append("}\n");
    text.append("logins: [{name: bench, role: sysadmin, password: ")
        .append(PASSWORD)
        .append("}]\n");
    text.append("instances:\n");
    for (int i = 0; i < INSTANCES; i++) {
      text.append(
          "  - {name: mi-%d, resourceGroup: rg, location: westeurope, dnsZone: z%d}\n"
              .formatted(i, i));
    }
    text.append("servers:\n");
    for (int i = 0; i < SERVERS; i++) {
      text.append(
          "  - {name: SQL%03d, version: 2022, ip: 10.0.%d.%d, port: %d, databases: ["
              .formatted(i, i / 250, i % 250 + 1, tds + i));
      for (int j = 0; j < DATABASES_EACH; j++) {
        text.append(j == 0 ? "" : ", ").append("{name: Db").append(j).append('}');
      }
      text.append("]}\n");
    }
    return text.toString();
  }
}
