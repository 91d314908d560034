package io.linkfleet.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Owns {@code simulate operation}: long-running operations of Azure that end otherwise. */
@Command(
    name = "operation",
    description = "Lets the next operations of Azure fail at their end, vanish, or last longer.")
final class SimulateOperationCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private SimulatorApi simulator;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "only on resources of this type, for example distributedAvailabilityGroups")
  private String type = "*";

  @Option(names = "--name", paramLabel = "NAME", description = "only on this resource")
  private String name;

  @Option(names = "--fail", paramLabel = "CODE", description = "fails with this code, rolled back")
  private String code;

  @Option(names = "--message", paramLabel = "TEXT", description = "what the failure says")
  private String message;

  @Option(names = "--vanish", description = "its addresses answer 404 while it goes on")
  private boolean vanish;

  @Option(names = "--length", paramLabel = "DURATION", description = "how long it lasts")
  private Duration length;

  @Option(names = "--times", paramLabel = "N", description = "how many operations (1)")
  private int times = 1;

  SimulateOperationCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (code == null && !vanish && length == null) {
      throw new Problem(Exit.UNABLE, "Say what becomes of it: --fail, --vanish or --length.");
    }
    ObjectNode fault =
        SimulatorApi.object()
            .put("operation", type)
            .put("name", name)
            .put("code", code)
            .put("message", message)
            .put("disappears", vanish)
            .put("times", times);
    if (length != null) {
      fault.put("length", length.toString());
    }
    simulator.send(context, "POST", "/azure/faults", fault);
    context.say("It waits for its operation.");
    return Exit.OK;
  }
}
