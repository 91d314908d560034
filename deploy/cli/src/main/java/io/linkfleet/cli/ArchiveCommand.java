package io.linkfleet.cli;

import io.linkfleet.local.ClassArchive;
import io.linkfleet.local.LocalStack;
import io.linkfleet.local.ServiceProcess;
import io.linkfleet.local.Started;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Owns {@code archive}: a rollout from which the services remember the classes they need. */
@Command(
    name = "archive",
    description = {
      "Lets the services archive their classes, so that they start, and start again, in less time."
          + " It runs the demo's rollout once, stops everything, and then writes for a minute.",
      "The archives belong to this build and this JDK; a later build starts without them until the"
          + " command is run again."
    })
final class ArchiveCommand implements Callable<Integer> {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private final Context context;

  @Mixin private PortOffset offset;

  ArchiveCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    long began = System.nanoTime();
    LocalStack stack = LocalStack.training(context.layout(), offset.value(), context::say);
    StopOnSignal signal = new StopOnSignal(context, stack);
    if (stack.start() instanceof Started.Refused refused) {
      signal.dismiss();
      throw new Problem(Exit.UNABLE, refused.sentence(), refused.details());
    }
    try {
      rollOut(began);
    } finally {
      context.say("");
      DownCommand.report(context, stack.stop());
      signal.dismiss();
    }
    write();
    context.say("The next start of the services uses them.");
    return Exit.OK;
  }

  private void write() throws IOException, InterruptedException {
    context.say("Writing the archives ...");
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> without = new ArrayList<>();
    for (ServiceProcess service : ServiceProcess.ALL) {
      Path log = context.layout().log(service.name());
      OptionalLong bytes = new ClassArchive(context.layout(), service.name()).write(java, log);
      if (bytes.isPresent()) {
        long megabytes = bytes.getAsLong() >> 20;
        context.say(String.format(Locale.ROOT, "  %-20s %3d MB", service.name(), megabytes));
      } else {
        without.add(log + " says why");
      }
    }
    if (!without.isEmpty()) {
      throw new Problem(
          Exit.UNABLE,
          without.size() + " services have no archive, and start as before.",
          without);
    }
  }

  /** What is not loaded in it is not in the archive. */
  private void rollOut(long began) throws IOException, InterruptedException {
    MonitorApi monitor = context.monitor(null);
    String fleet = Files.readString(context.layout().data().resolve("fleet.yaml"));
    Requested asked = Requested.of(monitor.request(fleet));
    RolloutWatch.Result result =
        new RolloutWatch(monitor, context.terminal(), context.stack(), began).follow(asked, LIMIT);
    if (!result.allConnected()) {
      RolloutWatch.report(context, result, LIMIT);
      throw new Problem(
          Exit.NO, "Nothing is archived, since not every link was connected: " + result.summary());
    }
  }
}
