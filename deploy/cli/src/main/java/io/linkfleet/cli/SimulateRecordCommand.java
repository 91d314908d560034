package io.linkfleet.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Owns {@code simulate record}: the record of every effect, as JSON lines. */
@Command(
    name = "record",
    description = {
      "Writes every effect on the simulated world as JSON lines: time, where, login, kind, text,",
      "outcome, and whether the answer reached its client."
    })
final class SimulateRecordCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private SimulatorApi simulator;

  @Option(names = "--since", paramLabel = "N", description = "only what came after effect N")
  private long since;

  @Option(names = "--output", paramLabel = "FILE", description = "a file in place of the terminal")
  private Path output;

  SimulateRecordCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    String page = "/record?since=" + since;
    if (output == null) {
      simulator.lines(context, page, context::say);
      return Exit.OK;
    }
    long[] count = {0};
    try (BufferedWriter file = Files.newBufferedWriter(output)) {
      simulator.lines(
          context,
          page,
          line -> {
            try {
              file.write(line);
              file.newLine();
              count[0]++;
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (IOException | UncheckedIOException e) {
      throw new Problem(Exit.UNABLE, "Cannot write " + output + ": " + e.getMessage());
    }
    context.say(count[0] + " effects in " + output);
    return Exit.OK;
  }
}
