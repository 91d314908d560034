package io.linkfleet.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Owns {@code simulate expire}: the end of access tokens. */
@Command(
    name = "expire",
    description = "Ends every Azure token used so far: requests with one are answered with 401.")
final class SimulateExpireCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private SimulatorApi simulator;

  SimulateExpireCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    simulator.send(context, "POST", "/azure/tokens/expire", null);
    context.say("The tokens used so far have ended.");
    return Exit.OK;
  }
}
