package io.linkfleet.cli;

import io.linkfleet.local.LocalStack;
import io.linkfleet.local.Started;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Owns {@code up}: starts the stack and leaves it running. */
@Command(
    name = "up",
    description = "Starts the whole stack on this machine: Kafka, simulator, five services.")
final class UpCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private PortOffset offset;

  UpCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    LocalStack stack = new LocalStack(context.layout(), offset.value(), context::say);
    StopOnSignal signal = new StopOnSignal(context, stack);
    Started started = stack.start();
    signal.dismiss();
    if (started instanceof Started.Refused refused) {
      throw new Problem(Exit.UNABLE, refused.sentence(), refused.details());
    }
    context.say("The stack runs.");
    NextSteps.say(context);
    return Exit.OK;
  }
}
