package io.linkfleet.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Owns {@code simulate}: its list of commands; without one it shows what is set. */
@Command(
    name = "simulate",
    synopsisSubcommandLabel = "[COMMAND]",
    description = {
      "Disturbs the simulated world while it runs, and shows its record.",
      "Without a command: the servers, the settings, and the faults that wait."
    })
final class SimulateCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private SimulatorApi simulator;

  private SimulateCommand(Context context) {
    this.context = context;
  }

  static CommandLine line(Context context) {
    CommandLine line = new CommandLine(new SimulateCommand(context));
    line.addSubcommand(new SimulateServerCommand(context));
    line.addSubcommand(new SimulateDropCommand(context));
    line.addSubcommand(new SimulateAzureCommand(context));
    line.addSubcommand(new SimulateOperationCommand(context));
    line.addSubcommand(new SimulateRoleCommand(context));
    line.addSubcommand(new SimulateExpireCommand(context));
    line.addSubcommand(new SimulateLoginCommand(context));
    line.addSubcommand(new SimulateLogCommand(context));
    line.addSubcommand(new SimulateSetCommand(context));
    line.addSubcommand(new SimulateClearCommand(context));
    line.addSubcommand(new SimulateRecordCommand(context));
    line.getSubcommands()
        .values()
        .forEach(one -> one.getCommandSpec().mixinStandardHelpOptions(true));
    return line;
  }

  @Override
  public Integer call() {
    for (JsonNode server : simulator.get(context, "/servers")) {
      boolean hung = server.path("hung").asBoolean();
      context.say(
          Text.pad(Text.printable(server.path("name").asText()), 30)
              + " "
              + (hung ? "hung" : server.path("up").asBoolean() ? "up" : "down"));
    }
    context.say("settings: " + simulator.get(context, "/settings").toPrettyString());
    JsonNode faults = simulator.get(context, "/sql/faults");
    context.say("faults of connections: " + (faults.isEmpty() ? "none" : faults.toPrettyString()));
    return Exit.OK;
  }
}
