package io.linkfleet.benchmarks;

import io.linkfleet.local.StackView.State;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Owns one process of a running stack that is killed and started again, with the command and the
 * environment that the system shows of it. Linux only.
 */
final class ServiceProcess implements AutoCloseable {
  private final List<String> command;
  private final Path jar;
  private final List<String> environment;
  private final Path log;
  private ProcessHandle now;

  /**
   * A process as it runs now.
   *
   * @param jar what it runs from when it has no archive of classes
   */
  ServiceProcess(State state, Path jar) throws IOException {
    this.jar = jar;
    this.now = ProcessHandle.of(state.pid()).orElseThrow();
    this.command = strings("cmdline");
    this.environment = strings("environ");
    this.log = state.log();
  }

  private List<String> strings(String file) throws IOException {
    byte[] bytes = Files.readAllBytes(Path.of("/proc", Long.toString(now.pid()), file));
    return List.of(new String(bytes, StandardCharsets.UTF_8).split("\0"));
  }

  /** As {@code kill -9} does; returns when it is gone. */
  void kill() throws Exception {
    now.destroyForcibly();
    now.onExit().get(30, TimeUnit.SECONDS);
  }

  /** Starts it, with more in its environment, and does not wait for it. */
  Instant start(Map<String, String> more) throws IOException {
    return start(command, more);
  }

  /** The same without the archive of classes that the stack gave it. */
  Instant startWithoutArchive() throws IOException {
    List<String> plain = new ArrayList<>(command);
    if (!plain.removeIf(argument -> argument.startsWith("@"))) {
      throw new IllegalStateException("no archive is used: " + command);
    }
    plain.addAll(List.of("-jar", jar.toString()));
    return start(plain, Map.of());
  }

  private Instant start(List<String> arguments, Map<String, String> more) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(arguments);
    builder.environment().clear();
    for (String entry : environment) {
      int equals = entry.indexOf('=');
      builder.environment().put(entry.substring(0, equals), entry.substring(equals + 1));
    }
    builder.environment().putAll(more);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    Instant began = Instant.now();
    now = builder.start().toHandle();
    return began;
  }

  /** The stack does not know what was started here. */
  @Override
  public void close() {
    now.destroyForcibly();
  }
}
