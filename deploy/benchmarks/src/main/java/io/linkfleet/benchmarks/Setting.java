package io.linkfleet.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a measurement takes place.
 *
 * @param root the clone
 * @param home the directory for the state of its stack
 * @param offset added to every port
 */
record Setting(Path root, Path home, int offset) {

  /** Starts {@code ./linkfleet} as a person does, with the state of its stack in the home. */
  Process command(Path output, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(root.resolve("linkfleet").toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("LINKFLEET_HOME", home.toString());
    return builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
  }
}
