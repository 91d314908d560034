package io.linkfleet.cli;

import io.linkfleet.local.StackView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Owns {@code rollout}: asks for the links of a fleet file, or shows what would be done. */
@Command(
    name = "rollout",
    description = {
      "Asks for the links of a fleet file. Asking again is harmless: what is there stays.",
      "Exit code 1: the file is refused, or a link is not connected (--wait)."
    })
final class RolloutCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private ApiOption api;

  @Parameters(paramLabel = "FILE", description = "a fleet file, as deploy/local/fleet.yaml")
  private Path file;

  @Option(names = "--wait", description = "show the progress until every link is connected")
  private boolean wait;

  @Option(
      names = "--dry-run",
      description = "change nothing; show every step and its exact statement")
  private boolean dryRun;

  @Option(
      names = "--time-limit",
      paramLabel = "SECONDS",
      description = "how long --wait waits (${DEFAULT-VALUE})")
  private int seconds = 3600;

  RolloutCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    long began = System.nanoTime();
    MonitorApi monitor = context.monitor(api.address());
    String fleet = read();
    if (dryRun) {
      return new DryRun(context, api).run(monitor.dryRun(fleet));
    }
    Requested requested = Requested.of(monitor.request(fleet));
    context.say(
        "Asked for "
            + requested.links().size()
            + " links in rollout '"
            + requested.rollout()
            + "'.");
    if (!wait) {
      context.say("./linkfleet links shows how they get on.");
      return Exit.OK;
    }
    Duration limit = Duration.ofSeconds(seconds);
    // of a monitor elsewhere, nothing is known about its processes
    StackView stack = context.isLocal(monitor) ? context.stack() : null;
    RolloutWatch watch = new RolloutWatch(monitor, context.terminal(), stack, began);
    RolloutWatch.Result result = watch.follow(requested, limit);
    context.say("");
    RolloutWatch.report(context, result, limit);
    context.say("");
    context.say(result.summary());
    return result.allConnected() ? Exit.OK : Exit.NO;
  }

  private String read() throws IOException {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new Problem(Exit.UNABLE, "There is no file " + file + ".");
    } catch (java.nio.charset.MalformedInputException e) {
      throw new Problem(Exit.NO, file + " is not UTF-8 text.");
    }
  }
}
