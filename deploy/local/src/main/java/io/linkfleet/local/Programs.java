package io.linkfleet.local;

import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Owns the command lines of the seven processes: heaps, class paths, configuration. */
final class Programs {
  /** Passwords of trust stores protect nothing: what they hold is public. */
  private static final String TRUST_STORE_PASSWORD = "linkfleet";

  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final String FIRST_TIER = "-XX:TieredStopAtLevel=1";
  private static final int KAFKA = 21492;
  private static final int CONTROLLER = 21493;

  /** In a session of its own a child does not get the Ctrl-C of the terminal: it ends in order. */
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  private final Layout layout;
  private final int offset;
  private final EstateFile estate;
  private final boolean training;

  /**
   * The programs of one stack.
   *
   * @param training whether the services note the classes they load, to be archived
   */
  Programs(Layout layout, int offset, EstateFile estate, boolean training) {
    this.layout = layout;
    this.offset = offset;
    this.estate = estate;
    this.training = training;
  }

  static int kafkaPort(int offset) {
    return KAFKA + offset;
  }

  static int controllerPort(int offset) {
    return CONTROLLER + offset;
  }

  String bootstrapServers() {
    return "localhost:" + kafkaPort(offset);
  }

  Program broker(Path properties) {
    List<String> command = java(160, 40, 128);
    command.add("-Dlog4j2.configurationFile=" + properties.resolveSibling("log4j2.properties"));
    command.add("-cp");
    command.add(
        layout.localTarget().resolve("classes")
            + File.pathSeparator
            + layout.localTarget().resolve("broker-lib")
            + "/*");
    command.add(BrokerMain.class.getName());
    command.add(properties.toString());
    return program("kafka", kafkaPort(offset), command, Map.of(), null);
  }

  Program simulator(Path estateFile, StackSecrets secrets) {
    List<String> command = java(160, 40, 96);
    // making RSA keys is what it does most, and only the optimizing compiler makes that fast
    command.remove(FIRST_TIER);
    // its stores guard loopback and are opened for every connection: one round instead of 10,000
    for (String store : List.of("cert", "key")) {
      command.add("-Dkeystore.pkcs12." + store + "PbeIterationCount=1");
    }
    command.add("-Dkeystore.pkcs12.macIterationCount=1");
    command.add("-cp");
    command.add(
        layout.simulatorTarget().resolve("classes")
            + File.pathSeparator
            + layout.simulatorTarget().resolve("lib")
            + "/*");
    command.add("io.linkfleet.simulator.Main");
    command.addAll(List.of("--estate", estateFile.toString()));
    command.addAll(List.of("--data", layout.simulatorData().toString()));
    int port = estate.controlPort();
    return program("simulator", port, command, secrets.ofSimulator(), page(port, "/health"));
  }

  Program service(
      ServiceProcess service, StackSecrets secrets, Map<String, String> more) {
    int port = service.basePort() + offset;
    List<String> command = java(service.heapMb(), 24, 160);
    ClassArchive archive = new ClassArchive(layout, service.name());
    command.addAll(training ? archive.train() : archive.run());
    Map<String, String> environment = new HashMap<>();
    environment.put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers());
    environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
    // a person reads these logs
    environment.put("QUARKUS_LOG_CONSOLE_JSON_ENABLED", "false");
    String trustStore = layout.simulatorData().resolve("truststore.p12").toString();
    environment.put("LINKFLEET_SQLSERVER_TRUST_STORE", trustStore);
    environment.put("LINKFLEET_SQLSERVER_TRUST_STORE_PASSWORD", TRUST_STORE_PASSWORD);
    environment.put("LINKFLEET_AZURE_ENDPOINT", "https://localhost:" + estate.azurePort());
    environment.put("LINKFLEET_AZURE_TENANT", estate.tenant());
    environment.put("LINKFLEET_AZURE_CREDENTIAL", "token");
    environment.put("LINKFLEET_AZURE_SECRET_NAME", StackSecrets.TOKEN);
    environment.put("LINKFLEET_AZURE_TRUST_STORE", trustStore);
    environment.put("LINKFLEET_AZURE_TRUST_STORE_PASSWORD", TRUST_STORE_PASSWORD);
    environment.put("LINKFLEET_SECRETS_DIRECTORY", secrets.of(service).toString());
    environment.putAll(more);
    return program(service.name(), port, command, environment, page(port, "/q/health/ready"));
  }

  private Program program(
      String name, int port, List<String> command, Map<String, String> environment, URI ready) {
    return new Program(name, port, command, environment, layout.log(name), ready, LIMIT);
  }

  /** The page that says whether a process of that name is ready, or null when it has none. */
  static URI readyPage(RunningProcess process) {
    return switch (process.name()) {
      case "kafka" -> null;
      case "simulator" -> page(process.port(), "/health");
      default -> page(process.port(), "/q/health/ready");
    };
  }

  private static URI page(int port, String path) {
    return URI.create("http://localhost:" + port + path);
  }

  /** A JVM that starts fast and stays small; a demo is too short for the optimizing compiler. */
  private static List<String> java(int heapMb, int firstHeapMb, int metaspaceMb) {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(SETSID)) {
      command.add(SETSID.toString());
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xms" + firstHeapMb + "m");
    command.add("-Xmx" + heapMb + "m");
    command.add("-XX:MaxMetaspaceSize=" + metaspaceMb + "m");
    command.add("-XX:ReservedCodeCacheSize=48m");
    command.add("-Xss512k");
    command.add("-XX:+UseSerialGC");
    command.add(FIRST_TIER);
    command.add("-Xshare:auto");
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("-Dfile.encoding=UTF-8");
    return command;
  }
}
