package io.linkfleet.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Owns {@code simulate login}: what a login of a SQL Server may do. */
@Command(
    name = "login",
    description = "Changes the permissions of a login, also of its open connections.")
final class SimulateLoginCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private SimulatorApi simulator;

  @Parameters(index = "0", paramLabel = "SERVER")
  private String server;

  @Parameters(index = "1", paramLabel = "LOGIN")
  private String login;

  @Option(names = "--role", paramLabel = "ROLE", description = "sysadmin, monitor or nobody")
  private String role;

  @Option(
      names = "--permission",
      paramLabel = "PERMISSION",
      description = "in place of a role, for example 'VIEW SERVER STATE'; may be repeated")
  private List<String> permissions;

  @Option(
      names = "--disabled",
      paramLabel = "true|false",
      arity = "1",
      description = "whether it is turned off")
  private Boolean disabled;

  SimulateLoginCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    ObjectNode wanted = SimulatorApi.object();
    if (role != null) {
      wanted.put("role", role.toLowerCase(Locale.ROOT));
    }
    if (permissions != null) {
      permissions.forEach(wanted.putArray("permissions")::add);
    }
    if (disabled != null) {
      wanted.put("disabled", disabled);
    }
    String path = "/servers" + SimulatorApi.part(server) + "/logins" + SimulatorApi.part(login);
    context.say(simulator.send(context, "PUT", path, wanted).toString());
    return Exit.OK;
  }
}
