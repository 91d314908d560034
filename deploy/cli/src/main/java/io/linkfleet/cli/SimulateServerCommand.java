package io.linkfleet.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Owns {@code simulate server}: the life of one SQL Server. */
@Command(
    name = "server",
    description = {
      "Stops a SQL Server, starts it, makes it silent, takes it off the mirroring network.",
      "After a restart endpoints and groups are there again, connections are not."
    })
final class SimulateServerCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private SimulatorApi simulator;

  @Parameters(index = "0", paramLabel = "SERVER", description = "its name, HOST or HOST\\INSTANCE")
  private String server;

  @Parameters(
      index = "1",
      paramLabel = "ACTION",
      description = "down, up, restart, hang, resume, cut or mend")
  private String action;

  SimulateServerCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    String wanted = action.toLowerCase(Locale.ROOT);
    String path = "/servers" + SimulatorApi.part(server) + SimulatorApi.part(wanted);
    simulator.send(context, "POST", path, null);
    context.say(Text.printable(server) + ": " + wanted);
    return Exit.OK;
  }
}
