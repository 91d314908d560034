package io.linkfleet.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Owns {@code simulate role}: what a principal may do on Azure. */
@Command(
    name = "role",
    description = {
      "Lets a principal do these actions on Azure and nothing else; * is everybody.",
      "Principals are named by the field login of the record; simulate clear forgets all roles."
    })
final class SimulateRoleCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private SimulatorApi simulator;

  @Parameters(index = "0", paramLabel = "PRINCIPAL")
  private String principal;

  @Option(
      names = "--action",
      paramLabel = "ACTION",
      description = "an action, for example Microsoft.Sql/managedInstances/*; may be repeated")
  private List<String> actions = List.of();

  @Option(
      names = "--not-action",
      paramLabel = "ACTION",
      description = "one that is taken away again, as in a role definition")
  private List<String> notActions = List.of();

  SimulateRoleCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    ObjectNode role = SimulatorApi.object();
    actions.forEach(role.putArray("actions")::add);
    notActions.forEach(role.putArray("notActions")::add);
    simulator.send(context, "PUT", "/azure/roles" + SimulatorApi.part(principal), role);
    context.say(Text.printable(principal) + " may do what the role says.");
    return Exit.OK;
  }
}
