package io.linkfleet.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Owns {@code simulate clear}: the end of everything that was to go wrong. */
@Command(
    name = "clear",
    description = "Forgets faults, roles and latencies; what has happened stays as it is.")
final class SimulateClearCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private SimulatorApi simulator;

  SimulateClearCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    simulator.send(context, "DELETE", "/sql/faults", null);
    simulator.send(context, "DELETE", "/azure/faults", null);
    simulator.send(context, "DELETE", "/azure/roles", null);
    var none = SimulatorApi.object();
    none.putObject("latency");
    simulator.send(context, "PUT", "/settings", none);
    context.say("Nothing more is to go wrong.");
    return Exit.OK;
  }
}
