package io.linkfleet.local;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Owns where everything is: what is run, and what a running stack keeps.
 *
 * @param root the clone, with the packaged modules
 * @param home the directory of the stack's state, {@code .linkfleet} of the clone unless {@code
 *     LINKFLEET_HOME} says otherwise
 * @param estate what the simulator simulates
 * @param fleet what is asked for
 */
public record Layout(Path root, Path home, Path estate, Path fleet) {
  public Layout {
    root = root.toAbsolutePath().normalize();
    home = home.toAbsolutePath().normalize();
    estate = estate.toAbsolutePath().normalize();
    fleet = fleet.toAbsolutePath().normalize();
  }

  /** The layout with estate and fleet as shipped. */
  public Layout(Path root, Path home) {
    this(
        root,
        home,
        root.resolve("deploy/local/estate.yaml"),
        root.resolve("deploy/local/fleet.yaml"));
  }

  /** The same with another world. */
  public Layout with(Path otherEstate, Path otherFleet) {
    return new Layout(root, home, otherEstate, otherFleet);
  }

  /** The same with the second world as shipped: pairs of SQL Servers. */
  public Layout mirroring() {
    return with(
        root.resolve("deploy/local/mirroring-estate.yaml"),
        root.resolve("deploy/local/mirroring.yaml"));
  }

  /** The layout that the environment asks for. */
  public static Layout of(Path root, Map<String, String> environment) {
    String home = environment.get("LINKFLEET_HOME");
    return new Layout(
        root, home == null || home.isBlank() ? root.resolve(".linkfleet") : Path.of(home));
  }

  /** The processes that were started, one per line; see {@link ProcessTable}. */
  public Path processes() {
    return home.resolve("processes");
  }

  /** Held while a stack is started or stopped, so that two commands do not do it at once. */
  public Path lock() {
    return home.resolve("lock");
  }

  /** Everything the stack forgets when it is stopped. */
  public Path data() {
    return home.resolve("data");
  }

  public Path secrets() {
    return home.resolve("secrets");
  }

  public Path logs() {
    return home.resolve("logs");
  }

  public Path log(String process) {
    return logs().resolve(process + ".log");
  }

  /** What the simulator writes, its certificate authority among it. */
  public Path simulatorData() {
    return data().resolve("simulator");
  }

  /** The file that starts a service. */
  public Path serviceJar(String service) {
    return root.resolve(service).resolve("target/quarkus-app/quarkus-run.jar");
  }

  public Path simulatorTarget() {
    return root.resolve("deploy/simulator/target");
  }

  public Path localTarget() {
    return root.resolve("deploy/local/target");
  }

  /** What must have been built before a stack can start. */
  public Stream<Path> built() {
    return Stream.concat(
        ServiceProcess.ALL.stream().map(service -> serviceJar(service.name())),
        Stream.of(
            simulatorTarget().resolve("lib"),
            localTarget().resolve("classes"),
            localTarget().resolve("broker-lib"),
            estate()));
  }
}
