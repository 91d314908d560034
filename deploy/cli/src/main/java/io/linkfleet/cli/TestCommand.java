package io.linkfleet.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Owns {@code test} in the help; the launcher runs the tests itself, since they rebuild this very
 * program.
 */
@Command(
    name = "test",
    description = "Runs every test, the acceptance test on the packaged stack among them.")
final class TestCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "ARGUMENT", description = "handed to Maven")
  private List<String> arguments = new ArrayList<>();

  TestCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(context.layout().root().resolve("linkfleet").toString());
    command.add("test");
    command.addAll(arguments);
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
