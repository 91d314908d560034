package io.linkfleet.cli;

import io.linkfleet.local.Layout;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;

/** The linkfleet command: its list of commands, and what becomes of what goes wrong in one. */
@Command(
    name = "linkfleet",
    mixinStandardHelpOptions = true,
    version = "linkfleet 0.1.0",
    description =
        "Links fleets of SQL Server databases to Azure SQL Managed Instance, and watches them.",
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:what was asked for is so",
      "1:the answer is no: a link is not connected, a file is refused, a process is dead",
      "2:it could not run: wrong usage, a port in use, nothing to talk to",
      "3:there is no stack here (status, logs)",
      "130:stopped by Ctrl-C"
    },
    footerHeading = "%nEnvironment:%n",
    footer = {
      "  LINKFLEET_HOME   directory of the stack's state (.linkfleet of the clone)",
      "  LINKFLEET_API    address of the monitor-service",
      "  LINKFLEET_SIMULATOR  address of the simulator's control API",
      "  NO_COLOR         no colours, and nothing drawn in place",
      "  JAVA_HOME        the JDK to use, 17 or newer"
    })
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    Path root = Path.of(System.getProperty("linkfleet.root", "."));
    Context context =
        new Context(
            Layout.of(root, System.getenv()), System.getenv(), Terminal.of(System.getenv()));
    System.exit(commandLine(context).execute(arguments));
  }

  static CommandLine commandLine(Context context) {
    CommandLine all = new CommandLine(new Main());
    all.addSubcommand(new DemoCommand(context));
    all.addSubcommand(new UpCommand(context));
    all.addSubcommand(new DownCommand(context));
    all.addSubcommand(new StatusCommand(context));
    all.addSubcommand(new LogsCommand(context));
    all.addSubcommand(new RolloutCommand(context));
    all.addSubcommand(new LinksCommand(context));
    all.addSubcommand(new LinkCommand(context));
    all.addSubcommand(new TopicsCommand(context));
    all.addSubcommand(SimulateCommand.line(context));
    all.addSubcommand(new ArchiveCommand(context));
    all.addSubcommand(new TestCommand(context));
    all.getSubcommands().values().forEach(one -> one.getCommandSpec().addMixin("help", help()));
    all.setColorScheme(CommandLine.Help.defaultColorScheme(ansi(context)));
    all.setExecutionExceptionHandler(
        (problem, line, parsed) -> {
          if (!(problem instanceof Problem known)) {
            throw problem;
          }
          context.complain(known.getMessage());
          known.details().forEach(detail -> context.complain("  " + detail));
          return known.exitCode();
        });
    return all;
  }

  private static CommandLine.Model.CommandSpec help() {
    return CommandLine.Model.CommandSpec.forAnnotatedObject(new Help());
  }

  /** The option that every command has. */
  private static final class Help {
    @CommandLine.Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "show this help")
    private boolean asked;
  }

  private static Ansi ansi(Context context) {
    return context.terminal().isLive() ? Ansi.ON : Ansi.OFF;
  }
}
