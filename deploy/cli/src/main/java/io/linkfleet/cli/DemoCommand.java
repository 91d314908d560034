package io.linkfleet.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.linkfleet.local.Layout;
import io.linkfleet.local.LocalStack;
import io.linkfleet.local.Started;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Owns {@code demo}: the whole way from nothing to connected links, on this machine. */
@Command(
    name = "demo",
    description = {
      "Starts the whole stack on this machine, links the fleet of deploy/local/fleet.yaml (with"
          + " --mirroring that of deploy/local/mirroring.yaml), shows the result, and stops what it"
          + " started.",
      "Exit code 0 only if every link is connected."
    })
final class DemoCommand implements Callable<Integer> {
  private final Context context;

  @Option(
      names = "--mirroring",
      description = "pairs of SQL Servers in place of links to managed instances")
  private boolean mirroring;

  @Option(names = "--keep", description = "leave everything running")
  private boolean keep;

  @Mixin private PortOffset offset;

  @Option(
      names = "--time-limit",
      paramLabel = "SECONDS",
      description = "how long the links may take (${DEFAULT-VALUE})")
  private int seconds = 300;

  DemoCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    long began = System.nanoTime();
    context.say("Linkfleet: the whole stack on this machine, without a real server or cloud.");
    Layout layout = mirroring ? context.layout().mirroring() : context.layout();
    LocalStack stack = new LocalStack(layout, offset.value(), context::say);
    StopOnSignal signal = new StopOnSignal(context, stack);
    Started started = stack.start();
    if (started instanceof Started.Refused refused) {
      signal.dismiss();
      throw new Problem(Exit.UNABLE, refused.sentence(), refused.details());
    }
    RolloutWatch.Result result;
    try {
      result = rollOut(began);
    } catch (Problem problem) {
      context.say("");
      DownCommand.report(context, stack.stop());
      signal.dismiss();
      throw problem;
    }
    if (keep) {
      signal.dismiss();
      NextSteps.say(context);
    } else {
      context.say("");
      boolean gone = DownCommand.report(context, stack.stop());
      signal.dismiss();
      if (!gone) {
        return Exit.UNABLE;
      }
      NextSteps.sayAfterwards(context, layout);
    }
    context.say("");
    context.say(result.summary());
    return result.allConnected() ? Exit.OK : Exit.NO;
  }

  private RolloutWatch.Result rollOut(long began) throws IOException, InterruptedException {
    MonitorApi monitor = context.monitor(null);
    String fleet = Files.readString(context.layout().data().resolve("fleet.yaml"));
    JsonNode accepted = monitor.request(fleet);
    Requested requested = Requested.of(accepted);
    context.say(
        "Asked for "
            + requested.links().size()
            + " links in rollout '"
            + requested.rollout()
            + "'.");
    context.say("");
    Duration limit = Duration.ofSeconds(seconds);
    RolloutWatch watch = new RolloutWatch(monitor, context.terminal(), context.stack(), began);
    RolloutWatch.Result result = watch.follow(requested, limit);
    context.say("");
    RolloutWatch.report(context, result, limit);
    context.say("");
    if (result.firstConnected() != null) {
      context.say(
          "The first link was connected "
              + Text.seconds(result.firstConnected())
              + " s after the command began.");
    }
    return result;
  }
}
