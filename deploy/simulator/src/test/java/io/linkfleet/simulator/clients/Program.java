package io.linkfleet.simulator.clients;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Owns the running of clients that are programs of the machine: one that is missing skips its
 * tests, except in continuous integration, where it is a failure.
 */
final class Program {
  /** What a program wrote, and how it ended. */
  record Outcome(int exitCode, String out, String err) {
    List<String> lines() {
      return out.lines().toList();
    }

    @Override
    public String toString() {
      return "exit code " + exitCode + "\n" + out + "\n" + err;
    }
  }

  private Program() {}

  /** Skips the test that asks when the program is not there. */
  static void needs(String name) {
    needs(find(name).isPresent(), "the program " + name + " is not installed");
  }

  /** Skips the test for this reason, or fails it where CI is set. */
  static void needs(boolean there, String otherwise) {
    if (!there && System.getenv("CI") != null) {
      fail(otherwise + ", and CI is set");
    }
    assumeTrue(there, otherwise);
  }

  static Optional<Path> find(String name) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Arrays.stream(path.split(java.io.File.pathSeparator))
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Runs a program to its end; one that takes longer than the limit is killed, and that fails. */
  static Outcome run(
      Path directory, Map<String, String> environment, String input, Duration limit,
      String... command)
      throws IOException, InterruptedException {
    Path in = Files.writeString(Files.createTempFile("client", ".in"), input);
    Path out = Files.createTempFile("client", ".out");
    Path err = Files.createTempFile("client", ".err");
    var builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        fail("%s did not end within %s: %s".formatted(command[0], limit, text(out) + text(err)));
      }
      return new Outcome(process.exitValue(), text(out), text(err));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      for (Path file : List.of(in, out, err)) {
        Files.delete(file);
      }
    }
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
