package io.linkfleet.cli;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Owns {@code links}: every link and its health. */
@Command(name = "links", description = "Lists the links that the monitor knows, with their health.")
final class LinksCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private ApiOption api;

  @Option(names = "--server", paramLabel = "NAME", description = "only those of this server")
  private String server;

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "only those that are RUNNING, WAITING, BLOCKED, CONNECTED, UNKNOWN or LOST")
  private String status;

  LinksCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    List<LinkRow> links =
        context
            .monitor(api.address())
            .links(server, status == null ? null : status.toUpperCase(Locale.ROOT));
    if (links.isEmpty()) {
      context.say("There are no such links.");
      return Exit.OK;
    }
    LinkTable.lines(links, context.terminal().columns()).forEach(context::say);
    return Exit.OK;
  }
}
