package io.linkfleet.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Owns a service's archive of classes: what its JVM has read, checked and laid out once, and maps
 * into memory at every later start.
 *
 * <p>A JVM archives classes of the class path only, so a service that has an archive runs with all
 * its jars on the class path, and not through the class loader of {@code quarkus-run.jar}. It
 * refuses an archive of another JVM or of other jars, with a line in the log, and starts without.
 * JDK 17 leaves out the classes of jars whose path has a space or a quote in it (seen, not
 * documented): the service then starts as if it had no archive.
 */
public final class ClassArchive {
  private static final String MAIN = "io.quarkus.runner.GeneratedMain";
  private static final String LOGGING =
      "-Djava.util.logging.manager=org.jboss.logmanager.LogManager";
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private final Path application;
  private final Path classes;
  private final Path archive;
  private final Path arguments;

  /** The archive of a service for the JVM that runs this. */
  public ClassArchive(Layout layout, String service) {
    this(layout.serviceJar(service).getParent(), System.getProperty("java.vm.version"));
  }

  ClassArchive(Path application, String jvm) {
    String name = "classes-" + jvm.replaceAll("[^A-Za-z0-9.+-]", "_");
    this.application = application;
    this.classes = application.resolve(name + ".list");
    this.archive = application.resolve(name + ".jsa");
    this.arguments = application.resolve(name + ".args");
  }

  /** What follows {@code java} and its options to start the service, with the archive if it is. */
  List<String> run() {
    return isCurrent()
        ? List.of("@" + arguments)
        : List.of(LOGGING, "-jar", application.resolve("quarkus-run.jar").toString());
  }

  /** The same for a run whose classes are to be archived: it notes them. */
  List<String> train() {
    List<String> all = new ArrayList<>();
    all.add("-XX:DumpLoadedClassList=" + classes);
    all.addAll(classPath());
    return all;
  }

  /** Whether it was written after the jars were built. */
  public boolean isCurrent() {
    return Files.exists(arguments)
        && Files.exists(archive)
        && changed(archive).compareTo(newestJar()) > 0;
  }

  /**
   * Writes the archive of the classes that a training run has noted, some 15 s of a core.
   *
   * <p>Without lambdas: JDK 17 crashes where it would archive one of a class that it leaves out, as
   * it does with those of signed jars, the SQL Server driver's among them (seen with 17.0.15). For
   * the same reason not as the run ends ({@code -XX:ArchiveClassesAtExit}), which also makes it
   * start slower.
   *
   * @param java the java command
   * @param log takes what the JVM says, which is a line for every class that it leaves out
   * @return the archive's size in bytes, or nothing when there is none
   */
  public OptionalLong write(Path java, Path log) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.addAll(List.of("-Xshare:dump", "-Xmx512m", "-XX:SharedClassListFile=" + classes));
    command.add("-XX:SharedArchiveFile=" + archive);
    command.addAll(classPath());
    Files.deleteIfExists(arguments);
    withoutLambdas();
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    try {
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
        return OptionalLong.empty();
      }
    } finally {
      process.destroyForcibly();
    }
    List<String> lines = new ArrayList<>();
    lines.add("-XX:SharedArchiveFile=" + archive);
    lines.addAll(classPath());
    Files.write(arguments, lines.stream().map(ClassArchive::quoted).toList());
    return OptionalLong.of(Files.size(archive));
  }

  private void withoutLambdas() throws IOException {
    if (Files.exists(classes)) {
      List<String> lines = Files.readAllLines(classes);
      Files.write(classes, lines.stream().filter(one -> !one.startsWith("@lambda-proxy")).toList());
    }
  }

  /** Bytecode that the build has changed comes before the libraries that it was changed from. */
  private List<String> classPath() {
    Stream<Path> jars =
        Stream.of(
                Stream.of(application.resolve("quarkus/transformed-bytecode.jar")),
                jars("quarkus"),
                jars("app"),
                jars("lib/boot"),
                jars("lib/main"))
            .flatMap(some -> some)
            .distinct()
            .filter(Files::exists);
    return List.of(
        LOGGING,
        "--add-opens",
        "java.base/java.lang=ALL-UNNAMED",
        "-cp",
        String.join(System.getProperty("path.separator"), jars.map(Path::toString).toList()),
        MAIN);
  }

  private Stream<Path> jars(String directory) {
    try (Stream<Path> files = Files.list(application.resolve(directory))) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private FileTime newestJar() {
    return Stream.of("quarkus", "app", "lib/boot", "lib/main")
        .flatMap(this::jars)
        .map(ClassArchive::changed)
        .max(FileTime::compareTo)
        .orElseThrow();
  }

  private static FileTime changed(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As a file of arguments of the java command wants it. */
  private static String quoted(String argument) {
    return '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
