package io.linkfleet.acceptance.faults;

import io.linkfleet.acceptance.faults.FaultWorld.Server;
import io.linkfleet.local.Layout;
import io.linkfleet.local.LocalStack;
import io.linkfleet.local.Started;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Owns a packaged stack with many servers, which several experiments use one after the other. */
final class Stack implements AutoCloseable {
  /** Put where secrets belong, besides those that the stack makes itself. */
  private static final Map<String, String> CANARIES =
      Map.of(
          "LINKFLEET_CREDENTIALS_UNUSED_USERNAME", "nobody",
          "LINKFLEET_CREDENTIALS_UNUSED_PASSWORD", "Canary-Password-7Qx9!",
          "AZURE_CLIENT_SECRET", "Canary-ClientSecret-4Wz8~");

  /** Azure takes seconds here; what might have been begun need not be waited for much longer. */
  private static final Map<String, String> SETTINGS =
      Map.of("LINKFLEET_CERT_UPLOAD_SETTLING", "PT30S");

  private final Layout layout;
  private final FaultWorld world;
  private final int offset;
  private final LocalStack local;
  private final Processes processes;
  private final Simulator simulator;
  private final Bus bus;
  private final Thread onSignal;
  private final String prefix;
  private final List<Link> known;
  private final Set<String> statements;
  private int taken;

  private Stack(Layout layout, FaultWorld world, int offset, LocalStack local)
      throws IOException {
    this.layout = layout;
    this.world = world;
    this.offset = offset;
    this.local = local;
    this.processes = new Processes(layout.home());
    this.simulator = new Simulator(processes.address("simulator"));
    this.bus = new Bus("localhost:" + processes.address("kafka").getPort());
    this.onSignal = new Thread(local::stop, "stop-on-signal");
    this.prefix = "";
    this.known = new ArrayList<>();
    this.statements = new HashSet<>(Shapes.expected());
    Runtime.getRuntime().addShutdownHook(onSignal);
  }

  private Stack(Stack first, String prefix, Bus bus) {
    this.layout = first.layout;
    this.world = first.world;
    this.offset = first.offset;
    this.local = null;
    this.processes = first.processes;
    this.simulator = first.simulator;
    this.bus = bus;
    this.onSignal = null;
    this.prefix = prefix;
    this.known = first.known;
    this.statements = first.statements;
    this.taken = world.servers();
  }

  /**
   * The same world as other services see it, whose names begin with that prefix and who have that
   * broker. Its servers are those of the first, and whoever started it ends it.
   */
  Stack seenBy(String prefix, Bus bus) {
    return new Stack(this, prefix, bus);
  }

  /** Starts all of it, with the state in a directory of its own. */
  static Stack start(Path home, FaultWorld world, int offset) throws IOException {
    Path root = Path.of(System.getProperty("linkfleet.root")).normalize();
    Path files = Files.createDirectories(home.resolve("world"));
    Path estate = Files.writeString(files.resolve("estate.yaml"), world.estate());
    Path fleet = Files.writeString(files.resolve("fleet.yaml"), "name: none\nservers: []\n");
    Layout layout = new Layout(root, home.resolve("state")).with(estate, fleet);
    Map<String, String> environment = new HashMap<>(CANARIES);
    environment.putAll(SETTINGS);
    LocalStack local = new LocalStack(layout, offset, line -> {}, environment);
    if (local.start() instanceof Started.Refused refused) {
      throw new IllegalStateException(
          refused.sentence() + "\n" + String.join("\n", refused.details()));
    }
    return new Stack(layout, world, offset, local);
  }

  Processes processes() {
    return processes;
  }

  Simulator simulator() {
    return simulator;
  }

  Bus bus() {
    return bus;
  }

  int offset() {
    return offset;
  }

  /** Where it keeps its state. */
  Path home() {
    return layout.home();
  }

  /** An administrator of all its servers. */
  Person person() {
    return new Person(offset);
  }

  Path secretsOf(String service) {
    return layout.secrets().resolve(service);
  }

  URI monitor() {
    return address("monitor-service");
  }

  /** Where one of its services answers. */
  URI address(String service) {
    return processes.address(prefix + service);
  }

  /** Servers that nobody has used. */
  synchronized List<Server> take(int servers) {
    if (taken + servers > world.servers()) {
      throw new IllegalStateException("the world has no more than " + world.servers());
    }
    List<Server> lot = world.all().subList(taken, taken + servers);
    taken += servers;
    return lot;
  }

  /** How many servers nobody has used. */
  synchronized int left() {
    return world.servers() - taken;
  }

  /** The server with odd names. */
  Server odd() {
    return world.odd();
  }

  /** Two servers in one Windows domain. */
  FaultWorld.Pair windows() {
    return world.windows();
  }

  /** What the stack keeps: secrets, certificates that are trusted. */
  Layout layout() {
    return layout;
  }

  String fleet(String name, List<Server> servers, int databases) {
    return world.fleet(name, servers, databases, offset);
  }

  void accepted(List<Link> links) {
    synchronized (known) {
      known.addAll(links);
    }
  }

  /** Every link that was ever accepted. */
  List<Link> known() {
    synchronized (known) {
      return List.copyOf(known);
    }
  }

  /** Everything that was said about a database, for whoever waits for it in vain. */
  String about(String database) {
    return bus.all().stream()
        .filter(said -> said.text().contains("\"" + database + "\""))
        .sorted(Comparator.comparing(Bus.Said::at))
        .map(said -> said.at() + " " + said.topic() + " " + said.text())
        .collect(Collectors.joining("\n"));
  }

  /** What must appear nowhere: the canaries, and all that the stack keeps as a secret. */
  Set<String> secrets() {
    Set<String> all = new HashSet<>();
    CANARIES.forEach((name, value) -> all.add(value));
    all.remove("nobody");
    try (Stream<Path> files = Files.walk(layout.secrets())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.endsWith("username")) {
          all.add(Files.readString(file, StandardCharsets.UTF_8).strip());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  /** What may be read is what was read without faults; what may change is the reviewed list. */
  void learn(Evidence calm) {
    Shapes shapes = new Shapes(calm.known());
    calm.effects().stream()
        .filter(effect -> effect.isSent() && !effect.isChange())
        .map(shapes::of)
        .forEach(statements::add);
  }

  Judge judge() {
    return new Judge(statements);
  }

  @Override
  public void close() {
    bus.close();
    if (local == null) {
      return;
    }
    local.stop();
    Runtime.getRuntime().removeShutdownHook(onSignal);
  }
}
