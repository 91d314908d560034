package io.linkfleet.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Owns {@code simulate log}: the transaction log of a database that fills up. */
@Command(
    name = "log",
    description = "Fills the transaction log of a database; a log backup empties it again.")
final class SimulateLogCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private SimulatorApi simulator;

  @Parameters(index = "0", paramLabel = "SERVER")
  private String server;

  @Parameters(index = "1", paramLabel = "DATABASE")
  private String database;

  @Option(
      names = "--used",
      paramLabel = "SHARE",
      description = "the part in use, from 0 to 1 (${DEFAULT-VALUE})")
  private double used = 1;

  SimulateLogCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    String path =
        "/servers" + SimulatorApi.part(server) + "/databases" + SimulatorApi.part(database);
    simulator.send(context, "PUT", path, SimulatorApi.object().put("logUsed", used));
    context.say("The log of " + Text.printable(database) + " is in use to " + used + ".");
    return Exit.OK;
  }
}
